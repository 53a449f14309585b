"""How the Python package reads items and events: their classes by their types, and the shapes of their fields."""

from __future__ import annotations

from typing import Callable, Dict, List, Optional

from schema import Field, Record, Schema

#: The function of `_shapes.py` that reads a field of a simple type.
SHAPES = {
    "text": "text",
    "text?": "optional_text",
    "word": "text",
    "integer": "integer",
    "integer?": "optional_integer",
    "boolean": "boolean",
    "boolean?": "optional_boolean",
    "json": "anything",
    "list:text": "texts",
    "list:json": "values",
}
#: The same for fields with objects.
OBJECT_SHAPES = {"object": "part", "object?": "optional_part", "list": "parts", "map": "part_map"}
#: Whether a field of an item without objects has the type that it should; nothing for any type.
PLAIN = {
    "text": "type({}) is str",
    "word": "type({}) is str",
    "integer?": "is_optional_integer({})",
    "json": "",
}
ID = Field("id", "text", "")


def readers(schema: Schema, class_of: Callable[[Record], str], place_of: Callable[[Record], str]) -> str:
    """The body of the module. A place is the module that defines a class."""

    def name(record: Record) -> str:
        return f"{place_of(record)}.{class_of(record)}"

    def fields(record: Record) -> List[Field]:
        return [ID, *record.fields] if record in schema.items else list(record.fields)

    used = [field.of for one in [*schema.items, *schema.events] for field in one.fields if field.of in schema.objects]
    text = "".join(
        f"_{of.upper()} = {shapes(schema, schema.objects[of].fields, name, '')}\n" for of in dict.fromkeys(used)
    )
    text += "\n#: What reads each field. An item of an event is read by itself.\nSHAPES: Dict[Any, Shapes] = {\n"
    for record in [*schema.items, *schema.events]:
        text += f"    {name(record)}: {shapes(schema, fields(record), name, '    ')},\n"
    for unknown in ('items.UnknownItem: {"type": type_name, "id": text}', 'events.UnknownEvent: {"type": type_name}'):
        text += f"    {unknown},\n"
    text += "}\n"
    plain = {one: is_plain(fields(one)) for one in schema.items}
    for record, condition in plain.items():
        if condition is not None:
            head = f"def _is_plain_{record.name}(fields: Dict[str, Any]) -> bool:"
            text += f"\n\n{head}\n    return {condition}\n"
    text += "\n\n#: Items that hold no objects, and what tells whether each field is there and has the type that it should.\n"
    text += "FLAT_ITEMS: Dict[Any, Tuple[Type[Any], Callable[[Dict[str, Any]], bool]]] = {\n"
    for record, condition in plain.items():
        if condition is not None:
            text += f'    "{record.type}": ({name(record)}, _is_plain_{record.name}),\n'
    text += "}\n"
    about_items = [one for one in schema.events if any(field.type == "item" for field in one.fields)]
    tables: Dict[str, List[Record]] = {
        "ITEMS": schema.items,
        "ITEM_EVENTS": about_items,
        "OTHER_EVENTS": [one for one in schema.events if one not in about_items],
    }
    for table, records in tables.items():
        rows = "".join(f'    "{one.type}": {name(one)},\n' for one in records)
        text += f"{table}: Dict[Any, Type[Any]] = {{\n{rows}}}\n"
    return text


def imports(body: str) -> str:
    names = [*SHAPES.values(), *OBJECT_SHAPES.values(), "object_only", "type_name", "is_optional_integer", "Shapes"]
    used = sorted({name for name in names if f" {name}" in body or f"({name}" in body})
    order = sorted(used, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    listed = "".join(f"    {name},\n" for name in order)
    return f"from . import events, items\nfrom ._shapes import (\n{listed})\n"


def shapes(schema: Schema, fields: List[Field], name: Callable[[Record], str], indent: str) -> str:
    rows = [f'{indent}    "{one.name}": {shape(schema, one, name)},\n' for one in fields if one.type != "item"]
    return f"{{\n{''.join(rows)}{indent}}}" if rows else "{}"


def shape(schema: Schema, field: Field, name: Callable[[Record], str]) -> str:
    record = schema.objects.get(field.of)
    if record is None:
        return SHAPES[f"{field.type}:{field.of}" if field.type == "list" else field.type]
    # Of a single value nobody knows which of several numbers it is.
    is_counted = field.type == "object?" and record.fields[0].type == "integer"
    function = "object_only" if is_counted else OBJECT_SHAPES[field.type]
    return f"{function}({name(record)}, _{field.of.upper()})"


def is_plain(fields: List[Field]) -> Optional[str]:
    """The condition for an item that is read without a look at each field; None if it holds objects."""
    if any(field.type not in PLAIN for field in fields):
        return None
    def value(field: Field) -> str:
        return f'fields.get("{field.name}", "")' if field.app_server else f'fields["{field.name}"]'

    conditions = [PLAIN[field.type].format(value(field)) for field in fields if PLAIN[field.type]]
    joined = " and ".join(conditions)
    return joined if len(joined) < 100 else "(\n        " + "\n        and ".join(conditions) + "\n    )"
