"""``python -m codex_sdk "prompt"`` runs one turn of the agent and shows it as it happens."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import select
import signal
import sys
import textwrap
from pathlib import Path
from typing import Any, Iterator, Optional, Sequence

from . import (
    Codex,
    CodexError,
    InvalidArgumentError,
    StreamedTurn,
    Thread,
    ThreadNotFoundError,
    TurnCancelledError,
    __version__,
)
from ._terminal import print_event, wants_colour
from .input import Input
from .options import ThreadOptions, TurnOptions

_FAILED, _INTERRUPTED = 1, 130

# Options with a flag, and how the library's messages name them.
_FLAGS = {
    "model": "--model",
    "sandbox_mode": "--sandbox",
    "working_directory": "--cd",
    "skip_git_repo_check": "--skip-git-repo-check",
    "output_schema": "--schema",
    "timeout_ms": "--timeout",
    "thread_id": "--resume",
    "config_overrides": "--config",
}
_OPTION = re.compile(r"(?:(?:the )?(?:thread |turn |client )?option )?`(\w+)`")

_DESCRIPTION = "Runs one turn of the Codex agent and shows it as it happens."
_EPILOG = """\
exit status: 0 if the turn completed, 1 after an error (reported on stderr), 2 for wrong usage, 130 after Ctrl-C.
Nothing that the turn started is left running."""


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs the command, and returns its exit status."""
    parser = _parser()
    given = parser.parse_args(arguments)
    stop = _Stop()
    try:
        return _run_turn(given, _input(given, parser), _schema(given, parser), stop)
    except InvalidArgumentError as error:
        parser.error(_in_flags(str(error)))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except (TurnCancelledError, BrokenPipeError) as end:
        if stop.interrupted:
            _say_how_to_resume(end)
            return _INTERRUPTED
        # The reader is gone, so print nothing more; Python itself would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAILED
    except (CodexError, OSError) as error:
        _explain(error)
        return _FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m codex_sdk", description=_DESCRIPTION, epilog=_EPILOG)
    add = parser.add_argument
    add("prompt", nargs="?", help="prompt for the agent; if it is - or omitted, the prompt is read from stdin")
    add("--model", help="model to use")
    add("--sandbox", metavar="MODE", help="read-only, workspace-write or danger-full-access")
    add("--cd", metavar="FOLDER", help="folder the agent works in (default: the current folder)")
    add("--skip-git-repo-check", action="store_true", default=None, help="let the agent work outside a Git repository")
    add("--image", metavar="FILE", action="append", default=[], help="image for the model; repeatable")
    add("--resume", metavar="ID", help="resume the thread with this id")
    add("--schema", metavar="FILE", help="JSON Schema that the final response must follow")
    add(
        "-c",
        "--config",
        metavar="KEY=VALUE",
        action="append",
        help="configuration of the CLI, with the value in TOML; repeatable",
    )
    add("--timeout", metavar="SECONDS", type=_seconds, help="end the turn if it takes longer (default: 0, no limit)")
    add("--json", action="store_true", help="print events as JSON lines, as the CLI does")
    add("--version", action="version", version=f"codex_sdk {__version__}")
    return parser


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < 1e9:
        raise ValueError(text)
    return seconds


_seconds.__name__ = "number of seconds"  # for argparse's message


def _input(given: argparse.Namespace, parser: argparse.ArgumentParser) -> Input:
    prompt = given.prompt
    if prompt in (None, "-"):
        if sys.stdin is None or (prompt is None and sys.stdin.isatty()):
            parser.error("no prompt: give one as an argument or on stdin")
        prompt = sys.stdin.buffer.read().decode("utf-8", "replace")
    return [prompt, *map(Path, given.image)] if given.image else prompt


