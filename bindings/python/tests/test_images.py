"""Images: what reaches the model of a path, of bytes, of an image of Pillow's."""

from __future__ import annotations

import base64
import io
import os
import unittest
from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple

import support

support.needs("PIL")

import PIL.Image
import PIL.ImageCms

from codex_sdk import Codex, Image, InvalidArgumentError, LocalImageInput
from codex_sdk.input import split
from support import RealTest

SIZE = (3, 2)
RED = (204, 51, 51)


def picture(mode: str = "RGB") -> PIL.Image.Image:
    """A red one, in any mode of Pillow's."""
    through = {"RGBa": "RGBA", "La": "LA", "PA": "P"}.get(mode)
    red = PIL.Image.new("RGB", SIZE, RED)
    if mode == "LAB":
        cms: Any = PIL.ImageCms
        profiles = [cms.createProfile(name) for name in ("sRGB", "LAB")]
        converted: PIL.Image.Image = cms.applyTransform(red, cms.buildTransform(*profiles, "RGB", "LAB"))
        return converted
    return (red.convert(through) if through else red).convert(mode)


def encoded(format: str) -> bytes:
    written = io.BytesIO()
    picture().save(written, format)
    return written.getvalue()


PNG = encoded("PNG")

# How it is given, made of a file's path; the format of the file.
GIVEN: List[Tuple[str, Callable[[str], Any], str]] = [
    ("a dictionary with a string", lambda path: {"type": "local_image", "path": path}, "PNG"),
    ("a dictionary with a path", lambda path: {"type": "local_image", "path": Path(path)}, "PNG"),
    ("a path", Path, "PNG"),
    ("a path, wrapped", lambda path: Image(Path(path)), "PNG"),
    ("a string, wrapped", Image, "PNG"),
    ("a path from here", lambda path: Path(os.path.relpath(path)), "PNG"),
    ("a JPEG", Path, "JPEG"),
    ("a WebP", Path, "WEBP"),
    ("bytes", lambda path: Path(path).read_bytes(), "PNG"),
    ("bytes of a JPEG", lambda path: Path(path).read_bytes(), "JPEG"),
    ("bytes, wrapped", lambda path: Image(Path(path).read_bytes()), "WEBP"),
    ("a bytearray", lambda path: bytearray(Path(path).read_bytes()), "PNG"),
    ("a memoryview", lambda path: memoryview(Path(path).read_bytes()), "PNG"),
    ("a dictionary with base64", lambda path: {"type": "image", "data": base64.b64encode(PNG).decode()}, "PNG"),
]

# Mode, pixel as it arrives. The red is one that the palette has.
MODES: Dict[str, Tuple[int, ...]] = {
    "1": (0, 0, 0),
    "L": (97, 97, 97),
    "LA": (97, 97, 97),
    "La": (97, 97, 97),
    "P": RED,
    "PA": RED,
    "RGB": RED,
    "RGBA": RED,
    "RGBX": RED,
    "RGBa": RED,
    "CMYK": RED,
    "YCbCr": RED,
    "HSV": RED,
}

# What is no image, what the package says of it.
REFUSED: List[Tuple[Any, str]] = [
    (3, "input[1] must be a text, an entry, or an image as a path, bytes or a Pillow image, not int"),
    (None, "not NoneType"),
    (Image(3.5), "not float"),  # type: ignore[arg-type]
    ([PNG], "not list"),
    (picture("F"), "input[1]: the image (mode F) cannot be written as PNG"),
]

# Images that the library refuses.
UNREADABLE: List[Any] = [b"", b"photo.png", base64.b64encode(PNG), encoded("BMP"), Image(encoded("TIFF"))]


