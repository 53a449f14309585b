"""Codecs for Python types."""

from __future__ import annotations

import dataclasses
import inspect
from collections import abc
from enum import Enum
from typing import (
    Annotated,
    Any,
    Callable,
    Dict,
    NoReturn,
    Optional,
    Sequence,
    Set,
    Tuple,
    Type,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from . import _pydantic
from ._codecs import (
    SIMPLE,
    Codec,
    Member,
    Read,
    SchemaMismatch,
    array,
    choice,
    described,
    json_object,
    may_be_absent,
    no_schema,
    union,
)

#: The property that holds a response whose type is not an object.
WRAPPED = "response"


def codec_of(source: Any) -> Codec:
    """The codec of a whole response."""
    codecs = _CodecMaker()
    codec = codecs.of(source, type_name(source))
    schema = codec.schema
    if "$ref" in schema:
        schema = codecs.defs[schema["$ref"].rpartition("/")[2]]
    if schema.get("type") != "object":
        codec = json_object({WRAPPED: Member(codec, False)})
        schema = codec.schema
        inner = codec.read
        codec = codec._replace(read=lambda value, path: inner(value, path)[WRAPPED])
    return codec._replace(schema={**schema, "$defs": codecs.defs} if codecs.defs else schema)


def arguments_codec(function: Callable[..., Any], name: str) -> Codec:
    """The codec of a function's arguments, as an object with their names."""
    codecs, members = _CodecMaker(), {}
    hints = _hints(function, name)
    for parameter in inspect.signature(function).parameters.values():
        where = f"{name}.{parameter.name}"
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            no_schema(where, "arguments have to be passed by their names")
        if parameter.name not in hints:
            no_schema(where, "it has no annotation")
        codec = codecs.of(hints[parameter.name], where)
        members[parameter.name] = Member(codec, parameter.default is not parameter.empty)
    codec = json_object(members)
    schema = {**codec.schema, "required": [one for one, member in members.items() if not member.optional]}
    return codec._replace(schema={**schema, "$defs": codecs.defs} if codecs.defs else schema)


def type_name(kind: Any) -> str:
    """A type as it is written in a program."""
    return kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind).replace("typing.", "")


class _CodecMaker:
    """Makes the codecs of one type. Types that contain themselves go to `defs`, all others where they are used."""

    def __init__(self) -> None:
        self.defs: Dict[str, Dict[str, Any]] = {}
        self._being_made: Set[Any] = set()
        self._names: Dict[Any, str] = {}
        self._readers: Dict[Any, Read] = {}

    def of(self, kind: Any, where: str) -> Codec:
        """The codec of a type. `where` is its place, for error messages."""
        if kind is None or (type(kind) is type and kind in SIMPLE):
            return SIMPLE[kind]
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return described(self.of(arguments[0], where), _text(arguments[1:]))
        if origin is Union or type(kind).__name__ == "UnionType":
            return union([self.of(one, where) for one in arguments])
        if _form_name(origin) == "Literal":
            return choice([(one.value if isinstance(one, Enum) else one, one) for one in arguments], where)
        if origin in (list, abc.Sequence) and len(arguments) == 1:
            return array(self.of(arguments[0], f"{where}[]"), list)
        if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
            return array(self.of(arguments[0], f"{where}[]"), tuple)
        if hasattr(kind, "__supertype__"):
            return self.of(kind.__supertype__, where)
        if hasattr(kind, "__value__") and not isinstance(kind, type):
            return self._once(kind, where, lambda: self.of(kind.__value__, where))
        if isinstance(kind, type) and origin is None:
            if issubclass(kind, Enum):
                return described(choice([(one.value, one) for one in kind], where), _docstring(kind))
            if _pydantic.is_model(kind):
                return self._pydantic_model(kind, where)
            if _is_typed_dict(kind):
                return self._once(kind, where, lambda: self._typed_dict(kind, where))
            if dataclasses.is_dataclass(kind):
                return self._once(kind, where, lambda: self._dataclass(kind, where))
        _refuse(kind, where)

    def _once(self, kind: Any, where: str, make: Callable[[], Codec]) -> Codec:
        """The codec of a type that may contain itself, where it is a reference."""
        if kind in self._being_made or kind in self._names:
            if kind not in self._names:
                self._names[kind] = self._new_name(kind.__name__)
            return self._reference(kind)
        self._being_made.add(kind)
        codec = make()
        self._being_made.discard(kind)
        if kind not in self._names:
            return codec
        self.defs[self._names[kind]] = codec.schema
        self._readers[kind] = codec.read
        return self._reference(kind)

    def _reference(self, kind: Any) -> Codec:
        reference = {"$ref": f"#/$defs/{self._names[kind]}"}
        return Codec(reference, "an object", lambda value, path: self._readers[kind](value, path))

    def _new_name(self, name: str) -> str:
        while name in self.defs or name in self._names.values():
            name += "_"
        return name

    def _dataclass(self, kind: Type[Any], where: str) -> Codec:
        hints, members = _hints(kind, where), {}
        for field in dataclasses.fields(kind):
            if not field.init:
                continue
            codec = self.of(hints[field.name], f"{where}.{field.name}")
            has_default = not (field.default is field.default_factory is dataclasses.MISSING)
            members[field.name] = Member(described(codec, field.metadata.get("description")), has_default)
        try:
            inspect.signature(kind).bind(**dict.fromkeys(members))
        except TypeError as error:
            no_schema(where, f"the class does not accept its fields as arguments ({error})")
        codec = json_object(members)

        def read(value: Any, path: str) -> Any:
            values = codec.read(value, path)
            try:
                return kind(**values)
            except Exception as error:
                raise SchemaMismatch(path, f"was rejected by {kind.__name__}: {error}") from error

        return described(codec._replace(read=read), _docstring(kind))

    def _typed_dict(self, kind: Any, where: str) -> Codec:
        members = {}
        for name, hint in _hints(kind, where).items():
            # A class does not see the NotRequired in annotations that are strings.
            hint, required, text = _without_qualifiers(hint, name in kind.__required_keys__)
            codec = described(self.of(hint, f"{where}.{name}"), text)
            members[name] = Member(codec if required else may_be_absent(codec), not required)
        return described(json_object(members), _docstring(kind))

    def _pydantic_model(self, kind: Type[Any], where: str) -> Codec:
        taken = {**self.defs, **{name: {} for name in self._names.values()}}
        schema, defs = _pydantic.strict_schema(kind, where, taken)
        self.defs.update(defs)
        return Codec(schema, "an object", lambda value, path: _pydantic.read(kind, value, path))


