"""The real CLI beside a local server that answers at once; and the figure of what its turns cost the host by `exec`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List

from figures import CLI_ALONE, LIBRARY_IN_C, OFFICIAL, REAL, TYPESCRIPT, Figure, Numbers, Run, Value
from programs import BUILD, RELEASE, ROOT, Contender

sys.path.append(str(ROOT / "tests" / "ctypes"))

from places import native_cli

FOLDER = BUILD / "real-cli"


@contextmanager
def model_server() -> Iterator[str]:
    """Its address, for as long as it runs; it answers each request with one message, at once."""
    scenario = FOLDER / "scenario.json"
    scenario.write_text(json.dumps({"responses": [{"message": "Done."}], "then": "repeat"}))
    command = [RELEASE / "model-server", "--scenario", scenario]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield json.loads(server.stdout.readline())["url"] + "/s/default/v1"


@dataclass(frozen=True)
class Agent:
    """The real CLI, and what tells it of the local server: `config`, or the same as `overrides`."""

    cli: str
    config: Dict[str, Any]
    overrides: List[str]
    environment: Dict[str, str]


@contextmanager
def real_cli() -> Iterator[Agent]:
    """With a new home each time."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    home = FOLDER / "home"
    for folder in (home, FOLDER / "work"):
        folder.mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", str(FOLDER / "work")], check=True)  # the CLI works in repositories only
    with model_server() as url:
        provider = {
            "name": "bench",
            "base_url": url,
            "env_key": "CODEX_API_KEY",
            "wire_api": "responses",
            "supports_websockets": False,
        }
        # Without analytics nothing leaves this machine, and the CLI does not wait at its end for what cannot be sent.
        config = {"model_provider": "bench", "model_providers": {"bench": provider}, "analytics": {"enabled": False}}
        overrides = [f"{name}={json.dumps(value)}" for name, value in leaves(config)]
        environment = {"HOME": str(home), "CODEX_HOME": str(home), "CODEX_API_KEY": "offline"}
        yield Agent(native_cli(), config, overrides, environment)
    shutil.rmtree(FOLDER, ignore_errors=True)


@contextmanager
def figure(everyone: List[Contender], count: int) -> Iterator[Figure]:
    """To be measured while it lasts."""
    with real_cli() as agent:
        yield Figure(
            REAL,
            f"{count} turns one after the other, each of its own thread; CPU time is the host's, not the CLI's",
            (Value("ms per turn", 1, compare="difference"), Value("CPU ms", 3, compare=""), Value("share %", 3)),
            runs(everyone, agent, count),
            rounds=5,
            limit=CLI_ALONE,
        )


def runs(everyone: List[Contender], agent: Agent, count: int) -> List[Run]:
    on_command_line = [argument for override in agent.overrides for argument in ("--config", override)]
    commands: Dict[str, List[str]] = {one.name: one.command for one in everyone}
    number = str(count)
    ours = json.dumps({"codex_path_override": agent.cli, "config": agent.config})
    typescript = json.dumps({"codexPathOverride": agent.cli, "config": agent.config})
    official = json.dumps({"codex_bin": agent.cli, "config_overrides": agent.overrides})
    by_name = {
        CLI_ALONE: [str(BUILD / "raw"), "cpu", number, agent.cli, "exec", "--experimental-json", *on_command_line],
        LIBRARY_IN_C: [str(BUILD / "limits"), "cpu", ours, number],
        TYPESCRIPT: [*commands[TYPESCRIPT], "cpu", typescript, number],
        OFFICIAL: [*commands[OFFICIAL], "cpu", official, number],
    }
    return [Run(name, command, read, agent.environment, folder=FOLDER / "work") for name, command in by_name.items()]


def read(answer: Dict[str, Any]) -> Numbers:
    wall, used = answer["seconds"] * 1e3, answer["processor_seconds"] * 1e3
    return {"ms per turn": wall, "CPU ms": used, "share %": 100 * used / wall}


def leaves(value: Any, path: str = "") -> Iterator[tuple]:
    """The values of nested objects with their dotted names, as `--config` takes them."""
    if not isinstance(value, dict):
        yield path, value
        return
    for name, inner in value.items():
        yield from leaves(inner, f"{path}.{name}" if path else name)
