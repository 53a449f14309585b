"""JSON objects as Python objects, without copying."""

from __future__ import annotations

from typing import Any, Dict, Type, TypeVar

_LINE = "_line"

T = TypeVar("T", bound="JsonObject")


class JsonObject:
    """Its instance dictionary is the JSON object itself, so that unknown fields are attributes, too; known ones
    that are missing fall back on the defaults of the class."""

    @property
    def raw(self) -> Dict[str, Any]:
        """The JSON object as the CLI wrote it, as a dictionary of its own."""
        return {name: _plain(value) for name, value in self.__dict__.items() if name != _LINE}


class JsonEvent(JsonObject):
    """A line of the CLI's."""

    @property
    def line(self) -> str:
        """The line, as the CLI printed it: byte for byte, without the line end."""
        line: str = self.__dict__.get(_LINE, "")
        return line


def _plain(value: Any) -> Any:
    if isinstance(value, JsonObject):
        return value.raw
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value


#: Makes a dictionary an object's own; what `object.__dict__ = …` does, which frozen classes refuse.
fill = JsonObject.__dict__["__dict__"].__set__


def typed(kind: Type[T], raw: Dict[str, Any]) -> T:
    """The JSON object as such an object. The dictionary belongs to it from now on."""
    made = object.__new__(kind)
    fill(made, raw)
    return made
