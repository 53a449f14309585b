"""What the Rust core takes from the vocabulary: tables of options, and codes of errors."""

from __future__ import annotations

import json
from typing import Dict, Iterable, Iterator, List

from schema import (
    NOTE,
    WIDTH,
    Field,
    Option,
    Record,
    Schema,
    camel,
    field_cell,
    field_doc,
    option_doc,
    said,
    table,
    with_regions,
    wrapped,
)

KINDS = {
    "text": "Text",
    "path": "Text",
    "flag": "Flag",
    "milliseconds": "Milliseconds",
    "bytes": "Bytes",
    "count": "Count",
    "factor": "Factor",
    "texts": "Texts",
    "paths": "Texts",
    "text_map": "TextMap",
    "object": "Object",
    "objects": "Objects",
    "input": "Input",
}

#: What each kind of value is called in errors, the README and the header, and what its doc says besides.
VALUES = {
    "Text": ("a string", "A string that is not empty and has no NUL."),
    "Flag": ("true or false", "`true` or `false`."),
    "Milliseconds": ("a whole number of milliseconds", "Milliseconds, a whole number; 0 is off."),
    "Bytes": ("a whole number of bytes, at least 1", "A whole number of bytes, at least 1."),
    "Count": ("a whole number, at least 0", "A whole number; 0 is no limit."),
    "Factor": ("a number, at least 0", "A number, at least 0."),
    "Texts": ("an array of strings", "An array of strings without NULs."),
    "TextMap": ("an object of strings", "An object of strings."),
    "Object": ("an object", "An object."),
    "Objects": ("an array of objects", "An array of objects."),
    "Input": ("an array of input entries", "An array of input entries."),
}

#: The functions that take them.
OWNERS = {
    "client": "`codex_sdk_client_new`",
    "thread": "`codex_sdk_thread_start` and `codex_sdk_thread_resume`",
    "turn": "`codex_sdk_thread_run` and `codex_sdk_turn_start`",
}


def outputs(schema: Schema) -> Dict[str, str]:
    return {
        "src/sdk/options/kind.rs": kinds(),
        "src/sdk/options/table.rs": options(schema),
        "src/sdk/error_code.rs": codes(schema),
        "src/abi/status.rs": statuses(schema),
        "schema/header.txt": header(schema),
        "README.md": readme(schema),
    }


def kinds() -> str:
    variants = "".join(f"    /// {doc}\n    {kind},\n" for kind, (_, doc) in VALUES.items())
    words = "".join(f"            Kind::{kind} => {rust_string(words)},\n" for kind, (words, _) in VALUES.items())
    return f"""//! What an option's value must be. {NOTE}

/// What an option's value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {{
{variants}}}

impl Kind {{
    /// For messages.
    pub fn words(self) -> &'static str {{
        match self {{
{words}        }}
    }}
}}

/// One option.
#[derive(Debug)]
pub struct Spec {{
    /// Its key.
    pub name: &'static str,
    /// What its value must be.
    pub kind: Kind,
}}
"""


def options(schema: Schema) -> str:
    parts = [f"//! Every option, in order, and the defaults. {NOTE}\n", "use super::kind::{Kind, Spec};\n"]
    parts.append("".join(default_value(option) for owner in OWNERS for option in schema.options[owner]))
    for owner, functions in OWNERS.items():
        rows = [
            f"    Spec {{ name: {rust_string(option.name)}, kind: Kind::{KINDS[option.kind]} }},\n"
            for option in schema.options[owner]
        ]
        parts.append(f"/// Options of {functions}.\npub const {owner.upper()}: &[Spec] = &[\n{''.join(rows)}];\n")
    return "\n".join(parts)


def default_value(option: Option) -> str:
    """The default, unless it is what Rust takes for nothing anyway."""
    kind = {"milliseconds": "u64", "bytes": "usize", "count": "usize", "text": "&str"}.get(option.kind)
    if not option.default or kind is None:
        return ""
    value = rust_string(option.default.strip("`")) if kind == "&str" else f"{option.default:_}"
    return f"/// Default of `{option.name}`.\npub const {option.name.upper()}: {kind} = {value};\n"


def codes(schema: Schema) -> str:
    errors = schema.errors()
    variants = "".join(f"{wrapped(said(one.doc), '    /// ', WIDTH)}\n    {camel(one.code)},\n" for one in errors)
    listed = "".join(f"        Code::{camel(one.code)},\n" for one in errors)
    names = "".join(f"            Code::{camel(one.code)} => {rust_string(one.code)},\n" for one in errors)
    return f"""//! The kinds of errors. {NOTE}

/// What kind of failure it is; the ABI gives each a number, the error JSON its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {{
{variants}}}

impl Code {{
    /// Every code there is.
    pub const ALL: [Code; {len(errors)}] = [
{listed}    ];

    /// The name in the error JSON's `code`.
    pub fn name(self) -> &'static str {{
        match self {{
{names}        }}
    }}
}}
"""


