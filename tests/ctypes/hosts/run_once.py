"""The ordinary program: one turn, everything freed, the end. Its argument holds the client's options."""

import json
import os
import sys
from ctypes import byref

import abi
import places

sdk = abi.load(places.library())

client, thread = abi.Client(), abi.Thread()
options = json.dumps({"skip_git_repo_check": True, "working_directory": os.getcwd()}).encode()
statuses = [
    sdk.codex_sdk_client_new(sys.argv[1].encode(), byref(client), None),
    sdk.codex_sdk_thread_start(client, options, byref(thread), None),
    sdk.codex_sdk_thread_run(thread, b"hi", None, None, None),
]
sdk.codex_sdk_thread_free(thread)
sdk.codex_sdk_client_free(client)
# At once: the library's own threads have no time for anything.
os._exit(any(statuses))
