"""How the Go package names what the vocabulary has, and how its sentences read in Go."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Tuple

from schema import Option, Record, Schema, Words, camel, duration, option_doc, said, wrapped

HEAD = "// Code generated from schema/sdk.json by `make vocabulary`. DO NOT EDIT.\n\npackage {}\n"
WIDTH = 118
#: What stands without quotes in a comment: variables, and pieces of Go.
BARE = r"[A-Z_]+|notify|os\.\w+|map\[string\]any|string|\[\]byte"

CAPITALS = ("api", "cli", "id", "io", "json", "mcp", "rpc", "url")
#: Names that are shorter in Go.
OWN_NAMES = {"cli_path": "Path", "cli_version": "Version"}
#: The type of a word list, and what its constants begin with. Any other list has the type that its name says.
WORD_TYPES = {
    "model_reasoning_effort": ("ReasoningEffort", "Effort"),
    "sandbox_mode": ("SandboxMode", "Sandbox"),
    "web_search_mode": ("WebSearchMode", "WebSearch"),
    "approval_policy": ("ApprovalPolicy", "Approval"),
    "cyber_access_program": ("CyberAccessProgram", "CyberAccess"),
    "patch_change_kind": ("PatchChangeKind", "PatchChange"),
    "collab_agent_status": ("CollabAgentStatus", "CollabAgent"),
    # How far an item has come: the lists have the same words, of which each kind of item has some.
    **{
        name + "_status": ("Status", "Status")
        for name in ("command_execution", "patch_apply", "mcp_tool_call", "collab_tool_call")
    },
}
CONSTANTS = {
    "model_reasoning_effort.xhigh": "EffortXHigh",
    "replay_match.prompt": "ReplayByPrompt",
    "replay_match.order": "ReplayInOrder",
}

OPTION_OWNERS = {"client": "ClientOptions", "thread": "ThreadOptions", "turn": "TurnOptions"}
#: Options that have another form in Go.
OWN_DOCS = {
    "env": "The CLI's complete environment, as `name=value` strings like those of `os.Environ`; of two with "
    "the same name the last counts. Nil means a copy of the program's environment, taken when the "
    "client is created. A relative `HOME`, `CODEX_HOME` or `TMPDIR` is made absolute at that time.",
    "input": "Images, and texts in addition to the prompt. Images must be PNG, JPEG, GIF or WebP; truncated "
    "files are refused. Texts are joined with a blank line between them, the prompt first. The prompt may be empty if "
    "there is another text.",
    "approval_timeout_ms": "With {approvals} `ask`: how long a request waits for your response before it is declined.",
    "tools": "Tools of your program that the agent may call. A thread keeps the tools it was started with; when you resume "
    "it, name those that your program still offers: calls of others are refused. Requires the client option {transport} "
    "to be `app_server`.",
    "output_schema": "JSON Schema that the final response must follow: a value that encodes to a JSON object, such as "
    "a `map[string]any` or what `SchemaFor` returns, or its text as a `string` or `[]byte`.",
}
#: What Go adds to the sentence about an error.
MORE = {
    "cancelled": "Nothing that it started is running, unless the message says that it did not end in time. If a context "
    "ended the turn, the error is also `context.Canceled` or `context.DeadlineExceeded`.",
}
MORE_ERRORS = {
    "invalid_response": "`RunJSON` or `Client.Request` cannot decode the answer, or the answer does not follow the schema. "
    "`Error.Response` is its text.",
    "handler_failed": "The turn completed, but {on_approval} or a `Tool` of your program failed. The error wraps "
    "what they returned. `Turn.Wait` and `Thread.Run` return the result, too.",
    "library": "The installed library does not fit this package.",
}


def name_of(name: str) -> str:
    return OWN_NAMES.get(name) or camel(name, CAPITALS).replace("Ids", "IDs")


def option_name(option: Option) -> str:
    return name_of(option.unitless)


def event_name(event: Record) -> str:
    return "ThreadErrorEvent" if event.type == "error" else name_of(event.name) + "Event"


def item_name(item: Record) -> str:
    return name_of(item.name) + "Item"


def object_name(record: Record) -> str:
    """The type of an object; one that is only ever read as its field is not public."""
    name = name_of(record.name)
    return name[0].lower() + name[1:] if record.name == "thread_error" else name


def word_type(words: Words) -> Tuple[str, str]:
    return WORD_TYPES.get(words.name, (name_of(words.name), name_of(words.name)))


def constant(words: Words, word: str) -> str:
    return CONSTANTS.get(f"{words.name}.{word}") or word_type(words)[1] + name_of(word)


class Names:
    """What {name} is in Go, and docs with that."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.known = {"true": "true", "false": "false", "null": "nil"}
        self.known.update({field.name: f"Error.{name_of(field.name)}" for field in schema.error_fields})
        for owner, options in schema.options.items():
            for one in options:
                self.known.setdefault(one.name, f"{OPTION_OWNERS[owner]}.{option_name(one)}")
        self.known["on_approval"] = "ThreadOptions.OnApproval"
        self.known.update({event.type: event_name(event) for event in schema.events})
        self.known.update({status.name: "Err" + name_of(status.code) for status in schema.errors()})
        self.known.update({code.upper(): "Err" + name_of(code) for code in MORE_ERRORS})

    def in_go(self, doc: str, owner: str = "", prefix: str = "// ") -> str:
        """A doc comment, about a field of the owner or about no field."""

        def name(of: str) -> str:
            full = self.known.get(of) or name_of(of)
            if owner and full.startswith(owner + "."):
                return full[len(owner) + 1 :]
            return f"[{full}]" if full.startswith("Err") or "." in full or full.endswith("Event") else full

        def quoted(match: "re.Match[str]") -> str:
            text = match[1]
            if re.fullmatch(r"[A-Z][a-z]\w*(\.\w+)?|context\.\w+", text):
                return f"[{text}]"
            return text if re.fullmatch(BARE, text) else f'"{text}"'

        text = re.sub("`([^`]+)`", quoted, said(doc, name))
        return wrapped(text, prefix, WIDTH)

    def in_markdown(self, doc: str) -> str:
        def name(of: str) -> str:
            return f"`{(self.known.get(of) or name_of(of)).replace('Error.', '')}`"

        return re.sub(r"`\w+Options\.(\w+)`", r"`\1`", said(doc, name))