class RealImages(RealTest):
    def seen(self, *images: Any) -> List[bytes]:
        """What the model is shown."""
        session = self.session({"message": "I see"})
        self.codex(session, Codex).start_thread(self.thread_options()).run(["look", *images])
        (request,) = session.requests()
        urls = [
            part["image_url"]
            for message in request["input"]
            for part in message.get("content", ())
            if part["type"] == "input_image"
        ]
        self.assertEqual(len(images), len(urls), request["input"][-1])
        return [base64.b64decode(url.partition(";base64,")[2], validate=True) for url in urls]

    def file(self, name: str, content: bytes) -> str:
        path = Path(self.folder, name)
        path.write_bytes(content)
        return str(path)

    def test_the_file_itself_reaches_the_model(self) -> None:
        given = [make(self.file(f"{number}.image", encoded(form))) for number, (_, make, form) in enumerate(GIVEN)]
        for (name, _, form), seen in zip(GIVEN, self.seen(*given)):
            with self.subTest(name):
                self.assertEqual(encoded(form), seen)

    def test_a_gif_is_made_a_png_by_the_cli(self) -> None:
        (seen,) = self.seen(encoded("GIF"))
        self.assert_shows(RED, seen)

    def test_every_mode_of_pillow(self) -> None:
        modes = {**MODES, "LAB": RED}
        for (mode, pixel), seen in zip(modes.items(), self.seen(*map(picture, modes))):
            with self.subTest(mode):
                self.assert_shows(pixel, seen)

    def test_sixteen_bits(self) -> None:
        for mode in ("I", "I;16", "I;16B"):
            deep = PIL.Image.new(mode, SIZE, 40_000)
            (seen,) = self.seen(Image(deep))
            with PIL.Image.open(io.BytesIO(seen)) as image:
                self.assertEqual(40_000, image.getpixel((0, 0)))

    def test_an_opened_file_and_one_with_a_profile(self) -> None:
        with PIL.Image.open(self.file("a.tiff", encoded("TIFF"))) as opened:
            (seen,) = self.seen(opened)
        self.assert_shows(RED, seen)
        printed = picture("CMYK")
        printed.info["icc_profile"] = b"a profile for ink"
        (seen,) = self.seen(printed)
        self.assert_shows(RED, seen)
        self.assertNotIn("icc_profile", PIL.Image.open(io.BytesIO(seen)).info)

    def assert_shows(self, pixel: Tuple[int, ...], content: bytes) -> None:
        with PIL.Image.open(io.BytesIO(content)) as image:
            self.assertEqual(("PNG", SIZE), (image.format, image.size))
            actual: Any = image.convert("RGB").getpixel((0, 0))
        # Some modes lose a little on the way there and back.
        self.assertTrue(all(abs(a - b) <= 3 for a, b in zip(pixel, actual)), (pixel, actual))

    def test_a_file_is_missing(self) -> None:
        session = self.session({"message": "no"})
        thread = self.codex(session, Codex).start_thread(self.thread_options())
        missing = self.path("missing.png")
        entries: List[Any] = [missing, Path(missing), {"type": "local_image", "path": missing}]
        for entry in entries:
            with self.assertRaises(InvalidArgumentError) as caught:
                thread.run(["look", Image(entry) if isinstance(entry, str) else entry])
            self.assertIn(missing, str(caught.exception))
            self.assertIn("No such file", str(caught.exception))
        self.assertEqual([], session.requests())

    def test_what_the_cli_cannot_read(self) -> None:
        session = self.session({"message": "no"})
        thread = self.codex(session, Codex).start_thread(self.thread_options())
        text = Path(self.file("a.txt", b"text"))
        for image in (*UNREADABLE, text, Path(self.work)):
            with self.assertRaisesRegex(InvalidArgumentError, "PNG, JPEG, GIF and WebP") as caught:
                thread.run(["look", image])
            self.assertEqual("input[1]", caught.exception.option)
        # What root may not read, either.
        with self.assertRaisesRegex(InvalidArgumentError, "image cannot be read .*error.*: /proc/self/mem"):
            thread.run(["look", Path("/proc/self/mem")])
        self.assertEqual([], session.requests())


class Entries(unittest.TestCase):
    def test_refused(self) -> None:
        for entry, message in REFUSED:
            with self.subTest(message), self.assertRaises(InvalidArgumentError) as caught:
                split(["look", entry])
            self.assertIn(message, str(caught.exception))
            self.assertEqual("input[1]", caught.exception.option)

    def test_no_list(self) -> None:
        for given in (PNG, Path("a.png"), Image("a.png"), {"type": "text", "text": "x"}, None, 3, {"a"}):
            with self.assertRaisesRegex(InvalidArgumentError, "the input must be a string or a list such as"):
                split(given)  # type: ignore[arg-type]

    def test_a_broken_image_of_pillow(self) -> None:
        written = io.BytesIO()
        PIL.Image.effect_noise((99, 99), 50).convert("RGB").save(written, "PNG")
        cut = PIL.Image.open(io.BytesIO(written.getvalue()[:5000]))
        closed = picture()
        closed.close()
        for image in (cut, closed):
            with self.assertRaisesRegex(InvalidArgumentError, "mode RGB.* cannot be written as PNG"):
                split([image])

    def test_repr(self) -> None:
        self.assertEqual("Image(<3 bytes>)", repr(Image(b"abc")))
        self.assertEqual("Image('a.png')", repr(Image("a.png")))

    def test_the_callers_entry_is_not_changed(self) -> None:
        entry: LocalImageInput = {"type": "local_image", "path": Path("a.png")}
        self.assertEqual((None, {"input": [entry]}), split([entry]))


if __name__ == "__main__":
    unittest.main()
