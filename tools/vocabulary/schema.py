"""`schema/sdk.json`, read and checked, and its sentences in the words of a language."""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "schema" / "sdk.json"
NOTE = "Generated from schema/sdk.json by `make vocabulary`."
#: Of a line in what is generated.
WIDTH = 120

OPTION_KINDS = "text path flag milliseconds bytes count factor texts paths text_map object objects input".split()
#: Types of fields; `word:`, `list:`, `map:`, `object:` and `object?:` have the name of what they hold behind them.
FIELD_TYPES = "text text? integer integer? boolean boolean? json item".split()


@dataclass(frozen=True)
class Words:
    """A list of words. An open one may have others."""

    name: str
    doc: str
    words: Tuple[str, ...]
    closed: bool = False


@dataclass(frozen=True)
class Option:
    """An option of a client, a thread or a turn.

    `default` is a number, words for people, or None if there is none. A flag whose default is False means the same when it
    is false and when it is not given; of any other flag false is a third state.
    """

    name: str
    kind: str
    doc: str
    default: Any = None
    words: Optional[Words] = None
    secret: bool = False

    @property
    def unitless(self) -> str:
        """The name in a language whose durations have their own unit."""
        return self.name[: -len("_ms")] if self.kind == "milliseconds" else self.name


@dataclass(frozen=True)
class Status:
    """A status of the ABI. A negative number is an error, whose code is the name in lower case."""

    name: str
    number: int
    doc: str

    @property
    def code(self) -> str:
        return self.name.lower()

    @property
    def constant(self) -> str:
        return f"CODEX_SDK_{'ERROR_' if self.number < 0 else ''}{self.name}"


@dataclass(frozen=True)
class Field:
    """A field. `of` is what a word, list, map or object holds; `instead` the field and value that say the same;
    `app_server` whether only that transport has it."""

    name: str
    type: str
    doc: str
    of: str = ""
    instead: Optional[Tuple[str, str]] = None
    app_server: bool = False


@dataclass(frozen=True)
class Record:
    """An object, an item or an event with its fields. `name` is in snake_case: `agent_message`, `item_started`."""

    name: str
    type: str
    doc: str
    fields: Tuple[Field, ...]

    @property
    def is_counted(self) -> bool:
        """Whether its fields are numbers. Nobody knows which of them a number in place of the object is."""
        return self.fields[0].type == "integer"


@dataclass(frozen=True)
class Schema:
    words: Dict[str, Words]
    #: What the options of a client, a thread and a turn have in common.
    option_owners: Dict[str, str]
    options: Dict[str, List[Option]]
    statuses: List[Status]
    objects: Dict[str, Record]
    items: List[Record]
    events: List[Record]
    error_fields: List[Field]
    result: List[Field]
    client_info: List[Field]

    def errors(self) -> List[Status]:
        return [status for status in self.statuses if status.number < 0]

    def settable(self, owner: str) -> List[Option]:
        """The options that a binding has by name. A turn's `input` is the prompt argument there."""
        return [option for option in self.options[owner] if option.kind != "input"]

    @property
    def turn_result(self) -> Record:
        return Record("turn_result", "", "The result of a turn.", tuple(self.result))

    def held_by(self, records: Iterable[Record]) -> List[Record]:
        """The objects that fields of these hold."""
        held = [field.of for record in records for field in record.fields if field.of in self.objects]
        return [self.objects[name] for name in dict.fromkeys(held)]

    def of_binding(self, suffix: str) -> "Schema":
        """The schema for a binding, which has an originator of its own."""
        own = {
            owner: [replace(one, default=f"`codex_sdk_{suffix}`") if one.name == "originator" else one for one in listed]
            for owner, listed in self.options.items()
        }
        return replace(self, options=own)


