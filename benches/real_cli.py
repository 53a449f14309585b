"""The figure with the real CLI: whole turns that a local server answers at once, and what they cost this process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
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


@contextmanager
def figure(everyone: List[Contender], count: int) -> Iterator[Figure]:
    """To be measured while it lasts."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in ("home", "work"):
        (FOLDER / name).mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", str(FOLDER / "work")], check=True)  # the CLI works in repositories only
    with model_server() as url:
        yield Figure(
            REAL,
            f"{count} turns one after the other, each of its own thread; processor time is the host's, not the CLI's",
            (Value("ms per turn", 1, compare="difference"), Value("processor ms", 3, compare=""), Value("share %", 3)),
            runs(everyone, url, count),
            rounds=5,
            limit=CLI_ALONE,
        )
    shutil.rmtree(FOLDER, ignore_errors=True)


def runs(everyone: List[Contender], url: str, count: int) -> List[Run]:
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
    on_command_line = [argument for override in overrides for argument in ("--config", override)]
    cli = native_cli()
    commands: Dict[str, List[str]] = {one.name: one.command for one in everyone}
    official = {"codex_bin": cli, "config_overrides": overrides}
    return [
        run(
            CLI_ALONE,
            [str(BUILD / "raw"), "cpu", str(count), cli, "exec", "--experimental-json", *on_command_line],
        ),
        run(
            LIBRARY_IN_C,
            [
                str(BUILD / "limits"),
                "cpu",
                json.dumps({"codex_path_override": cli, "config": config}),
                str(count),
            ],
        ),
        run(
            TYPESCRIPT,
            [*commands[TYPESCRIPT], "cpu", json.dumps({"codexPathOverride": cli, "config": config}), str(count)],
        ),
        run(OFFICIAL, [*commands[OFFICIAL], "cpu", json.dumps(official), str(count)]),
    ]


def run(name: str, command: List[str]) -> Run:
    home = str(FOLDER / "home")
    variables = {"HOME": home, "CODEX_HOME": home, "CODEX_API_KEY": "offline"}
    return Run(name, command, read, variables, folder=FOLDER / "work")


def read(answer: Dict[str, Any]) -> Numbers:
    wall, used = answer["seconds"] * 1e3, answer["processor_seconds"] * 1e3
    return {"ms per turn": wall, "processor ms": used, "share %": 100 * used / wall}


def leaves(value: Any, path: str = "") -> Iterator[tuple]:
    """The values of nested objects with their dotted names, as `--config` takes them."""
    if not isinstance(value, dict):
        yield path, value
        return
    for name, inner in value.items():
        yield from leaves(inner, f"{path}.{name}" if path else name)