def statuses(schema: Schema) -> str:
    variants = "".join(f"{wrapped(said(one.doc), '    /// ', WIDTH)}\n    {one.constant} = {one.number},\n" for one in schema.statuses)
    codes = "".join(f"        Code::{camel(one.code)} => {one.constant},\n" for one in schema.errors())
    names = "".join(f"    ({one.constant}, c\"{one.name}\"),\n" for one in schema.statuses)
    last = min(schema.statuses, key=lambda one: one.number)
    return f"""//! The statuses of the ABI. A number is never reused; new ones follow the last.
//!
//! {NOTE}

use std::ffi::CStr;

use crate::sdk::Code;

/// Result of a call: 0 means success, a positive number an outcome that is not an error, a negative number an error.
#[allow(non_camel_case_types)]
pub type codex_sdk_status = i32;

/// The values of a `codex_sdk_status`, as an enum: debuggers show its names, and in C the compiler checks the cases of
/// `switch ((codex_sdk_status_code)status)`. A newer library may return other values.
#[repr(C)]
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum codex_sdk_status_code {{
{variants}    // Last added: {last.constant} {last.number}
}}

pub use codex_sdk_status_code::*;

/// The status of an error code.
pub(super) fn of_code(code: Code) -> codex_sdk_status_code {{
    match code {{
{codes}    }}
}}

const NAMES: [(codex_sdk_status_code, &CStr); {len(schema.statuses)}] = [
{names}];

/// The constant's name without its prefix.
pub(super) fn name(status: codex_sdk_status) -> &'static CStr {{
    let found = NAMES.iter().find(|(code, _)| *code as codex_sdk_status == status);
    found.map_or(c"UNKNOWN", |(_, name)| name)
}}
"""


TYPES = {"text": "string", "word": "string", "integer": "number", "boolean": "true or false", "json": "any JSON"}


def header(schema: Schema) -> str:
    """Options, events and items for the header's first comment."""
    lines = [" * OPTIONS"]
    for owner, functions in OWNERS.items():
        _, _, more = said(schema.option_owners[owner]).partition(".")
        lines.append(wrapped(f"Options of {functions.replace('`', '')}.{more}", " *   ", 118))
        for option in schema.options[owner]:
            lines.append(f" *     {option.name}: {VALUES[KINDS[option.kind]][0]}")
            lines.append(wrapped(option_doc(option), " *         ", 118))
    lines += [" *", " * EVENTS, by \"type\", and what they carry. An absent field means null, an empty value, 0 or false."]
    lines += [line for event in schema.events for line in record(schema, event)]
    lines += [" *", " * ITEMS, by \"type\". Every item has an \"id\", the same in all events about it."]
    lines += [line for item in schema.items for line in record(schema, item)]
    return "\n".join(lines) + "\n"


def record(schema: Schema, one: Record) -> Iterator[str]:
    yield wrapped(f"{one.type}: {said(one.doc)}", " *   ", 118)
    yield from fields(schema, one.fields, "     ")


def fields(schema: Schema, listed: Iterable[Field], indent: str) -> Iterator[str]:
    for field in listed:
        yield wrapped(f"{field.name} ({kind_of(field)}): {field_doc(schema, field)}", f" *{indent}", 118)
        if field.of in schema.objects:
            yield from fields(schema, schema.objects[field.of].fields, indent + "  ")


def kind_of(field: Field) -> str:
    if field.type in ("list", "map"):
        of = "strings" if field.of == "text" else "any JSON" if field.of == "json" else "objects"
        return f"{'array' if field.type == 'list' else 'object'} of {of}"
    kind = field.type.rstrip("?")
    return TYPES.get(kind, "object") + (" or null" if field.type.endswith("?") else "")


def readme(schema: Schema) -> str:
    """The README's tables."""
    items = [(f"`{one.type}`", said(one.doc), ", ".join(field_cell(schema, field) for field in one.fields)) for one in schema.items]
    tables = {"items": table(("item", "meaning", "fields"), items)}
    for name, listed in (("client info", schema.client_info), ("result", schema.result)):
        tables[name] = table(("field", "meaning"), [(f"`{one.name}`", said(one.doc)) for one in listed])
    tables["options"] = "\n" + "".join(
        f"**{owner.capitalize()} ({functions.replace(' and ', ', ')})**\n\n{option_table(schema.options[owner])}\n"
        for owner, functions in OWNERS.items()
    )
    errors = [(f"`{one.name}` ({one.number})", f"`{one.code}`", said(one.doc)) for one in schema.errors()]
    tables["errors"] = "\n" + table(("status", "code", "meaning"), errors) + "\n"
    return with_regions("README.md", tables)


def option_table(listed: List[Option]) -> str:
    rows = [(f"`{one.name}`", VALUES[KINDS[one.kind]][0], option_doc(one)) for one in listed]
    return table(("option", "value", "meaning"), rows)


def rust_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
