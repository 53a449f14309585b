"""What a type checker makes of the client, threads, options and results. Only checked, never run.

A line with an `ignore` is a mistake that a checker must find: it complains about an `ignore` without one.
"""

import os
import threading
from pathlib import Path
from typing import Generator, List, Mapping, Optional

from typing_extensions import assert_type

from codex_sdk import (
    Codex,
    CodexError,
    Image,
    Input,
    StreamedTurn,
    TextInput,
    Thread,
    ThreadEvent,
    ThreadItem,
    ThreadOptions,
    ThreadOptionsDict,
    TurnFailedError,
    TurnOptions,
    TurnResult,
    Unlisted,
    Usage,
)


def client() -> Codex:
    Codex(Path("/opt/codex"), "http://127.0.0.1", "key", os.environ)
    Codex(config={"model_providers": {"mine": {"name": "mine"}}}, config_overrides=["a=1"], originator="me")
    Codex(api_key=7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Codex(key="key")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    return Codex()


def threads(codex: Codex) -> Thread:
    codex.start_thread()
    codex.start_thread(ThreadOptions(sandbox_mode="read-only", model="any", working_directory=Path()))
    codex.start_thread({"sandbox_mode": "read-only", "additional_directories": [Path(), "/tmp"]})
    codex.start_thread({"modle": "any"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    codex.start_thread({"sandbox_mode": "readonly"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    codex.start_thread({"model": 7})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    codex.start_thread(
        {"sandbox_mode": Unlisted("a mode of tomorrow"), "web_search_mode": Unlisted(os.environ["MODE"])}
    )
    ThreadOptions(sandbox_mode="readonly")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ThreadOptions(approval_policy=Unlisted("a policy of tomorrow"))
    options: ThreadOptionsDict = {"skip_git_repo_check": True}
    codex.resume_thread("id", options)
    codex.resume_thread()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    codex.start_thread(TurnOptions())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ThreadOptions(sandbox="read-only")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    thread = codex.start_thread(options)
    assert_type(thread, Thread)
    assert_type(thread.id, Optional[str])
    thread.id = "id"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    return thread


def dictionaries() -> None:
    options: ThreadOptionsDict = {"model": "any", "network_access_enabled": None}
    options["web_search_mode"] = "live"
    options["web_search_mode"] = 7  # type: ignore[typeddict-item]  # pyright: ignore[reportGeneralTypeIssues]
    options["web"] = "live"  # type: ignore[typeddict-unknown-key]  # pyright: ignore[reportGeneralTypeIssues]
    options = {"working_dir": "/tmp"}  # type: ignore[typeddict-unknown-key]  # pyright: ignore[reportAssignmentType]


def inputs(thread: Thread) -> Input:
    text: TextInput = {"type": "text", "text": "hello"}
    entries: Input = ["hello", text, {"type": "local_image", "path": Path("a.png")}, Path("a.png"), b"PNG", Image(b"")]
    thread.run([{"type": "text", "txt": "hello"}])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    thread.run([{"type": "picture", "path": "a"}])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    number: Input = 7  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    numbers: Input = [7]  # type: ignore[list-item]  # pyright: ignore[reportAssignmentType]
    return entries or number or numbers


def turn(thread: Thread) -> TurnResult:
    event = threading.Event()
    thread.run("hello", TurnOptions(cancellation=event, timeout_ms=1000))
    thread.run(["hello"], {"cancellation": event, "output_schema": {"type": "object"}})
    thread.run("hello", {"cancellation": None})
    thread.run("hello", {"timeout": 1000})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    thread.run("hello", {"timeout_ms": "1000"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    thread.run_json("hello", {}, {"timeout": 1000})  # type: ignore[call-overload]  # pyright: ignore
    thread.run_streamed("hello", {"cyber_access_program": "green"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    thread.run("hello", {"cyber_access_program": Unlisted("green")})
    thread.run("hello", TurnOptions(cancellation=True))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    result = thread.run("hello")
    assert_type(result, TurnResult)
    assert_type(result.items, List[ThreadItem])
    assert_type(result.final_response, str)
    assert_type(result.usage, Optional[Usage])
    result.final_response = ""  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    return result


def streamed(thread: Thread) -> None:
    with thread.run_streamed("hello") as turn:
        assert_type(turn, StreamedTurn)
        assert_type(turn.events, Generator[ThreadEvent, None, None])
        for event in turn:
            assert_type(event, ThreadEvent)
        assert_type(turn.next_event(timeout_ms=500), Optional[ThreadEvent])
        assert_type(turn.result(), TurnResult)


def errors(error: CodexError) -> Mapping[str, Optional[str]]:
    if isinstance(error, TurnFailedError):
        assert_type(error, TurnFailedError)
    assert_type(error.retryable, bool)
    return {"stderr": error.stderr, "thread": error.thread_id, "option": error.option}
