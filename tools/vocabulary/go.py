"""What the Go package takes from the vocabulary: options, words, events, items, errors, results, and README lists."""

from __future__ import annotations

from typing import Dict, List

from _go_names import (
    HEAD,
    MORE_ERRORS,
    OPTION_OWNERS,
    Names,
    constant,
    doc_of,
    event_name,
    item_name,
    lower,
    more_of,
    name_of,
    option_name,
    word_type,
)
from _go_records import events, fill, go_name, is_flat, items, objects, struct
from schema import Field, Option, Schema, Words, listed, table, with_regions

FOLDER = "bindings/go"
OPEN = "The CLI may use other values, too."
STATUS = Words("status", "The status of an item. Not every kind of item has every status.", ())

OPTION_TYPES = {
    "text": "string",
    "path": "string",
    "milliseconds": "time.Duration",
    "bytes": "int",
    "count": "int",
    "factor": "float64",
    "texts": "[]string",
    "paths": "[]string",
    "text_map": "map[string]string",
    "object": "map[string]any",
    "objects": "[]map[string]any",
    "input": "[]Input",
}
#: Options that Go has in a form of its own, and what there is to say about that.
OWN_TYPES = {"env": "[]string", "output_schema": "any", "tools": "[]Tool"}
#: Options that only Go has: of whom, their type, and what they are.
GO_OPTIONS = {
    "thread": [
        (
            "OnApproval",
            "func(context.Context, *ApprovalRequestedEvent) (Response, error)",
            "Answers when the agent asks for approval or for input, each time in a goroutine of its own. The context ends "
            "when the request is settled or the turn ends. If the function returns an error, or a response that does not "
            "fit the request, the request is declined and the turn ends with {HANDLER_FAILED}. The turn must be "
            "read or waited for. If it is set, {approvals} defaults to `ask`.",
        )
    ]
}


def outputs(schema: Schema) -> Dict[str, str]:
    schema = schema.of_binding("go")
    go = Names(schema)
    files = {
        "options_gen.go": options(schema, go),
        "words_gen.go": words(schema, go),
        "events_gen.go": events(schema, go),
        "items_gen.go": items(schema, go),
        "errors_gen.go": errors(schema, go),
        "result_gen.go": results(schema, go),
        "internal/conformance/vocabulary_gen.go": driver(schema, go),
        "README.md": readme(schema, go),
    }
    return {f"{FOLDER}/{name}": text for name, text in files.items()}


# --- Options and words


def option_type(option: Option) -> str:
    if option.words is not None:
        return word_type(option.words)[0]
    if option.kind == "flag":
        return "bool" if option.default is False else "*bool"
    return OWN_TYPES.get(option.name, OPTION_TYPES.get(option.kind, ""))


def options(schema: Schema, go: Names) -> str:
    parts = [HEAD.format("codexsdk"), '\nimport (\n\t"context"\n\t"time"\n)\n']
    for owner, name in OPTION_OWNERS.items():
        doc = f"{name} has the {lower(schema.option_owners[owner])} Fields that are zero count as not given."
        if any(option.kind == "milliseconds" for option in schema.options[owner]):
            doc += " Durations are rounded up to whole milliseconds."
        fields = []
        for option in schema.options[owner]:
            tag = "-" if option.kind == "milliseconds" or option.name == "env" else option.name + ",omitzero"
            comment = go.in_go(doc_of(option, with_words=False), name, "\t// ")
            fields.append(f'{comment}\n\t{option_name(option)} {option_type(option)} `json:"{tag}"`\n')
        for own, kind, about in GO_OPTIONS.get(owner, ()):
            fields.append(f'{go.in_go(about, name, chr(9) + "// ")}\n\t{own} {kind} `json:"-"`\n')
        parts.append(
            f"""
{go.in_go(doc)}
type {name} struct {{
{"".join(fields)}
	// Extra has options that this type does not know, under the library's names. They take precedence.
	Extra map[string]any `json:"-"`
}}

func (o *{name}) durations() []durationOption {{
	return []durationOption{{
{"".join(duration_row(option) for option in schema.options[owner] if option.kind == "milliseconds")}	}}
}}
""".replace("{\n\t}\n", "{}\n")
        )
    return "".join(parts)


