"""Gets the answer as data: the agent follows the schema of a dataclass, and the answer is an instance of it.

python examples/structured_output.py ["What is in this folder?"]
"""

import json
import os
import sys
from dataclasses import dataclass
from typing import List

from codex_sdk import Codex, InvalidResponseError


@dataclass
class File:
    name: str
    purpose: str


@dataclass
class Folder:
    summary: str
    files: List[File]


# Client options as JSON, to run without an account; see `make offline`.
options = json.loads(os.environ.get("CODEX_SDK_EXAMPLE_OPTIONS", "{}"))
prompt = sys.argv[1] if len(sys.argv) > 1 else "What is in this folder?"
thread = Codex(**options).start_thread({"sandbox_mode": "read-only", "skip_git_repo_check": True})

try:
    folder = thread.run_json(prompt, Folder)
except InvalidResponseError as error:
    sys.exit(f"{error}\nThe answer was: {error.response}")

print(folder.summary)
for file in folder.files:
    print(f"- {file.name}: {file.purpose}")
