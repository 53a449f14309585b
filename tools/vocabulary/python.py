"""What the Python package takes from the vocabulary: options, items, events, results, errors, and README tables."""

from __future__ import annotations

import re
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from schema import ROOT, Field, Option, Record, Schema, Words, camel, option_doc, region, said, wrapped

PACKAGE = "bindings/python/src/codex_sdk"
README = "bindings/python/README.md"
NOTE = "# Generated from schema/sdk.json by `make vocabulary`."
WIDTH = 120

OPTION_TYPES = {
    "text": "str",
    "path": "Path",
    "flag": "bool",
    "milliseconds": "int",
    "bytes": "int",
    "factor": "float",
    "texts": "Sequence[str]",
    "paths": "Sequence[Path]",
    "text_map": "Mapping[str, str]",
    "object": "Mapping[str, Any]",
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
#: `Codex(path, url, key, env)`: the arguments that need no keyword, in the order of the TypeScript SDK's options.
POSITIONAL = ("codex_path_override", "base_url", "api_key", "env")
ORIGINATOR = "`codex_sdk_py`"

ERROR_NAMES = {"CANCELLED": "TurnCancelledError"}
ERROR_BASES = {"INVALID_ARGUMENT": "ValueError", "TURN_TIMEOUT": "TimeoutError"}
#: What the library says of handles and pointers, in the words of this package.
ERROR_DOCS = {
    "INVALID_ARGUMENT": "An argument or option is not valid: an unknown name, a wrong type or value, a missing file or "
    "folder. {option} names it.",
    "INVALID_HANDLE": "The `Codex` object, thread or turn is closed.",
    "CANCELLED": "The turn was cancelled, or closed while it was running.",
    "FORKED": "The process was forked while a `Codex` object was open, so the child cannot use the library; or the "
    "object was made before the fork.",
    "SHUT_DOWN": "The `Codex` object was closed, so its threads and turns are over.",
}
#: Errors of this package: name, base, code, doc.
OWN_ERRORS = (
    ("LibraryError", "ImportError", "library", "The shared library is missing, has another version or cannot be used."),
    (
        "InvalidResponseError",
        "ValueError",
        "invalid_response",
        "`response` is not JSON or does not follow the schema.",
    ),
)
EVENT_NAMES = {"error": "ThreadErrorEvent"}
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
TYPING = ("Any", "Dict", "List", "Literal", "Mapping", "Optional", "Sequence", "Tuple", "Type", "TypedDict", "Union")


def outputs(schema: Schema) -> Dict[str, str]:
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


# --- Names and sentences


def error_class(name: str) -> str:
    return ERROR_NAMES.get(name, f"{camel(name.lower())}Error")


def class_of(record: Record, schema: Schema) -> str:
    """The class of an object, item or event."""
    if record in schema.events:
        return EVENT_NAMES.get(record.type, f"{camel(record.type)}Event")
    return f"{camel(record.name)}Item" if record in schema.items else camel(record.name)


def sentence(schema: Schema, doc: str) -> str:
    """A sentence with names of Python, as code in Markdown."""
    return said(doc, lambda name: python_name(schema, name))


def python_name(schema: Schema, name: str) -> str:
    errors = {status.name: error_class(status.name) for status in schema.errors()}
    own = {"true": "True", "false": "False", "null": "None", **EVENT_NAMES, **errors}
    return f"`{own.get(name, name)}`"


def option_docs(schema: Schema, listed: Sequence[Option]) -> List[Tuple[str, str]]:
    return [(one.name, option_doc(one, lambda name: python_name(schema, name))) for one in listed]


def field_docs(schema: Schema, fields: Sequence[Field]) -> List[Tuple[str, str]]:
    return [(one.name, sentence(schema, one.doc)) for one in fields]


def error_docs(schema: Schema) -> List[Tuple[str, str]]:
    return [*field_docs(schema, schema.error_fields), ("details", "Everything the library reported, as a dictionary.")]


def all_errors(schema: Schema) -> List[Tuple[str, Optional[str], str, str]]:
    """Every error: its class, its base besides CodexError, its code and its sentence."""
    rows: List[Tuple[str, Optional[str], str, str]] = []
    for one in schema.errors():
        doc = sentence(schema, ERROR_DOCS.get(one.name, one.doc))
        rows.append((error_class(one.name), ERROR_BASES.get(one.name), one.code, doc))
    return [*rows, *OWN_ERRORS]


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
    head = f"{NOTE}\n\n{docstring(doc, indent='')}\nfrom __future__ import annotations\n"
    return "\n".join([head, standard, *filter(None, [imports]), body])


def bracketed(left: str, inner: str) -> str:
    line = f"{left}[{inner}]"
    return f"{line}\n" if len(line) <= WIDTH else f"{left}[\n    {inner}\n]\n"


def names_list(names: Iterable[str]) -> str:
    return "__all__ = [\n" + "".join(f'    "{name}",\n' for name in sorted(names)) + "]\n"


def words(one: Words, others: Optional[str]) -> str:
    listed = "Literal[" + ", ".join(f'"{word}"' for word in one.words) + "]"
    value = f"{camel(one.name)} = {listed}\n"
    if not one.closed and others:
        value = bracketed(f"{camel(one.name)} = Union", f"{listed}, {others}")
    return f"#: {one.doc}\n{value}"


# --- Options


def option_type(option: Option) -> str:
    kind = camel(option.words.name) if option.words is not None else OPTION_TYPES.get(option.kind, option.kind)
    return f"Optional[{kind}]"


def client_options(schema: Schema) -> List[Option]:
    listed = schema.options["client"]
    renamed = [Option(**{**vars(one), "default": ORIGINATOR}) if one.name == "originator" else one for one in listed]
    return sorted(renamed, key=lambda one: (*POSITIONAL, one.name).index(one.name))


def turn_options(schema: Schema) -> List[Option]:
    others = [one for one in schema.options["turn"] if one.name not in ("input", "output_schema")]
    return [OUTPUT_SCHEMA, CANCELLATION, *others]


def options(schema: Schema) -> str:
    client, thread, turn = client_options(schema), schema.options["thread"], turn_options(schema)
    used = {one.words.name: one.words for one in [*thread, *turn, *client] if one.words is not None}
    body = "".join(words(one, "Unlisted") for one in used.values())
    body += 'Path = Union[str, "os.PathLike[str]"]\n\n\n'
    body += typed_dict("CodexOptions", "The arguments of `Codex`: `Codex(**options)`.", client)
    for name, doc, listed in (
        ("ThreadOptions", "Options of a thread. They apply to each of its turns.", thread),
        ("TurnOptions", "Options of one turn.", turn),
    ):
        body += f"@dataclass\nclass {name}:\n{docstring(doc, option_docs(schema, listed))}\n"
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
        "from ._options import Cancellation, Unlisted\nfrom .schema import SchemaSource\n",
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


def in_events(schema: Schema) -> List[str]:
    """The objects that only events hold."""
    return [field.of for event in schema.events for field in event.fields if field.of]


def classes(doc: str, imports: str, body: str) -> str:
    """A file that exports what it defines."""
    return module(
        doc, imports, body + names_list(re.findall(r"^(?:class (?=\w+\()|(?=\w+ =))(\w+)", body, re.MULTILINE))
    )


def items(schema: Schema) -> str:
    used = {field.of for record in [*schema.items, *schema.objects.values()] for field in record.fields}
    body = "".join(words(one, "str") for one in schema.words.values() if one.name in used) + "\n\n"
    objects = [one for one in schema.objects.values() if one.name not in in_events(schema)]
    body += "".join(data_class(schema, record) for record in objects)
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
    body = "\n" + "".join(data_class(schema, schema.objects[name]) for name in in_events(schema))
    body += "".join(data_class(schema, record, "JsonEvent") for record in schema.events)
    kinds = "".join(f"    {class_of(one, schema)},\n" for one in schema.events)
    body += UNKNOWN.format(what="Event", base="JsonEvent", doc=UNKNOWN_DOCS["event"], more="", kinds=kinds)
    return classes(
        "What happens in a turn. Each event has `type`, `raw`, its JSON as a dictionary, and `line`, the text that the "
        "CLI printed.",
        "from ._json import JsonEvent, JsonObject\nfrom .items import ThreadItem, UnknownItem\n",
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
    """How an item or event is read: its class by its type, and what of it is an object itself."""
    functions, parts = "", ""
    for place, records in (("items", schema.items), ("events", schema.events)):
        for record in records:
            lines = "".join(reading_of_part(schema, field) for field in record.fields if field.of in schema.objects)
            if lines:
                functions += f"def _{record.name}(fields: Dict[str, Any]) -> None:\n{lines}\n\n"
                parts += f"    {place}.{class_of(record, schema)}: _{record.name},\n"
    about_items = [one for one in schema.events if any(field.type == "item" for field in one.fields)]
    others = [one for one in schema.events if one not in about_items]
    body = f"\n{functions}#: What of an item or event is an object itself.\nPARTS: Dict[Any, Any] = {{\n{parts}}}\n"
    for name, place, records in (
        ("ITEMS", "items", schema.items),
        ("ITEM_EVENTS", "events", about_items),
        ("OTHER_EVENTS", "events", others),
    ):
        rows = "".join(f'    "{one.type}": {place}.{class_of(one, schema)},\n' for one in records)
        body += f"{name}: Dict[Any, Type[Any]] = {{\n{rows}}}\n"
    imports = "from . import events, items\nfrom ._json import typed\n"
    return module("Which class each type of item and event is read as.", imports, body)


def reading_of_part(schema: Schema, field: Field) -> str:
    kind = f"{'events' if field.of in in_events(schema) else 'items'}.{camel(field.of)}"
    one, of = f"typed({kind}, one) if isinstance(one, dict) else one", "dict"
    value = f"typed({kind}, value)"
    if field.type == "map":
        value = f"{{\n            name: {one} for name, one in value.items()\n        }}"
    elif field.type == "list":
        value, of = f"tuple({one} for one in value)", "list"
    return f"""\
    value = fields.get("{field.name}")
    if isinstance(value, {of}):
        fields["{field.name}"] = {value}
"""


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
    body += "".join(f"        {error_class(one.name)},\n" for one in schema.errors()) + "    )\n}\n\n"
    body += names_list(["CodexError", *(name for name, *_ in all_errors(schema))])
    return module("Errors: a class for each error status of the library, all of them a `CodexError`.", "", body)


# --- The README


def readme(schema: Schema) -> str:
    text = (ROOT / README).read_text(encoding="utf-8")
    for name, rows in tables(schema).items():
        lines = [f"| {' | '.join(cells)} |\n" for cells in rows]
        lines.insert(1, "|" + "---|" * len(rows[0]) + "\n")
        text = region(text, name, "".join(lines))
    return text


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
        "thread options": explained("option", option_docs(schema, schema.options["thread"])),
        "turn options": explained("option", option_docs(schema, turn_options(schema))),
        "errors": errors,
        "error attributes": explained("attribute", error_docs(schema)),
        "events": [*of_records(("event", "`type`", "fields", "meaning"), schema.events), unknown["event"]],
        "items": [*of_records(("item", "`type`", "fields", "meaning"), schema.items), unknown["item"]],
        "objects": of_records(("object", "fields", "meaning"), list(schema.objects.values())),
        "result": explained("field", field_docs(schema, result_fields(schema))),
    }
