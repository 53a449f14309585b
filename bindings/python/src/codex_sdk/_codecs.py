"""Codecs: a strict schema for a type, and the reader of its values. Here are the simple ones and their combinations.

The service accepts a schema only if every object in it lists all of its properties, requires them, and allows no
others.
"""

from __future__ import annotations

import json
import math
from typing import Any, Callable, Dict, List, NamedTuple, NoReturn, Optional, Sequence, Tuple

from .errors import InvalidArgumentError

Read = Callable[[Any, str], Any]


class Codec(NamedTuple):
    """A strict schema, what it accepts in words, and a function from a parsed value and its path to the type."""

    schema: Dict[str, Any]
    expected: str
    read: Read


class SchemaMismatch(Exception):
    """A value of the response does not follow the schema. `inside`: it is of the right type."""

    def __init__(self, path: str, problem: str, inside: bool = False) -> None:
        super().__init__(f"{path or 'it'} {problem}")
        self.path = path
        self.inside = inside


def shown(value: Any) -> str:
    """A value of a response for an error message, shortened."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"


def no_schema(where: str, why: str, cause: Optional[BaseException] = None) -> NoReturn:
    """Refuses a type, or a field of one, by its path."""
    raise InvalidArgumentError(f"cannot make a schema from {where}: {why}", {"option": "output_schema"}) from cause


class Member(NamedTuple):
    """A property. `optional`: a response may lack it, although the schema requires it."""

    codec: Codec
    optional: bool


_ABSENT = object()


def json_object(members: Dict[str, Member]) -> Codec:
    schema = {
        "type": "object",
        "properties": {name: member.codec.schema for name, member in members.items()},
        "required": list(members),
        "additionalProperties": False,
    }

    def read(value: Any, path: str) -> Dict[str, Any]:
        if not isinstance(value, dict):
            raise SchemaMismatch(path, f"must be an object, not {shown(value)}")
        for name, member in members.items():
            if name not in value and not member.optional:
                raise SchemaMismatch(path, f"lacks {shown(name)}", inside=True)
        for name in value:
            if name not in members:
                raise SchemaMismatch(path, f"has {shown(name)}, which is not in the schema", inside=True)
        found = ((name, members[name].codec.read(one, f"{path}.{name}".lstrip("."))) for name, one in value.items())
        return {name: one for name, one in found if one is not _ABSENT}

    return Codec(schema, "an object", read)


def array(item: Codec, kind: Callable[[List[Any]], Any]) -> Codec:
    def read(value: Any, path: str) -> Any:
        if not isinstance(value, list):
            raise SchemaMismatch(path, f"must be a list, not {shown(value)}")
        return kind([item.read(one, f"{path}[{index}]") for index, one in enumerate(value)])

    return Codec({"type": "array", "items": item.schema}, "a list", read)


def _simple(schema_type: str, expected: str, *kinds: type) -> Codec:
    def read(value: Any, path: str) -> Any:
        # Not isinstance: True is not an integer.
        if type(value) not in kinds:
            raise SchemaMismatch(path, f"must be {expected}, not {shown(value)}")
        if value is None:
            return None
        try:
            found: Any = kinds[0](value)
        except OverflowError:
            found = math.inf
        if isinstance(found, float) and not math.isfinite(found):
            raise SchemaMismatch(path, f"is too large for a float: {shown(value)}")
        return found

    return Codec({"type": schema_type}, expected, read)


_NULL = _simple("null", "null", type(None))
SIMPLE: Dict[Any, Codec] = {
    str: _simple("string", "a string", str),
    int: _simple("integer", "an integer", int),
    float: _simple("number", "a number", float, int),
    bool: _simple("boolean", "true or false", bool),
    None: _NULL,
    type(None): _NULL,
}


def choice(pairs: Sequence[Tuple[Any, Any]], where: str) -> Codec:
    """One of several values. Each pair is a value and what to read it as."""
    for value, _ in pairs:
        if type(value) not in SIMPLE:
            no_schema(where, f"{value!r} is not a string, number, boolean or None")
    if not pairs:
        no_schema(where, "it has no values")
    values = [value for value, _ in pairs]
    expected = "one of " + ", ".join(json.dumps(value, ensure_ascii=False) for value in values)

    def read(value: Any, path: str) -> Any:
        for one, result in pairs:
            if type(one) is type(value) and one == value:
                return result
        raise SchemaMismatch(path, f"must be {expected}, not {shown(value)}")

    return Codec(with_type({"enum": values}), expected, read)


def union(codecs: Sequence[Codec]) -> Codec:
    expected = " or ".join(dict.fromkeys(codec.expected for codec in codecs))

    def read(value: Any, path: str) -> Any:
        mismatches = []
        for codec in codecs:
            try:
                return codec.read(value, path)
            except SchemaMismatch as mismatch:
                mismatches.append(mismatch)
        # The option whose mismatch lies deepest is probably the intended one.
        closest = max(mismatches, key=lambda mismatch: (len(mismatch.path), mismatch.inside))
        if len(closest.path) > len(path) or closest.inside:
            raise closest
        raise SchemaMismatch(path, f"must be {expected}, not {shown(value)}")

    return Codec({"anyOf": [codec.schema for codec in codecs]}, expected, read)


def may_be_absent(codec: Codec) -> Codec:
    """A strict schema requires every key, so null stands for an absent one, unless null is a valid value."""
    options = codec.schema.get("anyOf", [codec.schema])
    if any("null" in option.get("type", ()) for option in options):
        return codec
    nullable = union([codec, _NULL])
    return nullable._replace(read=lambda value, path: _ABSENT if value is None else codec.read(value, path))


def described(codec: Codec, text: Optional[str]) -> Codec:
    if not text:
        return codec
    # A reference cannot have siblings.
    schema = {"anyOf": [codec.schema]} if "$ref" in codec.schema else codec.schema
    return codec._replace(schema={**schema, "description": text})


_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def with_type(schema: Dict[str, Any]) -> Dict[str, Any]:
    """Adds the type, which strict schemas need, to a schema that lists its values."""
    values = schema["enum"] if "enum" in schema else [schema["const"]] if "const" in schema else []
    types = list(dict.fromkeys(_TYPES.get(type(value), "") for value in values))
    if not types or "type" in schema or "" in types:
        return schema
    return {"type": types[0] if len(types) == 1 else types, **schema}