def load(file: Path = FILE) -> Schema:
    """The vocabulary; ValueError if it contradicts itself."""
    said = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=_no_duplicates)
    words = {one["name"]: Words(**{**one, "words": tuple(one["words"])}) for one in said["words"]}
    unknown = {one["words"] for listed in said["options"].values() for one in listed if "words" in one} - set(words)
    if unknown:
        raise ValueError(f"{file.name}: an option has the unknown words {', '.join(sorted(unknown))}")
    options = {
        owner: [Option(**{**one, "words": words[one["words"]] if "words" in one else None}) for one in listed]
        for owner, listed in said["options"].items()
    }
    schema = Schema(
        words=words,
        option_owners=said["option_owners"],
        options=options,
        statuses=[Status(**one) for one in said["statuses"]],
        objects={one["name"]: _record(one) for one in said["objects"]},
        items=[_record(one) for one in said["items"]],
        events=[_record(one) for one in said["events"]],
        error_fields=_fields(said["error_fields"]),
        result=_fields(said["result"]),
        client_info=_fields(said["client_info"]),
    )
    _check(schema)
    return schema


def _no_duplicates(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"{FILE.name}: a key stands twice in {found}")
    return found


def _record(one: Dict[str, Any]) -> Record:
    kind = one.get("type", "")
    return Record(one.get("name") or kind.replace(".", "_"), kind, one["doc"], tuple(_fields(one["fields"])))


def _fields(listed: List[Dict[str, Any]]) -> List[Field]:
    fields = []
    for one in listed:
        kind, _, of = one["type"].partition(":")
        instead = (one["or"]["field"], one["or"]["is"]) if "or" in one else None
        fields.append(Field(one["name"], kind, one["doc"], of, instead, one.get("app_server", False)))
    return fields


def _check(schema: Schema) -> None:
    def refuse(what: str) -> None:
        raise ValueError(f"{FILE.name}: {what}")

    for owner, options in schema.options.items():
        for option in options:
            if option.kind not in OPTION_KINDS:
                refuse(f"{owner} option {option.name} has the unknown kind {option.kind}")
    numbers = [status.number for status in schema.statuses]
    if len(set(numbers)) < len(numbers) or sorted(numbers) != list(range(min(numbers), max(numbers) + 1)):
        refuse(f"the numbers of the statuses are not one after the other: {numbers}")
    known = {"list": {"text", "json", "item", *schema.objects}, "map": set(schema.objects), "word": set(schema.words)}
    known.update({"object": set(schema.objects), "object?": set(schema.objects)})
    for owner, field in schema_fields(schema):
        if field.of not in known.get(field.type, ()) if field.of else field.type not in FIELD_TYPES:
            refuse(f"{owner}.{field.name} has an unknown type")
    for doc in _docs(schema):
        for name in re.findall(r"\{(\w+)\}", doc):
            if name not in _names(schema):
                refuse(f"{{{name}}} in {doc!r} names nothing")


def schema_fields(schema: Schema) -> Iterator[Tuple[str, Field]]:
    for record in [*schema.objects.values(), *schema.items, *schema.events]:
        for field in record.fields:
            yield record.name, field
    for owner in ("error_fields", "result", "client_info"):
        for field in getattr(schema, owner):
            yield owner, field


def _names(schema: Schema) -> set:
    names = {"true", "false", "null"}
    names.update(status.name for status in schema.statuses)
    names.update(option.name for options in schema.options.values() for option in options)
    names.update(field.name for _, field in schema_fields(schema))
    names.update(event.type for event in schema.events)
    return names


def _docs(schema: Schema) -> Iterator[str]:
    yield from schema.option_owners.values()
    for listed in (schema.words.values(), schema.statuses, *schema.options.values()):
        yield from (one.doc for one in listed)
    for record in [*schema.objects.values(), *schema.items, *schema.events]:
        yield record.doc
    yield from (field.doc for _, field in schema_fields(schema))


# --- Sentences

Name = Callable[[str], str]


def code(name: str) -> str:
    return f"`{name}`"


