"""What the Ruby gem takes from the vocabulary: items, events and errors, and how its options are documented."""

from __future__ import annotations

import textwrap
from typing import Dict, List, Tuple

from schema import (
    NOTE,
    ROOT,
    WIDTH,
    Field,
    Record,
    Schema,
    Words,
    camel,
    error_class,
    field_doc,
    listed,
    option_doc,
    region,
    said,
    table,
    with_regions,
    wrapped,
)

GEM = "bindings/ruby"

#: Objects that are not called Item::CAMEL.
CLASSES = {
    "usage": "Usage",
    "thread_error": "Event::Failure",
    "file_update_change": "Item::FileUpdate",
    "mcp_tool_call_result": "Item::McpResult",
    "mcp_tool_call_error": "Item::McpError",
    "todo_item": "Item::Todo",
}
#: Errors that only the gem has; `error.rb` defines them.
OWN_ERRORS = {
    "library": "The shared library is missing, has another version, or cannot be used here.",
    "wait_timeout": "Nothing came within the `timeout_ms` of a call. The turn continues: call again.",
    "handler": "The handler `on_approval` or a tool failed, or returned what is no answer; the `cause` says why. The "
    "approval was declined, or the agent was told of the tool's error, and the turn completed.",
    "invalid_response": "The agent's answer does not match the schema or the class; `response` is its text.",
}

#: The types of an option's value in YARD and in RBS, by its kind. A turn's `input` is the prompt argument.
OPTION_TYPES = {
    "text": ("String", "String"),
    "path": ("String, Pathname", "path"),
    "flag": ("Boolean", "bool"),
    "milliseconds": ("Integer", "Integer"),
    "bytes": ("Integer", "Integer"),
    "count": ("Integer", "Integer"),
    "factor": ("Numeric", "Numeric"),
    "texts": ("Array<String>", "Array[String]"),
    "paths": ("Array<String, Pathname>", "(Array[path] | Set[path])"),
    "text_map": ("Hash{String => String}, #to_hash", "(Hash[String | Symbol, String] | _ToHash[String, String])"),
    "object": ("Hash", "(Hash[untyped, untyped] | _ToHash[untyped, untyped])"),
    "objects": ("Array<Tool, Hash>", "Array[Tool | Hash[untyped, untyped]]"),
}
#: Options that only the gem has: owner, name, types in YARD and in RBS, and what it means.
OWN_OPTIONS = (
    (
        "thread",
        "on_approval",
        "#call",
        "^(Event::ApprovalRequested) -> (String | Symbol | Hash[untyped, untyped])",
        "Decides when the agent asks for approval. Receives the `approval.requested` event in a thread of its own, and "
        "returns a decision, such as `\"accept\"`, or a response, as `respond` of a turn takes it. With it, `approvals` "
        "defaults to `ask`.",
    ),
)
#: The types of a field in YARD and in RBS, and what reads it from its JSON.
FIELD_TYPES = {
    "text": ("String", "String", "Fields.text({})"),
    "text?": ("String, nil", "String?", "Fields.optional_text({})"),
    "word": ("String", "String", "Fields.text({})"),
    "integer": ("Integer", "Integer", "Fields.integer({}) || 0"),
    "integer?": ("Integer, nil", "Integer?", "Fields.integer({})"),
    "boolean": ("Boolean", "bool", "Fields.boolean({}) || false"),
    "boolean?": ("Boolean, nil", "bool?", "Fields.boolean({})"),
    "json": ("Object, nil", "json", "Fields.json({})"),
    "list:text": ("Array<String>", "Array[String]", "Fields.texts({})"),
    "list:json": ("Array<Object>", "Array[json]", "Fields.list({})"),
}
#: The same for fields with objects. These are made together with the object that has the field.
OBJECT_TYPES = {
    "object": ("{}", "{}", "part"),
    "object?": ("{}, nil", "{}?", "optional_part"),
    "list": ("Array<{}>", "Array[{}]", "list"),
    "map": ("Hash{{String => {}}}", "Hash[String, {}]", "map"),
}


