"""Schemas for the agent's answer, and answers read by them."""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping, Optional, Type, Union

from ._json import whole_characters
from ._shapes import Misfit, Shape
from ._types import shape_of
from .errors import InvalidArgumentError, InvalidResponseError

#: A JSON Schema as a dictionary, passed on as it is; or a type that says the same: a dataclass, a TypedDict, a pydantic
#: model (version 2), or ``list[…]`` of one. Inside them: ``str``, ``int``, ``float``, ``bool``, ``None``, ``Literal``,
#: enums, ``Optional``, ``Union``, ``list``, ``tuple[X, ...]`` and types like themselves.
#:
#: The service follows a schema strictly, for which it has to be an object at the top. The answer to any other type
#: comes as ``{"response": …}``; ``run_json`` takes it out of there.
SchemaSource = Union[Mapping[str, Any], Type[Any]]


def json_schema(source: SchemaSource) -> Dict[str, Any]:
    """The JSON Schema that a source stands for.

    Descriptions come from docstrings, ``Annotated[str, "what it is"]`` and ``field(metadata={"description": …})``.
    """
    return dict(source) if isinstance(source, Mapping) else _shape(source).schema


def read_answer(source: SchemaSource, answer: str, thread_id: Optional[str] = None) -> Any:
    """The answer as what the source describes: parsed JSON, or an instance of the type."""
    shape = None if isinstance(source, Mapping) else _shape(source)
    cause = None
    if not answer.strip():
        problem = "the agent ended its turn without an answer"
    else:
        try:
            parsed = json.loads(whole_characters(answer), parse_constant=_no_number, parse_int=_integer)
            return parsed if shape is None else shape.read(parsed, "")
        except Misfit as misfit:
            problem, cause = f"the agent's answer does not fit: {misfit}", misfit.__cause__
        except RecursionError:
            problem = "the agent's answer is nested too deeply"
        except OverflowError as error:
            problem = f"the agent's answer holds what Python does not: {error}"
        except ValueError as error:
            problem = f"the agent's answer is not JSON: {error}"
    # Not raised above: an error that is kept would keep alive what was going on there.
    raise InvalidResponseError(problem, {} if thread_id is None else {"thread_id": thread_id}, answer) from cause


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _integer(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:
        raise OverflowError(f"an integer of {len(digits)} digits") from None


def _shape(source: Any) -> Shape:
    if source is None or isinstance(source, (str, bytes, int, float, list, tuple)):
        raise InvalidArgumentError(
            "the schema must be a JSON Schema object (a dictionary), a dataclass, a TypedDict or a pydantic model, "
            f"not {source!r}",
            {"option": "output_schema"},
        )
    return shape_of(source)


__all__ = ["SchemaSource", "json_schema", "read_answer"]
