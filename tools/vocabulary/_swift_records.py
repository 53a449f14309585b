"""The Swift structures of items and events, with their readers."""

from __future__ import annotations

from typing import Tuple

from _swift_names import NESTED, REQUESTS, Names, arguments, comment, lower, property_name, upper
from schema import WIDTH, Field, Record

RAW = "The JSON, with fields that this version does not know. Parsed at each access."


class Records(Names):
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
        if record.name in REQUESTS:
            structures = "".join(f"  /// One of its {NESTED[one.name].lower()}s.\n  public typealias {NESTED[one.name]} = {self.home(one)}.{NESTED[one.name]}\n\n" for one in nested)
            nested = []
        else:
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

    def home(self, record: Record) -> str:
        """The structure of the item that has this one inside."""
        return next(f"{upper(item.name)}Item" for item in self.schema.items for field in item.fields if field.of == record.name)

    def requests(self) -> str:
        return "\n".join(self.request(event) for event in self.schema.events if event.type in REQUESTS)

    def request(self, event: Record) -> str:
        return self.structure(Record(event.type, event.type, event.doc, event.fields), REQUESTS[event.type])

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
            payload, value, separator = "", f".{case}", " "
            if [field.type for field in event.fields] == ["item"]:
                name = event.fields[0].name
                payload, value = "(ThreadItem)", f'.init(json.item("{name}", of: line), json, Self.{case})'
            elif event.type in REQUESTS:
                payload = f"({REQUESTS[event.type]})"
                value = f".{case}({REQUESTS[event.type]}(json, json.object(of: line)))"
            elif event.fields:
                values = [(property_name(event.type, field), *self.type_of(field)) for field in event.fields]
                payload = "(" + ", ".join(f"{label}: {kind}" for label, kind, _ in values) + ")"
                value = f".{case}(" + ", ".join(f"{label}: json.{read}" for label, _, read in values) + ")"
                if len(value) > WIDTH - len(f'    case "{event.type}": self = '):
                    lines = arguments([f"{label}: json.{read}" for label, _, read in values], " " * 8)
                    value, separator = f".{case}(\n{lines})", "\n      "
            cases += comment(f"`{event.type}`: {self.doc(event.doc)}", "    ") + f"    {'indirect ' if event.type in REQUESTS else ''}case {case}{payload}\n"
            reads += f'    case "{event.type}":{separator}self = {value}\n'
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
