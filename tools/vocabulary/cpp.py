"""What the C++ binding takes from the vocabulary: structs, readers, options, errors, lists of its README."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List

from _cpp_text import (
    ERROR_MEMBERS,
    INDENT,
    OWNERS,
    comment,
    error_function,
    field_type,
    fields_of,
    header,
    member,
    names,
    in_quotes,
    struct,
)
from schema import (
    NOTE,
    WIDTH,
    Field,
    Record,
    Schema,
    camel,
    code,
    error_class,
    field_cell,
    option_doc,
    said,
    table,
    with_regions,
    wrapped,
)

BINDING = "bindings/cpp"
OPTION_TYPES = {
    "text": "std::optional<std::string>",
    "path": "std::optional<std::string>",
    "flag": "std::optional<bool>",
    "milliseconds": "std::optional<std::chrono::milliseconds>",
    "bytes": "std::optional<std::int64_t>",
    "count": "std::optional<std::int64_t>",
    "factor": "std::optional<double>",
    "texts": "std::vector<std::string>",
    "paths": "std::vector<std::string>",
    "text_map": "std::optional<std::map<std::string, std::string>>",
    "object": "std::optional<Json>",
    # The only one: tools.
    "objects": "std::vector<Tool>",
}
ON_APPROVAL = """    /// Answers requests for approval: returns a decision, such as "accept", or a response in JSON. With it, `approvals`
    /// defaults to `ask`. What it throws declines the request, and is thrown when the turn has ended.
    ApprovalHandler on_approval = {};
"""
#: Codes that the library does not have, with a number for C++.
OWN_CODES = {
    "invalid_response": (-1001, "The agent's answer does not have the requested form; `response()` is its text."),
    "library": (-1002, "The program loaded another version of the library than it was compiled for."),
}


def outputs(schema: Schema) -> Dict[str, str]:
    schema = schema.of_binding("cpp")
    headers = f"{BINDING}/include/codex_sdk"
    items, events = held(schema, "item"), held(schema, "event")
    return {
        f"{headers}/item_kinds.hpp": kinds("item", schema.items, schema),
        f"{headers}/event_kinds.hpp": kinds("event", schema.events, schema),
        f"{headers}/result.hpp": result(schema),
        f"{headers}/error_code.hpp": error_code(schema),
        f"{headers}/error_classes.hpp": error_classes(schema),
        f"{headers}/options.hpp": options(schema),
        f"{headers}/detail/item_fields.hpp": readers("item", [*items, *schema.items], schema),
        f"{headers}/detail/event_fields.hpp": readers("event", [*events, *schema.events], schema),
        f"{headers}/detail/result_fields.hpp": readers("result", results(schema), schema),
        f"{headers}/detail/error_fields.hpp": readers("error_code", [details(schema)], schema),
        f"{headers}/detail/option_fields.hpp": option_fields(schema),
        f"{BINDING}/tests/driver/fields.hpp": driver(schema),
        f"{BINDING}/README.md": readme(f"{BINDING}/README.md", schema),
    }


# --- Structs


def held(schema: Schema, what: str) -> List[Record]:
    """What the items or the events hold. What both hold comes with the items, whose header the events include."""
    items = schema.held_by(schema.items)
    return items if what == "item" else [one for one in schema.held_by(schema.events) if one not in items]


def definition(record: Record, schema: Schema, base: str = "", more: str = "") -> str:
    type_name = ""
    if base:
        type_name = f'    /// Its `type`.\n    static constexpr std::string_view type_name = "{record.type}";\n'
    of = f" : {base}" if base else ""
    body = type_name + fields_of(record.fields, schema) + more
    return f"{comment(said(record.doc, names(schema)))}\nstruct {struct(record, schema)}{of} {{\n{body}}};\n"


def kinds(what: str, records: List[Record], schema: Schema) -> str:
    kind = what.capitalize()
    parts = [definition(one, schema, more=equality(one) if one.name == "usage" else "") for one in held(schema, what)]
    parts += [definition(one, schema, f"Any{kind}") for one in records]
    begin = f"using {kind}Value = std::variant<"
    alternatives = ", ".join([f"Unknown{kind}", *(struct(record, schema) for record in records)]) + ">;"
    parts.append(f"/// Every kind of {what}.\n{begin}{wrapped(alternatives, ' ' * len(begin), WIDTH).strip()}\n")
    more = "item.hpp <cstdint> <vector>" if what == "event" else "json.hpp <cstdint> <map> <vector>"
    includes = f"any.hpp detail/dialect.hpp {more} <optional> <string> <string_view> <variant>"
    return header(f"{what}_kinds", f"The kinds of {what}s.", includes, "\n".join(parts))


def equality(record: Record) -> str:
    name = camel(record.name)
    same = " && ".join(f"left.{field.name}_==_right.{field.name}" for field in record.fields).replace(" &&", "_&&")
    same_fields = wrapped(same + ";", " " * 15, WIDTH).replace("_==_", " == ").replace("_&&", " &&").strip()
    return f"""
    /// Whether all numbers are the same.
    friend bool operator==(const {name}& left, const {name}& right) noexcept {{
        return {same_fields}
    }}
    /// Whether a number differs.
    friend bool operator!=(const {name}& left, const {name}& right) noexcept {{ return !(left == right); }}
