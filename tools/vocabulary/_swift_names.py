"""What the vocabulary's options, types and fields are called in Swift, and its sentences with these names."""

from __future__ import annotations

import re
import textwrap
from typing import Dict, List, Tuple

from schema import Field, Option, Schema, option_doc, said

WIDTH = 120

OWNERS = {
    "client": ("CodexOptions", "Options of a ``Codex``: which CLI it runs, and how."),
    "thread": ("ThreadOptions", "Options of a ``CodexThread``, which hold for all of its turns."),
    "turn": ("TurnOptions", "Options of one turn."),
}
#: What an option of each kind is in Swift, and how it becomes JSON.
KINDS = {
    "text": ("String", ".map(JSONValue.string)"),
    "path": ("String", ".map(JSONValue.string)"),
    "flag": ("Bool", ".map(JSONValue.bool)"),
    "milliseconds": ("Duration", ".map { .integer($0.milliseconds) }"),
    "bytes": ("Int", ".map(JSONValue.integer)"),
    "factor": ("Double", ".map(JSONValue.number)"),
    "texts": ("[String]", ".map(JSONValue.init(texts:))"),
    "paths": ("[String]", ".map(JSONValue.init(texts:))"),
    "text_map": ("[String: String]", ".map(JSONValue.init(textsByName:))"),
    "object": ("JSONObject", ".map(JSONValue.object)"),
}
#: What a field of each type is in Swift, how it is read from an item, and from the details of an error.
TYPES = {
    "text": ("String", "text", '?.string ?? ""'),
    "text?": ("String?", "optionalText", "?.string"),
    "integer": ("Int", "integer", "?.integer ?? 0"),
    "integer?": ("Int?", "optionalInteger", "?.integer"),
    "boolean": ("Bool", "boolean", "?.bool ?? false"),
    "boolean?": ("Bool?", "optionalBoolean", "?.bool"),
    "json": ("JSONValue?", "json", ""),
    "list:text": ("[String]", "texts", "?.array?.compactMap(\\.string) ?? []"),
    "list:json": ("[JSONValue]", "jsons", ""),
    "list:item": ("[ThreadItem]", "items", ""),
}
#: What Swift calls otherwise than by its rules.
NAMES = {"todo_item.completed": "isCompleted", "mcp_tool_call.error": "errorMessage", "turn.failed.error": "message"}
NESTED = {"file_update_change": "Change", "mcp_tool_call_result": "Result", "collab_agent_state": "AgentState", "todo_item": "Todo"}
CAPITALS = {"id": "ID", "ids": "IDs", "url": "URL", "mcp": "MCP"}
RESERVED = ("protocol", "internal")
#: What the library says of C, in the words of Swift.
CODES = {
    "invalid_argument": "An argument or option is not valid: an unknown key, a wrong type, a missing file or folder. {option} names the key.",
    "invalid_handle": "The `Codex` object is closed.",
    "busy": "The thread is already running a turn, here or in another process, or another task is waiting for this turn's events.",
    "cancelled": "The turn was cancelled or closed while it was running. A cancelled task gets a `CancellationError` instead.",
    "forked": "The process was forked while a `Codex` object was open, so the child cannot use the library; or the object was made before the fork.",
    "shut_down": "The `Codex` object was closed, so its threads and turns are over.",
}
#: Codes that the library does not have.
OWN_CODES = {
    "timeout": "Nothing came within the `timeout` of the call. Nothing is lost: call again.",
    "invalid_response": "The final response does not fit the requested type; {response} is its text.",
    "library": "The shared library has another version than this package was built for.",
}


def upper(name: str) -> str:
    return "".join(CAPITALS.get(part, part[:1].upper() + part[1:]) for part in re.split(r"[_.-]", name))


def lower(name: str) -> str:
    first, *rest = re.split(r"[_.-]", name)
    return first + "".join(upper(part) for part in rest)


def quoted(name: str) -> str:
    return f"`{name}`" if name in RESERVED else name


def property_name(owner: str, field: Field) -> str:
    return NAMES.get(f"{owner}.{field.name}") or lower(field.name)


def option_name(option: Option) -> str:
    return lower(option.name[: -len("_ms")] if option.kind == "milliseconds" else option.name)


def option_type(option: Option) -> str:
    if option.name == "output_schema":
        return "JSONSchema"
    return upper(option.words.name) if option.words else KINDS[option.kind][0]


# --- Pieces of text


