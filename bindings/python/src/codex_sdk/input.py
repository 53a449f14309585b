"""What is said to the agent in a turn: a text, or a list of texts and images."""

from __future__ import annotations

import base64
import io
import os
from dataclasses import dataclass
from typing import Any, Dict, List, Literal, Mapping, Optional, Protocol, Sequence, Tuple, TypedDict, Union

from .errors import InvalidArgumentError


class TextInput(TypedDict):
    """``{"type": "text", "text": …}``"""

    type: Literal["text"]
    text: str


class LocalImageInput(TypedDict):
    """``{"type": "local_image", "path": …}``"""

    type: Literal["local_image"]
    path: Union[str, "os.PathLike[str]"]


class PillowImage(Protocol):
    """An image of Pillow's, as far as it is needed here."""

    def save(self, fp: Any, format: Optional[str] = None) -> None:
        """Writes the image."""
        ...


@dataclass(frozen=True)
class Image:
    """An image for the model: ``Image("page.png")``, the bytes of a file, or an image of Pillow's.

    Needed only for a path that is a string; in a list, all others are known for what they are.
    """

    source: Union[str, "os.PathLike[str]", bytes, PillowImage]


InputEntry = Union[str, TextInput, LocalImageInput, Image, "os.PathLike[str]", bytes, PillowImage, Mapping[str, Any]]
#: A text; or a list of which strings are texts, and paths, bytes and Pillow's images are images. Texts are joined by a
#: blank line.
Input = Union[str, Sequence[InputEntry]]


def split(given: Input) -> Tuple[Optional[str], Dict[str, Any]]:
    """The prompt argument, and the option ``input`` if it takes one."""
    if isinstance(given, str):
        return given, {}
    if isinstance(given, (list, tuple)):
        return None, {"input": [_entry(index, entry) for index, entry in enumerate(given)]}
    raise InvalidArgumentError(
        f"the input must be a string or a list of entries, not {type(given).__name__}", {"option": "input"}
    )


def _entry(index: int, entry: Any) -> Any:
    if isinstance(entry, str):
        return {"type": "text", "text": entry}
    if isinstance(entry, Mapping):
        return dict(entry)
    return _image(index, entry.source if isinstance(entry, Image) else entry)


def _image(index: int, source: Any) -> Dict[str, Any]:
    if isinstance(source, (str, os.PathLike)):
        return {"type": "local_image", "path": os.fsdecode(source)}
    if isinstance(source, (bytes, bytearray, memoryview)):
        return {"type": "image", "data": base64.b64encode(source).decode()}
    if callable(getattr(source, "save", None)):
        written = io.BytesIO()
        source.save(written, format="PNG")
        return {"type": "image", "data": base64.b64encode(written.getvalue()).decode()}
    raise InvalidArgumentError(
        f"input[{index}] must be a text, an entry, or an image as a path, bytes or an image of Pillow's, "
        f"not {type(source).__name__}",
        {"option": f"input[{index}]"},
    )


__all__: List[str] = ["Image", "Input", "InputEntry", "LocalImageInput", "PillowImage", "TextInput", "split"]
