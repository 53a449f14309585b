"""What the Python package takes from the vocabulary: options, items, events, results, errors, and README tables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

import _python_readers
from _python_text import class_of, docstring, field_docs, module, names_list, python_name, sentence, words
from schema import Field, Option, Record, Schema, camel, error_class, option_doc, table, with_regions

PACKAGE = "bindings/python/src/codex_sdk"
README = "bindings/python/README.md"

OPTION_TYPES = {
    "text": "str",
    "path": "Path",
    "flag": "bool",
    "milliseconds": "int",
    "bytes": "int",
    "count": "int",
    "factor": "float",
    "texts": "Sequence[str]",
    "paths": "Sequence[Path]",
    "text_map": "Mapping[str, str]",
    "object": "Mapping[str, Any]",
    "objects": "Sequence[Mapping[str, Any]]",
}
#: The input of a turn is an argument; an output schema may be a class; cancellation is Python's own.
OUTPUT_SCHEMA = Option(
    "output_schema",
    "SchemaSource",
    "JSON Schema that the final response must follow, as a dictionary; or a dataclass, `TypedDict` or pydantic model "
    "to make one from. `Thread.run_json` also returns the response as such an object.",
)
CANCELLATION = Option(
    "cancellation",
    "Cancellation",
    "A `threading.Event`, or any object with `is_set()`, that cancels the turn once it is set. It is checked before "
    "each event, and every 50 ms while waiting.",
)
#: Handlers are Python's own.
ON_APPROVAL = Option(
    "on_approval",
    "ApprovalHandler",
    "A function that answers the agent in place of your loop over the events: it takes an `ApprovalRequestedEvent` and "
    'returns a decision, such as `"accept"` or `"decline"`, or a dictionary. It runs in a thread of its own, or, if it '
    "is `async` and so is the turn, in a task. It sets `approvals` to `ask`.",
)
TOOLS = (
    "Tools of your program that the agent may call: functions with the decorator `tool`, which it then runs; or "
    "dictionaries with `name`, `description` and `input_schema`, a JSON Schema of the arguments, for each call of which "
    "a `tool.requested` event asks your program. A thread keeps the tools it was started with; when you resume it, "
    "name those that your program still offers: calls of others are refused. Requires the client option `transport` to "
    "be `app_server`."
)
#: `Codex(path, url, key, env)`: the arguments that need no keyword, in the order of the TypeScript SDK's options.
POSITIONAL = ("codex_path_override", "base_url", "api_key", "env")

ERROR_BASES = {"INVALID_ARGUMENT": "ValueError", "TURN_TIMEOUT": "TimeoutError"}
#: Errors of this package: name, base, code, doc.
OWN_ERRORS: Tuple[Tuple[str, Optional[str], str, str], ...] = (
    ("LibraryError", "ImportError", "library", "The shared library is missing, has another version or cannot be used."),
    (
        "WaitTimeoutError",
        "TimeoutError",
        "wait_timeout",
        "Nothing came within the `timeout_ms` of `next_event`, `result`, `next_notification` or `request`. A turn "
        "continues: call again.",
    ),
    (
        "HandlerError",
        None,
        "handler",
        "A handler failed: `on_approval` or a tool raised an exception, which is the `__cause__`, or returned what is no "
        "response. The turn has completed all the same.",
    ),
    (
        "InvalidResponseError",
        "ValueError",
        "invalid_response",
        "`response` is not JSON or does not follow the schema.",
    ),
)
FIELD_TYPES = {
    "text": ("str", '""'),
    "text?": ("Optional[str]", "None"),
    "integer": ("int", "0"),
    "integer?": ("Optional[int]", "None"),
    "boolean": ("bool", "False"),
    "boolean?": ("Optional[bool]", "None"),
    "json": ("Any", "None"),
    "item": ("ThreadItem", "UnknownItem()"),
}


def outputs(schema: Schema) -> Dict[str, str]:
    schema = schema.of_binding("py")
    files = {
        "options": options(schema),
        "_any_codex": any_codex(schema),
        "items": items(schema),
        "events": events(schema),
        "result": result(schema),
        "errors": errors(schema),
        "_readers": readers(schema),
    }
    return {**{f"{PACKAGE}/{name}.py": text for name, text in files.items()}, README: readme(schema)}


# --- Options


def option_docs(schema: Schema, listed: Sequence[Option]) -> List[Tuple[str, str]]:
    return [(one.name, option_doc(one, lambda name: python_name(schema, name))) for one in listed]


def option_type(option: Option) -> str:
    kind = camel(option.words.name) if option.words is not None else OPTION_TYPES.get(option.kind, option.kind)
    return f"Optional[{kind}]"


def client_options(schema: Schema) -> List[Option]:
    return sorted(schema.options["client"], key=lambda one: (*POSITIONAL, one.name).index(one.name))


def thread_options(schema: Schema) -> List[Option]:
    listed = []
    for one in schema.options["thread"]:
        if one.name == "tools":
            one = replace(one, kind="Sequence[ToolLike]", doc=TOOLS)
        listed += [one, ON_APPROVAL] if one.name == "approvals" else [one]
    return listed


def turn_options(schema: Schema) -> List[Option]:
    others = [one for one in schema.settable("turn") if one.name != "output_schema"]
    return [OUTPUT_SCHEMA, CANCELLATION, *others]


def options(schema: Schema) -> str:
    client, thread, turn = client_options(schema), thread_options(schema), turn_options(schema)
    used = {one.words.name: one.words for one in [*thread, *turn, *client] if one.words is not None}
    body = "".join(words(one, "Unlisted") for one in used.values())
    body += 'Path = Union[str, "os.PathLike[str]"]\n\n\n'
    body += typed_dict("CodexOptions", "The arguments of `Codex`: `Codex(**options)`.", client)
    for name, owner, listed in (("ThreadOptions", "thread", thread), ("TurnOptions", "turn", turn)):
        doc = docstring(sentence(schema, schema.option_owners[owner]), option_docs(schema, listed))
        body += f"@dataclass\nclass {name}:\n{doc}\n"
        body += "".join(f"    {one.name}: {option_type(one)} = None\n" for one in listed) + "\n\n"
        body += typed_dict(f"{name}Dict", f"The keys of `{name}`, for a plain dictionary.", listed)
        body += f"{name}Like = Union[{name}, {name}Dict, None]\n" + "\n\n" * (name == "ThreadOptions")
    public = {camel(one.name) for one in used.values() if not one.closed} | {"Cancellation", "CodexOptions", "Unlisted"}
    public |= {f"{kind}Options{form}" for kind in ("Thread", "Turn") for form in ("", "Dict", "Like")}
    body += "\n"
    return module(
        "Options as dataclasses, or as dictionaries with the same keys; type checkers check both. `None` leaves an "
        "option out. The CLI owns the words of its modes and policies and adds new ones, so they are not checked at "
        "run time; `Unlisted` passes a new word through a type checker.",
        "from ._options import Cancellation, Unlisted\nfrom .handlers import ApprovalHandler, ToolLike\nfrom .schema import SchemaSource\n",
        body + names_list(public),
    )


def typed_dict(name: str, doc: str, listed: Sequence[Option]) -> str:
    fields = "".join(f"    {one.name}: {option_type(one)}\n" for one in listed)
    return f"class {name}(TypedDict, total=False):\n{docstring(doc)}\n{fields}\n\n"


def any_codex(schema: Schema) -> str:
    listed = client_options(schema)
    given = [f"        {one.name}: {option_type(one)} = None,\n" for one in listed]
    given.insert(len(POSITIONAL), "        *,\n")
    passed = "".join(f'                "{one.name}": {one.name},\n' for one in listed)
    raises = "Raises `InvalidArgumentError` and `CliNotFoundError`."
    doc = docstring("Finds the Codex CLI.", option_docs(schema, listed), "        ", raises)
    body = f"""
