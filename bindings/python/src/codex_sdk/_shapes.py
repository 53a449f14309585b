"""Shapes: what is said of a value in a strict schema, and how it is read; here the simple ones and their combinations.

The service takes a schema only if every object in it names all of its properties, requires them, and allows no others.
"""

from __future__ import annotations

import json
import math
from typing import Any, Callable, Dict, List, NamedTuple, NoReturn, Optional, Sequence, Tuple

from .errors import InvalidArgumentError

Read = Callable[[Any, str], Any]


class Shape(NamedTuple):
    """A strict schema, what it asks for in words, and the way from a parsed value (and its path) into the type."""

    schema: Dict[str, Any]
    words: str
    read: Read


class Misfit(Exception):
    """A value in the answer is not what the schema asks for; `inside`: it is of the right type."""

    def __init__(self, path: str, complaint: str, inside: bool = False) -> None:
        super().__init__(f"{path or 'it'} {complaint}")
        self.path = path
        self.inside = inside


def shown(value: Any) -> str:
    """A value of an answer for people: not all of it."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"


def no_schema(where: str, why: str, cause: Optional[BaseException] = None) -> NoReturn:
    """Refuses a type, or a field of one, named by its path."""
    raise InvalidArgumentError(f"no schema can be made of {where}: {why}", {"option": "output_schema"}) from cause


class Member(NamedTuple):
    """A property. `may_lack`: it may be missing in an answer, although the schema asks for it."""

    shape: Shape
    may_lack: bool


_ABSENT = object()


def json_object(members: Dict[str, Member]) -> Shape:
    schema = {
        "type": "object",
        "properties": {name: member.shape.schema for name, member in members.items()},
        "required": list(members),
        "additionalProperties": False,
    }

    def read(value: Any, path: str) -> Dict[str, Any]:
        if not isinstance(value, dict):
            raise Misfit(path, f"must be an object, not {shown(value)}")
        for name, member in members.items():
            if name not in value and not member.may_lack:
                raise Misfit(path, f"lacks {shown(name)}", inside=True)
        for name in value:
            if name not in members:
                raise Misfit(path, f"has {shown(name)}, which the schema does not", inside=True)
        found = ((name, members[name].shape.read(one, f"{path}.{name}".lstrip("."))) for name, one in value.items())
        return {name: one for name, one in found if one is not _ABSENT}

    return Shape(schema, "an object", read)


def array(item: Shape, kind: Callable[[List[Any]], Any]) -> Shape:
    def read(value: Any, path: str) -> Any:
        if not isinstance(value, list):
            raise Misfit(path, f"must be a list, not {shown(value)}")
        return kind([item.read(one, f"{path}[{index}]") for index, one in enumerate(value)])

    return Shape({"type": "array", "items": item.schema}, "a list", read)


def _simple(schema_type: str, words: str, *kinds: type) -> Shape:
    def read(value: Any, path: str) -> Any:
        # Not isinstance: True is not an integer here.
        if type(value) not in kinds:
            raise Misfit(path, f"must be {words}, not {shown(value)}")
        if value is None:
            return None
        try:
            found: Any = kinds[0](value)
        except OverflowError:
            found = math.inf
        if isinstance(found, float) and not math.isfinite(found):
            raise Misfit(path, f"is too large for a float: {shown(value)}")
        return found

    return Shape({"type": schema_type}, words, read)


_NULL = _simple("null", "null", type(None))
SIMPLE: Dict[Any, Shape] = {
    str: _simple("string", "a string", str),
    int: _simple("integer", "an integer", int),
    float: _simple("number", "a number", float, int),
    bool: _simple("boolean", "true or false", bool),
    None: _NULL,
    type(None): _NULL,
}


def choice(pairs: Sequence[Tuple[Any, Any]], where: str) -> Shape:
    """One of some values; each with what it is read as."""
    for value, _ in pairs:
        if type(value) not in SIMPLE:
            no_schema(where, f"{value!r} is no string, number, truth value or None")
    if not pairs:
        no_schema(where, "there is nothing to choose from")
    values = [value for value, _ in pairs]
    words = "one of " + ", ".join(json.dumps(value, ensure_ascii=False) for value in values)

    def read(value: Any, path: str) -> Any:
        for one, result in pairs:
            if type(one) is type(value) and one == value:
                return result
        raise Misfit(path, f"must be {words}, not {shown(value)}")

    return Shape(with_type({"enum": values}), words, read)


def union(shapes: Sequence[Shape]) -> Shape:
    words = " or ".join(dict.fromkeys(shape.words for shape in shapes))

    def read(value: Any, path: str) -> Any:
        misfits = []
        for shape in shapes:
            try:
                return shape.read(value, path)
            except Misfit as misfit:
                misfits.append(misfit)
        # The one that went furthest is the one that was meant.
        closest = max(misfits, key=lambda misfit: (len(misfit.path), misfit.inside))
        if len(closest.path) > len(path) or closest.inside:
            raise closest
        raise Misfit(path, f"must be {words}, not {shown(value)}")

    return Shape({"anyOf": [shape.schema for shape in shapes]}, words, read)


def may_be_absent(shape: Shape) -> Shape:
    """A strict schema requires every key: null stands for one that is absent, unless null is a value of it."""
    options = shape.schema.get("anyOf", [shape.schema])
    if any("null" in option.get("type", ()) for option in options):
        return shape
    nullable = union([shape, _NULL])
    return nullable._replace(read=lambda value, path: _ABSENT if value is None else shape.read(value, path))


def described(shape: Shape, text: Optional[str]) -> Shape:
    if not text:
        return shape
    # A reference takes no neighbours.
    schema = {"anyOf": [shape.schema]} if "$ref" in shape.schema else shape.schema
    return shape._replace(schema={**schema, "description": text})


_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def with_type(schema: Dict[str, Any]) -> Dict[str, Any]:
    """A schema that lists its values, with their type, which strict schemas need."""
    values = schema["enum"] if "enum" in schema else [schema["const"]] if "const" in schema else []
    types = list(dict.fromkeys(_TYPES.get(type(value), "") for value in values))
    if not types or "type" in schema or "" in types:
        return schema
    return {"type": types[0] if len(types) == 1 else types, **schema}
