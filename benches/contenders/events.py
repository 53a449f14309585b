"""Reads a turn's events into typed objects with the Python package; prints seconds and the number of events."""

import asyncio
import json
import os
import sys
import time

from codex_sdk import Codex, ItemCompletedEvent
from codex_sdk.aio import AsyncCodex


def blocking(cli):
    thread = Codex(cli, env=dict(os.environ)).start_thread()
    started = time.perf_counter()
    count = 0
    for event in thread.run_streamed("go").events:
        if isinstance(event, ItemCompletedEvent):
            count += 1
    return time.perf_counter() - started, count


async def in_a_loop(cli):
    thread = AsyncCodex(cli, env=dict(os.environ)).start_thread()
    started = time.perf_counter()
    count = 0
    async for event in thread.run_streamed("go"):
        if isinstance(event, ItemCompletedEvent):
            count += 1
    return time.perf_counter() - started, count


seconds, count = blocking(sys.argv[1]) if sys.argv[2:] != ["async"] else asyncio.run(in_a_loop(sys.argv[1]))
print(json.dumps({"seconds": seconds, "events": count}))
