"""Pydantic's models: their schemas made strict, and answers read by them. Pydantic itself is never imported."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any, Dict, Mapping, Tuple, Type

from ._shapes import Misfit, no_schema, with_type

# What strict schemas do not take. Pydantic checks it in the answer; the model is told in words.
_ONLY_IN_WORDS = {
    "minLength",
    "maxLength",
    "minProperties",
    "maxProperties",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
    "patternProperties",
    "propertyNames",
}
_FORMATS = {"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"}
_LOOKAROUND = re.compile(r"\(\?<?[=!]")
_SAYS_WHAT = {"type", "$ref", "anyOf", "allOf", "enum", "const"}


def is_model(kind: Type[Any]) -> bool:
    """Whether it is a model of pydantic 2, or looks like one."""
    return all(callable(getattr(kind, name, None)) for name in ("model_json_schema", "model_validate_json"))


def strict_schema(
    kind: Type[Any], where: str, taken: Mapping[str, Dict[str, Any]]
) -> Tuple[Dict[str, Any], Dict[str, Dict[str, Any]]]:
    """The strict schema of a model, and the definitions it refers to, under names that are not taken by others."""
    for number in itertools.count():
        prefix = f"{kind.__name__}{number}_" if number else ""
        try:
            schema = kind.model_json_schema(ref_template=f"#/$defs/{prefix}{{model}}")
        except Exception as error:
            no_schema(where, str(error), error)
        defs = {prefix + name: _strict(one, name) for name, one in schema.pop("$defs", {}).items()}
        if all(taken.get(name, one) == one for name, one in defs.items()):
            return _strict(schema, where), defs
    raise AssertionError("numbers do not end")


def read(kind: Type[Any], value: Any, path: str) -> Any:
    """An instance of the model."""
    try:
        return kind.model_validate_json(json.dumps(value))
    except ValueError as error:
        errors = getattr(error, "errors", None)
        first = errors()[0] if errors else {"msg": str(error)}
        for part in first.get("loc", ()):
            path = f"{path}[{part}]" if isinstance(part, int) else f"{path}.{part}".lstrip(".")
        raise Misfit(path, f"is refused by {kind.__name__}: {first['msg']}") from error


def _strict(given: Any, where: str) -> Dict[str, Any]:
    if not isinstance(given, dict) or (_SAYS_WHAT.isdisjoint(given) and "oneOf" not in given):
        no_schema(where, "it can be anything, and a strict schema has to say what")
    schema = with_type({name: value for name, value in given.items() if name not in ("default", "discriminator")})
    if "oneOf" in schema:
        schema["anyOf"] = schema.pop("oneOf")
    if len(schema.get("allOf", ())) == 1:
        # How pydantic gave a reference neighbours before 2.9.
        schema = {**schema.pop("allOf")[0], **schema}
    if "$ref" in schema and len(schema) > 1:
        # A reference takes no neighbours.
        schema["anyOf"] = [{"$ref": schema.pop("$ref")}]
    schema = _in_words(schema)
    for name in ("anyOf", "allOf", "prefixItems"):
        if name in schema:
            schema[name] = [_strict(one, where) for one in schema[name]]
    if schema.get("type") == "object":
        if "properties" not in schema:
            no_schema(where, "a dictionary has free keys, and a strict schema names them all: use a list of pairs")
        properties = schema["properties"].items()
        schema["properties"] = {name: _strict(one, f"{where}.{name}") for name, one in properties}
        schema["required"] = list(schema["properties"])
        schema["additionalProperties"] = False
    if schema.get("type") == "array" and "prefixItems" not in schema:
        schema["items"] = _strict(schema.get("items"), f"{where}[]")
    return schema


def _in_words(schema: Dict[str, Any]) -> Dict[str, Any]:
    """Moves what strict schemas do not take into the description."""

    def has_to_move(name: str, value: Any) -> bool:
        return (
            name in _ONLY_IN_WORDS
            or (name == "format" and value not in _FORMATS)
            or (name == "pattern" and _LOOKAROUND.search(value) is not None)
        )

    moved = [f"{name}: {json.dumps(value)}" for name, value in schema.items() if has_to_move(name, value)]
    if not moved:
        return schema
    kept = {name: value for name, value in schema.items() if not has_to_move(name, value)}
    return {**kept, "description": " ".join(filter(None, [schema.get("description"), f"({', '.join(moved)})"]))}
