"""Ends a turn early: with Enter, through a cancellation event, or with Ctrl-C.

python examples/cancel.py ["Count to a million, one number a second."]
"""

import json
import os
import sys
import threading

from codex_sdk import Codex, ItemStartedEvent, ThreadErrorEvent, TurnCancelledError

# Client options as JSON, to run without an account; see `make offline`.
options = json.loads(os.environ.get("CODEX_SDK_EXAMPLE_OPTIONS", "{}"))
prompt = sys.argv[1] if len(sys.argv) > 1 else "Count to a million, one number a second."
cancellation = threading.Event()


def wait_for_enter() -> None:
    if sys.stdin.readline():  # empty at the end of the input
        cancellation.set()


threading.Thread(target=wait_for_enter, daemon=True).start()
print("Press Enter or Ctrl-C to end the turn.", flush=True)

with Codex(**options) as codex:
    thread = codex.start_thread({"sandbox_mode": "read-only", "skip_git_repo_check": True})
    try:
        with thread.run_streamed(prompt, {"cancellation": cancellation, "timeout_ms": 600_000}) as turn:
            for event in turn.events:
                if isinstance(event, ItemStartedEvent):
                    print("started:", event.item.type, flush=True)
                elif isinstance(event, ThreadErrorEvent):
                    print("notice:", event.message, flush=True)
        print("The turn completed.")
    except TurnCancelledError:
        print("Cancelled. Everything the agent started has ended.")
    except KeyboardInterrupt:
        # Exit at once: the library ends what is still running.
        sys.exit(130)