def outputs(schema: Schema) -> Dict[str, str]:
    schema = schema.of_binding("rb")
    codex, thread = (current(f"lib/codex_sdk/{name}.rb") for name in ("codex", "thread"))
    texts = {
        "lib/codex_sdk/codex.rb": option_tags(schema, option_tags(schema, codex, "client"), "thread"),
        "lib/codex_sdk/thread.rb": option_tags(schema, thread, "turn"),
        "lib/codex_sdk/vocabulary/errors.rb": errors(schema),
        "lib/codex_sdk/vocabulary/events.rb": kinds(schema, "Event", schema.events),
        "lib/codex_sdk/vocabulary/items.rb": kinds(schema, "Item", schema.items),
        "lib/codex_sdk/vocabulary/values.rb": values(schema),
        "sig/errors.rbs": error_signatures(schema),
        "sig/options.rbs": option_signatures(schema),
        "sig/values.rbs": value_signatures(schema),
        "README.md": readme(schema),
    }
    return {f"{GEM}/{path}": text for path, text in texts.items()}


def current(path: str) -> str:
    return (ROOT / GEM / path).read_text(encoding="utf-8")


# --- Names and sentences


def class_of(name: str) -> str:
    return CLASSES.get(name, f"Item::{camel(name)}")


def sentence(schema: Schema, doc: str, link: str = "{{{}}}") -> str:
    """A doc of the schema in the words of Ruby. `link` is how a class is written: as a link of YARD's, or as code."""
    classes = {status.name: error_class(status.code) for status in schema.errors()}

    def name(word: str) -> str:
        return link.format(classes[word]) if word in classes else f"`{'nil' if word == 'null' else word}`"

    return said(doc, name)


def phrase(text: str) -> str:
    """The text of a tag. A single sentence loses its capital and its period."""
    if ". " in text:
        return text
    return (text if text.split()[0][1:].isupper() else text[:1].lower() + text[1:]).rstrip(".")


def comment(text: str, depth: int) -> str:
    return wrapped(text, "  " * depth + "# ", WIDTH) + "\n"


def tag(text: str, depth: int) -> str:
    """A tag of YARD; lines after the first one are indented."""
    begin = "  " * depth + "# "
    return wrapped(text, begin, WIDTH - 2).replace(f"\n{begin}", f"\n{begin}  ") + "\n"


def ruby_file(*parts: str) -> str:
    return f"# {NOTE}\n# frozen_string_literal: true\n\nmodule CodexSDK\n" + "\n".join(parts) + "end\n"


# --- Objects, items and events


def is_made(field: Field) -> bool:
    return field.type in OBJECT_TYPES and field.of not in ("text", "json")


def method(field: Field) -> str:
    """What reads a field. In patterns and hashes its key is the name on the wire."""
    # Every object of Ruby's has a `method`.
    name = "method_name" if field.name == "method" else field.name
    return f"{name}?" if field.type.startswith("boolean") else name


def class_held(field: Field) -> str:
    return "Item" if field.of == "item" else class_of(field.of)


def types(field: Field) -> Tuple[str, str, str]:
    """In YARD and in RBS, and what reads it."""
    if not is_made(field):
        return FIELD_TYPES[f"{field.type}:{field.of}" if field.type == "list" else field.type]
    yard, rbs, read = OBJECT_TYPES[field.type]
    return yard.format(class_held(field)), rbs.format("item" if field.of == "item" else class_held(field)), read


