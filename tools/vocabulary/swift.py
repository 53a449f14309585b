"""What the Swift package takes from the vocabulary: options, word lists, items, events, errors, and the README's lists.

Texts are made as swift-format wants them, in lines of 120 characters.
"""

from __future__ import annotations

from typing import Dict, List

from _swift_driver import Driver
from _swift_names import (
    KINDS,
    OWNERS,
    TYPES,
    Names,
    comment,
    error_name,
    initializer,
    lower,
    option_name,
    option_type,
    identifier,
    upper,
)
from _swift_readme import Readme
from _swift_records import Records
from schema import NOTE, Field, Option, Schema, Words

SOURCES = "bindings/swift/Sources/CodexSDK"
DRIVER = "bindings/swift/tests/ConformanceDriver"
README = "bindings/swift/README.md"


def outputs(schema: Schema) -> Dict[str, str]:
    values, records, driver = Values(schema), Records(schema), Driver(schema)
    # Turns have some of the lists that threads have.
    option_words = list({option.words.name: option.words for options in schema.options.values() for option in options if option.words}.values())
    others = [words for words in schema.words.values() if words not in option_words]
    files = {
        f"{SOURCES}/Options/OptionValues.swift": values.word_lists(option_words),
        f"{SOURCES}/Events/Statuses.swift": values.word_lists(others),
        f"{SOURCES}/Events/Items.swift": records.items(),
        f"{SOURCES}/Events/ThreadItem.swift": records.thread_item(),
        f"{SOURCES}/Events/ThreadEventKind.swift": records.event_kind(),
        f"{SOURCES}/Events/Requests.swift": records.requests(),
        f"{SOURCES}/Events/Usage.swift": records.structure(schema.objects["usage"], "Usage"),
        f"{SOURCES}/TurnResult.swift": records.result(),
        f"{SOURCES}/CodexErrorCode.swift": values.codes(),
        f"{SOURCES}/CodexError+Fields.swift": values.error_fields(),
        f"{DRIVER}/GivenOptions.swift": driver.given_options(),
        f"{DRIVER}/WrittenFields.swift": driver.written_fields(),
    }
    for owner, name in OWNERS.items():
        files[f"{SOURCES}/Options/{name}.swift"] = values.options(owner)
    files = {path: f"// {NOTE}\n\n{text}" for path, text in files.items()}
    files[README] = Readme(schema).readme(README)
    return files


class Values(Names):
    """Word lists, error codes, error fields and options."""

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

    def codes(self) -> str:
        cases = "".join(
            f'{comment(self.doc(doc), "    ")}    public static let {identifier(lower(code))}: Self = "{code}"\n'
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
        return f"{comment(self.doc(field.doc), '  ')}  public var {error_name(field.name)}: {kind} {{ {getter} }}\n"

    def options(self, owner: str) -> str:
        name, about = OWNERS[owner], self.doc(self.schema.option_owners[owner])
        options = self.schema.settable(owner)
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
