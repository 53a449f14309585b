"""The lists in the README of the Swift package."""

from __future__ import annotations

from typing import Iterator, List, Tuple

from _swift_names import NESTED, OWN_CODES, OWNERS, REQUESTS, Names, error_name, lower, option_name, option_type, property_name, upper
from schema import Field, listed, table, with_regions


class Readme(Names):
    def readme(self, path: str) -> str:
        tables = {}
        for owner, name in OWNERS.items():
            rows = [(f"`{option_name(one)}`", f"`{option_type(one)}`", self.option_doc(one, True)) for one in self.schema.settable(owner)]
            tables[f"{owner} options"] = table((f"`{name}`", "type", "meaning"), rows)
        codes = [
            (f"`.{lower(code)}`", "" if code in OWN_CODES else f"`{code}`", self.doc(doc, True))
            for code, doc in self.code_docs().items()
        ]
        tables["error codes"] = table(("`code`", "in the library", "meaning"), codes)
        tables["error fields"] = self.field_table("`CodexError`", self.schema.error_fields)
        tables["result"] = self.field_table("`TurnResult`", self.schema.result)
        tables["events"] = table(("`ThreadEvent.Kind`", "`type`", "meaning", "carries"), self.event_rows())
        tables["items"] = table(("`ThreadItem`", "`type`", "meaning", "properties"), self.item_rows())
        return with_regions(path, tables)

    def field_table(self, name: str, fields: List[Field]) -> str:
        kinds = {"code": "CodexError.Code"}
        rows = [
            (f"`{error_name(field.name)}`", f"`{kinds.get(field.name) or self.type_of(field)[0]}`", self.doc(field.doc, True))
            for field in fields
        ]
        return table((name, "type", "meaning"), rows)

    def event_rows(self) -> Iterator[Tuple[str, ...]]:
        for event in self.schema.events:
            carried = ["`ThreadItem`" if field.type == "item" else f"`{property_name(event.type, field)}`" for field in event.fields]
            words = ", ".join(carried)
            if event.type in REQUESTS:
                words = f"`{REQUESTS[event.type]}`: {words}"
            yield f"`.{lower(event.type)}`", f"`{event.type}`", self.doc(event.doc, True), words
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
