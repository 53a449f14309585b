"""Runs the quickstart for `make demo`: offline against the bundled model server, or with MODEL=real for real."""

import json
import os
import subprocess
import sys

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
        return quickstart(model.options, {"HOME": str(home), **model.variables})


def quickstart(options: dict, variables: dict) -> int:
    say("")
    environment = {**os.environ, **variables, "CODEX_SDK_EXAMPLE_OPTIONS": json.dumps(options)}
    command = [DEMO / "quickstart", *sys.argv[1:]]
    return subprocess.run(command, env=environment, cwd=offline.ROOT / "examples").returncode


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
