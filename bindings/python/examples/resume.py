"""A conversation that goes on after the program has ended: it says how.

python examples/resume.py ["Think of a number."] [ID]
"""

import sys

from codex_sdk import Codex, ThreadNotFoundError, ThreadOptions

prompt = sys.argv[1] if len(sys.argv) > 1 else "Think of a number."
options = ThreadOptions(sandbox_mode="read-only", skip_git_repo_check=True)  # not remembered: give them again

with Codex() as codex:
    thread = codex.resume_thread(sys.argv[2], options) if sys.argv[2:] else codex.start_thread(options)
    try:
        print(thread.run(prompt).final_response)
    except ThreadNotFoundError as error:
        sys.exit(str(error))
    print(f'To go on: python {sys.argv[0]} "And then?" {thread.id}')
