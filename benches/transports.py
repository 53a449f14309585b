"""The figures of both transports with the real CLI: a turn, many at once, none."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import Any, Callable, ContextManager, Dict, Iterator, List

from figures import OFFICIAL, Figure, Numbers, Run, Value
from programs import BUILD, PEERS_PYTHON, SOURCES
from real_cli import FOLDER, Agent, real_cli

WARM, AT_REST = "exec and app-server: a turn", "exec and app-server: idle"
TOGETHER = {count: f"exec and app-server: {count} turns at once" for count in (30, 100)}
EXEC, APP_SERVER = "exec", "app-server"
NEW, SAME = "new thread", "same thread"

C_PROGRAM = str(BUILD / "transports")
OFFICIAL_PROGRAM = [str(PEERS_PYTHON), str(SOURCES / "official_transports.py")]


def of(way: str, thread: str) -> str:
    return f"{way}, {thread}"


def all_figures(quick: bool) -> Dict[str, ContextManager[Figure]]:
    """By name, each to be measured while it lasts."""
    return {
        WARM: served(lambda agent: warm(agent, 2 if quick else 8)),
        **{name: served(together_of(count, 3 if quick else count)) for count, name in TOGETHER.items()},
        AT_REST: served(lambda agent: at_rest(agent, 1 if quick else 5)),
    }


@contextmanager
def served(figure: Callable[[Agent], Figure]) -> Iterator[Figure]:
    with real_cli() as agent:
        yield figure(agent)


def together_of(named: int, count: int) -> Callable[[Agent], Figure]:
    return lambda agent: together(agent, named, count)


def runs(agent: Agent, mode: str, number: int, read: Any, *more: str) -> List[Run]:
    def ours(transport: str) -> str:
        return json.dumps({"codex_path_override": agent.cli, "config": agent.config, "transport": transport})

    theirs = json.dumps({"codex_bin": agent.cli, "config_overrides": agent.overrides})
    commands = (
        (EXEC, [C_PROGRAM], ours("exec")),
        (APP_SERVER, [C_PROGRAM], ours("app_server")),
        (OFFICIAL, OFFICIAL_PROGRAM, theirs),
    )
    return [
        Run(
            ", ".join([name, *(f"{word} thread" for word in more)]),
            [*command, mode, options, str(number), *more],
            read,
            agent.environment,
            folder=FOLDER / "work",
        )
        for name, command, options in commands
    ]


def used(answer: Dict[str, Any]) -> Numbers:
    host, cli = answer["host_processor_seconds"] * 1e3, answer["cli_processor_seconds"] * 1e3
    return {"CLI's CPU ms": cli, "host's CPU ms": host, "host's share %": 100 * host / (host + cli)}


CPU = (Value("CLI's CPU ms", 1), Value("host's CPU ms", 2, compare=""), Value("host's share %", 2, compare=""))


def warm(agent: Agent, count: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        first = answer["first_seconds"] * 1e3
        return {"ms": answer["seconds"] * 1e3, "first turn ms": first, **used(answer)}

    return Figure(
        WARM,
        f"{count} turns one after the other, each of a thread of its own or all of one; before that a first turn, "
        "counted from the making of the client; CPU time per turn, that of the CLI with all its processes",
        (Value("ms", 1), Value("first turn ms", 0), *CPU),
        [run for word in ("new", "same") for run in runs(agent, "turns", count, read, word)],
        rounds=2,
        limit=of(EXEC, NEW),
    )


def together(agent: Agent, named: int, count: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        return {"last end ms": answer["all_seconds"] * 1e3, "MiB PSS": answer["most_kib"] / 1024, **used(answer)}

    return Figure(
        TOGETHER[named],
        f"{count} turns, each of a thread of its own, all started at once after a first one: from the first start to "
        "the last end; CPU time per turn; and the most memory that the CLI's processes have together, shared pages "
        "counted once (PSS)",
        (Value("last end ms", 0), Value("MiB PSS", 0), *CPU),
        runs(agent, "together", count, read),
        rounds=2 if count <= 30 else 1,
        limit=EXEC,
    )


def at_rest(agent: Agent, seconds: int) -> Figure:
    def read(answer: Dict[str, Any]) -> Numbers:
        numbers = used(answer)
        switches = {"host's wake-ups": answer["switches"]} if "switches" in answer else {}
        del numbers["host's share %"]
        return {**numbers, **switches, "MiB PSS": answer["kib"] / 1024}

    return Figure(
        AT_REST,
        f"a client whose first turn is over, watched for {seconds} s: CPU time per second, context switches of the "
        "library's threads, and the memory of the CLI's processes (PSS)",
        (
            Value("CLI's CPU ms", 2, compare=""),
            Value("host's CPU ms", 3, compare=""),
            Value("host's wake-ups", 0, compare=""),
            Value("MiB PSS", 0, compare=""),
        ),
        runs(agent, "idle", seconds, read),
        rounds=1,
        limit=EXEC,
    )
