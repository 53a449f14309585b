"""What a typed field holds of any JSON value.

The CLI changes often, so a value may have another shape than its field. The field then holds what it can: a text the
JSON of the value; a number or truth value what is written as a string; a list a single value; an object anything else
in its first field. What fits nowhere leaves the field empty. All bindings do the same.
"""

from __future__ import annotations

import json
import re
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Type, TypeVar

from ._json import ODD, JsonObject, typed

T = TypeVar("T", bound=JsonObject)

_DECIMAL = re.compile(r"(-?)0*([0-9]{1,19})\Z")
#: Integers have 64 bits, as in the other languages.
_LIMIT = 2**63
_TRUTH = {"true": True, "false": False}
#: A string, in which the word means nothing, or a number that is too large for a float.
_INFINITE = re.compile(r'"(?:[^"\\]|\\.)*"|-?Infinity', re.DOTALL)


class Bent(NamedTuple):
    """What a field holds of a value that is of another shape."""

    held: Any
    value: Any


Shape = Callable[[Any], Any]
Shapes = Mapping[str, Shape]


def text(value: Any) -> Any:
    if isinstance(value, str):
        return value
    return Bent("" if value is None else _written(value), value)


def optional_text(value: Any) -> Any:
    return value if value is None else text(value)


def integer(value: Any) -> Any:
    number = _whole(value)
    if number is None:
        return Bent(0, value)
    return value if number is value else Bent(number, value)


def optional_integer(value: Any) -> Any:
    number = _whole(value)
    return value if number is value else Bent(number, value)


def is_optional_integer(value: Any) -> bool:
    """Whether a field can hold the value as it is."""
    return value is None or (type(value) is int and -_LIMIT <= value < _LIMIT)


def boolean(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    return Bent(isinstance(value, str) and _TRUTH.get(value, False), value)


def type_name(value: Any) -> Any:
    """The type of something unknown."""
    return value if isinstance(value, str) else Bent("", value)


def anything(value: Any) -> Any:
    return value


def texts(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    return Bent([_held(text(one)) for one in _elements(value)], value)


def values(value: Any) -> Any:
    return value if isinstance(value, list) else Bent(_elements(value), value)


def part(kind: Type[JsonObject], shapes: Shapes) -> Shape:
    """An object; anything else becomes its first field, and so does an object without a field of it."""

    def read(value: Any) -> Any:
        if _fits(value, shapes):
            return shaped(kind, value, shapes)
        return Bent(_part(kind, shapes, value), value)

    return read


def optional_part(kind: Type[JsonObject], shapes: Shapes) -> Shape:
    read = part(kind, shapes)
    return lambda value: value if value is None else read(value)


def object_only(kind: Type[JsonObject], shapes: Shapes) -> Shape:
    """An object, or None: no value of another kind tells which of several numbers it is."""
    return lambda value: shaped(kind, value, shapes) if isinstance(value, dict) else Bent(None, value)


def parts(kind: Type[JsonObject], shapes: Shapes) -> Shape:
    def read(value: Any) -> Any:
        if isinstance(value, list) and all(_fits(one, shapes) for one in value):
            return tuple([shaped(kind, one, shapes) for one in value])
        return Bent(tuple([_part(kind, shapes, one) for one in _elements(value)]), value)

    return read


def part_map(kind: Type[JsonObject], shapes: Shapes) -> Shape:
    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return Bent({}, value)
        if all(_fits(one, shapes) for one in value.values()):
            return {name: shaped(kind, one, shapes) for name, one in value.items()}
        return Bent({name: _part(kind, shapes, one) for name, one in value.items()}, value)

    return read


def shaped(kind: Type[T], raw: Dict[str, Any], shapes: Shapes) -> T:
    """An object of a class for a JSON object, whose dictionary becomes its own."""
    bent: Optional[Dict[str, Bent]] = None
    for name, shape in shapes.items():
        if name in raw:
            found = shape(raw[name])
            if type(found) is Bent:
                bent = bent or {}
                bent[name] = found
                found = found.held
            raw[name] = found
    if bent is not None:
        raw[ODD] = bent
    return typed(kind, raw)


def _fits(value: Any, shapes: Shapes) -> bool:
    return isinstance(value, dict) and (not value or any(name in value for name in shapes))


def _part(kind: Type[T], shapes: Shapes, value: Any) -> T:
    """An object of any value. That one is kept as it is."""
    if value is None:
        return typed(kind, {})
    return shaped(kind, dict(value) if _fits(value, shapes) else {next(iter(shapes)): value}, shapes)


def _held(found: Any) -> Any:
    return found.held if type(found) is Bent else found


def _elements(value: Any) -> List[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _whole(value: Any) -> Optional[int]:
    """A whole number of 64 bits, which may be written as 3.0, 1e3 or "3"."""
    if isinstance(value, str):
        match = _DECIMAL.match(value)
        number = int(match[1] + match[2]) if match else None
    elif isinstance(value, float) and value.is_integer():
        number = int(value)
    else:
        number = value if type(value) is int else None
    return number if number is not None and -_LIMIT <= number < _LIMIT else None


def _written(value: Any) -> str:
    """A value as JSON, with an infinite number as one that is too large."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if "Infinity" not in written:
        return written
    return _INFINITE.sub(
        lambda match: match[0] if match[0][0] == '"' else match[0].replace("Infinity", "1e999"), written
    )
