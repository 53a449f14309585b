"""The package's own tests under the race detector, with the library of the tests; the last line counts them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from typing import Dict, List, Tuple

import go

COMMAND = ["test", "-json", "-race", "-count=1", "-timeout=5m"]


def main(arguments: List[str]) -> int:
    status = go.toolchains.absent("the tests of the Go package", "go")
    if status is not None:
        return status
    command = [go.program(), *COMMAND, *(arguments or ["./..."])]
    said: Dict[Tuple[str, str], List[str]] = defaultdict(list)
    ended = {"pass": 0, "fail": 0, "skip": 0}
    with subprocess.Popen(command, cwd=go.MODULE, env=go.environment(), stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout
        for line in tests.stdout:
            event = json.loads(line)
            action, test = event["Action"], event.get("Test", "")
            about = (event.get("Package") or event.get("ImportPath", ""), test)
            said[about].append(event.get("Output", ""))
            if action == "fail" or action == "build-fail":
                print("".join(said[about]), end="")
            if test and action in ended:
                ended[action] += 1
                print(f"test go: {test} ... {'FAILED' if action == 'fail' else action}", flush=True)
    print("{pass} passed, {fail} failed, {skip} skipped".format(**ended))
    return tests.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