def duration_row(option: Option) -> str:
    return f'\t\t{{"{option.name}", o.{option_name(option)}, {str(bool(option.default)).lower()}}},\n'


def words(schema: Schema, go: Names) -> str:
    by_type: Dict[str, List[Words]] = {}
    for one in schema.words.values():
        by_type.setdefault(word_type(one)[0], []).append(one)
    parts = [HEAD.format("codexsdk")]
    for name, lists in by_type.items():
        about = STATUS if name == "Status" else lists[0]
        every = {word: constant(one, word) for one in lists for word in one.words}
        width = max(map(len, every.values()))
        verb = "is" if about.doc.startswith(("A ", "An ", "The ")) else "says"
        doc = f"{name} {verb} {lower(about.doc)}" + ("" if about.closed else " " + OPEN)
        rows = "".join(f'\t{one.ljust(width)} {name} = "{word}"\n' for word, one in every.items())
        parts.append(f"\n{go.in_go(doc)}\ntype {name} string\n\n// Values of {name}.\nconst (\n{rows})\n")
    return "".join(parts)


# --- Errors and results


def error_docs(schema: Schema) -> Dict[str, str]:
    return {**{one.code: more_of(one.code, one.doc) for one in schema.errors()}, **MORE_ERRORS}


def errors(schema: Schema, go: Names) -> str:
    rows = []
    for code, doc in error_docs(schema).items():
        name = "Err" + name_of(code)
        said_of = f"{name} {'is' if doc.startswith('A bug') else 'means that'} {lower(doc)}"
        rows.append(go.in_go(said_of, prefix="\t// ") + "\n")
        rows.append(f'\t{name} Code = "{code}"\n')
    more = """
	// Response is the answer that [RunJSON] or [Client.Request] cannot decode.
	Response string `json:"-"`
	// Raw is the library's error as JSON, with fields that this type does not have.
	Raw json.RawMessage `json:"-"`

	causes []error
"""
    about = (
        "Error is the error of every function in this package, with two exceptions: `Turn.Next`, `Turn.Wait`, "
        "`Client.Info`, `Client.Request` and `Client.NextNotification` return the error of their context when it ends, and "
        "`Turn.Next` returns io.EOF after the last event. A field is zero if nothing is known."
    )
    return "".join(
        [
            HEAD.format("codexsdk"),
            '\nimport "encoding/json"\n\n',
            go.in_go(
                f"Codes of errors. {listed(tuple(f'`Err{name_of(code)}`' for code in MORE_ERRORS), str, 'and')} are of this "
                "package, the others of the library."
            )
            + "\n",
            f"const (\n{''.join(rows)})\n",
            struct("Error", about, schema.error_fields, go, tag="omitzero", more=more),
            fill("Error", schema.error_fields, schema),
        ]
    )


def results(schema: Schema, go: Names) -> str:
    raw = '\t// Raw is the whole result as JSON.\n\tRaw json.RawMessage `json:"-"`\n'
    return "".join(
        [
            HEAD.format("codexsdk"),
            '\nimport "encoding/json"\n',
            struct("TurnResult", "TurnResult is the outcome of a turn.", schema.result, go, tag="json", more=raw),
            fill("TurnResult", schema.result, schema),
            *objects([schema.objects["usage"]], schema, go),
            struct("CLIInfo", "CLIInfo describes the CLI that a client uses.", schema.client_info, go, tag="json"),
            fill("CLIInfo", schema.client_info, schema),
        ]
    )


# --- The conformance driver, and the README


