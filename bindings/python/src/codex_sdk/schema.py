"""Makes schemas for the agent's answers, and reads the answers."""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping, Optional, Type, Union

from ._codecs import Codec, SchemaMismatch
from ._json import whole_characters
from ._types import codec_of
from .errors import InvalidArgumentError, InvalidResponseError

#: A JSON Schema as a dictionary, used as it is; or a type to make one from: a dataclass, a TypedDict, a pydantic model
#: (version 2), or ``list[…]`` of one. Their fields may be ``str``, ``int``, ``float``, ``bool``, ``None``, ``Literal``,
#: enums, ``Optional``, ``Union``, ``list``, ``tuple[X, ...]``, or again such a type.
#:
#: The service requires an object at the top. For any other type the response is ``{"response": …}``, from which
#: ``run_json`` extracts the value.
SchemaSource = Union[Mapping[str, Any], Type[Any]]


def json_schema(source: SchemaSource) -> Dict[str, Any]:
    """The JSON Schema of a source.

    Descriptions come from docstrings, ``Annotated[str, "what it is"]`` and ``field(metadata={"description": …})``.
    """
    return dict(source) if isinstance(source, Mapping) else _codec(source).schema


def read_answer(source: SchemaSource, answer: str, thread_id: Optional[str] = None) -> Any:
    """The response as the source describes it: parsed JSON, or an instance of the type."""
    codec = None if isinstance(source, Mapping) else _codec(source)
    cause = None
    if not answer.strip():
        problem = "the agent ended its turn without a response"
    else:
        try:
            parsed = json.loads(whole_characters(answer), parse_constant=_no_number, parse_int=_integer)
            return parsed if codec is None else codec.read(parsed, "")
        except SchemaMismatch as mismatch:
            problem, cause = f"the agent's response does not follow the schema: {mismatch}", mismatch.__cause__
        except RecursionError:
            problem = "the agent's response is nested too deeply"
        except OverflowError as error:
            problem = f"the agent's response has a number that Python cannot represent: {error}"
        except ValueError as error:
            problem = f"the agent's response is not JSON: {error}"
    # Not raised above: an error that the program keeps would keep the context of that exception alive.
    raise InvalidResponseError(problem, {} if thread_id is None else {"thread_id": thread_id}, answer) from cause


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _integer(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:
        raise OverflowError(f"an integer of {len(digits)} digits") from None


def _codec(source: Any) -> Codec:
    if source is None or isinstance(source, (str, bytes, int, float, list, tuple)):
        raise InvalidArgumentError(
            "the schema must be a JSON Schema object (a dictionary), a dataclass, a TypedDict or a pydantic model, "
            f"not {source!r}",
            {"option": "output_schema"},
        )
    return codec_of(source)


__all__ = ["SchemaSource", "json_schema", "read_answer"]
