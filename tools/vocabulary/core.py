"""What the Rust core takes from the vocabulary: tables of options, and codes of errors."""

from __future__ import annotations

import json
from typing import Dict, Iterable, Iterator

from schema import Field, Record, Schema, camel, listed as listed_words, option_doc, said, wrapped

NOTE = "Generated from schema/sdk.json by `make vocabulary`."

KINDS = {
    "text": "Text",
    "path": "Text",
    "flag": "Flag",
    "milliseconds": "Milliseconds",
    "bytes": "Bytes",
    "factor": "Factor",
    "texts": "Texts",
    "paths": "Texts",
    "text_map": "TextMap",
    "object": "Object",
    "input": "Input",
}

#: What each kind of value is called in errors, the README and the header, and what its doc says besides.
VALUES = {
    "Text": ("a string", "A string that is not empty and has no NUL."),
    "Flag": ("true or false", "`true` or `false`."),
    "Milliseconds": ("a whole number of milliseconds", "Milliseconds, a whole number; 0 is off."),
    "Bytes": ("a whole number of bytes, at least 1", "A whole number of bytes, at least 1."),
    "Factor": ("a number, at least 0", "A number, at least 0."),
    "Texts": ("an array of strings", "An array of strings without NULs."),
    "TextMap": ("an object of strings", "An object of strings."),
    "Object": ("an object", "An object."),
    "Input": ("an array of input entries", "An array of input entries."),
}

OWNERS = {
    "client": "Options of `codex_sdk_client_new`.",
    "thread": "Options of `codex_sdk_thread_start` and `codex_sdk_thread_resume`.",
    "turn": "Options of `codex_sdk_thread_run` and `codex_sdk_turn_start`.",
}


def outputs(schema: Schema) -> Dict[str, str]:
    return {
        "src/sdk/options/kind.rs": kinds(),
        "src/sdk/options/table.rs": options(schema),
        "src/sdk/code.rs": codes(schema),
        "src/abi/status.rs": statuses(schema),
        "schema/header.txt": header(schema),
    }


def kinds() -> str:
    variants = "".join(f"    /// {doc}\n    {kind},\n" for kind, (_, doc) in VALUES.items())
    words = "".join(f"            Kind::{kind} => {quoted(words)},\n" for kind, (words, _) in VALUES.items())
    return f"""//! What an option's value must be. {NOTE}

/// What an option's value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {{
{variants}}}

impl Kind {{
    /// For messages and tables.
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
    /// What it does, for the README and the header.
    pub doc: &'static str,
}}
"""


def options(schema: Schema) -> str:
    parts = [f"//! Every option, in order. {NOTE}\n", "use super::kind::{Kind, Spec};\n"]
    for owner, doc in OWNERS.items():
        rows = [
            f"    Spec {{ name: {quoted(option.name)}, kind: Kind::{KINDS[option.kind]}, doc: {quoted(option_doc(option))} }},\n"
            for option in schema.options[owner]
        ]
        parts.append(f"/// {doc}\npub const {owner.upper()}: &[Spec] = &[\n{''.join(rows)}];\n")
    return "\n".join(parts)


def codes(schema: Schema) -> str:
    errors = schema.errors()
    variants = "".join(f"{wrapped(said(one.doc), '    /// ', 120)}\n    {camel(one.code)},\n" for one in errors)
    listed = "".join(f"        Code::{camel(one.code)},\n" for one in errors)
    names = "".join(f"            Code::{camel(one.code)} => {quoted(one.code)},\n" for one in errors)
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
    variants = "".join(f"{wrapped(said(one.doc), '    /// ', 120)}\n    {one.constant} = {one.number},\n" for one in schema.statuses)
    codes = "".join(f"        Code::{camel(one.code)} => {one.constant},\n" for one in schema.errors())
    names = "".join(f"    ({one.constant}, c\"{one.name}\"),\n" for one in schema.statuses)
    last = min(schema.statuses, key=lambda one: one.number)
    return f"""//! The statuses of the ABI. A number is never reused; new ones follow the last. {NOTE}

use std::ffi::CStr;

use crate::sdk::Code;

/// Result of a call: 0 is success, a positive number a non-error outcome, a negative one an error.
#[allow(non_camel_case_types)]
pub type codex_sdk_status = i32;

/// The numbers of a `codex_sdk_status`: for debuggers, and for `switch ((codex_sdk_status_code)status)` in C, whose
/// cases the compiler then checks. A newer library may return others.
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
    for owner, doc in OWNERS.items():
        lines.append(f" *   {doc.replace('`', '')}")
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
        doc = said(field.doc)
        if field.type == "word":
            doc = f"{doc[:-1]}: {listed_words(schema.words[field.of].words)}."
        yield wrapped(f"{field.name} ({kind_of(field)}): {doc}", f" *{indent}", 118)
        if field.of in schema.objects:
            yield from fields(schema, schema.objects[field.of].fields, indent + "  ")


def kind_of(field: Field) -> str:
    if field.type in ("list", "map"):
        of = "strings" if field.of == "text" else "any JSON" if field.of == "json" else "objects"
        return f"{'array' if field.type == 'list' else 'object'} of {of}"
    kind = field.type.rstrip("?")
    return TYPES.get(kind, "object") + (" or null" if field.type.endswith("?") else "")


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
