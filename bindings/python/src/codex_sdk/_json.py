"""JSON of the library's: read whatever stands in it, and as Python objects without copying."""

from __future__ import annotations

import json
import re
from dataclasses import InitVar
from typing import Any, Dict, List, Type, TypeVar, Union

_LINE = "_line"

T = TypeVar("T", bound="JsonObject")

#: Levels of nesting that are read. What lies deeper stands as its JSON text: Python's recursion limit stops its JSON
#: reader somewhere below a thousand, and `copy`, `pickle` and `repr` of what was read much earlier.
DEEPEST = 100

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_SURROGATE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


def parse(text: str) -> Any:
    """What a JSON text says, whatever that is."""
    return read(shallow(text))


def shallow(text: str, usual: int = 0) -> str:
    """A JSON text that is not nested too deep; so many brackets in it are no reason to look."""
    return _cut(text) if text.count("{") + text.count("[") > usual + DEEPEST else text


def read(text: str) -> Any:
    """What a JSON text says that is not nested too deep.

    A number that Python does not hold is an infinite float, and half of a surrogate pair is U+FFFD, as in the library.
    """
    text = whole_characters(text)
    try:
        return json.loads(text)
    except ValueError:
        # Python refuses integers of more than 4300 digits; the program may have set another limit.
        return json.loads(text, parse_int=_number)


def whole_characters(text: str) -> str:
    """A JSON text without escapes that are half of a surrogate pair: such a string could not even be printed."""
    # One character is found in no time.
    if "\\" not in text or ("\\ud" not in text and "\\uD" not in text):
        return text
    return _SURROGATE.sub(lambda match: r"\ufffd" if match[1] else match[0], text)


def _number(digits: str) -> Union[int, float]:
    try:
        return int(digits)
    except ValueError:
        return float(digits)


def _cut(text: str) -> str:
    depth = start = done = 0
    pieces: List[str] = []
    for match in _TOKEN.finditer(text):
        token = text[match.start()]
        if token in "[{":
            depth += 1
            if depth == DEEPEST + 1:
                start = match.start()
        elif token in "]}":
            if depth == DEEPEST + 1:
                pieces += text[done:start], json.dumps(text[start : match.end()], ensure_ascii=False)
                done = match.end()
            depth -= 1
    return "".join([*pieces, text[done:]])


class JsonObject:
    """Its instance dictionary is the JSON object itself, so that unknown fields are attributes, too; known ones
    that are missing fall back on the defaults of the class."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # The last parameter of every dataclass here: `dataclasses.replace` passes on what it finds under this name.
        if "__annotations__" in vars(cls):
            cls.__annotations__["_origin"] = InitVar

    @property
    def _origin(self) -> Any:
        return self

    def __post_init__(self, origin: Any = None) -> None:
        """With an ``origin``, what the class does not know comes along, and what was left out there stays so."""
        if not isinstance(origin, JsonObject):
            return
        own, others = self.__dict__, origin.__dict__
        for name in [name for name in own if name not in others and own[name] == getattr(origin, name)]:
            del own[name]
        for name in others.keys() - own.keys():
            own[name] = others[name]

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