class AnyCodex(Handle):
{docstring("What `Codex` and `AsyncCodex` have in common.")}
    _instead = "make one in each process that needs it, and send the options or the `id` of a thread"

    def __init__(
        self,
{"".join(given)}    ) -> None:
{doc}\
        self._client = open_client(
            {{
{passed}            }}
        )

    def __repr__(self) -> str:
        kind = type(self)
        return f"<{{kind.__module__}}.{{kind.__name__}} {{'closed' if self._client.closed else 'open'}}>"
"""
    used = [camel(one.words.name) for one in listed if one.words is not None]
    imports = f"from ._base import Handle, open_client\nfrom .options import {', '.join(['Path', *sorted(used)])}\n"
    return module("The constructor of clients.", imports, body)


# --- Items, events, results


def field_type(field: Field) -> Tuple[str, str]:
    """The type of a field, and what it holds if the CLI leaves it out."""
    if field.type in FIELD_TYPES:
        return FIELD_TYPES[field.type]
    if field.type == "word":
        return camel(field.of), '""'
    if field.type == "list":
        simple = {"text": "str", "json": "Any"}.get(field.of)
        return (f"Sequence[{simple}]" if simple else f"Tuple[{camel(field.of)}, ...]"), "()"
    if field.type == "map":
        return f"Mapping[str, {camel(field.of)}]", "field(default_factory=dict)"
    name = camel(field.of)
    return (name, f"{name}()") if field.type == "object" else (f"Optional[{name}]", "None")


def data_class(schema: Schema, record: Record, base: str = "JsonObject", first: str = "") -> str:
    name = class_of(record, schema)
    doc = docstring(sentence(schema, record.doc), field_docs(schema, record.fields))
    text = f"@dataclass(frozen=True)\nclass {name}({base}):\n{doc}\n{first}"
    text += "".join(f"    {one.name}: {{}} = {{}}\n".format(*field_type(one)) for one in record.fields)
    if record.type:
        text += f'    type: Literal["{record.type}"] = field(default="{record.type}", repr=False)\n'
    text += "\n\n"
    for one in record.fields:
        default = "EmptyMap()" if one.type == "map" else ""
        if one.instead is not None:
            default = 'FieldOrElse("{}", "{}")'.format(*one.instead)
        if default:
            text += f'setattr({name}, "{one.name}", {default})  # noqa: B010 (type checkers see a field)\n\n\n'
    return text


UNKNOWN = '''\
@dataclass(frozen=True, repr=False)
class Unknown{what}({base}):
    """{doc} ``raw`` has all of it."""

    type: str = ""
{more}
    def __repr__(self) -> str:
        return f"{{type(self).__name__}}({{self.raw!r}})"


Thread{what} = Union[
{kinds}    Unknown{what},
]

'''
UNKNOWN_DOCS = {what: f"An {what} of a kind that this version does not know." for what in ("item", "event")}


def classes(doc: str, imports: str, body: str) -> str:
    """A file that exports what it defines."""
    return module(
        doc, imports, body + names_list(re.findall(r"^(?:class (?=\w+\()|(?=\w+ =))(\w+)", body, re.MULTILINE))
    )


def word_lists(schema: Schema, records: Iterable[Record]) -> str:
    used = {field.of for record in records for field in record.fields}
    return "".join(words(one, "str") for one in schema.words.values() if one.name in used) + "\n\n"


def items(schema: Schema) -> str:
    body = word_lists(schema, [*schema.items, *schema.objects.values()])
    body += "".join(data_class(schema, record) for record in schema.held_by(schema.items))
    body += "".join(data_class(schema, record, first='    id: str = ""\n') for record in schema.items)
    kinds = "".join(f"    {class_of(one, schema)},\n" for one in schema.items)
    more = '    id: str = ""\n'
    body += UNKNOWN.format(what="Item", base="JsonObject", doc=UNKNOWN_DOCS["item"], more=more, kinds=kinds)
    descriptors = [name for name in ("EmptyMap", "FieldOrElse") if f"{name}(" in body]
    return classes(
        "What the agent says and does in a turn. Each item has `type`, and `raw`, its JSON as a dictionary. A field "
        "that the CLI leaves out is empty; one that this version does not know is an attribute too.",
        f"from ._json import {', '.join([*descriptors, 'JsonObject'])}\n",
        body,
    )


def events(schema: Schema) -> str:
    body = word_lists(schema, schema.events)
    in_items = schema.held_by(schema.items)
    held = schema.held_by(schema.events)
    body += "".join(data_class(schema, record) for record in held if record not in in_items)
    body += "".join(data_class(schema, record, "JsonEvent") for record in schema.events)
    imported = [class_of(one, schema) for one in held if one in in_items] + ["ThreadItem", "UnknownItem"]
    kinds = "".join(f"    {class_of(one, schema)},\n" for one in schema.events)
    body += UNKNOWN.format(what="Event", base="JsonEvent", doc=UNKNOWN_DOCS["event"], more="", kinds=kinds)
    return classes(
        "What happens in a turn. Each event has `type`, `raw`, its JSON as a dictionary, and `line`, the text that the "
        "CLI printed.",
        f"from ._json import JsonEvent, JsonObject\nfrom .items import {', '.join(sorted(imported))}\n",
        body,
    )


def result_fields(schema: Schema) -> List[Field]:
    """In the order of the arguments: those that may be absent come last, objects first."""
    return sorted(schema.result, key=lambda field: (field.type.endswith("?"), field.type == "text?"))


def result(schema: Schema) -> str:
    fields = result_fields(schema)
    doc = docstring("The result of a turn.", field_docs(schema, fields))
    body = f"\n@dataclass(frozen=True)\nclass TurnResult(JsonObject):\n{doc}\n"
    for field in fields:
        kind, absent = ("List[ThreadItem]", "") if field.of == "item" else field_type(field)
        body += f"    {field.name}: {kind}" + (f" = {absent}\n" if field.type.endswith("?") else "\n")
    doc = docstring("The Codex CLI in use.", field_docs(schema, schema.client_info))
    body += f"\n\n@dataclass(frozen=True)\nclass CliInfo:\n{doc}\n"
    body += "".join(f"    {field.name}: {field_type(field)[0]}\n" for field in schema.client_info) + "\n\n"
    imports = "from ._json import JsonObject\nfrom .events import Usage\nfrom .items import ThreadItem\n"
    return module("Results of turns, and the CLI in use.", imports, body + names_list(["TurnResult", "CliInfo"]))


def readers(schema: Schema) -> str:
    """How an item or event is read: its class by its type, and the shapes of its fields."""

    def place_of(record: Record) -> str:
        in_items = record in schema.items or record in schema.held_by(schema.items)
        return "items" if in_items else "events"

    body = _python_readers.readers(schema, lambda record: class_of(record, schema), place_of)
    doc = "Which class each type of item and event is read as, and what its fields hold."
    return module(doc, _python_readers.imports(body), body)


# --- Errors

CODEX_ERROR = """
class CodexError(Exception):
{doc}
    code: str = "internal"

    def __init__(self, message: str, details: Optional[Mapping[str, Any]] = None) -> None:
        super().__init__(message)
        self.message: str = message
        self.details: Dict[str, Any] = dict(details or {{}})
{fields}
    def __reduce__(self) -> Any:
        # With what was set later: the code of a status that this version does not know, and the program's notes.
        return type(self), (self.message, self.details), self.__dict__.copy()


