"""Pydantic models: makes their schemas strict and reads responses with them. Pydantic itself is never imported."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any, Dict, Mapping, Tuple, Type

from ._codecs import SchemaMismatch, no_schema, with_type

# Keywords that strict schemas do not accept. The description tells them to the model, and pydantic checks the response.
_DESCRIBED_KEYWORDS = {
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
_TYPE_KEYWORDS = {"type", "$ref", "anyOf", "allOf", "enum", "const"}


def is_model(kind: Type[Any]) -> bool:
    """Whether a class is, or looks like, a model of pydantic 2."""
    return all(callable(getattr(kind, name, None)) for name in ("model_json_schema", "model_validate_json"))


def strict_schema(
    kind: Type[Any], where: str, taken: Mapping[str, Dict[str, Any]]
) -> Tuple[Dict[str, Any], Dict[str, Dict[str, Any]]]:
    """The strict schema of a model, and the definitions it refers to, under names that are not taken."""
    for number in itertools.count():
        prefix = f"{kind.__name__}{number}_" if number else ""
        try:
            schema = kind.model_json_schema(ref_template=f"#/$defs/{prefix}{{model}}")
        except Exception as error:
            no_schema(where, str(error), error)
        defs = {prefix + name: _strict(one, name) for name, one in schema.pop("$defs", {}).items()}
        if all(taken.get(name, one) == one for name, one in defs.items()):
            return _strict(schema, where), defs
    raise AssertionError("unreachable")


def read(kind: Type[Any], value: Any, path: str) -> Any:
    """An instance of the model."""
    try:
        return kind.model_validate_json(json.dumps(value))
    except ValueError as error:
        errors = getattr(error, "errors", None)
        first = errors()[0] if errors else {"msg": str(error)}
        for part in first.get("loc", ()):
            path = f"{path}[{part}]" if isinstance(part, int) else f"{path}.{part}".lstrip(".")
        raise SchemaMismatch(path, f"was rejected by {kind.__name__}: {first['msg']}") from error


def _strict(given: Any, where: str) -> Dict[str, Any]:
    if not isinstance(given, dict) or (_TYPE_KEYWORDS.isdisjoint(given) and "oneOf" not in given):
        no_schema(where, "it can be anything, but a strict schema must say what it contains")
    schema = with_type({name: value for name, value in given.items() if name not in ("default", "discriminator")})
    if "oneOf" in schema:
        schema["anyOf"] = schema.pop("oneOf")
    if len(schema.get("allOf", ())) == 1:
        # How pydantic before 2.9 gave siblings to a reference.
        schema = {**schema.pop("allOf")[0], **schema}
    if "$ref" in schema and len(schema) > 1:
        # A reference cannot have siblings.
        schema["anyOf"] = [{"$ref": schema.pop("$ref")}]
    schema = _described(schema)
    for name in ("anyOf", "allOf", "prefixItems"):
        if name in schema:
            schema[name] = [_strict(one, where) for one in schema[name]]
    if schema.get("type") == "object":
        if "properties" not in schema:
            no_schema(where, "a dictionary has arbitrary keys, but a strict schema must list them: use a list of pairs")
        properties = schema["properties"].items()
        schema["properties"] = {name: _strict(one, f"{where}.{name}") for name, one in properties}
        schema["required"] = list(schema["properties"])
        schema["additionalProperties"] = False
    if schema.get("type") == "array" and "prefixItems" not in schema:
        schema["items"] = _strict(schema.get("items"), f"{where}[]")
    return schema


def _described(schema: Dict[str, Any]) -> Dict[str, Any]:
    """Moves keywords that strict schemas do not accept into the description."""

    def must_move(name: str, value: Any) -> bool:
        return (
            name in _DESCRIBED_KEYWORDS
            or (name == "format" and value not in _FORMATS)
            or (name == "pattern" and _LOOKAROUND.search(value) is not None)
        )

    moved = [f"{name}: {json.dumps(value)}" for name, value in schema.items() if must_move(name, value)]
    if not moved:
        return schema
    kept = {name: value for name, value in schema.items() if not must_move(name, value)}
    return {**kept, "description": " ".join(filter(None, [schema.get("description"), f"({', '.join(moved)})"]))}
