"""A program that forks in the middle of a turn. Prints, as one JSON object, what child and parent found.

Its argument holds the client's options. The turn goes on when there is a file "go".
"""

import ctypes
import json
import os
import sys
from ctypes import byref

import abi
import places

sdk = abi.load(places.library())


def name_of(status):
    return sdk.codex_sdk_status_name(status).decode()


def in_the_child(client, thread, turn):
    """Each function that can answer FORKED, and each that has no answer."""
    string, event, length = abi.String(), ctypes.c_char_p(), ctypes.c_size_t()
    on_event, on_end = abi.EventCallback(lambda *_: None), abi.EndCallback(lambda *_: None)
    error = abi.String()
    new_client, new_thread, new_turn = abi.Client(), abi.Thread(), abi.Turn()
    calls = {
        "codex_sdk_client_new": (None, byref(new_client), byref(error)),
        "codex_sdk_client_info": (client, byref(string), None),
        "codex_sdk_thread_start": (client, None, byref(new_thread), None),
        "codex_sdk_thread_resume": (client, b"thread-1", None, byref(new_thread), None),
        "codex_sdk_thread_fork": (client, b"thread-1", None, byref(new_thread), None),
        "codex_sdk_client_request": (client, b"model/list", None, -1, None, None),
        "codex_sdk_client_next": (client, -1, byref(event), None, None),
        "codex_sdk_thread_id": (thread, byref(string), None),
        "codex_sdk_thread_run": (thread, b"hi", None, None, None),
        "codex_sdk_turn_start": (thread, b"hi", None, byref(new_turn), None),
        "codex_sdk_turn_start_with_callback": (thread, b"hi", None, on_event, on_end, None, byref(new_turn), None),
        "codex_sdk_turn_next": (turn, -1, byref(event), None, None),
        "codex_sdk_turn_next_batch": (turn, -1, byref(event), byref(length), None, None),
        "codex_sdk_turn_wait": (turn, -1, None, None),
        "codex_sdk_turn_respond": (turn, b"1", b"{}", None),
        "codex_sdk_turn_steer": (turn, b"hi", None, None),
        "codex_sdk_turn_id": (turn, byref(string), None),
        "codex_sdk_turn_cancel": (turn,),
    }
    found = {name: name_of(getattr(sdk, name)(*arguments)) for name, arguments in calls.items()}
    message = json.loads(ctypes.string_at(error))
    sdk.codex_sdk_string_free(error)
    descriptor = sdk.codex_sdk_turn_fd(turn)
    version = sdk.codex_sdk_version().decode()
    # What they would end is the parent's: they do nothing.
    sdk.codex_sdk_turn_free(turn)
    sdk.codex_sdk_thread_free(thread)
    sdk.codex_sdk_client_free(client)
    return {"statuses": found, "error": message, "turn_fd": descriptor, "version": version}


def main():
    client, thread, turn = abi.Client(), abi.Thread(), abi.Turn()
    options = json.dumps({"skip_git_repo_check": True, "working_directory": os.getcwd()}).encode()
    event = ctypes.c_char_p()
    statuses = [
        sdk.codex_sdk_client_new(sys.argv[1].encode(), byref(client), None),
        sdk.codex_sdk_thread_start(client, options, byref(thread), None),
        sdk.codex_sdk_turn_start(thread, b"hi", None, byref(turn), None),
        sdk.codex_sdk_turn_next(turn, -1, byref(event), None, None),
    ]
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with open(write, "w", encoding="utf-8") as out:
            json.dump(in_the_child(client, thread, turn), out)
        # By the ordinary way out, through everything that Python and C do at the end of a program.
        return 7
    os.close(write)
    with open(read, encoding="utf-8") as answers:
        report = json.load(answers)
    _, status = os.waitpid(child, 0)
    report["child_exit"] = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
    # The parent's turn does not know of it.
    with open("go", "x", encoding="utf-8"):
        pass
    result = abi.String()
    statuses.append(sdk.codex_sdk_turn_wait(turn, 30_000, byref(result), None))
    report["result"] = json.loads(ctypes.string_at(result)) if result else None
    statuses.append(sdk.codex_sdk_thread_run(thread, b"once more", None, None, None))
    sdk.codex_sdk_turn_free(turn)
    sdk.codex_sdk_thread_free(thread)
    sdk.codex_sdk_client_free(client)
    report["parent"] = [name_of(status) for status in statuses]
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
