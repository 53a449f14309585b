"""Exceptions from the library's error JSON."""

from __future__ import annotations

from typing import Any, Dict, Mapping

from .errors import BY_CODE, CodexError

# The library's own messages for these speak of C handles.
_MESSAGES: Dict[str, str] = {
    "invalid_handle": "this Codex object, thread or turn is closed",
    "shut_down": "the Codex object was closed",
}
_FORKED_ADVICE = (
    "In Python, create the Codex object in the worker (gunicorn: in post_fork or on the first request; a "
    "multiprocessing Pool: in its initializer) and close every other one before the fork, or use the start method "
    "'spawn'"
)


def from_details(code: str, details: Mapping[str, Any]) -> CodexError:
    """The exception for an error of the library."""
    message = str(details.get("message") or f"the library returned {code} without further details")
    if code in _MESSAGES:
        message = _MESSAGES[code]
        details = {**details, "message": message}
    if code == "forked":
        message = f"{message}. {_FORKED_ADVICE}"
    error = BY_CODE.get(code, CodexError)(message, details)
    # A status that this package does not know keeps its own code.
    error.code = code
    return error
