"""Every name of include/codex_sdk.h, as ctypes sees it, and nothing else. test_declarations.py compares the two.

A `char *` of the header is the caller's to free: a String keeps its address. A `const char *` is borrowed:
c_char_p, which ctypes copies into bytes when it is a result or the argument of a callback.
"""

from ctypes import CDLL, CFUNCTYPE, POINTER, Structure, c_char, c_char_p, c_int, c_int32, c_size_t, c_uint32, c_void_p

VERSION = "0.1.0"
VERSION_MAJOR = 0
VERSION_MINOR = 1
VERSION_PATCH = 0
ABI_VERSION = 1

OK = 0
TIMEOUT = 1
END = 2
ERROR_INVALID_ARGUMENT = -1
ERROR_INVALID_HANDLE = -2
ERROR_BUSY = -3
ERROR_CLI_NOT_FOUND = -4
ERROR_SPAWN_FAILED = -5
ERROR_CLI_FAILED = -6
ERROR_PROTOCOL = -7
ERROR_TURN_FAILED = -8
ERROR_CANCELLED = -9
ERROR_TURN_TIMEOUT = -10
ERROR_THREAD_NOT_FOUND = -11
ERROR_IO = -12
ERROR_FORKED = -13
ERROR_SHUT_DOWN = -14
ERROR_INTERNAL = -15
ERROR_REQUEST_FAILED = -16
ERROR_UNSUPPORTED = -17

JSON_NULL = 0
JSON_BOOLEAN = 1
JSON_NUMBER = 2
JSON_STRING = 3
JSON_ARRAY = 4
JSON_OBJECT = 5


class codex_sdk_client(Structure):
    pass


class codex_sdk_thread(Structure):
    pass


class codex_sdk_turn(Structure):
    pass


class codex_sdk_json_member(Structure):
    _fields_ = [
        # Texts with NULs in them are read by their lengths.
        ("name", c_void_p),
        ("name_length", c_size_t),
        ("value", c_void_p),
        ("value_length", c_size_t),
        ("kind", c_int32),
    ]


Client = POINTER(codex_sdk_client)
Thread = POINTER(codex_sdk_thread)
Turn = POINTER(codex_sdk_turn)
Members = POINTER(codex_sdk_json_member)
Status = c_int32
String = POINTER(c_char)

EventCallback = CFUNCTYPE(None, c_void_p, c_char_p, c_size_t)
EndCallback = CFUNCTYPE(None, c_void_p, Status, c_char_p, c_size_t)

# name: (what it answers, what it takes)
FUNCTIONS = {
    "codex_sdk_version": (c_char_p, []),
    "codex_sdk_abi_version": (c_uint32, []),
    "codex_sdk_status_name": (c_char_p, [c_int32]),
    "codex_sdk_string_free": (None, [String]),
    "codex_sdk_json_get": (Status, [c_char_p, c_char_p, POINTER(String), POINTER(String)]),
    "codex_sdk_json_members": (Status, [c_char_p, POINTER(Members), POINTER(c_size_t), POINTER(String)]),
    "codex_sdk_json_members_free": (None, [Members]),
    "codex_sdk_client_new": (Status, [c_char_p, POINTER(Client), POINTER(String)]),
    "codex_sdk_client_info": (Status, [Client, POINTER(String), POINTER(String)]),
    "codex_sdk_client_request": (Status, [Client, c_char_p, c_char_p, c_int32, POINTER(String), POINTER(String)]),
    "codex_sdk_client_next": (Status, [Client, c_int32, POINTER(c_char_p), POINTER(c_size_t), POINTER(String)]),
    "codex_sdk_client_fd": (c_int, [Client]),
    "codex_sdk_client_free": (None, [Client]),
    "codex_sdk_thread_start": (Status, [Client, c_char_p, POINTER(Thread), POINTER(String)]),
    "codex_sdk_thread_resume": (Status, [Client, c_char_p, c_char_p, POINTER(Thread), POINTER(String)]),
    "codex_sdk_thread_fork": (Status, [Client, c_char_p, c_char_p, POINTER(Thread), POINTER(String)]),
    "codex_sdk_thread_id": (Status, [Thread, POINTER(String), POINTER(String)]),
    "codex_sdk_thread_run": (Status, [Thread, c_char_p, c_char_p, POINTER(String), POINTER(String)]),
    "codex_sdk_thread_free": (None, [Thread]),
    "codex_sdk_turn_start": (Status, [Thread, c_char_p, c_char_p, POINTER(Turn), POINTER(String)]),
    "codex_sdk_turn_start_with_callback": (
        Status,
        [Thread, c_char_p, c_char_p, EventCallback, EndCallback, c_void_p, POINTER(Turn), POINTER(String)],
    ),
    "codex_sdk_turn_next": (Status, [Turn, c_int32, POINTER(c_char_p), POINTER(c_size_t), POINTER(String)]),
    "codex_sdk_turn_next_batch": (
        Status,
        [Turn, c_int32, POINTER(c_char_p), POINTER(c_size_t), POINTER(c_size_t), POINTER(String)],
    ),
    "codex_sdk_turn_fd": (c_int, [Turn]),
    "codex_sdk_turn_wait": (Status, [Turn, c_int32, POINTER(String), POINTER(String)]),
    "codex_sdk_turn_respond": (Status, [Turn, c_char_p, c_char_p, POINTER(String)]),
    "codex_sdk_turn_steer": (Status, [Turn, c_char_p, c_char_p, POINTER(String)]),
    "codex_sdk_turn_id": (Status, [Turn, POINTER(String), POINTER(String)]),
    "codex_sdk_turn_cancel": (Status, [Turn]),
    "codex_sdk_turn_free": (None, [Turn]),
}


def load(path):
    # CDLL lets go of Python's global lock during a call; PyDLL would not.
    library = CDLL(path)
    for name, (answers, takes) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = answers
        function.argtypes = takes
    return library
