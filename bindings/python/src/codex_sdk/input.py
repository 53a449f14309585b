"""The input of a turn: a text, or a list of texts and images."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Sequence as SequenceABC
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
    """What this package uses of a Pillow image."""

    @property
    def mode(self) -> str:
        """How the pixels are stored."""
        ...

    def convert(self, mode: Optional[str] = None) -> Any:
        """Returns the image in another mode."""
        ...

    def save(self, fp: Any, format: Optional[str] = None, **params: Any) -> None:
        """Writes the image."""
        ...


@dataclass(frozen=True)
class Image:
    """An image for the model: ``Image("page.png")``, the bytes of a file, or a Pillow image.

    Only a path that is a string needs this class. You can put all other images into the list as they are. Files must be
    PNG, JPEG, GIF or WebP. A Pillow image is sent as PNG; modes that PNG does not have, such as CMYK, are converted.
    """

    source: Union[str, "os.PathLike[str]", bytes, bytearray, memoryview, PillowImage]

    def __repr__(self) -> str:
        what = f"<{len(self.source)} bytes>" if isinstance(self.source, (bytes, bytearray)) else repr(self.source)
        return f"Image({what})"


InputEntry = Union[
    str,
    TextInput,
    LocalImageInput,
    Image,
    "os.PathLike[str]",
    bytes,
    bytearray,
    memoryview,
    PillowImage,
]
#: A text; or a list in which strings are texts, and paths, bytes and Pillow images are images. Wrap a path that is a
#: string in an ``Image``. Texts are joined by a blank line.
Input = Union[str, Sequence[InputEntry]]


def split(given: Input) -> Tuple[Optional[str], Dict[str, Any]]:
    """The prompt, or the turn option ``input`` instead."""
    # Callers may not use a type checker.
    found: Any = given
    if isinstance(found, str):
        return found, {}
    if isinstance(found, SequenceABC) and not isinstance(found, (bytes, bytearray, memoryview)):
        return None, {"input": [_entry(index, entry) for index, entry in enumerate(found)]}
    raise InvalidArgumentError(
        f'the input must be a string or a list such as ["What is this?", path], not {type(found).__name__}',
        {"option": "input"},
    )


def _entry(index: int, entry: Any) -> Any:
    if isinstance(entry, str):
        return {"type": "text", "text": entry}
    if isinstance(entry, Mapping):
        return dict(entry)
    return _image(index, entry.source if isinstance(entry, Image) else entry)


def _image(index: int, source: Any) -> Dict[str, Any]:
    option = f"input[{index}]"
    if isinstance(source, (str, os.PathLike)):
        return {"type": "local_image", "path": os.fsdecode(source)}
    if isinstance(source, (bytes, bytearray, memoryview)):
        content = bytes(source)
    elif all(hasattr(source, name) for name in ("mode", "convert", "save")):
        content = _png(option, source)
    else:
        raise InvalidArgumentError(
            f"{option} must be a text, an entry, or an image as a path, bytes or a Pillow image, "
            f"not {type(source).__name__}",
            {"option": option},
        )
    return {"type": "image", "data": base64.b64encode(content).decode()}


# Modes that PNG does not have, and equivalent ones.
_PNG_MODES = {
    "CMYK": "RGB",
    "YCbCr": "RGB",
    "LAB": "RGB",
    "HSV": "RGB",
    "RGBX": "RGB",
    "RGBa": "RGBA",
    "PA": "RGBA",
    "La": "LA",
    "I": "I;16",
}


def _png(option: str, image: PillowImage) -> bytes:
    written = io.BytesIO()
    try:
        mode = _PNG_MODES.get(image.mode)
        if mode is None:
            image.save(written, format="PNG")
        else:
            # Its colour profile does not apply to the converted image.
            image.convert(mode).save(written, format="PNG", icc_profile=None)
    except Exception as error:
        raise InvalidArgumentError(
            f"{option}: the image (mode {image.mode}) cannot be written as PNG: {error}", {"option": option}
        ) from error
    return written.getvalue()


__all__: List[str] = ["Image", "Input", "InputEntry", "LocalImageInput", "PillowImage", "TextInput", "split"]
