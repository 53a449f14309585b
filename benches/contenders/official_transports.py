"""The official Python SDK with the real CLI: wall, its own processor time, and that of its server. As c/transports.c.

official_transports.py turns OPTIONS COUNT new|same
official_transports.py together OPTIONS COUNT
official_transports.py idle OPTIONS SECONDS
"""

import json
import os
import resource
import sys
import threading
import time
from pathlib import Path

from openai_codex import Codex, CodexConfig


class Use:
    """So far, of this process and of those below it."""

    def __init__(self):
        self.host = time.process_time()
        processes = dict(filter(None, map(read_process, Path("/proc").glob("[0-9]*/stat"))))
        self.below = [pid for pid in processes if is_below(pid, processes)]
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        ticks = sum(processes[pid][1] for pid in self.below)
        self.cli = ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")

    def kib(self):
        return sum(map(pss, self.below))


def use_before():
    """What the looking takes is not part of what follows."""
    use = Use()
    use.host = time.process_time()
    return use


def read_process(stat):
    """Its pid, parent and ticks, with those of its children that have ended."""
    try:
        words = stat.read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(stat.parent.name), (int(words[1]), sum(map(int, words[11:15])))


def is_below(pid, processes):
    while pid in processes:
        pid = processes[pid][0]
        if pid == os.getpid():
            return True
    return False


def pss(pid):
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def follow(thread):
    for _ in thread.turn("go").stream():
        pass


def answer(before, seconds, number, **more):
    time.sleep(0.5)  # what the server does after a turn's end counts as the turn's
    after = Use()
    host = (after.host - before.host - more.pop("watching", 0)) / number
    cli = (after.cli - before.cli) / number
    numbers = {"seconds": seconds / number, "host_processor_seconds": host, "cli_processor_seconds": cli, **more}
    print(json.dumps(numbers))


def turns(codex, number, first_seconds, thread):
    before, started = use_before(), time.perf_counter()
    for _ in range(number):
        follow(thread if sys.argv[4] == "same" else codex.thread_start())
    answer(before, time.perf_counter() - started, number, first_seconds=first_seconds)


def together(codex, number):
    most, watching, is_over = 0, 0, threading.Event()

    def watch():
        nonlocal most, watching
        while not is_over.is_set():
            most = max(most, Use().kib())
            is_over.wait(0.2)
        watching = time.thread_time()

    watcher = threading.Thread(target=watch)
    threads = [threading.Thread(target=lambda: follow(codex.thread_start())) for _ in range(number)]
    before, started = use_before(), time.perf_counter()
    for thread in [watcher, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    is_over.set()
    watcher.join()
    answer(before, seconds, number, all_seconds=seconds, most_kib=most, watching=watching)


def idle(seconds):
    time.sleep(1)
    before = use_before()
    time.sleep(seconds)
    answer(before, seconds, seconds, kib=Use().kib())


def main():
    mode, options, number = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
    started = time.perf_counter()
    with Codex(CodexConfig(**options)) as codex:
        thread = codex.thread_start()
        follow(thread)
        first_seconds = time.perf_counter() - started
        time.sleep(1)
        if mode == "turns":
            turns(codex, number, first_seconds, thread)
        elif mode == "together":
            together(codex, number)
        else:
            idle(number)


main()
