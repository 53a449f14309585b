"""Several turns at once in one event loop, without threads.

python examples/asyncio_many.py ["What is a fork?" "What is a spoon?" ...]
"""

import asyncio
import json
import os
import sys

from codex_sdk import CodexError
from codex_sdk.aio import AsyncCodex

# Client options as JSON, to run without an account; see `make offline`.
options = json.loads(os.environ.get("CODEX_SDK_EXAMPLE_OPTIONS", "{}"))
prompts = sys.argv[1:] or ["What is in this folder?", "Which of these files is the longest?"]


async def ask(codex: AsyncCodex, prompt: str) -> str:
    thread = codex.start_thread({"sandbox_mode": "read-only", "skip_git_repo_check": True})
    try:
        return (await thread.run(prompt)).final_response
    except CodexError as error:
        return f"({error})"


async def main() -> None:
    async with AsyncCodex(**options) as codex:
        answers = await asyncio.gather(*(ask(codex, prompt) for prompt in prompts))
    for prompt, answer in zip(prompts, answers):
        print(f"{prompt}\n  {answer}")


asyncio.run(main())
