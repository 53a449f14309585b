"""The Python package, event by event as typed objects.

python.py blocking|asyncio events|latency CLI        one turn
python.py blocking|asyncio turns CLI COUNT           so many, one after the other
python.py deltas events|latency CLI                  one turn by the app-server transport, with deltas; blocking
"""

import asyncio
import json
import sys
import time

from codex_sdk import AgentMessageItem, Codex, ItemCompletedEvent, ItemDeltaEvent
from codex_sdk.aio import AsyncCodex

way, mode, cli = sys.argv[1:4]
count = int(sys.argv[4]) if sys.argv[4:] else 1
events = 0
delays = []


def see(event):
    global events
    if isinstance(event, ItemCompletedEvent):
        events += 1
        if mode == "latency" and isinstance(event.item, AgentMessageItem):
            delays.append((time.monotonic_ns() - int(event.item.text)) / 1000)


def see_delta(event):
    global events
    if isinstance(event, ItemDeltaEvent):
        events += 1
        if mode == "latency":
            delays.append((time.monotonic_ns() - int(event.text)) / 1000)


def blocking(thread):
    for event in thread.run_streamed("go").events:
        see(event)


async def in_a_loop(thread):
    async for event in thread.run_streamed("go"):
        see(event)


def run_blocking():
    thread = Codex(cli).start_thread()
    if mode == "turns":
        blocking(thread)
    started = time.perf_counter()
    for _ in range(count):
        blocking(thread)
    return time.perf_counter() - started


def run_with_deltas():
    thread = Codex(cli, transport="app_server").start_thread()
    started = time.perf_counter()
    for event in thread.run_streamed("go", {"deltas": True}).events:
        see_delta(event)
    return time.perf_counter() - started


async def run_in_a_loop():
    thread = AsyncCodex(cli).start_thread()
    if mode == "turns":
        await in_a_loop(thread)
    started = time.perf_counter()
    for _ in range(count):
        await in_a_loop(thread)
    return time.perf_counter() - started


ways = {"blocking": run_blocking, "asyncio": lambda: asyncio.run(run_in_a_loop()), "deltas": run_with_deltas}
used = time.process_time()
seconds = ways[way]()
used = time.process_time() - used
print(json.dumps({"seconds": seconds, "processor_seconds": used, "events": events, "delays_us": delays}))