def ruby_class(schema: Schema, record: Record, name: str, parent: str, depth: int) -> str:
    indent = "  " * (depth + 1)
    fields = [field for field in record.fields if field.type != "item"]
    names = [field.name for field in record.fields]
    names = ["id", *names] if record in schema.items else names
    methods = {field.name: method(field) for field in record.fields}
    macro, known = ("known_as", [f'"{record.type}"']) if record.type else ("fields", [])
    given = ", ".join([*known, *(f":{name}" for name in names)])
    aligned = indent + " " * (len(macro) + 1)
    call = textwrap.fill(f"{macro} {given}", WIDTH, initial_indent=indent, subsequent_indent=aligned)
    parts = [f"{call}\n", *(reader(schema, field, depth + 1) for field in fields)]
    made = [f'{indent}  @{one.name} = {maker(schema, one)}(raw["{one.name}"])\n' for one in fields if is_made(one)]
    if made:
        head = f"{indent}# @api private\n{indent}def initialize({'raw, line' if record in schema.events else 'raw'})\n"
        parts.append(f"{head}{''.join(made)}{indent}  super\n{indent}end\n")
    parts.append(deconstruction({name: methods.get(name, name) for name in ["type"] * bool(record.type) + names}, indent))
    doc = comment(sentence(schema, record.doc), depth)
    return f"{doc}{indent[2:]}class {name} < {parent}\n" + "\n".join(parts) + f"{indent[2:]}end\n"


def deconstruction(names: Dict[str, str], indent: str) -> str:
    """For pattern matching. A `case` of symbols is a single jump for Ruby, which makes it faster than any table."""
    cases = "".join(f"{indent}  when :{name} then found[:{name}] = {read}\n" for name, read in names.items())
    if len(names) == 1:
        body = "".join(f"{indent}  key == :{name} ? found[:{name}] = {read} : super\n" for name, read in names.items())
    else:
        body = f"{indent}  case key\n{cases}{indent}  else super\n{indent}  end\n"
    return f"{indent}private\n\n{indent}def deconstruct_key(key, found)\n{body}{indent}end\n"


def maker(schema: Schema, field: Field) -> str:
    """What makes the objects of a field."""
    is_counted = field.type == "object?" and schema.objects[field.of].is_counted
    return f"{class_held(field)}.{'object_only' if is_counted else types(field)[2]}"


def reader(schema: Schema, field: Field, depth: int) -> str:
    yard, _, read = types(field)
    text = sentence(schema, field_doc(schema, field, unsaid))
    key = f'@raw["{field.name}"]'
    if field.instead:
        key = f'@raw.fetch("{field.name}") {{ @raw["{field.instead[0]}"] == "{field.instead[1]}" }}'
    code = f"attr_reader :{field.name}" if is_made(field) else f"def {method(field)} = {read.format(key)}"
    return tag(f"@return [{yard}] {phrase(text)}", depth) + f"{'  ' * depth}{code}\n"


def kinds(schema: Schema, base: str, records: List[Record]) -> str:
    parts = [ruby_class(schema, one, name, "Value", 2) for name, one in inner_records(schema, base).items()]
    parts += [ruby_class(schema, one, camel(one.name), parent(one), 2) for one in records]
    table = ",\n".join(f'      "{one.type}" => {camel(one.name)}' for one in records)
    parts.append(f"    KINDS = {{\n{table}\n    }}.freeze\n    private_constant :KINDS\n")
    return ruby_file(f"  class {base}\n" + "\n".join(parts) + "  end\n")


def inner_records(schema: Schema, base: str) -> Dict[str, Record]:
    """The objects that are parts of items or events, by the names of their classes in there."""
    named = [(class_of(one.name).split("::"), one) for one in schema.objects.values()]
    return {name[-1]: one for name, one in named if name[0] == base}


def parent(record: Record) -> str:
    return "OfItem" if any(field.type == "item" for field in record.fields) else "self"


def plain_records(schema: Schema) -> List[Record]:
    """Those that are neither items nor events nor parts of them."""
    usage = [one for one in schema.objects.values() if "::" not in class_of(one.name)]
    return [*usage, schema.turn_result, Record("cli_info", "", "The Codex CLI in use.", tuple(schema.client_info))]


def values(schema: Schema) -> str:
    return ruby_file(*(ruby_class(schema, one, camel(one.name), "Value", 1) for one in plain_records(schema)))


# --- Errors


def error_fields(schema: Schema) -> List[Field]:
    """But the three that `error.rb` has."""
    return [field for field in schema.error_fields if field.name not in ("code", "message", "retryable")]