"""


def results(schema: Schema) -> List[Record]:
    return [
        schema.turn_result,
        Record("cli_info", "", "The CLI that a client runs.", tuple(schema.client_info)),
    ]


def result(schema: Schema) -> str:
    raw = "    /// All of it, as the library returned it.\n    Json raw;\n"
    same = """
    /// Whether both are the same JSON text.
    friend bool operator==(const TurnResult& left, const TurnResult& right) noexcept { return left.raw == right.raw; }
    /// Whether they are not the same JSON text.
    friend bool operator!=(const TurnResult& left, const TurnResult& right) noexcept { return !(left == right); }
"""
    turn, info = results(schema)
    body = definition(turn, schema, more=raw + same) + "\n" + definition(info, schema, more=raw)
    includes = "detail/dialect.hpp event.hpp item.hpp json.hpp <optional> <string> <vector>"
    return header("result", "Results of turns, and what is known of the CLI.", includes, body)


# --- Errors


def details(schema: Schema) -> Record:
    return Record("error_details", "", "What is known of an error.", tuple(schema.error_fields))


def error_code(schema: Schema) -> str:
    own = [(name, number, f"{doc} Not a status of the library.") for name, (number, doc) in OWN_CODES.items()]
    coded = [(one.code, one.constant, said(one.doc, names(schema))) for one in schema.errors()]
    codes = "".join(f"{comment(doc, INDENT)}\n    {name} = {number},\n" for name, number, doc in coded + own)
    fields = [
        (ERROR_MEMBERS.get(one.name, one.name), error_function(one), field_type(one), said(one.doc, names(schema)))
        for one in schema.error_fields
    ]
    answer = "The agent's answer, if it does not have the requested form."
    fields.append(("response", "response", "std::optional<std::string>", answer))
    fields.append(("raw", "raw", "Json", "All of it as JSON, with what this version does not know."))
    members = "".join(
        f"{comment(doc, INDENT)}\n    {kind} {name}{' = false' if kind == 'bool' else ''};\n" for name, _, kind, doc in fields
    )
    functions = "".join(accessor(*field) for field in fields)
    body = f"""/// What went wrong. A newer library may return others.
enum class ErrorCode : std::int32_t {{
{codes}}};

/// What is known of an error; see @ref Error.
struct ErrorDetails {{
{members}}};

