"""Structs of the Go package and their readers: events, items, and the objects in them."""

from __future__ import annotations

from typing import Iterable, List

from _go_names import HEAD, Names, event_name, item_name, lower, name_of, object_name, word_type
from schema import Field, Record, Schema


def is_flat(field: Field, schema: Schema) -> bool:
    """An object of one field that is always there: Go has that field in its place."""
    return field.type == "object" and len(schema.objects[field.of].fields) == 1


def go_name(field: Field, schema: Schema) -> str:
    return name_of(schema.objects[field.of].fields[0].name if is_flat(field, schema) else field.name)


def field_type(field: Field, schema: Schema) -> str:
    if is_flat(field, schema):
        return field_type(schema.objects[field.of].fields[0], schema)
    simple = {"text": "string", "json": "json.RawMessage", "item": "Item"}
    element = simple.get(field.of) or (object_name(schema.objects[field.of]) if field.of in schema.objects else "")
    return {
        **simple,
        "text?": "string",
        "integer": "int64",
        "integer?": "*int",
        "boolean": "bool",
        "boolean?": "bool",
        "word": word_type(schema.words[field.of])[0] if field.type == "word" else "",
        "list": "[]" + element,
        "map": "map[string]" + element,
        "object": element,
        "object?": "*" + element,
    }[field.type]


def reading(field: Field, schema: Schema, of: str = "member.value") -> str:
    """The expression that reads a field."""
    if is_flat(field, schema):
        record = schema.objects[field.of]
        return f"recordOf[{object_name(record)}]({of}).{name_of(record.fields[0].name)}"
    methods = {"text": "text", "integer": "integer", "integer?": "optionalInt", "boolean": "boolean", "json": "raw"}
    method = methods.get(field.type) or methods.get(field.type.rstrip("?"))
    if method:
        return f"{of}.{method}()"
    if field.type == "word":
        return f"{field_type(field, schema)}({of}.text())"
    if field.type == "item":
        return f"itemOfEvent({of})"
    if field.type in ("object", "object?"):
        reader = "recordOf" if field.type == "object" else "optional"
        return f"{reader}[{object_name(schema.objects[field.of])}]({of})"
    readers = {"text": "value.text", "json": "value.raw", "item": "itemIn"}
    reader = readers.get(field.of) or f"recordOf[{object_name(schema.objects[field.of])}]"
    return f"{field.type}Of({of}, {reader})"


def struct(
    name: str, doc: str, fields: Iterable[Field], go: Names, base: str = "", tag: str = "", more: str = ""
) -> str:
    lines = [f"\t{base}\n"] if base else []
    for field in fields:
        omitted = ",omitzero" if tag == "omitzero" and (field.type.endswith("?") or field.type == "list") else ""
        comment = go.in_go(field.doc, name, "\t// ")
        tagged = f' `json:"{field.name}{omitted}"`' if tag else ""
        kind = "Code" if (name, field.name) == ("Error", "code") else field_type(field, go.schema)
        lines.append(f"{comment}\n\t{go_name(field, go.schema)} {kind}{tagged}\n")
    return f"\n{go.in_go(doc, name)}\ntype {name} struct {{\n{''.join(lines)}{more}}}\n"


def fill(name: str, fields: Iterable[Field], schema: Schema) -> str:
    me, cases = name[0].lower(), []
    for field in fields:
        place, read = f"{me}.{go_name(field, schema)}", reading(field, schema)
        read = f"Code({read})" if (name, field.name) == ("Error", "code") else read
        cases.append(f'\t\tcase "{field.name}":\n\t\t\t{place} = {read}\n')
        if field.instead:
            other, word = field.instead
            cases.append(
                f'\t\tcase "{other}":\n\t\t\tif !has(members, "{field.name}") {{\n'
                f'\t\t\t\t{place} = member.value.text() == "{word}"\n\t\t\t}}\n'
            )
    return f"""
func ({me} *{name}) fill(members []member) (found bool) {{
	for _, member := range members {{
		switch member.key {{
{"".join(cases)}		default:
			continue
		}}
		found = true
	}}
	return found
}}
"""


