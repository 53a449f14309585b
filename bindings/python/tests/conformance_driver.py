"""The package's driver for the conformance cases, over `Codex`, or with the argument `async` over `AsyncCodex`.

`tests/conformance/README.md` says what the lines mean.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
import threading
from typing import Any, Dict, Mapping

from codex_sdk import Codex, CodexError, UnknownEvent, UnknownItem, WaitTimeoutError
from codex_sdk.aio import AsyncCodex

CANNOT = {
    "ours/bad-client-unknown*": "a keyword that there is not is a TypeError",
    "ours/bad-turn-input-no-array": "a string is an input",
}

Answer = Dict[str, Any]
# What the requests call by numbers: clients, threads, turns.
handles: Dict[int, Any] = {}


def typed(value: Any) -> Any:
    """Anew as JSON, from public attributes."""
    if isinstance(value, (UnknownEvent, UnknownItem)):
        return value.raw
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: typed(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)):
        return [typed(one) for one in value]
    if isinstance(value, Mapping):
        return {name: typed(one) for name, one in value.items()}
    return value


def said(prompt: Any, options: Any) -> Any:
    """The arguments of a turn as the package takes them."""
    if prompt is None and isinstance(options, dict) and "input" in options:
        options = dict(options)
        prompt = options.pop("input")
    return prompt, options


def failed(error: CodexError) -> Answer:
    fields = {"code": error.code, **vars(error)}
    del fields["details"]
    known = {name: value for name, value in fields.items() if value not in (None, [])}
    return {"status": error.code.upper(), "error": known}


def timeout(timeout_ms: int) -> Any:
    return None if timeout_ms < 0 else timeout_ms


def event_or_end(event: Any) -> Answer:
    return {"status": "END"} if event is None else {"status": "OK", "event": event.line, "typed": typed(event)}


def blocking(do: str, client: int = 0, thread: int = 0, turn: int = 0, **more: Any) -> Answer:
    """One request, over `Codex`."""
    if do == "client":
        handles[client] = Codex(**(more.get("options") or {}))
    elif do == "client_info":
        return {"result": typed(handles[client].info())}
    elif do == "start":
        handles[thread] = handles[client].start_thread(more.get("options"))
    elif do == "resume":
        handles[thread] = handles[client].resume_thread(more["thread_id"], more.get("options"))
    elif do == "fork":
        handles[thread] = handles[client].fork_thread(more["thread_id"], more.get("options"))
    elif do == "request":
        limit = timeout(more["timeout_ms"])
        return {"result": handles[client].request(more["method"], more.get("params"), limit)}
    elif do == "notification":
        return {"event": handles[client].next_notification(timeout(more["timeout_ms"])).line}
    elif do == "thread_id":
        return {"result": handles[thread].id}
    elif do == "run":
        return {"result": handles[thread].run(*said(more.get("prompt"), more.get("options"))).raw}
    elif do == "start_turn":
        handles[turn] = handles[thread].run_streamed(*said(more.get("prompt"), more.get("options")))
    elif do == "next":
        return event_or_end(handles[turn].next_event(timeout(more["timeout_ms"])))
    elif do == "wait":
        return {"result": handles[turn].result(timeout(more["timeout_ms"])).raw}
    elif do == "respond":
        handles[turn].respond(more["request_id"], more["response"])
    elif do == "steer":
        handles[turn].steer(said(more.get("prompt"), more.get("options"))[0])
    elif do == "turn_id":
        return {"result": handles[turn].id}
    elif do == "cancel":
        handles[turn].cancel()
    elif do in ("free_turn", "free_thread", "free_client"):
        handles.pop(turn or thread or client).close()
    else:
        raise ValueError(do)
    return {}


async def in_a_loop(do: str, client: int = 0, thread: int = 0, turn: int = 0, **more: Any) -> Answer:
    """One request, over `AsyncCodex`."""
    if do == "client":
        handles[client] = AsyncCodex(**(more.get("options") or {}))
    elif do == "client_info":
        return {"result": typed(await handles[client].info())}
    elif do == "request":
        limit = timeout(more["timeout_ms"])
        return {"result": await handles[client].request(more["method"], more.get("params"), limit)}
    elif do == "notification":
        return {"event": (await handles[client].next_notification(timeout(more["timeout_ms"]))).line}
    elif do == "run":
        return {"result": (await handles[thread].run(*said(more.get("prompt"), more.get("options")))).raw}
    elif do == "next":
        return event_or_end(await handles[turn].next_event(timeout(more["timeout_ms"])))
    elif do == "wait":
        return {"result": (await handles[turn].result(timeout(more["timeout_ms"]))).raw}
    elif do in ("free_turn", "free_client"):
        await handles.pop(turn or client).close()
    else:
        return blocking(do, client, thread, turn, **more)
    return {}


def end() -> None:
    """Whoever still waits for something is answered now."""
    for handle in list(handles.values()):
        if isinstance(handle, Codex):
            handle.close()


speaking = threading.Lock()


def say(line: Answer) -> None:
    with speaking:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def outcome(error: Exception) -> Answer:
    """The answer to a request that was not carried out."""
    if isinstance(error, WaitTimeoutError):
        return {"status": "TIMEOUT"}
    if isinstance(error, CodexError) and error.code != "library":
        return failed(error)
    return {"problem": repr(error)}


def serve(request: Answer) -> None:
    number = request.pop("id")
    try:
        say({"id": number, "status": "OK", **blocking(**request)})
    except Exception as error:
        say({"id": number, **outcome(error)})


async def serve_in_a_loop(request: Answer) -> None:
    number = request.pop("id")
    try:
        say({"id": number, "status": "OK", **await in_a_loop(**request)})
    except Exception as error:
        say({"id": number, **outcome(error)})


async def all_in_a_loop() -> None:
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=read).start()
    tasks = set()
    while line := await lines.get():
        task = asyncio.ensure_future(serve_in_a_loop(json.loads(line)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    for handle in list(handles.values()):
        if isinstance(handle, AsyncCodex):
            await handle.close()
    await asyncio.gather(*tasks)


def main() -> None:
    is_async = sys.argv[1:] == ["async"]
    say({"ways": ["async" if is_async else "events"], "typed": True, "cannot": CANNOT})
    if is_async:
        asyncio.run(all_in_a_loop())
        return
    for line in sys.stdin:
        threading.Thread(target=serve, args=[json.loads(line)]).start()
    end()


if __name__ == "__main__":
    main()