/// Access to what is known of an error. Copies share it.
class ErrorFields {{
public:
{functions}
protected:
    /// For these details.
    explicit ErrorFields(ErrorDetails details) : details_(std::make_shared<const ErrorDetails>(std::move(details))) {{}}

private:
    std::shared_ptr<const ErrorDetails> details_;
}};
"""
    includes = "codex_sdk.h detail/dialect.hpp json.hpp <cstdint> <memory> <optional> <string> <utility> <vector>"
    return header("error_code", "Codes of errors, and what is known of an error.", includes, body)


def accessor(name: str, function: str, kind: str, doc: str) -> str:
    is_small = kind in ("bool", "std::optional<bool>", "std::optional<std::int64_t>")
    signature = f"    [[nodiscard]] {kind if is_small else f'const {kind}&'} {function}() const noexcept {{"
    line = f"{signature} return details_->{name}; }}"
    if len(line) > WIDTH:
        line = f"{signature}\n        return details_->{name};\n    }}"
    return f"{comment(doc, INDENT)}\n{line}\n"


def error_classes(schema: Schema) -> str:
    codes = [*(one.code for one in schema.errors()), *OWN_CODES]
    classes = "".join(
        f"/// @ref ErrorCode::{code}\nstruct {error_class(code)} : ErrorOf<ErrorCode::{code}> {{\n"
        f"    /// From any error.\n    using ErrorOf::ErrorOf;\n}};\n" for code in codes
    )
    cases = "".join(f"        case ErrorCode::{code}: throw {error_class(code)}(*this);\n" for code in codes)
    body = f"""{classes}
#if CODEX_SDK_HAS_EXCEPTIONS
inline void Error::raise() const {{
    switch (code_) {{
{cases}    }}
    // Of a newer library.
    throw *this;
}}
#endif
"""
    return header("error_classes", "A class for each code of errors.", "detail/dialect.hpp error.hpp", body)


# --- Options


def options(schema: Schema) -> str:
    parts = ["""/// Options by their names in the library and with their values in JSON, for those that this version does not know. An
/// option that also has a value as a member is refused.
using ExtraOptions = std::map<std::string, Json>;
"""]
    for owner, name in OWNERS.items():
        members = "".join(
            f"{comment(option_doc(one, names(schema), in_quotes), INDENT)}\n    {OPTION_TYPES[one.kind]} {one.unitless} = {{}};\n"
            for one in schema.settable(owner)
        )
        if owner == "turn":
            members += """#if CODEX_SDK_HAS_STOP_TOKEN
    /// Cancels the turn when a stop is requested, from any thread.
    std::stop_token stop_token = {};
#endif
"""
        if owner == "thread":
            members += ON_APPROVAL
        members += "    /// Options that this version does not know.\n    ExtraOptions extra = {};\n"
        parts.append(f"{comment(said(schema.option_owners[owner], names(schema)))}\nstruct {name} {{\n{members}}};\n")
    includes = "detail/dialect.hpp handlers.hpp json.hpp <chrono> <cstdint> <map> <optional> <string> <vector>"
    return header("options", "Options of clients, threads and turns. A member without a value has its default.", includes, "\n".join(parts))


def option_fields(schema: Schema) -> str:
    parts = []
    for owner, name in OWNERS.items():
        adds = "".join(f'    object.add("{one.name}", options.{one.unitless});\n' for one in schema.settable(owner))
        parts.append(f"inline void add_options(OptionsText& object, const {name}& options) {{\n{adds}}}\n")
    includes = "dialect.hpp options_text.hpp ../options.hpp"
    return header("detail/option_fields", "The options by their names in the library.", includes, "\n".join(parts))


# --- Readers


def readers(what: str, records: List[Record], schema: Schema) -> str:
    """How the members of JSON objects are read into the fields of structs."""
    parts = []
    for record in records:
        name, fields = struct(record, schema), record.fields
        renamed = ERROR_MEMBERS if name == "ErrorDetails" else {}
        tests = "".join(
            f'    if (from.name == "{one.name}") return read(from, to.{renamed.get(one.name, member(one))}), true;\n'
            for one in fields
        )
        whole = f"const Member& from, {name}& to) {{\n{tests}    return false;\n}}"
        parts.append(f"inline bool read_field({whole if fields else f'const Member&, {name}&) {{ return false; }}'}\n")
        if record.name in schema.objects:
            takes = f"const Member& from, {name}& to) {{ return read(from, to.{fields[0].name}), true; }}"
            if record.is_counted:
                # An object without any of the figures has zeros.
                takes = f"const Member& from, {name}&) {{ return from.is_object(); }}"
            parts.append(f"inline bool read_first({takes}\n")
        parts += [alternative(name, field, *field.instead) for field in fields if field.instead]
    structs = f"{what}_kinds" if what in ("item", "event") else what
    file = f"detail/{what.replace('_code', '')}_fields"
    includes = f"dialect.hpp members.hpp read.hpp ../{structs}.hpp"
    return header(file, "Fields by their names in the JSON.", includes, "\n".join(parts))


def alternative(name: str, field: Field, other: str, value: str) -> str:
    return f"""inline bool read_fields(const Members& from, {name}& to) {{
    const bool is_found = read_fields<{name}>(from, to);
    const Member* const instead = from.find("{field.name}") == nullptr ? from.find("{other}") : nullptr;
    if (instead != nullptr) to.{field.name} = instead->written() == "{value}";
    return is_found || instead != nullptr;
}}
"""


# --- The driver of the conformance cases, and the README


def driver(schema: Schema) -> str:
    parts = []
    for owner, name in OWNERS.items():
        lines = "".join(f'    take("{one.name}", options.{one.unitless});\n' for one in schema.settable(owner))
        parts.append(f"inline void take_options(Taken& take, {name}& options) {{\n{lines}}}\n")
    lines = "".join(
        f'    add_known(fields, "{one.name}", error.{error_function(one)}());\n' for one in schema.error_fields
    )
    error = f"inline json error_fields(const Error& error) {{\n    json fields = json::object();\n{lines}    return fields;\n}}\n"
    written = []
    for record in [*schema.objects.values(), *schema.items, *schema.events, results(schema)[1]]:
        lines = "".join(f'    to["{one.name}"] = driver::written(from.{member(one)});\n' for one in record.fields)
        argument = f"const {struct(record, schema)}&{' from' if lines else ''}"
        body = f"\n    to = nlohmann::json::object();\n{lines}" if lines else " to = nlohmann::json::object(); "
        written.append(f"inline void to_json(nlohmann::json& to, {argument}) {{{body}}}\n")
    return f"""// {NOTE}