def errors(schema: Schema) -> str:
    readers = []
    for field in error_fields(schema):
        yard, _, _ = types(field)
        value = f'details.fetch("{field.name}", NOTHING)' if field.type == "list" else f'details["{field.name}"]'
        doc = tag(f"@return [{yard}] {phrase(sentence(schema, field.doc))}", 2)
        readers.append(f"{doc}    def {method(field)} = {value}\n")
    nothing = "    NOTHING = [].freeze\n    private_constant :NOTHING\n"
    parts = ["  class Error\n" + "\n".join([nothing, *readers]) + "  end\n"]
    for status in schema.errors():
        doc = comment(sentence(schema, status.doc), 1)
        parts.append(f'{doc}  class {error_class(status.code)} < Error\n    known_as "{status.code}"\n  end\n')
    return ruby_file(*parts, "  Error::CLASSES.freeze\n")


# --- Options


def option_tags(schema: Schema, text: str, owner: str) -> str:
    """A file with the @option tags of a method, which stand between its @param for all of them and the next tag."""
    tags = ""
    for option in schema.settable(owner):
        kind = OPTION_TYPES[option.kind][0] + (", Symbol" if option.words else "")
        doc = sentence(schema, option_doc(option, unsaid))
        tags += tag(f"@option options [{kind}] :{option.name} {phrase(doc)}", 2)
    for _, name, kind, _, doc in (one for one in OWN_OPTIONS if one[0] == owner):
        tags += tag(f"@option options [{kind}] :{name} {phrase(doc)}", 2)
    end = "    # @raise" if owner == "client" else "    # @return"
    return region(text, owner, tags, "    # @param options {} options; nil is the same as leaving one out", end)


def unsaid(name: str) -> str:
    """A name of the schema as it stands there: `sentence` writes it."""
    return f"{{{name}}}"


# --- Signatures


def rbs_file(*parts: str) -> str:
    return f"# {NOTE}\nmodule CodexSDK\n" + "\n".join(parts) + "end\n"


def keywords(schema: Schema, owner: str, *without: str) -> str:
    lines = []
    for option in schema.settable(owner):
        kind = f"({option.words.name} | Symbol)" if option.words else OPTION_TYPES[option.kind][1]
        lines += [] if option.name in without else [f"      ?{option.name}: {kind}?,\n"]
    lines += [f"      ?{name}: ({kind})?,\n" for whose, name, _, kind, _ in OWN_OPTIONS if whose == owner]
    return "".join(lines) + "      **untyped\n"


def option_signatures(schema: Schema) -> str:
    client, thread, turn = (keywords(schema, owner) for owner in ("client", "thread", "turn"))
    json = keywords(schema, "turn", "output_schema")
    return rbs_file(
        "".join(word_types(words) for words in schema.words.values()),
        f"  class Codex\n    def initialize: (\n{client}    ) -> void\n\n"
        f"    def start_thread: (\n{thread}    ) -> Thread\n\n"
        f"    def resume_thread: (\n      String thread_id,\n{thread}    ) -> Thread\n\n"
        f"    def fork_thread: (\n      String thread_id,\n{thread}    ) -> Thread\n  end\n",
        f"  class Thread\n    def fork: (\n{thread}    ) -> Thread\n\n    def run: (\n      ?input prompt,\n{turn}    ) -> TurnResult\n\n"
        f"    def run_streamed: (\n      ?input prompt,\n{turn}    ) -> StreamedTurn\n"
        f"                    | (\n      ?input prompt,\n{turn}    ) {{ (event) -> void }} -> TurnResult\n\n"
        f"    def run_json: (\n      input prompt,\n      Hash[untyped, untyped] | _Schema schema,\n{json}"
        "    ) -> untyped\n  end\n",
    )


def word_types(words: Words) -> str:
    known = " | ".join(f'"{word}"' for word in words.words)
    others = "" if words.closed else "The CLI may have others."
    return f"  # {' '.join(filter(None, (words.doc, others)))}\n  type {words.name} = {known} | String\n"