"""
RESPONSE = """
    def __init__(self, message: str, details: Optional[Mapping[str, Any]] = None, response: str = "") -> None:
        super().__init__(message, details)
        self.response = response
"""


def error_docs(schema: Schema) -> List[Tuple[str, str]]:
    return [*field_docs(schema, schema.error_fields), ("details", "Everything the library reported, as a dictionary.")]


def all_errors(schema: Schema) -> List[Tuple[str, Optional[str], str, str]]:
    """Every error: its class, its base besides CodexError, its code and its sentence."""
    rows: List[Tuple[str, Optional[str], str, str]] = []
    for one in schema.errors():
        rows.append((error_class(one.code), ERROR_BASES.get(one.name), one.code, sentence(schema, one.doc)))
    return [*rows, *OWN_ERRORS]


def errors(schema: Schema) -> str:
    fields = ""
    for field in schema.error_fields:
        kind = "List[str]" if field.type == "list" else field_type(field)[0]
        value = f'self.details.get("{field.name}")'
        value = {"list": f"list({value} or ())", "boolean": f"bool({value})"}.get(field.type, value)
        if field.name not in ("code", "message"):
            fields += f"        self.{field.name}: {kind} = {value}\n"
    doc = "Base class of all errors. `str(error)` says what happened, with which value, and what to do."
    body = CODEX_ERROR.format(doc=docstring(doc, error_docs(schema)), fields=fields)
    for name, base, code, doc in all_errors(schema):
        own = RESPONSE if name == "InvalidResponseError" else ""
        bases = f"CodexError, {base}" if base else "CodexError"
        body += f'class {name}({bases}):\n{docstring(doc)}\n    code = "{code}"\n{own}\n\n'
    body += "BY_CODE: Dict[str, Type[CodexError]] = {\n    kind.code: kind\n    for kind in (\n"
    body += "".join(f"        {error_class(one.code)},\n" for one in schema.errors()) + "    )\n}\n\n"
    body += names_list(["CodexError", *(name for name, *_ in all_errors(schema))])
    return module("Errors: a class for each error status of the library, all of them a `CodexError`.", "", body)


# --- The README


def readme(schema: Schema) -> str:
    return with_regions(README, {name: table(head, rows) for name, (head, *rows) in tables(schema).items()})


def tables(schema: Schema) -> Dict[str, List[Sequence[str]]]:
    def explained(what: str, docs: Sequence[Tuple[str, str]]) -> List[Sequence[str]]:
        return [(what, "meaning"), *((f"`{name}`", doc) for name, doc in docs)]

    def of_records(head: Sequence[str], records: Sequence[Record]) -> List[Sequence[str]]:
        rows: List[Sequence[str]] = [head]
        for one in records:
            fields = ", ".join(f"`{field.name}`" for field in one.fields)
            kind = [f"`{one.type}`"] if one.type else []
            rows.append([f"`{class_of(one, schema)}`", *kind, fields, sentence(schema, one.doc)])
        return rows

    unknown = {what: (f"`Unknown{what.title()}`", "any other", "", doc) for what, doc in UNKNOWN_DOCS.items()}
    errors: List[Sequence[str]] = [("class (and base)", "`code`", "meaning")]
    for name, base, code, doc in all_errors(schema):
        errors.append((f"`{name}`" + (f" (`{base}`)" if base else ""), f"`{code}`", doc))
    return {
        "client options": explained("option", option_docs(schema, client_options(schema))),
        "thread options": explained("option", option_docs(schema, thread_options(schema))),
        "turn options": explained("option", option_docs(schema, turn_options(schema))),
        "errors": errors,
        "error attributes": explained("attribute", error_docs(schema)),
        "events": [*of_records(("event", "`type`", "fields", "meaning"), schema.events), unknown["event"]],
        "items": [*of_records(("item", "`type`", "fields", "meaning"), schema.items), unknown["item"]],
        "objects": of_records(("object", "fields", "meaning"), list(schema.objects.values())),
        "result": explained("field", field_docs(schema, result_fields(schema))),
    }
