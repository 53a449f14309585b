"""The bundled model server, for examples without network and login. `make offline` prints the lines to paste."""

import argparse
import contextlib
import json
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Dict, Iterator, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SERVER = ROOT / "target/release/model-server"
CLI = ROOT / "tests/cli/node_modules/.bin/codex"


class Model(NamedTuple):
    server: subprocess.Popen
    #: Of a client that is to use it.
    options: dict
    #: The environment that goes with them.
    variables: Dict[str, str]


@contextlib.contextmanager
def model(home: Path, program: Path = SERVER) -> Iterator[Model]:
    """Plays until it is left."""
    server = subprocess.Popen(
        [program, "--scenario", ROOT / "tests/testkit/scenarios/offline.json"],
        # The server ends when this is closed, however this program ends.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # Out of reach of Ctrl-C, which is for this program.
        start_new_session=True,
    )
    with server:
        url = json.loads(server.stdout.readline())["url"]
        provider = {
            "name": "offline",
            "base_url": f"{url}/s/default/v1",
            "env_key": "CODEX_API_KEY",
            "wire_api": "responses",
            "supports_websockets": False,
        }
        options = {
            "config": {
                "model_provider": "offline",
                "model_providers": {"offline": provider},
                # Nothing leaves this machine.
                "analytics": {"enabled": False},
            }
        }
        # Your own configuration and conversations stay out of it.
        home.mkdir(parents=True, exist_ok=True)
        variables = {"CODEX_SDK_CLI": str(CLI), "CODEX_HOME": str(home), "CODEX_API_KEY": "offline"}
        yield Model(server, options, variables)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", type=Path, default=SERVER, help="the model server's program")
    parser.add_argument("--home", type=Path, default=ROOT / "build/offline/home", help="a folder for the CLI's files")
    arguments = parser.parse_args()
    # Also as a background job, which ignores it otherwise.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), model(arguments.home, arguments.server) as played:
        print("A local server plays the model. Paste these lines into another terminal and run the examples there:\n")
        for name, value in {"CODEX_SDK_EXAMPLE_OPTIONS": json.dumps(played.options), **played.variables}.items():
            print(f"export {name}={shlex.quote(value)}")
        print("\nThe model's answers are scripted; everything else is real. Ctrl-C ends the server.", flush=True)
        played.server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
