"""How the C++ binding names what the vocabulary has, and how its headers are written."""

from __future__ import annotations

import re
from typing import Callable, Iterable

from schema import NOTE, WIDTH, Field, Record, Schema, camel, error_class, said, wrapped

INDENT = "    "
OWNERS = {"client": "CodexOptions", "thread": "ThreadOptions", "turn": "TurnOptions"}
FIELD_TYPES = {
    "text": "std::string",
    "text?": "std::optional<std::string>",
    "word": "std::string",
    "integer": "std::int64_t",
    "integer?": "std::optional<std::int64_t>",
    "boolean": "bool",
    "boolean?": "std::optional<bool>",
    "json": "std::optional<Json>",
    "item": "Item",
}
#: What is rarely absent, and so has no `std::optional` around them.
BARE_JSON = {"arguments"}
#: A macro of <cstdio> has the name of the one; `code()` is the number.
ERROR_MEMBERS = {"stderr": "stderr_text"}
ERROR_FUNCTIONS = {"code": "code_name", "stderr": "stderr_text"}
#: Words of the language.
KEYWORDS = {"namespace"}


def struct(record: Record, schema: Schema) -> str:
    if record in schema.items:
        return f"{camel(record.name)}Item"
    if record in schema.events:
        return "ThreadErrorEvent" if record.name == "error" else f"{camel(record.name)}Event"
    return camel(record.name)


def member(field: Field) -> str:
    return f"{field.name}_" if field.name in KEYWORDS else field.name


def error_function(field: Field) -> str:
    return ERROR_FUNCTIONS.get(field.name, field.name)


def field_type(field: Field) -> str:
    if field.type == "list":
        return "Json" if field.of == "json" else f"std::vector<{inner(field.of)}>"
    if field.type == "map":
        return f"std::map<std::string, {inner(field.of)}>"
    if field.type in ("object", "object?"):
        return camel(field.of) if field.type == "object" else f"std::optional<{camel(field.of)}>"
    return "Json" if field.type == "json" and field.name in BARE_JSON else FIELD_TYPES[field.type]


def inner(name: str) -> str:
    return {"text": "std::string", "item": "Item"}.get(name) or camel(name)


def names(schema: Schema, is_readme: bool = False) -> Callable[[str], str]:
    """How a doc names what it speaks of."""
    errors = {status.name: status.code for status in schema.errors()}
    listed = {option.name: option.unitless for owner in OWNERS for option in schema.options[owner]}
    functions = {field.name: error_function(field) + "()" for field in schema.error_fields}

    def name(word: str) -> str:
        if word in errors:
            return f"`{error_class(errors[word])}`" if is_readme else f"@ref ErrorCode::{errors[word]}"
        if word == "null":
            return "`std::nullopt`"
        if word in listed:
            return f"`{listed[word]}`"
        if word == "turn_usage":
            return f"`TurnResult::{word}`" if is_readme else f"@ref TurnResult::{word}"
        return f"`{functions[word]}`" if word in functions and word not in ("error", "message") else f"`{word}`"

    return name


def header(name: str, doc: str, includes: str, body: str) -> str:
    guard = "CODEX_SDK_" + re.sub(r"\W", "_", name).upper() + "_HPP"
    system = "".join(f"#include {one}\n" for one in sorted(includes.split()) if one.startswith("<"))
    own = "".join(f'#include "{one}"\n' for one in sorted(includes.split()) if not one.startswith("<"))
    is_detail = name.startswith("detail/")
    if is_detail:
        body = f"namespace detail {{\n\n{body}\n}}  // namespace detail"
    return f"""// {NOTE}
/// @file
/// {doc}

#ifndef {guard}
#define {guard}

{system}{chr(10) if system else ""}{own}
namespace codex_sdk {{
inline namespace CODEX_SDK_DIALECT {{
inline namespace CODEX_SDK_FORM {{
{"" if is_detail else chr(10)}{body}
}}  // namespace CODEX_SDK_FORM
}}  // namespace CODEX_SDK_DIALECT
}}  // namespace codex_sdk

#endif  // {guard}
"""


def comment(text: str, indent: str = "") -> str:
    return wrapped(text, f"{indent}/// ", WIDTH)


def fields_of(fields: Iterable[Field], schema: Schema) -> str:
    lines = []
    for field in fields:
        doc = said(field.doc, names(schema))
        if field.type == "word":
            doc = f"{doc[:-1]}: {', '.join(map(in_quotes, schema.words[field.of].words))}, …"
        start = {"boolean": " = false", "integer": " = 0", "list": ' = Json("[]")' if field.of == "json" else ""}
        kind = field_type(field)
        lines.append(f"{comment(doc, INDENT)}\n    {kind} {member(field)}{start.get(field.type, '')};\n")
    return "".join(lines)


def in_quotes(word: str) -> str:
    return f'"{word}"'
