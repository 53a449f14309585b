"""Follows a turn event by event. `python -m codex_sdk` shows more.

python examples/streaming.py ["Which of these files is the longest?"]
"""

import json
import os
import sys

from codex_sdk import (
    AgentMessageItem,
    Codex,
    CodexError,
    CommandExecutionItem,
    ErrorItem,
    FileChangeItem,
    ItemCompletedEvent,
    ItemStartedEvent,
    ReasoningItem,
    ThreadErrorEvent,
    TurnCompletedEvent,
)

# Client options as JSON, to run without an account; see `make offline`.
options = json.loads(os.environ.get("CODEX_SDK_EXAMPLE_OPTIONS", "{}"))
prompt = sys.argv[1] if len(sys.argv) > 1 else "Which of these files is the longest?"
thread = Codex(**options).start_thread({"sandbox_mode": "read-only", "skip_git_repo_check": True})

try:
    for event in thread.run_streamed(prompt).events:
        if isinstance(event, ItemStartedEvent) and isinstance(event.item, CommandExecutionItem):
            print("runs:", event.item.command)
        elif isinstance(event, ItemCompletedEvent):
            item = event.item
            if isinstance(item, ReasoningItem):
                print("thinks:", item.text)
            elif isinstance(item, CommandExecutionItem):
                print("exit code:", item.exit_code)
            elif isinstance(item, FileChangeItem):
                print("changes:", ", ".join(change.path for change in item.changes))
            elif isinstance(item, AgentMessageItem):
                print("says:", item.text)
            elif isinstance(item, ErrorItem):
                print("notice:", item.message)
        elif isinstance(event, ThreadErrorEvent):
            print("notice:", event.message)  # usually "Reconnecting... 1/5": no network or no login
        elif isinstance(event, TurnCompletedEvent) and event.usage:
            print("tokens:", event.usage.input_tokens + event.usage.output_tokens)
except CodexError as error:
    sys.exit(f"the turn failed: {error}")
