"""The library, and calls of it: text is turned into bytes on the way in; on the way out what the library hands over is
read and freed.
"""

import ctypes
import json
from ctypes import byref

import abi
import places

sdk = abi.load(places.library())

# Milliseconds for what takes a moment; a loaded machine may need longer. Only a defect uses them up.
PATIENCE = 30_000


def bytes_of(argument):
    """Text and options as the ABI takes them; anything else as it is."""
    if isinstance(argument, (dict, list)):
        argument = json.dumps(argument)
    return argument.encode() if isinstance(argument, str) else argument


def take(string):
    """The text of a string that the library has handed over, which is freed; None for NULL."""
    if not string:
        return None
    text = ctypes.string_at(string).decode()
    sdk.codex_sdk_string_free(string)
    return text


def call(function, *arguments):
    """Calls a function that ends in error_json: the name of its status, and its error."""
    error = abi.String()
    status = function(*map(bytes_of, arguments), byref(error))
    text = take(error)
    return name_of(status), text and json.loads(text)


def name_of(status):
    return sdk.codex_sdk_status_name(status).decode()


def next_event(turn, timeout_ms=PATIENCE):
    """The name of the status, the event's bytes or None, the error or None."""
    return _borrowed(sdk.codex_sdk_turn_next, turn, timeout_ms)


def next_notification(client, timeout_ms=PATIENCE):
    """The name of the status, the notification's bytes or None, the error or None."""
    return _borrowed(sdk.codex_sdk_client_next, client, timeout_ms)


def _borrowed(function, handle, timeout_ms):
    event, length = ctypes.c_char_p(), ctypes.c_size_t()
    status, error = call(function, handle, timeout_ms, byref(event), byref(length))
    if status != "OK":
        return status, None, error
    line = ctypes.string_at(event, length.value)
    # NUL-terminated, and no NUL before.
    assert line == event.value, (line, event.value)
    return status, line, error