def said(doc: str, name: Name = code) -> str:
    """A doc with its names in the words of a language."""
    return re.sub(r"\{(\w+)\}", lambda match: name(match[1]), doc)


def listed(words: Tuple[str, ...], quote: Name = code, last: str = "or") -> str:
    quoted = [quote(word) for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def option_doc(option: Option, name: Name = code, quote: Name = code, default: bool = True) -> str:
    """What an option does: its sentences with the words it takes in the first one, and its default in the last."""
    doc = option.doc
    if option.words is not None and not all(f"`{word}`" in doc for word in option.words.words):
        first, dot, rest = doc.partition(".")
        doc = f"{first}: {listed(option.words.words, quote)}{dot}{rest}"
    if default and option.default is not None and option.default is not False:
        doc = f"{doc} {default_doc(option)}"
    return said(doc, name)


def field_doc(schema: Schema, field: Field, name: Name = code) -> str:
    """What a field holds, with the words that it can be."""
    doc = said(field.doc, name)
    return f"{doc.rstrip('.')}: {listed(schema.words[field.of].words)}." if field.type == "word" else doc


def field_cell(schema: Schema, field: Field) -> str:
    """A field in a table, with the fields of the object in it."""
    record = schema.objects.get(field.of)
    return f"`{field.name}`" + (f" ({', '.join(f'`{one.name}`' for one in record.fields)})" if record else "")


def default_doc(option: Option) -> str:
    """A sentence about the default."""
    value, kind = option.default, option.kind
    if kind == "milliseconds" and value == 0:
        return "Off (0) by default."
    if kind == "milliseconds":
        return f"Default {value} ({duration(value)}); 0 means none."
    if kind == "count" and value == 0:
        return "No limit (0) by default."
    if kind == "bytes":
        return f"Default {value} ({value >> 20} MiB)."
    return f"Default {value}." if isinstance(value, int) or value.startswith("`") else f"Default: {value}."


def duration(milliseconds: int) -> str:
    number, unit = (milliseconds // 60000, "minute") if milliseconds % 60000 == 0 else (milliseconds / 1000, "second")
    return f"{number:g} {unit}" + ("" if number == 1 else "s")


def wrapped(text: str, prefix: str, width: int) -> str:
    """A comment in lines that each begin with the prefix."""
    return "\n".join(
        textwrap.wrap(
            text, width, initial_indent=prefix, subsequent_indent=prefix, break_long_words=False, break_on_hyphens=False
        )
    )


def camel(name: str, capitals: Tuple[str, ...] = ()) -> str:
    """`agent_message` as `AgentMessage`; a word among the capitals in capitals: `MCPToolCall`."""
    return "".join(part.upper() if part in capitals else part[:1].upper() + part[1:] for part in re.split(r"[_.-]", name))


def error_class(code: str) -> str:
    """Of languages with a class for each code."""
    return "TurnCancelledError" if code == "cancelled" else f"{camel(code)}Error"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in (head, *rows)]
    lines = [f"| {line} |\n".replace("|  |", "| |") for line in lines]
    return "".join([lines[0], "|" + "---|" * len(head) + "\n", *lines[1:]])


def with_regions(path: str, contents: Mapping[str, str]) -> str:
    """A Markdown file with its generated parts."""
    text = (ROOT / path).read_text(encoding="utf-8")
    for name, content in contents.items():
        text = region(text, name, content)
    return text


def region(text: str, name: str, content: str, begin: str = "<!-- begin {} -->", end: str = "<!-- end {} -->") -> str:
    """The text with what stands between two lines replaced."""
    first, last = begin.format(name) + "\n", end.format(name)
    before, found, rest = text.partition(first)
    _, closed, after = rest.partition(last)
    if not found or not closed:
        raise ValueError(f"there is no {first.strip()} … {last}")
    return f"{before}{first}{content}{last}{after}"
