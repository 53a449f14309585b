"""Answers what the agent asks in a turn, with the handlers of its thread."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import threading
import weakref
from typing import Any, Awaitable, Callable, Coroutine, Dict, List, Mapping, NamedTuple, Optional, Union

from . import _native
from ._codecs import SchemaMismatch
from ._options import plain
from ._reading import Batch, read_events
from .errors import CodexError, HandlerError, InvalidArgumentError
from .events import ApprovalRequestedEvent, ToolRequestedEvent
from .handlers import ApprovalHandler, Tool, result_text

Request = Union[ApprovalRequestedEvent, ToolRequestedEvent]
#: Starts a task in the event loop.
Spawn = Callable[[Callable[[], Coroutine[Any, Any, None]]], None]


class Handlers(NamedTuple):
    """What a thread answers the agent with."""

    on_approval: Optional[ApprovalHandler]
    tools: Dict[str, Tool]


class Answering:
    """Answers what is asked in one turn.

    Handlers run outside of the code that reads the turn: in a thread each, or as tasks of an event loop. So a slow one
    delays neither the events nor the next one. This does not keep the turn alive.
    """

    def __init__(self, turn: _native.Turn, handlers: Handlers, spawn: Optional[Spawn]) -> None:
        self._turn = weakref.ref(turn)
        self._handlers = handlers
        self._spawn = spawn
        #: What went wrong in handlers, to be raised once the turn has ended.
        self.errors: List[HandlerError] = []

    def look(self, text: bytes) -> None:
        """Has a handler answer each request among these NUL-separated events."""
        if b'.requested"' not in text:
            return
        for line in text.split(b"\0"):
            if b'.requested"' not in line:
                continue
            for event in read_events([Batch(line)]):
                if isinstance(event, ApprovalRequestedEvent) and self._handlers.on_approval is not None:
                    self._start(_Approval(event, self._handlers.on_approval))
                elif isinstance(event, ToolRequestedEvent) and event.tool in self._handlers.tools:
                    self._start(_Call(event, self._handlers.tools[event.tool]))

    def _start(self, asked: _Asked) -> None:
        if self._spawn is not None and asked.is_async:
            self._spawn(lambda: self._answer(asked))
            return
        # Whoever waits for a request context, for example, finds it in the handler, too.
        run = contextvars.copy_context().run
        work = threading.Thread(target=run, args=[self._answer_here, asked], name="codex_sdk handler", daemon=True)
        work.start()

    async def _answer(self, asked: _Asked) -> None:
        try:
            found = asked.ask()
            response = asked.response(await found if inspect.isawaitable(found) else found)
        except BaseException as error:
            self._decline(asked, error)
            if not isinstance(error, Exception):
                raise
        else:
            self._respond(asked, response)

    def _answer_here(self, asked: _Asked) -> None:
        try:
            found = asked.ask()
            response = asked.response(asyncio.run(_awaited(found)) if inspect.isawaitable(found) else found)
        except BaseException as error:
            self._decline(asked, error)
        else:
            self._respond(asked, response)

    def _respond(self, asked: _Asked, response: Any) -> None:
        problem = self._send(asked, response)
        if problem is not None:
            self._decline(asked, _WrongResponse(problem))

    def _decline(self, asked: _Asked, error: BaseException) -> None:
        # Before the answer, after which the turn may end.
        if not isinstance(error, SchemaMismatch):
            failure = HandlerError(f"{asked.name} failed: {_said(error)}")
            failure.__cause__ = None if isinstance(error, _WrongResponse) else error
            self.errors.append(failure)
        self._send(asked, asked.refusal(error))

    def _send(self, asked: _Asked, response: Any) -> Optional[str]:
        """Responds, and returns what is wrong with the response, if anything."""
        found = {"decision": response} if isinstance(response, str) else response
        if not isinstance(found, Mapping):
            return f"it returned {response!r}, which is neither a decision nor a dictionary"
        turn = self._turn()
        if turn is None:
            return None
        try:
            turn.respond(asked.event.request_id, plain(found, "response"))
        except InvalidArgumentError as error:
            # Somebody else answered first, or it was too late.
            if error.option == "request_id":
                return None
            return f"it returned {response!r}, which does not fit: {error}"
        except CodexError:
            # The turn cannot be told any more.
            pass
        return None


class _WrongResponse(Exception):
    pass


class _Asked:
    """A request, and what answers it."""

    name: str
    event: Request
    is_async: bool

    def ask(self) -> Any:
        """Calls the program's function."""
        raise NotImplementedError

    def response(self, found: Any) -> Any:
        """The response for what the function has returned."""
        raise NotImplementedError

    def refusal(self, error: BaseException) -> Mapping[str, Any]:
        """The response if that is an error."""
        raise NotImplementedError


class _Approval(_Asked):
    def __init__(self, event: ApprovalRequestedEvent, handler: ApprovalHandler) -> None:
        self.name = "on_approval"
        self.event = event
        self.is_async = _is_async(handler)
        self._handler = handler
        self._approval = event

    def ask(self) -> Any:
        return self._handler(self._approval)

    def response(self, found: Any) -> Any:
        return found

    def refusal(self, error: BaseException) -> Mapping[str, Any]:
        return {"decision": "decline"}


class _Call(_Asked):
    def __init__(self, event: ToolRequestedEvent, called: Tool) -> None:
        self.name = f"the tool {called.name}"
        self.event = event
        self._arguments = event.arguments
        self.is_async = called.is_async
        self._called = called

    def ask(self) -> Any:
        return self._called(**self._called.read(self._arguments))

    def response(self, found: Any) -> Any:
        return {"content": [{"type": "text", "text": result_text(found)}]}

    def refusal(self, error: BaseException) -> Mapping[str, Any]:
        # The model may do better with an argument that it got wrong.
        said = f"the arguments do not fit: {error}" if isinstance(error, SchemaMismatch) else _said(error)
        return {"error": said}


def _said(error: BaseException) -> str:
    return str(error) or type(error).__name__


async def _awaited(found: Awaitable[Any]) -> Any:
    return await found


def _is_async(function: Any) -> bool:
    call = getattr(function, "__call__", None)  # noqa: B004 (an object with an async `__call__`)
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)
