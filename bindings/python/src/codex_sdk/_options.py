"""What the generated options are made of, and how options become JSON."""

from __future__ import annotations

import os
from dataclasses import fields
from typing import Any, Dict, Mapping, NewType, Protocol, Type

from .errors import InvalidArgumentError

#: A word that these types do not list, such as a new one of the CLI or one read from a file:
#: ``{"sandbox_mode": Unlisted("word")}``. It exists for type checkers; at run time it is the string itself.
Unlisted = NewType("Unlisted", str)


class Cancellation(Protocol):
    """What can cancel a turn: a ``threading.Event``, or any object with ``is_set``."""

    def is_set(self) -> bool:
        """Whether to cancel the turn."""
        ...


#: Turn options of other libraries, and what to use instead. The library reports all other unknown options.
MISPLACED: Dict[str, str] = {
    "signal": "did you mean `cancellation`?",
    "cancel": "did you mean `cancellation`?",
    "input": "the input is the first argument",
}


def as_dict(options: Any, kind: Type[Any]) -> Dict[str, Any]:
    """Options, given in either form, as a dictionary."""
    if options is None:
        return {}
    if isinstance(options, Mapping):
        return dict(options)
    if isinstance(options, kind):
        return {field.name: getattr(options, field.name) for field in fields(options)}
    raise InvalidArgumentError(
        f"options must be {kind.__name__} or a dictionary, not {type(options).__name__}: {options!r}"
    )


def to_json(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Options as JSON needs them, without those that are None. The library checks them."""
    try:
        return {name: plain(value, str(name)) for name, value in options.items() if value is not None}
    except RecursionError:
        raise InvalidArgumentError("the options are nested too deeply, or contain themselves") from None


def plain(value: Any, where: str) -> Any:
    """A value as JSON has it: paths become strings, other sequences lists.

    No error shows a value, which may be a key or a password.
    """
    if isinstance(value, os.PathLike):
        value = os.fsdecode(value)
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise InvalidArgumentError(f"{where} is not UTF-8", {"option": where}) from None
        return value
    if isinstance(value, Mapping):
        return {key: plain(one, f"{where}.{key}") for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one, f"{where}[{index}]") for index, one in enumerate(value)]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    kind = type(value).__name__
    raise InvalidArgumentError(f"{where} must be of a type that JSON has, not {kind}", {"option": where})
