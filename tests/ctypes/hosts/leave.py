"""A program that ends in the middle of a turn, in the way that its first argument names.

The second argument holds the client's options. The turn is in its middle when there is a file "ready".
"""

import atexit
import ctypes
import json
import os
import signal
import sys
import threading
import time
from ctypes import byref

import abi
import places

sdk = abi.load(places.library())
client, thread, turn = abi.Client(), abi.Thread(), abi.Turn()


def open_thread():
    check(sdk.codex_sdk_client_new(sys.argv[2].encode(), byref(client), None))
    options = {
        "skip_git_repo_check": True,
        "working_directory": os.getcwd(),
        "sandbox_mode": "danger-full-access",
    }
    check(sdk.codex_sdk_thread_start(client, json.dumps(options).encode(), byref(thread), None))


def start():
    open_thread()
    check(sdk.codex_sdk_turn_start(thread, b"hi", None, byref(turn), None))
    until(lambda: os.path.exists("ready"))


def check(status):
    if status != abi.OK:
        raise RuntimeError(sdk.codex_sdk_status_name(status).decode())


def until(condition):
    while not condition():
        time.sleep(0.002)


def return_():
    start()


def exit_():
    start()
    sys.exit(3)


def os_exit():
    start()
    os._exit(4)


def exception():
    start()
    raise ValueError("an exception that nobody caught")


def sigterm():
    start()
    os.kill(os.getpid(), signal.SIGTERM)


def sigkill():
    start()
    os.kill(os.getpid(), signal.SIGKILL)


def while_waiting():
    """A thread that Python does not wait for sits in the library."""
    start()

    def wait():
        # Whoever looks whether this one waits already is in its way for a moment.
        while sdk.codex_sdk_turn_wait(turn, -1, None, None) == abi.ERROR_BUSY:
            pass

    threading.Thread(target=wait, daemon=True).start()
    # Whoever asks while it waits is told so.
    event = ctypes.c_char_p()
    until(lambda: sdk.codex_sdk_turn_next(turn, 0, byref(event), None, None) == abi.ERROR_BUSY)


def in_callbacks():
    """The library goes on calling while the interpreter shuts down."""
    called = threading.Event()
    # Global: no callback may be collected while the turn runs.
    global on_event, on_end, ended
    ended = threading.Event()
    on_event = abi.EventCallback(lambda user_data, line, length: called.set())
    on_end = abi.EndCallback(lambda user_data, status, text, length: ended.set())
    open_thread()
    arguments = (on_event, on_end, None, byref(turn), None)
    check(sdk.codex_sdk_turn_start_with_callback(thread, b"hi", None, *arguments))
    called.wait()


def in_callbacks_in_order():
    """What a host with callbacks has to do: wait for on_end while it can still be called."""
    in_callbacks()

    @atexit.register
    def stop():
        sdk.codex_sdk_client_free(client)
        ended.wait()


def after_freeing():
    """In order, but without waiting for the end."""
    start()
    sdk.codex_sdk_turn_cancel(turn)
    sdk.codex_sdk_turn_free(turn)
    sdk.codex_sdk_thread_free(thread)
    sdk.codex_sdk_client_free(client)


WAYS = {
    "return": return_,
    "exit": exit_,
    "os._exit": os_exit,
    "exception": exception,
    "SIGTERM": sigterm,
    "SIGKILL": sigkill,
    "while waiting": while_waiting,
    "in callbacks": in_callbacks,
    "in callbacks, in order": in_callbacks_in_order,
    "after freeing": after_freeing,
}

WAYS[sys.argv[1]]()
