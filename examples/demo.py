"""Runs two examples for `make demo`: offline against the bundled model server, or with MODEL=real for real."""

import json
import os
import subprocess
import sys
from pathlib import Path

import offline

DEMO = offline.ROOT / "build" / "demo"


def main() -> int:
    if os.environ.get("MODEL") == "real":
        say("MODEL=real: the agent talks to the real service, with your own login or CODEX_API_KEY.")
        return quickstart({"codex_path_override": str(offline.CLI)}, {})

    say("Offline: a bundled local server plays the model (scripted), so no account is needed.")
    say("Everything else is real: the Codex CLI, the command it runs, and this library.")
    say("`MODEL=real make demo` asks the real model, with your own login or CODEX_API_KEY.")
    home = DEMO / "home"
    with offline.model(home) as model:
        # The agent's commands run in a login shell: yours need not take part in this.
        variables = {"HOME": str(home), **model.variables}
        code = quickstart(model.options, variables)
        if code == 0 and not sys.argv[1:]:
            say("\nSecond act: the agent calls a tool of the program, is told something in between, and asks before it writes.")
            code = run("answers", model.options, variables, DEMO)
        return code


def quickstart(options: dict, variables: dict) -> int:
    return run("quickstart", options, variables, offline.ROOT / "examples", *sys.argv[1:])


def run(program: str, options: dict, variables: dict, folder: Path, *arguments: str) -> int:
    say("")
    environment = {**os.environ, **variables, "CODEX_SDK_EXAMPLE_OPTIONS": json.dumps(options)}
    return subprocess.run([DEMO / program, *arguments], env=environment, cwd=folder).returncode


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