def comment(text: str, indent: str = "") -> str:
    """A documentation comment: its first sentence, and the others as a paragraph."""
    first, _, rest = re.sub(r"(?<=[A-Za-z`)\]])\. (?=[A-Z`])", ".\n", text, count=1).partition("\n")
    return f"\n{indent}///\n".join(filled(part, indent + "/// ") for part in (first, rest) if part) + "\n"


def filled(text: str, prefix: str) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=prefix, subsequent_indent=prefix, break_long_words=False, break_on_hyphens=False
    )


def initializer(parameters: List[str]) -> str:
    """The head of an initializer; lines are broken between parameters only."""
    glued = ", ".join(parameters).replace(", ", ",\0").replace(" ", "\1").replace("\0", " ")
    return f"  public init(\n{filled(glued, '    ')}\n  ) {{\n".replace("\1", " ")


class Names:
    """The vocabulary with the names that it has in Swift."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.flat = {one.name for one in schema.objects.values() if [field.name for field in one.fields] == ["message"]}
        #: Where each word is: `.readOnly` of `SandboxMode`.
        self.words = {word: upper(one.name) for one in schema.words.values() for word in one.words}

    def doc(self, text: str, is_readme: bool = False) -> str:
        """A sentence with Swift's names; in a comment they are links."""

        def link(owner: str, name: str) -> str:
            return f"`{name}`" if is_readme else f"``{owner}/{name}``"

        def name(name: str) -> str:
            for status in self.schema.statuses:
                if status.name == name:
                    return f"`.{lower(status.code)}`" if is_readme else f"``CodexError/Code/{lower(status.code)}``"
            for owner, options in self.schema.options.items():
                for option in options:
                    if option.name == name:
                        return link(OWNERS[owner][0], option_name(option))
            if name == "response" or name in [field.name for field in self.schema.error_fields]:
                return link("CodexError", lower(name))
            for owner, fields in (("TurnResult", self.schema.result), ("Usage", self.schema.objects["usage"].fields)):
                if name in [field.name for field in fields]:
                    return link(owner, lower(name))
            return {"null": "`nil`"}.get(name, f"`{name}`")

        def word(match: re.Match) -> str:
            owner = self.words.get(match[1])
            return match[0] if owner is None else f"`.{lower(match[1])}`" if is_readme else f"``{owner}/{lower(match[1])}``"

        text = text.replace("Absent if", "`nil` if").replace("the client is made", "the `Codex` object is made")
        return said(re.sub(r"`([\w-]+)`", word, text), name)

    def option_doc(self, option: Option, is_readme: bool = False) -> str:
        """The doc with the default as Swift has it. The words are listed in the README only: in code, the type has them."""
        text = option_doc(option, lambda name: f"{{{name}}}", default=False) if is_readme else option.doc
        if option.kind == "milliseconds":
            text = re.sub(r"\b0 turns", "Zero turns", text)
        default = option.default
        if option.name == "originator":
            default = "`codex_sdk_swift`"
        if default is None or default is False:
            return self.doc(text, is_readme)
        if option.kind == "milliseconds":
            seconds = default // 1000
            minutes = f"{seconds // 60} minutes" if seconds >= 60 else f"{seconds} seconds"
            text += " Off by default, and with zero." if default == 0 else f" Default: {minutes}."
        elif option.kind == "bytes":
            text += f" Default: {default >> 20} MiB."
        else:
            text += f" Default: {default}."
        return self.doc(text, is_readme)

    def owned(self, owner: str) -> List[Option]:
        """Those that are properties: `input` is a parameter."""
        return [option for option in self.schema.options[owner] if option.kind != "input"]

    def code_docs(self) -> Dict[str, str]:
        return {**{status.code: CODES.get(status.code, status.doc) for status in self.schema.errors()}, **OWN_CODES}

    def type_of(self, field: Field) -> Tuple[str, str]:
        """Its type, and how it is read."""
        name, of = field.name, field.of
        if of in self.flat:
            return ("String?", f'message("{name}")') if field.type == "object?" else ("String", f'message("{name}") ?? ""')
        if of == "usage":
            return "Usage?", f'usage("{name}")'
        if field.type == "word":
            return upper(of), f'openEnum("{name}")'
        if of in NESTED:
            form, read = {"list": ("[{}]", "objects"), "map": ("[String: {}]", "map"), "object?": ("{}?", "object")}[field.type]
            return form.format(NESTED[of]), f'{read}("{name}")'
        kind, read, _ = TYPES[field.type + (f":{of}" if of else "")]
        instead = f', or: ("{field.instead[0]}", "{field.instead[1]}")' if field.instead else ""
        return kind, f'{read}("{name}"{instead})'
