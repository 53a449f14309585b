"""The official Python SDK, notification by notification. It has one process, `codex app-server`, for all of a client's
turns: it is started before the clock is.

official_python.py events|latency CLI        one turn
official_python.py turns CLI COUNT           so many, one after the other
official_python.py cpu OPTIONS COUNT         turns with options in JSON: wall and processor seconds of each
"""

import json
import sys
import time

from openai_codex import Codex, CodexConfig
from openai_codex.generated.v2_all import (
    AgentMessageDeltaNotification,
    AgentMessageThreadItem,
    ItemCompletedNotification,
)

mode, cli = sys.argv[1:3]
count = int(sys.argv[3]) if sys.argv[3:] else 1
events = 0
delays = []


def follow(thread):
    for notification in thread.turn("go").stream():
        payload = notification.payload
        if isinstance(payload, AgentMessageDeltaNotification):
            see(payload.delta)
        elif isinstance(payload, ItemCompletedNotification):
            item = payload.item.root
            see(item.text if isinstance(item, AgentMessageThreadItem) else None)


def see(text):
    global events
    events += 1
    if mode == "latency" and text is not None:
        delays.append((time.monotonic_ns() - int(text)) / 1000)


def turns(codex):
    thread = codex.thread_start()
    if mode == "turns":
        follow(thread)
    started, used = time.perf_counter(), time.process_time()
    for _ in range(count):
        follow(thread)
    seconds, used = time.perf_counter() - started, time.process_time() - used
    return {"seconds": seconds, "processor_seconds": used, "events": events, "delays_us": delays}


def cpu(codex):
    follow(codex.thread_start())
    started, used = time.perf_counter(), time.process_time()
    for _ in range(count):
        follow(codex.thread_start())
    seconds, used = time.perf_counter() - started, time.process_time() - used
    return {"seconds": seconds / count, "processor_seconds": used / count}


options = json.loads(cli) if mode == "cpu" else {"codex_bin": cli}
with Codex(CodexConfig(**options)) as codex:
    print(json.dumps((cpu if mode == "cpu" else turns)(codex)))
