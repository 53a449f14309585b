"""Answers to the agent, what is said in the middle of a turn, forks, and requests to the app-server."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import unittest
from typing import Any, Callable, Dict, List, Mapping

from codex_sdk import (
    ApprovalRequestedEvent,
    ApprovalResolvedEvent,
    Codex,
    InvalidArgumentError,
    Notification,
    RequestFailedError,
    ShutDownError,
    Thread,
    ToolRequestedEvent,
    TurnSteeredEvent,
    UnsupportedError,
    WaitTimeoutError,
)
from codex_sdk.aio import AsyncCodex, AsyncThread
from support import PATIENCE, HostileTest, RealTest, Step, processes


def escalated(command: str) -> Dict[str, Any]:
    """The model wants to run a command outside of the sandbox."""
    arguments = {"cmd": command, "sandbox_permissions": "require_escalated", "justification": "please"}
    return calling("exec_command", **arguments)


def calling(tool: str, **arguments: Any) -> Dict[str, Any]:
    """The model calls a tool."""
    call = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": tool}
    return {"output": [{**call, "arguments": json.dumps(arguments)}]}


#: A tool of the program, in its raw form.
WEATHER: Mapping[str, Any] = {
    "name": "weather",
    "description": "The weather in a city.",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}},
}


class RealAnswers(RealTest):
    def asking(self, *responses: Mapping[str, Any], **options: Any) -> Thread:
        codex = self.codex(self.session(*responses), Codex, transport="app_server")
        self.addCleanup(codex.close)
        return codex.start_thread(self.thread_options(sandbox_mode="read-only", **options))

    def test_an_approval(self) -> None:
        for response, is_done in (("accept", True), ({"decision": "decline"}, False)):
            path = self.path(f"done-{is_done}")
            thread = self.asking(escalated(f"echo yes > {path}"), {"message": "Done."}, approvals="ask")
            with thread.run_streamed("x") as turn:
                seen = []
                for event in turn.events:
                    seen.append(type(event))
                    if isinstance(event, ApprovalRequestedEvent):
                        self.assertEqual(("command", "please"), (event.kind, event.reason))
                        with self.assertRaises(InvalidArgumentError) as wrong:
                            turn.respond(event.request_id, "perhaps")
                        self.assertEqual("response", wrong.exception.option)
                        turn.respond(event.request_id, response)
                    elif isinstance(event, ApprovalResolvedEvent):
                        self.assertEqual("host", event.by)
                self.assertIn(ApprovalResolvedEvent, seen)
            self.assertEqual(is_done, os.path.exists(path))

    def test_a_tool(self) -> None:
        thread = self.asking(calling("weather", city="Oslo"), {"message": "Rain."}, tools=[WEATHER])
        with thread.run_streamed("x") as turn:
            for event in turn.events:
                if isinstance(event, ToolRequestedEvent):
                    self.assertEqual(("weather", {"city": "Oslo"}), (event.tool, event.arguments))
                    turn.respond(event.request_id, {"content": [{"type": "text", "text": "rain"}]})
            self.assertEqual("Rain.", turn.result().final_response)

    def test_words_after_the_end_do_no_harm(self) -> None:
        turn = self.asking({"message": "Done."}).run_streamed("x")
        turn.result()
        for _ in range(2):
            turn.respond("1", "accept")
            turn.steer("more")
            turn.interrupt()
            turn.close()

    def test_steering(self) -> None:
        session = self.session(
            {"command": f"while [ ! -e {self.path('go')} ]; do sleep 0.01; done"}, {"message": "Ok."}
        )
        codex = self.codex(session, Codex, transport="app_server")
        self.addCleanup(codex.close)
        turn = codex.start_thread(self.thread_options(sandbox_mode="danger-full-access")).run_streamed("x")
        self.assertIsNone(turn.id)
        turn.steer(["And quickly.", "Please."])
        for event in turn.events:
            if isinstance(event, TurnSteeredEvent):
                self.touch("go")
                self.assertIsNotNone(turn.id)
        self.assertIn("And quickly.\\n\\nPlease.", json.dumps(session.requests()[-1]["input"]))

    def test_a_fork(self) -> None:
        session = self.session(*({"message": word} for word in ("one", "two", "three")))
        codex = self.codex(session, Codex, transport="app_server")
        self.addCleanup(codex.close)
        thread = codex.start_thread(self.thread_options())
        with self.assertRaisesRegex(InvalidArgumentError, "once its first turn has begun"):
            thread.fork()
        with thread.run_streamed("My first prompt.") as turn:
            turn.result()
            first = turn.id
        thread.run("My second prompt.")
        copy = thread.fork(self.thread_options(last_turn_id=first))
        self.assertEqual("three", copy.run("My third prompt.").final_response)
        self.assertNotEqual(thread.id, copy.id)
        asked = str(session.requests()[-1]["input"])
        self.assertIn("My first", asked)
        self.assertNotIn("My second", asked)

    def test_in_a_loop(self) -> None:
        session = self.session(escalated("true"), {"message": "one"}, {"message": "two"})

        async def main() -> None:
            async with self.codex(session, AsyncCodex, transport="app_server") as codex:
                options = self.thread_options(sandbox_mode="read-only", approvals="ask")
                thread = codex.start_thread(options)
                async with thread.run_streamed("x") as turn:
                    async for event in turn:
                        if isinstance(event, ApprovalRequestedEvent):
                            turn.respond(event.request_id, "accept")
                    self.assertIsNotNone(turn.id)
                assert thread.id is not None
                for copy in (thread.fork(options), codex.fork_thread(thread.id, options)):
                    self.assertIsInstance(copy, AsyncThread)
                self.assertEqual("two", (await copy.run("y")).final_response)
                read = await codex.request("thread/read", {"threadId": thread.id})
                self.assertEqual(thread.id, read["thread"]["id"])

        asyncio.run(main())


#: For a request `x/y` the server tells something, and for `x/z` it never answers.
NOTIFYING: Dict[str, List[Step]] = {
    "x/y": [{"notify": {"method": "account/updated", "params": {"authMode": None}}}, {"answer": {"a": [1]}}],
    "x/z": [],
}


class Requests(HostileTest):
    def test_requests_and_notifications(self) -> None:
        codex = self.server(Codex, NOTIFYING)
        self.addCleanup(codex.close)
        with self.assertRaises(WaitTimeoutError):
            codex.next_notification(timeout_ms=0)
        with self.assertRaisesRegex(WaitTimeoutError, "within 20 ms"):
            codex.next_notification(timeout_ms=20)
        self.assertEqual({"a": [1]}, codex.request("x/y"))
        notification = codex.next_notification()
        self.assertEqual(Notification(method="account/updated", params={"authMode": None}), notification)
        self.assertEqual((notification.raw, 0), (json.loads(notification.line), notification.dropped))
        with self.assertRaisesRegex(WaitTimeoutError, "x/z within 50 ms"):
            codex.request("x/z", timeout_ms=50)
        wrong: Any
        for wrong in ([], "{}", {"a": object()}):
            with self.assertRaises(InvalidArgumentError):
                codex.request("x/y", wrong)

    def test_a_refusal(self) -> None:
        script = {"x/y": [{"refuse": {"code": -32601, "message": "no such method"}}]}
        codex = self.server(Codex, script)
        self.addCleanup(codex.close)
        with self.assertRaisesRegex(RequestFailedError, "no such method") as caught:
            codex.request("x/y")
        self.assertEqual(-32601, caught.exception.rpc_code)

    def test_they_need_the_app_server(self) -> None:
        codex = self.codex(Codex)
        for call in (lambda: codex.request("x/y"), codex.next_notification):
            with self.assertRaises(UnsupportedError):
                call()

    def test_closing_ends_a_wait(self) -> None:
        ends: List[Any] = []

        def wait(codex: Codex) -> None:
            try:
                codex.next_notification()
            except ShutDownError as error:
                ends.append(error.code)

        def follow(codex: Codex) -> None:
            ends.append([one.method for one in codex.notifications()])

        self.close_while(wait)
        self.assertEqual("shut_down", ends.pop())
        self.close_while(follow, "x/y")
        self.assertEqual(["account/updated"], ends.pop())

    def close_while(self, read: Callable[[Codex], None], *requests: str) -> None:
        """Closes a client that a thread waits for; before that, the client answers requests."""
        codex = self.server(Codex, NOTIFYING)
        waiting = threading.Thread(target=read, args=[codex])
        waiting.start()
        processes.eventually(lambda: codex._client._descriptor is not None)
        for method in requests:
            codex.request(method)
        processes.eventually(lambda: not codex._client.ready(0))
        codex.close()
        waiting.join(PATIENCE)
        self.assertFalse(waiting.is_alive())
        with self.assertRaises(ShutDownError):
            codex.next_notification()

    def test_in_a_loop(self) -> None:
        async def main() -> None:
            codex = self.server(AsyncCodex, NOTIFYING)
            self.addCleanup(codex._client.close)
            with self.assertRaises(WaitTimeoutError):
                await codex.next_notification(timeout_ms=20)
            seen: List[str] = []

            async def follow() -> None:
                async for one in codex.notifications():
                    seen.append(one.method)

            following = asyncio.ensure_future(follow())
            self.assertEqual({"a": [1]}, await codex.request("x/y"))
            while not seen:
                await asyncio.sleep(0)
            await codex.close()
            await asyncio.wait_for(following, PATIENCE)
            self.assertEqual(["account/updated"], seen)

        asyncio.run(main())


if __name__ == "__main__":
    unittest.main()