def _docstring(kind: Type[Any]) -> Optional[str]:
    text = vars(kind).get("__doc__")
    # Dataclasses and enums generate docstrings that say nothing.
    if not text or text.startswith(f"{kind.__name__}(") or text == "An enumeration.":
        return None
    return inspect.cleandoc(text)


def _hints(kind: Any, where: str) -> Dict[str, Any]:
    """The types of the fields, with annotations that are strings resolved."""
    try:
        try:
            return get_type_hints(kind, include_extras=True)
        except NameError:
            # A class in a function can at least refer to itself and its own names.
            return get_type_hints(kind, None, {**vars(kind), kind.__name__: kind}, include_extras=True)
    except NameError as error:
        no_schema(where, f"{error}. Annotations may only name types of the module", error)
    except Exception as error:
        no_schema(where, f"cannot evaluate its annotations: {error} (`X | Y` needs Python 3.10)", error)


def _is_typed_dict(kind: Type[Any]) -> bool:
    return issubclass(kind, dict) and hasattr(kind, "__required_keys__")


def _without_qualifiers(hint: Any, required: bool) -> Tuple[Any, bool, Optional[str]]:
    """The type of a TypedDict's key, whether it is required, and its description."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        inner, required, text = _without_qualifiers(arguments[0], required)
        return inner, required, _text(arguments[1:]) or text
    name = _form_name(origin)
    if name not in ("Required", "NotRequired", "ReadOnly"):
        return hint, required, None
    return _without_qualifiers(arguments[0], required if name == "ReadOnly" else name == "Required")


def _text(notes: Sequence[Any]) -> Optional[str]:
    return next((note for note in notes if isinstance(note, str)), None)


def _form_name(origin: Any) -> Optional[str]:
    """The name of a special form, of which `typing` and `typing_extensions` may have one each."""
    return getattr(origin, "_name", None) or getattr(origin, "__name__", None)


def _refuse(kind: Any, where: str) -> NoReturn:
    origin = get_origin(kind) or kind
    name = type_name(kind)
    if kind is Any or kind is object:
        no_schema(where, f"{name} can be anything, but a strict schema must say what it contains")
    if isinstance(origin, type) and issubclass(origin, abc.Mapping):
        no_schema(where, f"{name} has arbitrary keys, but a strict schema must list them: use a list of pairs")
    if origin in (list, tuple, set, frozenset, abc.Sequence):
        no_schema(where, f"{name} is not supported: write a list as `List[str]` or `Tuple[str, ...]`")
    no_schema(where, f"{name} is not supported; try a str, a dataclass or a pydantic model (version 2)")