def _schema(given: argparse.Namespace, parser: argparse.ArgumentParser) -> Any:
    if given.schema is None:
        return None
    try:
        schema = json.loads(Path(given.schema).read_text("utf-8"))
        if not isinstance(schema, dict):
            raise ValueError("not a JSON object")
        return schema
    except (OSError, ValueError) as error:
        parser.error(f"argument --schema: {given.schema}: {error}")


class _Stop:
    """Cancels the turn, like a ``threading.Event``: after Ctrl-C, and when the reader of stdout is gone."""

    def __init__(self) -> None:
        self.interrupted = False
        self._stdout = select.poll()
        if sys.stdout is not None:
            self._stdout.register(sys.stdout, 0)

    def is_set(self) -> bool:
        return self.interrupted or bool(self._stdout.poll(0))

    def catch_interrupts(self) -> None:
        # If Ctrl-C is ignored, as in the background of a script, it stays ignored.
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._interrupt)

    def _interrupt(self, number: int, frame: object) -> None:
        self.interrupted = True
        # A second Ctrl-C ends this process at once; the library still ends the turn.
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _run_turn(given: argparse.Namespace, input: Input, schema: Any, stop: _Stop) -> int:
    stop.catch_interrupts()
    timeout = None if not given.timeout else max(1, round(given.timeout * 1000))
    with Codex(config_overrides=given.config) as codex:
        thread = _thread(codex, given)
        options = TurnOptions(output_schema=schema, cancellation=stop, timeout_ms=timeout)
        with thread.run_streamed(input, options) as turn:
            _show(turn, given.json)
    return 0


def _thread(codex: Codex, given: argparse.Namespace) -> Thread:
    options = ThreadOptions(
        model=given.model,
        sandbox_mode=given.sandbox,
        working_directory=given.cd,
        skip_git_repo_check=given.skip_git_repo_check,
    )
    return codex.start_thread(options) if given.resume is None else codex.resume_thread(given.resume, options)


def _show(turn: StreamedTurn, as_json: bool) -> None:
    out = sys.stdout
    if out is None:
        turn.result()
        return
    if isinstance(out, io.TextIOWrapper):
        # JSON is UTF-8. Characters that the terminal cannot show are replaced.
        out.reconfigure(encoding="utf-8" if as_json else None, errors="replace")
    coloured = wants_colour(out)
    for event in turn.events:
        if as_json:
            print(event.line, flush=True)
        else:
            print_event(event, out, coloured)


def _explain(error: Exception) -> None:
    text = _in_flags(str(error))
    if isinstance(error, CodexError) and error.tried:
        # They are listed below, where they are readable.
        text = text.partition("; `tried` ")[0]
    _say(f"error: {text}")
    if isinstance(error, CodexError):
        for line in _places(error.tried or ()):
            _say(line)
        if "trusted directory" in f"{text}{error.stderr}" and _FLAGS["skip_git_repo_check"] not in text:
            _say(f"To work outside a Git repository: {_FLAGS['skip_git_repo_check']}")
    _say_how_to_resume(error)


def _in_flags(text: str) -> str:
    """Replaces the names of options in a message with this program's flags."""
    return _OPTION.sub(lambda match: _FLAGS.get(match[1], match[0]), text)


def _places(tried: Sequence[str]) -> Iterator[str]:
    """Where the CLI was searched for, in a few lines."""
    packages = [place.partition("/node_modules/")[0] or "/" for place in tried if "/node_modules/" in place]
    others = [place for place in tried if "/node_modules/" not in place]
    for words, places in (("node_modules in ", packages), ("", others)):
        if places:
            text = words + ", ".join(dict.fromkeys(places))
            yield textwrap.fill(
                f"searched {text}",
                100,
                initial_indent="  ",
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )


def _say_how_to_resume(end: Exception) -> None:
    if isinstance(end, CodexError) and end.thread_id and not isinstance(end, ThreadNotFoundError):
        _say(f"To resume this thread: --resume {end.thread_id}")


def _say(line: str) -> None:
    if sys.stderr is not None:
        print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
