"""The mappings of the Swift package's conformance driver: options as they are given, fields as they are written."""

from __future__ import annotations

from typing import List

from _swift_names import NESTED, OWNERS, REQUESTS, Names, lower, option_name, property_name, upper
from schema import Field, Option


class Driver(Names):
    def given_options(self) -> str:
        parts = ["import CodexSDK\n"]
        for owner, name in OWNERS.items():
            moves = "".join(
                f'    extra.move("{option.name}", {"openEnum" if option.words else self.given(option)}, to: &{option_name(option)})\n'
                for option in self.schema.settable(owner)
            )
            parts.append(f"extension {name} {{\n  init(given options: JSONObject) {{\n    self.init(extra: options)\n{moves}  }}\n}}\n")
        return "\n".join(parts)

    def given(self, option: Option) -> str:
        if option.name == "output_schema":
            return "schema"
        known = {"texts": "texts", "paths": "texts", "text_map": "textsByName", "milliseconds": "duration", "object": "\\.object", "objects": "objects"}
        return known.get(option.kind) or {"flag": "\\.bool", "bytes": "\\.integer", "count": "\\.integer", "factor": "\\.number"}.get(option.kind, "\\.string")

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
        for event in self.schema.events:
            if event.type in REQUESTS:
                parts.append(self.written(REQUESTS[event.type], event.type, list(event.fields)))
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
