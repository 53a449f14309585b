"""One turn of the agent, and what came of it.

python examples/quickstart.py ["What is in this folder?"]
"""

import sys

from codex_sdk import Codex

prompt = sys.argv[1] if len(sys.argv) > 1 else "What is in this folder?"

with Codex() as codex:
    # It may look at everything and change nothing, in any folder.
    thread = codex.start_thread({"sandbox_mode": "read-only", "skip_git_repo_check": True})
    result = thread.run(prompt)

print(result.final_response)
if result.turn_usage:
    print(f"({result.turn_usage.input_tokens} tokens in, {result.turn_usage.output_tokens} out)")
