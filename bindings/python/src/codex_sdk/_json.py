"""Reads JSON from the library, whatever it contains, as Python objects and without copies."""

from __future__ import annotations

import json
import re
from dataclasses import InitVar
from typing import Any, Dict, List, Type, TypeVar, Union

# What the dictionary of an object has besides the JSON: an event's line, or the part of it that is the item; and fields
# whose value in the JSON is of another shape. `parse` leaves no half of a surrogate pair, so no JSON has such a name.
LINE, ITEM_TEXT, ODD = "\ud800line", "\ud800item", "\ud800odd"

T = TypeVar("T", bound="JsonObject")

#: Levels of nesting to parse. Deeper values become strings with their JSON: Python's recursion limit stops its JSON
#: parser somewhere below a thousand levels, and `copy`, `pickle` and `repr` much earlier.
MAX_DEPTH = 100

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_SURROGATE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


def parse(text: str) -> Any:
    """The value of a JSON text."""
    return parse_shallow(shallow(text))


def shallow(text: str, max_depth: int = MAX_DEPTH) -> str:
    """The JSON text with values that are nested too deep as strings."""
    return _cut(text, max_depth) if _has_many("{", text) or _has_many("[", text) else text


def _has_many(bracket: str, text: str) -> bool:
    """Whether there are enough brackets for that. Finding a few is much faster than counting all characters."""
    found = -1
    for _ in range(MAX_DEPTH // 2 - 1):
        found = text.find(bracket, found + 1)
        if found < 0:
            return False
    return True


def parse_shallow(text: str) -> Any:
    """The value of a JSON text that is not nested too deep.

    An integer that Python cannot represent becomes an infinite float. Half of a surrogate pair becomes U+FFFD, as in
    the library.
    """
    text = whole_characters(text)
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except ValueError:
        # Python refuses integers of more than 4300 digits, or of another limit that the program has set.
        return json.loads(text, parse_int=_number)


def whole_characters(text: str) -> str:
    """The JSON text without escapes that are half of a surrogate pair: such a string could not even be printed."""
    # The search for a single character is the fast one.
    if "\\" not in text or ("\\ud" not in text and "\\uD" not in text):
        return text
    return _SURROGATE.sub(lambda match: r"\ufffd" if match[1] else match[0], text)


def _number(digits: str) -> Union[int, float]:
    try:
        return int(digits)
    except ValueError:
        return float(digits)


def _cut(text: str, max_depth: int) -> str:
    depth = start = done = 0
    pieces: List[str] = []
    for match in _TOKEN.finditer(text):
        token = text[match.start()]
        if token in "[{":
            depth += 1
            if depth == max_depth + 1:
                start = match.start()
        elif token in "]}":
            if depth == max_depth + 1:
                pieces += text[done:start], json.dumps(text[start : match.end()], ensure_ascii=False)
                done = match.end()
            depth -= 1
    return "".join([*pieces, text[done:]])


class JsonObject:
    """An object of the CLI's JSON.

    Its instance dictionary is the parsed JSON object itself, which makes reading fast: nothing is copied, unknown
    fields are attributes too, and missing ones fall back on the defaults of the class.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # The last parameter of every dataclass here: `dataclasses.replace` passes on what it finds under this name.
        if "__annotations__" in vars(cls):
            cls.__annotations__["_origin"] = InitVar

    @property
    def _origin(self) -> Any:
        return self

    def __post_init__(self, origin: Any = None) -> None:
        """Copies what the class does not know from ``origin``; fields that are missing there stay missing."""
        if not isinstance(origin, JsonObject):
            return
        own, others = self.__dict__, origin.__dict__
        for name in [name for name in own if name not in others and own[name] == getattr(origin, name)]:
            del own[name]
        for name in others.keys() - own.keys():
            own[name] = others[name]
        if ODD in own:
            # Without those that have got another value.
            own[ODD] = {name: bent for name, bent in own[ODD].items() if own.get(name) == bent.held}

    @property
    def raw(self) -> Dict[str, Any]:
        """The JSON object as the CLI wrote it, as a new dictionary."""
        own = self.__dict__
        raw = {name: _plain(value) for name, value in own.items() if name not in (LINE, ITEM_TEXT, ODD)}
        raw.update((name, _plain(bent.value)) for name, bent in own.get(ODD, {}).items())
        return raw


class JsonEvent(JsonObject):
    """A line of the CLI."""

    @property
    def line(self) -> str:
        """The line that the CLI printed, byte for byte, without the line end."""
        own = self.__dict__
        line: str = own.get(LINE, "")
        if not line and ITEM_TEXT in own:
            return f'{{"type":"{own["type"]}","item":{own[ITEM_TEXT]}}}'
        return line


class EmptyMap:
    """The default of a mapping: a new dictionary each time, since the caller may change it."""

    def __get__(self, owner: Any, kind: Any) -> Dict[str, Any]:
        return {}


class FieldOrElse:
    """The default of a truth value that an older CLI says with another field."""

    def __init__(self, field: str, value: str) -> None:
        self._field = field
        self._value = value

    def __get__(self, owner: Any, kind: Any) -> bool:
        return owner is not None and owner.__dict__.get(self._field) == self._value


def _plain(value: Any) -> Any:
    if isinstance(value, JsonObject):
        return value.raw
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value


#: Makes a dictionary the instance dictionary of an object: `object.__dict__ = …`, which frozen classes refuse.
set_dict = JsonObject.__dict__["__dict__"].__set__


def typed(kind: Type[T], raw: Dict[str, Any]) -> T:
    """A JSON object as an instance of a class, which takes over the dictionary."""
    made = object.__new__(kind)
    set_dict(made, raw)
    return made
