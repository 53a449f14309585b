"""Who is still alive? Read from /proc.

A process of a test is recognised by the marker variable, which its descendants inherit, or by the test's own folder
on its command line (the library's watchdog has an environment of its own).
"""

import os
import time

MARKER = "CODEX_SDK_TEST_CASE"


def carrying(folder):
    """What a turn of the test with this folder started, as "pid: command line"."""
    return _others(lambda pid: f"{MARKER}={folder}".encode() in _read(pid, "environ").split(b"\0"))


def belonging_to(folder):
    """All processes of the test but the calling one."""
    return carrying(folder) + _others(lambda pid: os.fsencode(folder) in _read(pid, "cmdline"))


def children_that_ended():
    """Children of this process that nobody has waited for."""
    own = str(os.getpid())
    states = (_read(pid, "stat").rpartition(b")")[2].split() for pid in filter(str.isdigit, os.listdir("/proc")))
    return [state for state in states if state[:2] == [b"Z", own.encode()]]


def eventually(condition, seconds=30):
    """Whether the condition comes true: for what is promised to happen soon, and is not reported."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def _others(wanted):
    # A zombie has neither an environment nor a command line, and counts as ended.
    pids = [pid for pid in os.listdir("/proc") if pid.isdigit() and int(pid) != os.getpid() and wanted(pid)]
    return [f"{pid}: {_read(pid, 'cmdline').replace(bytes(1), b' ').decode(errors='replace')[:200]}" for pid in pids]


def _read(pid, name):
    try:
        with open(f"/proc/{pid}/{name}", "rb") as file:
            return file.read()
    except OSError:
        # It has ended meanwhile, or is somebody else's.
        return b""
