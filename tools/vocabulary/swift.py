"""What the Swift package takes from the vocabulary: options, word lists, items, events, errors, and the README's lists.

Texts are made as swift-format wants them, in lines of 120 characters.
"""

from __future__ import annotations

import re
import textwrap
from typing import Dict, Iterator, List, Tuple

from schema import ROOT, Field, Option, Record, Schema, Words, listed, option_doc, region, said

NOTE = "// Generated from schema/sdk.json by `make vocabulary`: change it there.\n\n"
SOURCES = "bindings/swift/Sources/CodexSDK"
DRIVER = "bindings/swift/tests/ConformanceDriver"
README = "bindings/swift/README.md"
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
RAW = "The JSON, with fields that this version does not know. Parsed at each access."


def outputs(schema: Schema) -> Dict[str, str]:
    swift = Swift(schema)
    option_words = [option.words for options in schema.options.values() for option in options if option.words]
    others = [words for words in schema.words.values() if words not in option_words]
    files = {
        f"{SOURCES}/Options/OptionValues.swift": swift.word_lists(option_words),
        f"{SOURCES}/Events/Statuses.swift": swift.word_lists(others),
        f"{SOURCES}/Events/Items.swift": swift.items(),
        f"{SOURCES}/Events/ThreadItem.swift": swift.thread_item(),
        f"{SOURCES}/Events/ThreadEventKind.swift": swift.event_kind(),
        f"{SOURCES}/Events/Usage.swift": swift.structure(schema.objects["usage"], "Usage"),
        f"{SOURCES}/TurnResult.swift": swift.result(),
        f"{SOURCES}/CodexErrorCode.swift": swift.codes(),
        f"{SOURCES}/CodexError+Fields.swift": swift.error_fields(),
        f"{DRIVER}/GivenOptions.swift": swift.given_options(),
        f"{DRIVER}/WrittenFields.swift": swift.written_fields(),
    }
    for owner, (name, _) in OWNERS.items():
        files[f"{SOURCES}/Options/{name}.swift"] = swift.options(owner)
    files = {path: NOTE + text for path, text in files.items()}
    files[README] = swift.readme((ROOT / README).read_text(encoding="utf-8"))
    return files


# --- Names


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