// Options, fields of events and items, and fields of errors by their names in the JSON of the cases.
#pragma once

#include "taken.hpp"

namespace driver {{

{chr(10).join([*parts, error])}
}}  // namespace driver

namespace codex_sdk {{

{chr(10).join(written)}
}}  // namespace codex_sdk
"""


def readme(path: str, schema: Schema) -> str:
    """The README with its tables."""
    name, tables = names(schema, is_readme=True), {}
    for owner, title in (("thread", "thread option"), ("turn", "turn option"), ("client", "`CodexOptions`")):
        rows = [[f"`{one.unitless}`", option_doc(one, name, code)] for one in schema.settable(owner)]
        more = [["`stop_token`", "C++20: a `std::stop_token` that cancels the turn."]] if owner == "turn" else []
        if owner == "thread":
            more = [["`on_approval`", "Answers requests for approval; see [Answering the agent](#answering-the-agent). With it, `approvals` defaults to `ask`."]]
        tables[f"{owner} options"] = table([title, "meaning"], rows + more)
    for what, records in (("event", schema.events), ("item", schema.items)):
        rows = [
            [f"`{struct(one, schema)}`", f"`{one.type}`", said(one.doc, name), ", ".join(field_cell(schema, replace(field, name=member(field))) for field in one.fields)]
            for one in records
        ]
        more = [[f"`Unknown{what.capitalize()}`", "any other", "All of it is in `raw`.", ""]]
        tables[f"{what}s"] = table([what, "`type`", "meaning", "fields"], rows + more)
    codes = [(one.code, said(one.doc, name)) for one in schema.errors()]
    codes += [(own, doc) for own, (_, doc) in OWN_CODES.items()]
    rows = [[f"`{error_class(one)}`", f"`{one}`", doc] for one, doc in codes]
    tables["errors"] = table(["class", "`ErrorCode`", "meaning"], rows)
    rows = [[f"`{error_function(one)}()`", said(one.doc, name)] for one in schema.error_fields]
    tables["error members"] = table(["member", "meaning"], rows)
    return with_regions(path, tables)
