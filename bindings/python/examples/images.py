"""Sends images to the model: a file by its path, and one as bytes.

python examples/images.py [picture.png] ["What do you see?"]
"""

import base64
import json
import os
import sys
from pathlib import Path

from codex_sdk import Codex

# One red pixel, as it might come from a camera or a web page.
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")

# Client options as JSON, to run without an account; see `make offline`.
options = json.loads(os.environ.get("CODEX_SDK_EXAMPLE_OPTIONS", "{}"))
pictures = [Path(argument) for argument in sys.argv[1:2]]
prompt = sys.argv[2] if len(sys.argv) > 2 else "What do you see?"

with Codex(**options) as codex:
    thread = codex.start_thread({"sandbox_mode": "read-only", "skip_git_repo_check": True})
    # In a list, strings are texts; paths, bytes and Pillow images are images.
    print(thread.run([prompt, *pictures, PIXEL]).final_response)