def driver(schema: Schema, go: Names) -> str:
    parts = [HEAD.format("main"), '\nimport (\n\t"time"\n\n\t"codexsdk"\n)\n']
    cases = []
    for owner, name in OPTION_OWNERS.items():
        timed = [one for one in schema.options[owner] if one.kind == "milliseconds"]
        rows = "".join(
            f'\t\t\t"{one.name}": {{&options.{option_name(one)}, {str(bool(one.default)).lower()}}},\n' for one in timed
        )
        cases.append(
            f"\tcase *codexsdk.{name}:\n\t\treturn map[string]durationField{{\n{aligned(rows)}\t\t}}\n" if timed else ""
        )
    parts.append(f"""
// A durationField is a field for an option in milliseconds; with a default, 0 is written as a negative duration.
type durationField struct {{
	held       *time.Duration
	hasDefault bool
}}

func durationFields(options any) map[string]durationField {{
	switch options := options.(type) {{
{"".join(cases)}	}}
	return nil
}}
""")
    for what, records, name in (("event", schema.events, event_name), ("item", schema.items, item_name)):
        cases = []
        for record in records:
            lines = [f"\tcase *codexsdk.{name(record)}:\n"]
            for field in record.fields:
                held = f"{what}.{go_name(field, schema)}"
                held = f"typedItem({held})" if field.type == "item" else held
                held = (
                    f'object{{"{schema.objects[field.of].fields[0].name}": {held}}}' if is_flat(field, schema) else held
                )
                lines.append(f'\t\tfields["{field.name}"] = {held}\n')
            cases.append("".join(lines))
        parts.append(f"""
// {what}Fields adds the fields of an {what}, and reports whether its kind is known.
func {what}Fields({what} codexsdk.{what.capitalize()}, fields object) bool {{
	switch {what} := {what}.(type) {{
{"".join(cases)}	default:
		return false
	}}
	return true
}}
""")
    return "".join(parts)


def aligned(rows: str) -> str:
    """Values of a composite literal one below the other, as gofmt has them."""
    pairs = [row.split(": ", 1) for row in rows.splitlines(keepends=True)]
    width = max(len(pair[0]) for pair in pairs) + 2
    return "".join(f"{key}: ".ljust(width) + value for key, value in pairs)


def readme(schema: Schema, go: Names) -> str:
    codes = [(f"`Err{name_of(code)}`", f"`{code}`", go.in_markdown(doc)) for code, doc in error_docs(schema).items()]
    fields = [
        (f"`{name_of(one.name)}`", go.in_markdown(one.doc))
        for one in schema.error_fields
    ]
    tables = {
        "codes": table(("`errors.Is`", "`Code`", "meaning"), codes),
        "error fields": table(("field", "meaning"), fields),
    }
    for what, records, name in (("event", schema.events, event_name), ("item", schema.items, item_name)):
        rows = []
        for one in records:
            known = ", ".join(in_cell(field, schema) for field in one.fields)
            rows.append((f"`{name(one)}`", f"`{one.type}`", known, go.in_markdown(one.doc)))
        rows.append(
            (f"`Unknown{what.capitalize()}`", "any other", "", "A kind that this version of the package does not know.")
        )
        tables[what + "s"] = table((what, "`Type()`", "fields", "meaning"), rows)
    for owner, name in OPTION_OWNERS.items():
        rows = [
            (f"`{option_name(one)}`", f"`{option_type(one)}`", go.in_markdown(doc_of(one, True)))
            for one in schema.options[owner]
        ]
        rows += [
            (f"`{own}`", f"`{kind}`", go.in_markdown(about)) for own, kind, about in GO_OPTIONS.get(owner, ())
        ]
        tables[owner + " options"] = table((f"`{name}`", "type", "meaning"), rows)
    return with_regions(f"{FOLDER}/README.md", tables)


def in_cell(field: Field, schema: Schema) -> str:
    """A field and, for an object, its fields."""
    inner = [] if is_flat(field, schema) or field.of not in schema.objects else schema.objects[field.of].fields
    return f"`{go_name(field, schema)}`" + (f" ({', '.join(in_cell(one, schema) for one in inner)})" if inner else "")