def signature(record: Record, name: str, parent: str, depth: int) -> str:
    indent = "  " * depth
    lines = [f"{indent}  {rbs_reader(one)}\n" for one in record.fields if one.type != "item"]
    return f"{indent}class {name} < {parent}\n{''.join(lines)}{indent}end\n"


def rbs_reader(field: Field) -> str:
    name = method(field)
    return f"def {name}: () -> {rbs_type(field)}" if name.endswith("?") else f"attr_reader {name}: {rbs_type(field)}"


def rbs_type(field: Field) -> str:
    return field.of if field.type == "word" else types(field)[1]


def value_signatures(schema: Schema) -> str:
    parts = [signature(one, camel(one.name), "Value", 1) for one in plain_records(schema)]
    for base, records in (("Event", schema.events), ("Item", schema.items)):
        names = [f"{base}::{camel(one.name)}" for one in records]
        union = "\n".join(f"{'    = ' if one == names[0] else '    | '}{one}" for one in [*names, f"{base}::Unknown"])
        parts.append(f"  # The CLI may have other kinds: they are Unknown.\n  type {base.lower()}\n{union}\n")
        inner = [signature(one, name, "Value", 2) for name, one in inner_records(schema, base).items()]
        inner += [signature(one, camel(one.name), parent(one).replace("self", base), 2) for one in records]
        parts.append(f"  class {base}\n" + "\n".join(inner) + "  end\n")
    return rbs_file(*parts)


def error_signatures(schema: Schema) -> str:
    readers = "".join(f"    def {method(one)}: () -> {rbs_type(one)}\n" for one in error_fields(schema))
    classes = "\n".join(f"  class {error_class(one.code)} < Error\n  end\n" for one in schema.errors())
    return rbs_file(f"  class Error\n{readers}  end\n", classes)


# --- README


def readme(schema: Schema) -> str:
    tables = {
        "options": option_tables(schema),
        "errors": error_tables(schema),
        "events": kind_table(schema, "Event", schema.events),
        "items": kind_table(schema, "Item", schema.items),
    }
    return with_regions(f"{GEM}/README.md", tables)


def option_tables(schema: Schema) -> str:
    tables = []
    for owner in schema.options:
        rows = [
            (f"`{option.name}`", sentence(schema, option_doc(option, unsaid), "`{}`"))
            for option in schema.settable(owner)
        ]
        rows += [(f"`{name}`", doc) for whose, name, _, _, doc in OWN_OPTIONS if whose == owner]
        tables.append(table((f"{owner} option", "meaning"), rows))
    return "\n".join(tables)


def error_tables(schema: Schema) -> str:
    errors = [(one.code, sentence(schema, one.doc, "`{}`")) for one in schema.errors()]
    rows = [(f"`{error_class(code)}`", f"`{code}`", doc) for code, doc in [*errors, *OWN_ERRORS.items()]]
    fields = [(f"`{method(one)}`", sentence(schema, one.doc, "`{}`")) for one in error_fields(schema)]
    return f"{table(('class', '`code`', 'meaning'), rows)}\n{table(('method', 'value'), fields)}"


def kind_table(schema: Schema, base: str, records: List[Record]) -> str:
    rows = []
    for one in records:
        fields = ["`id`"] if base == "Item" else []
        fields += [f"`{field.name}`{parts_of(schema, field)}" for field in one.fields]
        doc = sentence(schema, one.doc, "`{}`")
        rows.append((f"`{base}::{camel(one.name)}`", f"`{one.type}`", ", ".join(fields), doc))
    unknown = (f"`{base}::Unknown`", "any other", "`id`" if base == "Item" else "")
    rows.append((*unknown, "A kind that this version does not know; `raw` has all of it."))
    return table((base.lower(), "`type`", "fields", "meaning"), rows)


def parts_of(schema: Schema, field: Field) -> str:
    if not is_made(field) or field.of == "item" or class_held(field) == "Usage":
        return ""
    names = listed(tuple(method(one) for one in schema.objects[field.of].fields), last="and")
    return f" ({'each ' if field.type in ('list', 'map') else ''}with {names})"