class Swift:
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
        if default is None:
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

    # --- Words

    def word_lists(self, lists: List[Words]) -> str:
        return "\n".join(self.word_list(one) for one in lists)

    def word_list(self, one: Words) -> str:
        cases = "".join(f'  /// `{word}`.\n  public static let {lower(word)}: Self = "{word}"\n' for word in one.words)
        return f"""{comment(self.doc(one.doc))}public struct {upper(one.name)}: OpenEnum {{
  /// The value as it is in JSON.
  public let rawValue: String

  /// Any value, known or not.
  public init(rawValue: String) {{ self.rawValue = rawValue }}

{cases}}}
"""

    def code_docs(self) -> Dict[str, str]:
        return {**{status.code: CODES.get(status.code, status.doc) for status in self.schema.errors()}, **OWN_CODES}

    def codes(self) -> str:
        cases = "".join(
            f'{comment(self.doc(doc), "    ")}    public static let {quoted(lower(code))}: Self = "{code}"\n'
            for code, doc in self.code_docs().items()
        )
        return f"""extension CodexError {{
  /// What kind of error it is.
  public struct Code: OpenEnum {{
    /// The code as it is in JSON.
    public let rawValue: String

    /// Any code, known or not.
    public init(rawValue: String) {{ self.rawValue = rawValue }}

{cases}  }}
}}
"""

    def error_fields(self) -> str:
        fields = [field for field in self.schema.error_fields if field.name not in ("code", "message")]
        return "extension CodexError {\n" + "\n".join(self.error_field(field) for field in fields) + "}\n"

    def error_field(self, field: Field) -> str:
        kind, _, read = TYPES[field.type + (f":{field.of}" if field.of else "")]
        getter = f'details["{field.name}"]{read}'
        return f"{comment(self.doc(field.doc), '  ')}  public var {lower(field.name)}: {kind} {{ {getter} }}\n"

    # --- Options

    def owned(self, owner: str) -> List[Option]:
        """Those that are properties: `input` is a parameter."""
        return [option for option in self.schema.options[owner] if option.kind != "input"]

    def options(self, owner: str) -> str:
        name, about = OWNERS[owner]
        options = self.owned(owner)
        lines = [f"{comment(about)}///\n/// A property that is `nil` is not sent: its default applies.\n"]
        if any(option.kind == "milliseconds" for option in options):
            lines.append("///\n/// Durations are rounded up to whole milliseconds; a negative one is refused.\n")
        lines.append(f"public struct {name}: Sendable, Hashable {{\n")
        for option in options:
            lines.append(f"{comment(self.option_doc(option), '  ')}  public var {option_name(option)}: {option_type(option)}?\n")
        extra = "Other options, by the names that the library has for them. They take precedence over the properties."
        lines.append(f"{comment(extra, '  ')}  public var extra: JSONObject\n\n  /// Options; one that is left out is `nil`.\n")
        parameters = [f"{option_name(option)}: {option_type(option)}? = nil" for option in options]
        lines.append(initializer([*parameters, "extra: JSONObject = [:]"]))
        lines += [f"    self.{given} = {given}\n" for given in [*map(option_name, options), "extra"]]
        lines.append("  }\n\n  var json: JSONObject {\n    var json = JSONObject()\n")
        lines += [f'    json["{option.name}"] = {self.encoded(option)}\n' for option in options]
        lines.append("    return json.merging(extra)\n  }\n}\n")
        return "".join(lines)

    def encoded(self, option: Option) -> str:
        name = option_name(option)
        if option.name == "originator":
            return f'.string({name} ?? "codex_sdk_swift")'
        if option.name == "output_schema":
            return f"{name}?.json"
        return name + (".map(JSONValue.init(openEnum:))" if option.words else KINDS[option.kind][1])

    # --- Items and events

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

    def properties(self, owner: str, fields: Tuple[Field, ...], indent: str) -> str:
        return "".join(
            f"{comment(self.doc(field.doc), indent)}{indent}public let {property_name(owner, field)}: {self.type_of(field)[0]}\n"
            for field in fields
        )

    def readings(self, owner: str, fields: Tuple[Field, ...], indent: str) -> str:
        return "".join(f"{indent}{property_name(owner, field)} = json.{self.type_of(field)[1]}\n" for field in fields)

    def items(self) -> str:
        return "\n".join(self.item(record) for record in self.schema.items)

    def item(self, record: Record) -> str:
        identity = Field("id", "text", "Id of the item, the same in all events about it.")
        whole = Record(record.name, record.type, record.doc, (identity, *record.fields))
        return self.structure(whole, upper(record.name) + "Item")

    def structure(self, record: Record, name: str) -> str:
        """A structure that keeps its JSON, with the objects in it."""
        nested = [self.schema.objects[field.of] for field in record.fields if field.of in NESTED]
        structures = "".join(self.nested(one) + "\n" for one in nested)
        return f"""{comment(self.doc(record.doc))}public struct {name}: JSONBacked {{
{structures}{self.properties(record.name, record.fields, "  ")}{comment(RAW, "  ")}  public var raw: JSONObject {{ object.value }}

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {{
{self.readings(record.name, record.fields, "    ")}    self.object = object
  }}

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) {{ self = RawObject.read(raw, Self.init) }}
}}
""" + "".join(self.nested_reading(one, f"{name}.{NESTED[one.name]}") for one in nested)

    def nested(self, record: Record) -> str:
        properties = self.properties(record.name, record.fields, "    ")
        return f"{comment(self.doc(record.doc), '  ')}  public struct {NESTED[record.name]}: Sendable, Hashable {{\n{properties}  }}\n"

    def nested_reading(self, record: Record, name: str) -> str:
        names = ", ".join(f'"{field.name}"' for field in record.fields)
        return f"""
extension {name}: JSONReadable {{
  static let fields: [StaticString] = [{names}]

  init(_ json: JSONFields) {{
{self.readings(record.name, record.fields, "    ")}  }}
}}
"""

    def thread_item(self) -> str:
        """Cases of many fields are indirect: without them an item, and the event with it, is cheap to copy."""

        def each(form: str) -> str:
            return "".join(
                form.format(case=lower(one.name), type=one.type, struct=upper(one.name) + "Item") for one in self.schema.items
            )

        cases = "".join(
            comment(f"`{one.type}`: {self.doc(one.doc)}", "  ")
            + f"  {'' if len(one.fields) < 2 else 'indirect '}case {lower(one.name)}({upper(one.name)}Item)\n"
            for one in self.schema.items
        )
        return f"""/// What the agent says or does in a turn.
public enum ThreadItem: JSONBacked {{
{cases}  /// Any other type, with its JSON.
  case unknown(JSONObject)
}}

extension ThreadItem {{
  /// Reads an item of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) {{ self = RawObject.read(raw, Self.init) }}

  init(_ json: JSONFields, _ object: RawObject) {{
    switch json["type"] {{
{each('    case "{type}": self = .{case}({struct}(json, object))' + chr(10))}    default: self = .unknown(object.value)
    }}
  }}

{comment(RAW, "  ")}  public var raw: JSONObject {{
    switch self {{
{each("    case .{case}(let item): item.raw" + chr(10))}    case .unknown(let raw): raw
    }}
  }}

  /// Id of the item, the same in all events about it.
  public var id: String {{
    switch self {{
{each("    case .{case}(let item): item.id" + chr(10))}    case .unknown(let raw): raw["id"]?.string ?? ""
    }}
  }}

  /// The CLI's name of the type, such as `agent_message`.
  public var type: String {{
    switch self {{
{each('    case .{case}: "{type}"' + chr(10))}    case .unknown(let raw): raw["type"]?.string ?? ""
    }}
  }}
}}
"""

    def event_kind(self) -> str:
        cases, reads, types = "", "", ""
        for event in self.schema.events:
            case = lower(event.type)
            payload, value = "", f".{case}"
            for field in event.fields:
                kind, read = self.type_of(field) if field.type != "item" else ("ThreadItem", "")
                label = property_name(event.type, field)
                if field.type == "item":
                    payload, value = "(ThreadItem)", f'.init(json.item("{field.name}", of: line), json, Self.{case})'
                else:
                    payload = f"({label}: {kind})"
                    value = f".{case}({label}: json.{read})"
            cases += comment(f"`{event.type}`: {self.doc(event.doc)}", "    ") + f"    case {case}{payload}\n"
            reads += f'    case "{event.type}": self = {value}\n'
            types += f'    case .{case}: "{event.type}"\n'
        return f"""extension ThreadEvent {{
  /// What happened.
  public enum Kind: Sendable, Hashable {{
{cases}    /// Any other type, with its JSON.
    case unknown(JSONValue)
  }}
}}

extension ThreadEvent.Kind {{
  /// An item that is not an object makes the event an unknown one.
  init(_ json: JSONFields, _ line: String) {{
    switch json["type"] {{
{reads}    default: self = .unknown(json.value)
    }}
  }}

  private init(_ item: ThreadItem?, _ json: JSONFields, _ make: (ThreadItem) -> Self) {{
    self = item.map(make) ?? .unknown(json.value)
  }}

  var type: String {{
    switch self {{
{types}    case .unknown(let raw): raw["type"]?.string ?? ""
    }}
  }}
}}
"""

    def result(self) -> str:
        fields = tuple(self.schema.result)
        readings = self.readings("result", fields, "    ").replace("items = ", "items = earlier + ")
        return f"""/// The result of a turn.
public struct TurnResult: JSONBacked {{
{self.properties("result", fields, "  ")}
  let object: RawObject

  /// `earlier` items were taken before the library made its result.
  init(_ json: JSONFields, _ object: RawObject, earlier: [ThreadItem] = []) {{
{readings}    self.object = object
  }}
}}
"""

    # --- The conformance driver

    def given_options(self) -> str:
        parts = ["import CodexSDK\n"]
        for owner, (name, _) in OWNERS.items():
            moves = "".join(
                f'    extra.move("{option.name}", {"openEnum" if option.words else self.given(option)}, to: &{option_name(option)})\n'
                for option in self.owned(owner)
            )
            parts.append(f"extension {name} {{\n  init(given options: JSONObject) {{\n    self.init(extra: options)\n{moves}  }}\n}}\n")
        return "\n".join(parts)

    def given(self, option: Option) -> str:
        if option.name == "output_schema":
            return "schema"
        known = {"texts": "texts", "paths": "texts", "text_map": "textsByName", "milliseconds": "duration", "object": "\\.object"}
        return known.get(option.kind) or {"flag": "\\.bool", "bytes": "\\.integer", "factor": "\\.number"}.get(option.kind, "\\.string")

    def written_fields(self) -> str:
        parts = ["import CodexSDK\n", self.written("CodexError", "errors", self.schema.error_fields)]
        parts.append(self.written("TurnResult", "result", self.schema.result))
        for record in self.schema.objects.values():
            if record.name == "usage":
                parts.append(self.written("Usage", record.name, record.fields))
        for item in self.schema.items:
            name = f"{upper(item.name)}Item"
            parts += [
                self.written(f"{name}.{NESTED[field.of]}", field.of, self.schema.objects[field.of].fields)
                for field in item.fields
                if field.of in NESTED
            ]
            parts.append(self.written(name, item.name, [Field("id", "text", ""), *item.fields]))
        cases = "".join(f"    case .{lower(one.name)}(let item): item.fields\n" for one in self.schema.items)
        parts.append(
            "extension ThreadItem {\n  var known: JSONObject? {\n    switch self {\n"
            f"{cases}    case .unknown: nil\n    }}\n  }}\n}}\n"
        )
        return "\n".join(parts)

    def written(self, type_name: str, owner: str, fields: List[Field]) -> str:
        lines = "".join(
            f'    json["{field.name}"] = JSONValue({self.written_value(property_name(owner, field), field)})\n' for field in fields
        )
        return (
            f"extension {type_name} {{\n  var fields: JSONObject {{\n    var json = JSONObject()\n{lines}"
            "    return json\n  }\n}\n"
        )

    def written_value(self, name: str, field: Field) -> str:
        if field.of in self.flat:
            return f'{name}.map {{ ["message": .string($0)] as JSONObject }}'
        if field.of == "usage":
            return f"{name}?.raw"
        if field.of == "item":
            return f"{name}.map(\\.raw)"
        if field.of in NESTED:
            return {"list": f"{name}.map(\\.fields)", "map": f"{name}.mapValues(\\.fields)", "object?": f"{name}?.fields"}[field.type]
        return name

    # --- README

    def readme(self, text: str) -> str:
        for owner, (name, _) in OWNERS.items():
            rows = [(f"`{option_name(one)}`", f"`{option_type(one)}`", self.option_doc(one, True)) for one in self.owned(owner)]
            text = region(text, f"{owner} options", table((f"`{name}`", "type", "meaning"), rows))
        codes = [
            (f"`.{lower(code)}`", "" if code in OWN_CODES else f"`{code}`", self.doc(doc, True))
            for code, doc in self.code_docs().items()
        ]
        text = region(text, "error codes", table(("`code`", "in the library", "meaning"), codes))
        text = region(text, "error fields", self.field_table("`CodexError`", self.schema.error_fields))
        text = region(text, "result", self.field_table("`TurnResult`", self.schema.result))
        text = region(text, "events", table(("`ThreadEvent.Kind`", "`type`", "meaning", "carries"), list(self.event_rows())))
        return region(text, "items", table(("`ThreadItem`", "`type`", "meaning", "properties"), list(self.item_rows())))

    def field_table(self, name: str, fields: List[Field]) -> str:
        kinds = {"code": "CodexError.Code"}
        rows = [
            (f"`{lower(field.name)}`", f"`{kinds.get(field.name) or self.type_of(field)[0]}`", self.doc(field.doc, True))
            for field in fields
        ]
        return table((name, "type", "meaning"), rows)

    def event_rows(self) -> Iterator[Tuple[str, ...]]:
        for event in self.schema.events:
            carried = ["`ThreadItem`" if field.type == "item" else f"`{property_name(event.type, field)}`" for field in event.fields]
            yield f"`.{lower(event.type)}`", f"`{event.type}`", self.doc(event.doc, True), ", ".join(carried)
        yield "`.unknown`", "any other", "", "its JSON"

    def item_rows(self) -> Iterator[Tuple[str, ...]]:
        for item in self.schema.items:
            names = ["`id`"]
            for field in item.fields:
                name = f"`{property_name(item.name, field)}`"
                if field.of in NESTED:
                    inner = self.schema.objects[field.of]
                    name += f" ({listed(tuple(property_name(inner.name, one) for one in inner.fields), last='and')})"
                names.append(name)
            case = f"`.{lower(item.name)}` (`{upper(item.name)}Item`)"
            yield case, f"`{item.type}`", self.doc(item.doc, True), ", ".join(names)
        yield "`.unknown`", "any other", "", "its JSON"


def table(head: Tuple[str, ...], rows: List[Tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)
