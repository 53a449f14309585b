"""Schemas for the agent's answer, and answers read by them."""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping, Type, Union

from .errors import InvalidArgumentError, InvalidResponseError

#: A JSON Schema as a dictionary; or a dataclass, a TypedDict or a pydantic model that says the same.
SchemaSource = Union[Mapping[str, Any], Type[Any]]


def json_schema(source: SchemaSource) -> Dict[str, Any]:
    """The JSON Schema that a source stands for."""
    if isinstance(source, Mapping):
        return dict(source)
    raise InvalidArgumentError(f"no schema can be made of {source!r}")


def read_answer(source: SchemaSource, answer: str) -> Any:
    """The answer as what the source describes: parsed JSON, or an instance of the class."""
    try:
        return json.loads(answer)
    except ValueError as error:
        raise InvalidResponseError(f"the agent's answer is not JSON: {error}", response=answer) from None
