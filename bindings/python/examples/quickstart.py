"""Runs one turn of the agent and prints the result.

python examples/quickstart.py ["What is in this folder?"]
"""

import json
import os
import sys

from codex_sdk import Codex

# Client options as JSON, to run without an account; see `make offline`.
options = json.loads(os.environ.get("CODEX_SDK_EXAMPLE_OPTIONS", "{}"))
prompt = sys.argv[1] if len(sys.argv) > 1 else "What is in this folder?"

with Codex(**options) as codex:
    # The agent may read everything and change nothing, in any folder.
    thread = codex.start_thread({"sandbox_mode": "read-only", "skip_git_repo_check": True})
    result = thread.run(prompt)

print(result.final_response)
if result.turn_usage:
    print(f"({result.turn_usage.input_tokens} tokens in, {result.turn_usage.output_tokens} out)")