def lower(doc: str) -> str:
    return doc[0].lower() + doc[1:] if re.match(r"[A-Z][a-z]* |[A-Z][a-z']+", doc) else doc


def more_of(name: str, doc: str) -> str:
    """A doc with what Go adds to it."""
    return f"{doc} {MORE[name]}" if name in MORE else doc


def doc_of(option: Option, with_words: bool) -> str:
    """An option's sentences, as they are true in Go, where zero means: not given."""
    doc = OWN_DOCS.get(option.name, option.doc)
    if option.secret:
        doc += " Options that are printed or logged do not show it."
    shown = replace(option, doc=doc) if with_words else replace(option, doc=doc, words=None)
    default, value = "", option.default
    if option.words is not None and value is not None:
        value = f"`{constant(option.words, value.strip('`'))}`"
    if option.kind == "milliseconds":
        default = f"Default {duration(value)}." if value else "Off by default."
        default += " A negative value means none." if value else ""
    elif option.kind == "count" and value == 0:
        default = "No limit by default."
    elif value is not None and value is not False and value != 0:
        default = f"Default {value >> 20} MiB." if option.kind == "bytes" else f"Default {value}."
        default = default if option.kind == "bytes" or str(value).startswith("`") else f"Default: {value}."
    return f"{option_doc(shown, '{{{}}}'.format, default=False)} {default}".strip()
