"""What a type checker makes of `codex_sdk.aio`. Only checked, never run."""

from typing import AsyncGenerator, Optional

from typing_extensions import assert_type

from codex_sdk import CliInfo, ThreadEvent, ThreadOptions, TurnOptions, TurnResult
from codex_sdk.aio import AsyncCodex, AsyncStreamedTurn, AsyncThread


async def everything() -> None:
    async with AsyncCodex(env={"PATH": "/bin"}) as codex:
        assert_type(codex, AsyncCodex)
        assert_type(await codex.info(), CliInfo)
        thread = codex.start_thread(ThreadOptions(model="any"))
        assert_type(thread, AsyncThread)
        assert_type(codex.resume_thread("id", {"model": "any"}), AsyncThread)
        codex.start_thread({"modle": "any"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        codex.resume_thread("id", {"sandbox_mode": "readonly"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        await thread.run("hello", {"timeout": 1})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        assert_type(await thread.run("hello", TurnOptions(timeout_ms=1000)), TurnResult)
        thread.run("hello").items  # type: ignore[attr-defined]  # pyright: ignore
        async for event in thread.run_streamed("hello"):
            assert_type(event, ThreadEvent)
        async with thread.run_streamed(["hello"]) as turn:
            assert_type(turn, AsyncStreamedTurn)
            assert_type(turn.events, AsyncGenerator[ThreadEvent, None])
            assert_type(await turn.next_event(), Optional[ThreadEvent])
            assert_type(await turn.result(timeout_ms=1000), TurnResult)
        assert_type(await thread.run_streamed("hello"), AsyncStreamedTurn)
