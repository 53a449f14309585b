"""How the Python package names what the vocabulary has, and how its modules are written."""

from __future__ import annotations

import re
from typing import Iterable, List, Sequence, Tuple

from schema import NOTE, WIDTH, Field, Record, Schema, Words, camel, error_class, said, wrapped

EVENT_NAMES = {"error": "ThreadErrorEvent"}
TYPING = ("Any", "Callable", "Dict", "List", "Literal", "Mapping", "Optional", "Sequence", "Tuple", "Type", "TypedDict", "Union")


def class_of(record: Record, schema: Schema) -> str:
    """The class of an object, item or event."""
    if record in schema.events:
        return EVENT_NAMES.get(record.type, f"{camel(record.type)}Event")
    return f"{camel(record.name)}Item" if record in schema.items else camel(record.name)


def sentence(schema: Schema, doc: str) -> str:
    """A sentence with names of Python, as code in Markdown."""
    return said(doc, lambda name: python_name(schema, name))


def python_name(schema: Schema, name: str) -> str:
    errors = {status.name: error_class(status.code) for status in schema.errors()}
    own = {"true": "True", "false": "False", "null": "None", **EVENT_NAMES, **errors}
    return f"`{own.get(name, name)}`"


def field_docs(schema: Schema, fields: Sequence[Field]) -> List[Tuple[str, str]]:
    return [(one.name, sentence(schema, one.doc)) for one in fields]


def literal_code(text: str) -> str:
    """Code in Markdown as code in a docstring."""
    return re.sub(r"`([^`]+)`", r"``\1``", text)


def docstring(text: str, fields: Sequence[Tuple[str, str]] = (), indent: str = "    ", more: str = "") -> str:
    """A docstring: a paragraph, a list of what there is, another paragraph."""
    quotes = f'{indent}"""'
    one_line = f'{quotes}{literal_code(text)}"""\n'
    if not fields and not more and len(one_line) <= WIDTH + 1:
        return one_line
    # The quotes stand before the first line, in the place of three letters.
    paragraphs = [quotes + wrapped(f"___{literal_code(text)}", indent, WIDTH)[len(indent) + 3 :]]
    bullets = [wrapped(literal_code(f"`{name}`: {doc}"), f"{indent}  ", WIDTH) for name, doc in fields]
    paragraphs += ["\n".join(f"{indent}- {bullet[len(indent) + 2 :]}" for bullet in bullets)] * bool(fields)
    paragraphs += [wrapped(literal_code(more), indent, WIDTH)] * bool(more)
    return "\n\n".join(paragraphs) + f'\n{indent}"""\n'


def module(doc: str, imports: str, body: str) -> str:
    """A whole file."""
    standard = "import os\n" if "os." in body else ""
    if "@dataclass" in body:
        standard += f"from dataclasses import dataclass{', field' if 'field(' in body else ''}\n"
    names = [name for name in TYPING if re.search(rf"\b{name}\b", body)]
    standard += f"from typing import {', '.join(names)}\n" if names else ""
    head = f"# {NOTE}\n\n{docstring(doc, indent='')}\nfrom __future__ import annotations\n"
    return "\n".join([head, standard, *filter(None, [imports]), body])


def bracketed(left: str, inner: str) -> str:
    line = f"{left}[{inner}]"
    return f"{line}\n" if len(line) <= WIDTH else f"{left}[\n    {inner}\n]\n"


def names_list(names: Iterable[str]) -> str:
    return "__all__ = [\n" + "".join(f'    "{name}",\n' for name in sorted(names)) + "]\n"


def words(one: Words, others: str) -> str:
    listed = "Literal[" + ", ".join(f'"{word}"' for word in one.words) + "]"
    value = f"{camel(one.name)} = {listed}\n"
    if not one.closed:
        value = bracketed(f"{camel(one.name)} = Union", f"{listed}, {others}")
        if max(map(len, value.splitlines())) > WIDTH:
            value = f"{camel(one.name)} = Union[\n    {listed},\n    {others},\n]\n"
    return f"#: {one.doc}\n{value}"