def fill_first(name: str, record: Record, schema: Schema) -> str:
    me, first = name[0].lower(), record.fields[0]
    if record.is_counted:
        # An object without any of the figures has zeros.
        return f"\nfunc ({me} *{name}) fillFirst(v value) bool {{ return v.first() == '{{' }}\n"
    read = f"{me}.{go_name(first, schema)} = {reading(first, schema, 'v')}"
    return f"\nfunc ({me} *{name}) fillFirst(v value) bool {{\n\t{read}\n\treturn true\n}}\n"


def unmarshal(name: str, what: str) -> str:
    me, parser = name[0].lower(), "ParseEvent" if what == "event" else "ParseItem"
    return f"""
// UnmarshalJSON reads what MarshalJSON writes. To read an {what} of any kind, use [{parser}].
func ({me} *{name}) UnmarshalJSON(text []byte) error {{ return read{what.capitalize()}({me}, text) }}
"""


def case_of(record: Record, name: str, what: str) -> str:
    """Makes an event or item of one kind."""
    made = f"&{name}{{{what}Base: base}}"
    if not record.fields:
        return f'\tcase "{record.type}":\n\t\treturn {made}\n'
    held = [f"{what}.{name_of(field.name)}" for field in record.fields if field.type == "item"]
    absent = "".join(f"\t\tif {one} == nil {{\n\t\t\treturn &UnknownEvent{{base}}\n\t\t}}\n" for one in held)
    return f'\tcase "{record.type}":\n\t\t{what} := {made}\n\t\t{what}.fill(members)\n{absent}\t\treturn {what}\n'


def events(schema: Schema, go: Names) -> str:
    names = {event_name(event): event for event in schema.events}
    parts = [
        HEAD.format("codexsdk"),
        f"""
import "encoding/json"

func eventOf(base eventBase, members []member) Event {{
	switch base.kind {{
{"".join(case_of(event, name, "event") for name, event in names.items())}	default:
		return &UnknownEvent{{base}}
	}}
}}
""",
    ]
    for name, event in names.items():
        parts.append(
            struct(name, f"{name} is the event `{event.type}`: {lower(event.doc)}", event.fields, go, "eventBase")
        )
        parts.append(fill(name, event.fields, schema) if event.fields else "")
        parts.append(unmarshal(name, "event"))
    for record in schema.objects.values():
        if object_name(record)[0].islower():
            parts += objects([record], schema, go)
    return "".join(parts)


def verb_of(record: Record) -> str:
    return "has" if record.name == "usage" else "says" if record.doc.startswith("Why ") else "is"


def objects(records: Iterable[Record], schema: Schema, go: Names) -> List[str]:
    parts = []
    for record in records:
        name = object_name(record)
        parts.append(struct(name, f"{name} {verb_of(record)} {lower(record.doc)}", record.fields, go, tag="json"))
        parts += [fill(name, record.fields, schema), fill_first(name, record, schema)]
    return parts


def items(schema: Schema, go: Names) -> str:
    names = {item_name(item): item for item in schema.items}
    parts = [
        HEAD.format("codexsdk"),
        f"""
import "encoding/json"

func itemOf(base itemBase, members []member) Item {{
	switch base.kind {{
{"".join(case_of(item, name, "item") for name, item in names.items())}	default:
		return &UnknownItem{{base}}
	}}
}}
""",
    ]
    for name, item in names.items():
        parts.append(struct(name, f"{name} is {lower(item.doc)}", item.fields, go, "itemBase", "json"))
        parts += [fill(name, item.fields, schema), unmarshal(name, "item")]
    parts += objects((one for one in schema.objects.values() if one.name not in ("thread_error", "usage")), schema, go)
    return "".join(parts)
