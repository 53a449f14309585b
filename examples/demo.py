"""Runs the quickstart for `make demo`: offline against the bundled model server, or with MODEL=real for real."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "build" / "demo"
PLATFORMS = {
    ("Linux", "x86_64"): ("codex-linux-x64", "x86_64-unknown-linux-musl"),
    ("Linux", "aarch64"): ("codex-linux-arm64", "aarch64-unknown-linux-musl"),
    ("Darwin", "x86_64"): ("codex-darwin-x64", "x86_64-apple-darwin"),
    ("Darwin", "arm64"): ("codex-darwin-arm64", "aarch64-apple-darwin"),
}


def main() -> int:
    package, triple = PLATFORMS[platform.system(), platform.machine()]
    cli = ROOT / "tests/cli/node_modules/@openai" / package / "vendor" / triple / "bin/codex"
    options = {"codex_path_override": str(cli)}
    if os.environ.get("MODEL") == "real":
        say("MODEL=real: the agent talks to the real service, with your own login or CODEX_API_KEY.")
        return quickstart(options, {})

    say("Offline: a bundled local server plays the model (scripted), so no account is needed.")
    say("Everything else is real: the Codex CLI, the command it runs, and this library.")
    say("`MODEL=real make demo` asks the real model, with your own login or CODEX_API_KEY.")
    server = subprocess.Popen(
        [ROOT / "target/release/model-server", "--scenario", ROOT / "tests/testkit/scenarios/demo.json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with server:
        url = json.loads(server.stdout.readline())["url"]
        options["config"] = {
            "model_provider": "demo",
            "model_providers": {
                "demo": {
                    "name": "demo",
                    "base_url": f"{url}/s/default/v1",
                    "env_key": "CODEX_API_KEY",
                    "wire_api": "responses",
                    "supports_websockets": False,
                }
            },
            # Nothing leaves this machine.
            "analytics": {"enabled": False},
        }
        # The agent's commands run in a login shell: yours need not take part in this.
        home = DEMO / "home"
        home.mkdir(parents=True, exist_ok=True)
        return quickstart(options, {"HOME": str(home), "CODEX_HOME": str(home), "CODEX_API_KEY": "offline"})
        # Leaving closes the server's stdin, which ends it.


def quickstart(options: dict, variables: dict) -> int:
    say("")
    environment = {**os.environ, **variables, "CODEX_SDK_EXAMPLE_OPTIONS": json.dumps(options)}
    return subprocess.run([DEMO / "quickstart", *sys.argv[1:]], env=environment, cwd=ROOT / "examples").returncode


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
