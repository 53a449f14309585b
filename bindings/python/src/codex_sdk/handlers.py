"""What answers the agent by itself: a handler of approvals, and tools."""

from __future__ import annotations

import dataclasses
import inspect
import json
from os import PathLike, fspath
from typing import Any, Awaitable, Callable, Mapping, Optional, Union, overload

from ._types import arguments_codec
from .errors import InvalidArgumentError
from .events import ApprovalRequestedEvent

#: What answers the agent: for an approval a decision such as ``"accept"``, or a whole response.
Response = Union[str, Mapping[str, Any]]
#: The option ``on_approval``: a function, or an ``async`` one, from what the agent asks to the response.
ApprovalHandler = Callable[[ApprovalRequestedEvent], Union[Response, Awaitable[Response]]]


class Tool:
    """A function that the agent may call, made by the decorator ``tool``. It can still be called as the function.

    - ``name``: The name by which the agent calls it.
    - ``description``: What the agent is told about it.
    - ``input_schema``: JSON Schema of its arguments.
    - ``is_async``: Whether it is a coroutine function.
    """

    def __init__(
        self, function: Callable[..., Any], name: Optional[str] = None, description: Optional[str] = None
    ) -> None:
        self.name: str = name or function.__name__
        self.description: str = inspect.getdoc(function) or "" if description is None else description
        self._function = function
        try:
            self._arguments = arguments_codec(function, self.name)
        except InvalidArgumentError as error:
            # Not an output schema.
            raise InvalidArgumentError(error.message, {"option": "tools"}) from error.__cause__
        self.input_schema: Mapping[str, Any] = self._arguments.schema
        self.is_async: bool = inspect.iscoroutinefunction(function)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._function(*arguments, **named)

    def read(self, arguments: Any) -> Mapping[str, Any]:
        """The arguments that the model wrote, as the function takes them."""
        found: Mapping[str, Any] = self._arguments.read({} if arguments is None else arguments, "")
        return found

    def __repr__(self) -> str:
        return f"<codex_sdk.Tool {self.name}>"


#: An entry of the option ``tools``: a function with the decorator ``tool``, or a dictionary, whose calls the program
#: answers itself.
ToolLike = Union[Tool, Mapping[str, Any]]


@overload
def tool(function: Callable[..., Any]) -> Tool: ...


@overload
def tool(*, name: Optional[str] = None, description: Optional[str] = None) -> Callable[[Callable[..., Any]], Tool]: ...


def tool(
    function: Optional[Callable[..., Any]] = None, *, name: Optional[str] = None, description: Optional[str] = None
) -> Any:
    """Makes a tool for the agent of a function with annotations, which may be ``async``.

    The annotations say what its arguments are, as the fields of a class for ``run_json`` do; an argument with a default
    may be left out. The docstring tells the agent what it is for. The agent gets a string as it is, and any other
    result as JSON. ``@tool(name=…, description=…)`` says these otherwise.
    """
    if function is None:
        return lambda function: Tool(function, name, description)
    return Tool(function, name, description)


def result_text(result: Any) -> str:
    """A tool's result as the text for the agent."""
    return result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, PathLike):
        return fspath(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    raise TypeError(f"its result cannot be represented as JSON: {type(value).__name__}")


__all__ = ["ApprovalHandler", "Response", "Tool", "ToolLike", "tool"]
