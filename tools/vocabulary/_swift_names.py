"""What the vocabulary's options, types and fields are called in Swift, and its sentences with these names."""

from __future__ import annotations

import re
from typing import Dict, List, Tuple

from schema import WIDTH, Field, Option, Schema, duration, option_doc, said, wrapped

OWNERS = {"client": "CodexOptions", "thread": "ThreadOptions", "turn": "TurnOptions"}
#: What an option of each kind is in Swift, and how it becomes JSON.
KINDS = {
    "text": ("String", ".map(JSONValue.string)"),
    "path": ("String", ".map(JSONValue.string)"),
    "flag": ("Bool", ".map(JSONValue.bool)"),
    "milliseconds": ("Duration", ".map { .integer($0.milliseconds) }"),
    "bytes": ("Int", ".map(JSONValue.integer)"),
    "count": ("Int", ".map(JSONValue.integer)"),
    "factor": ("Double", ".map(JSONValue.number)"),
    "texts": ("[String]", ".map(JSONValue.init(texts:))"),
    "paths": ("[String]", ".map(JSONValue.init(texts:))"),
    "text_map": ("[String: String]", ".map(JSONValue.init(textsByName:))"),
    "object": ("JSONObject", ".map(JSONValue.object)"),
    "objects": ("[JSONObject]", ".map { .array($0.map(JSONValue.object)) }"),
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
NAMES = {
    "todo_item.completed": "isCompleted",
    "mcp_tool_call.error": "errorMessage",
    "turn.failed.error": "message",
    "approval.requested.expires_in_ms": "expiresInMilliseconds",
    "errors.retryable": "isRetryable",
    "errors.stderr_truncated": "isStderrTruncated",
}
NESTED = {"file_update_change": "Change", "mcp_tool_call_result": "Result", "collab_agent_state": "AgentState", "todo_item": "Todo"}
#: Events that carry a structure: those with too many fields for the values of a case.
REQUESTS = {"approval.requested": "ApprovalRequest", "tool.requested": "ToolRequest"}
CAPITALS = {"cli": "CLI", "id": "ID", "ids": "IDs", "url": "URL", "mcp": "MCP"}
RESERVED = ("protocol", "internal")
#: What Swift adds to the sentence about an error.
MORE = {"cancelled": "A cancelled task gets a `CancellationError` instead."}
#: Codes that the library does not have.
OWN_CODES = {
    "timeout": "Nothing came within the time-out of the call. Unless it was a request, nothing is lost: call again.",
    "invalid_response": "The final response does not fit the requested type; {response} is its text.",
    "handler_failed": "A handler of your program threw an error, {underlyingError}, or gave a response that does not fit.",
    "library": "The shared library has another version than this package was built for.",
}


def upper(name: str) -> str:
    return "".join(CAPITALS.get(part, part[:1].upper() + part[1:]) for part in re.split(r"[_.-]", name))


def lower(name: str) -> str:
    first, *rest = re.split(r"[_.-]", name)
    return first + "".join(upper(part) for part in rest)


def identifier(name: str) -> str:
    return f"`{name}`" if name in RESERVED else name


def property_name(owner: str, field: Field) -> str:
    return NAMES.get(f"{owner}.{field.name}") or lower(field.name)


def error_name(name: str) -> str:
    return NAMES.get(f"errors.{name}") or lower(name)


def option_name(option: Option) -> str:
    return lower(option.unitless)


def option_type(option: Option) -> str:
    if option.name == "output_schema":
        return "JSONSchema"
    return upper(option.words.name) if option.words else KINDS[option.kind][0]


# --- Pieces of text


def comment(text: str, indent: str = "") -> str:
    """A documentation comment: its first sentence, and the others as a paragraph."""
    first, _, rest = re.sub(r"(?<=[A-Za-z`)\]])\. (?=[A-Z`])", ".\n", text, count=1).partition("\n")
    return f"\n{indent}///\n".join(wrapped(part, indent + "/// ", WIDTH) for part in (first, rest) if part) + "\n"


def arguments(each: List[str], indent: str) -> str:
    """Lines that are broken between arguments only."""
    glued = ", ".join(one.replace(" ", "\0") for one in each)
    return wrapped(glued, indent, WIDTH).replace("\0", " ")


def initializer(parameters: List[str]) -> str:
    """The head of an initializer."""
    return f"  public init(\n{arguments(parameters, '    ')}\n  ) {{\n"


class Names:
    """The vocabulary with the names that it has in Swift."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema = schema.of_binding("swift")
        self.flat = {one.name for one in schema.objects.values() if [field.name for field in one.fields] == ["message"]}
        #: Where each word is: `.readOnly` of `SandboxMode`. The first list that has it counts.
        self.words = {word: upper(one.name) for one in reversed(schema.words.values()) for word in one.words}

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
                        return link(OWNERS[owner], option_name(option))
            if name in ("response", "underlyingError") or name in [field.name for field in self.schema.error_fields]:
                return link("CodexError", error_name(name))
            for owner, fields in (("TurnResult", self.schema.result), ("Usage", self.schema.objects["usage"].fields)):
                if name in [field.name for field in fields]:
                    return link(owner, lower(name))
            return {"null": "`nil`"}.get(name, f"`{name}`")

        def word(match: re.Match) -> str:
            owner = self.words.get(match[1])
            return match[0] if owner is None else f"`.{lower(match[1])}`" if is_readme else f"``{owner}/{lower(match[1])}``"

        return said(re.sub(r"`([\w-]+)`", word, text), name)

    def option_doc(self, option: Option, is_readme: bool = False) -> str:
        """The doc with the default as Swift has it. The words are listed in the README only: in code, the type has them."""
        text = option_doc(option, lambda name: f"{{{name}}}", default=False) if is_readme else option.doc
        default = option.default
        if default is None or default is False:
            return self.doc(text, is_readme)
        if option.kind == "milliseconds":
            text += " Off by default, and with zero." if default == 0 else f" Default: {duration(default)}; zero means none."
        elif option.kind == "count" and default == 0:
            text += " No limit by default."
        elif option.kind == "bytes":
            text += f" Default: {default >> 20} MiB."
        elif option.words:
            text += f" Default: `{default.strip(chr(96))}`."
        else:
            text += f" Default: {default}."
        return self.doc(text, is_readme)

    def code_docs(self) -> Dict[str, str]:
        return {**{one.code: f"{one.doc} {MORE.get(one.code, '')}".strip() for one in self.schema.errors()}, **OWN_CODES}

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
