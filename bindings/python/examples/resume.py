"""Starts a conversation, or resumes one. Prints the command that resumes it.

python examples/resume.py ["Think of a number."] [ID]
"""

import json
import os
import sys

from codex_sdk import Codex, ThreadNotFoundError, ThreadOptions

# Client options as JSON, to run without an account; see `make offline`.
client_options = json.loads(os.environ.get("CODEX_SDK_EXAMPLE_OPTIONS", "{}"))
prompt = sys.argv[1] if len(sys.argv) > 1 else "Think of a number."
options = ThreadOptions(sandbox_mode="read-only", skip_git_repo_check=True)  # not stored: pass them again

with Codex(**client_options) as codex:
    thread = codex.resume_thread(sys.argv[2], options) if sys.argv[2:] else codex.start_thread(options)
    try:
        print(thread.run(prompt).final_response)
    except ThreadNotFoundError as error:
        sys.exit(str(error))
    print(f'To continue: python {sys.argv[0]} "And then?" {thread.id}')
