"""What the Rust core takes from the vocabulary: tables of options, and codes of errors."""

from __future__ import annotations

import json
from typing import Dict

from schema import Schema, camel, option_doc, said, wrapped

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

OWNERS = {
    "client": "Options of `codex_sdk_client_new`.",
    "thread": "Options of `codex_sdk_thread_start` and `codex_sdk_thread_resume`.",
    "turn": "Options of `codex_sdk_thread_run` and `codex_sdk_turn_start`.",
}


def outputs(schema: Schema) -> Dict[str, str]:
    return {"src/sdk/options/table.rs": options(schema), "src/sdk/code.rs": codes(schema)}


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


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
