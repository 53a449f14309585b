"""Types as schemas, and answers read as types; without a turn."""

from __future__ import annotations

import dataclasses
import json
import random
import sys
import types
import unittest
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Annotated, Any, Callable, Dict, List, Literal, NewType, Optional, Sequence, Tuple, TypedDict, Union

import support

support.needs("jsonschema", "pydantic", "typing_extensions")

import jsonschema
import pydantic
import typing_extensions

from codex_sdk import InvalidArgumentError, InvalidResponseError
from codex_sdk.schema import json_schema, read_answer


class Color(Enum):
    """Of a thing."""

    RED = "red"
    BLUE = "blue"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Mixed(Enum):
    ONE = 1
    TEXT = "text"
    NOTHING = None


class Unsayable(Enum):
    PAIR = (1, 2)


UserId = NewType("UserId", str)


@dataclass
class Item:
    """Something that is sold."""

    name: Annotated[str, "as on the label"]
    price: float
    color: Color = Color.RED
    tags: List[str] = field(default_factory=list, metadata={"description": "short ones"})


@dataclass(frozen=True)
class Order:
    id: UserId
    items: List[Item]
    level: Level
    note: Optional[str] = None
    size: Union[int, Literal["S", "L"]] = "S"
    point: Tuple[float, ...] = ()
    paid: bool = False
    best: Annotated[Optional[Item], "of all"] = None
    lines: int = field(default=0, init=False)


@dataclass
class Tree:
    """A tree."""

    value: int
    children: List[Annotated[Tree, "a branch"]]
    parent: Annotated[Optional[Tree], "where it hangs"] = None


@dataclass
class Even:
    number: int

    def __post_init__(self) -> None:
        if self.number % 2:
            raise ValueError("odd")


@dataclass
class Left:
    left: int


@dataclass
class Right:
    right: int


class Movie(TypedDict):
    """A film."""

    title: str
    year: typing_extensions.NotRequired[int]
    seen: typing_extensions.NotRequired[Optional[bool]]


class Partial(TypedDict, total=False):
    a: typing_extensions.Required[Annotated[int, "the first"]]
    b: str


class More(Partial):
    c: Annotated[typing_extensions.NotRequired[Item], "the third"]


Functional = TypedDict("Functional", {"in": int})


class Extended(typing_extensions.TypedDict):
    a: typing_extensions.ReadOnly[typing_extensions.NotRequired[int]]


class Person(pydantic.BaseModel):
    """Somebody."""

    name: str = pydantic.Field(min_length=1, description="in full", json_schema_extra={"pattern": "^(?!x)"})
    born: Optional[int] = None
    friends: List[Person] = []
    kind: Literal["human"] = "human"


class Cat(pydantic.BaseModel):
    type: Literal["cat"]
    lives: int


class Dog(pydantic.BaseModel):
    type: Literal["dog"]
    color: Color = pydantic.Field(default=Color.RED, description="of its fur")


class Pet(pydantic.BaseModel):
    pet: Union[Cat, Dog] = pydantic.Field(discriminator="type")
    pair: Tuple[int, str]
    full_name: str = pydantic.Field(alias="fullName")


Names = pydantic.RootModel[List[str]]


@dataclass
class Household:
    people: List[Person]
    trees: List[Tree]


@dataclass
class Inexpressible:
    ok: int
    bad: Any


def with_field(annotation: Any) -> Any:
    return dataclasses.make_dataclass("Made", [("ok", int), ("bad", annotation)])


def an_object(required: Dict[str, Any], **more: Any) -> Dict[str, Any]:
    return {
        "type": "object",
        "properties": required,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def wrapped(schema: Any) -> Dict[str, Any]:
    return an_object({"response": schema})


STRING, INTEGER, NUMBER, NULL = ({"type": name} for name in ("string", "integer", "number", "null"))
COLOR = {"type": "string", "enum": ["red", "blue"], "description": "Of a thing."}
ITEM = an_object(
    {
        "name": {"type": "string", "description": "as on the label"},
        "price": NUMBER,
        "color": COLOR,
        "tags": {"type": "array", "items": STRING, "description": "short ones"},
    },
    description="Something that is sold.",
)

# Source, schema.
SCHEMAS: List[Tuple[Any, Dict[str, Any]]] = [
    (Item, ITEM),
    (
        Order,
        an_object(
            {
                "id": STRING,
                "items": {"type": "array", "items": ITEM},
                "level": {"type": "integer", "enum": [1, 2]},
                "note": {"anyOf": [STRING, NULL]},
                "size": {"anyOf": [INTEGER, {"type": "string", "enum": ["S", "L"]}]},
                "point": {"type": "array", "items": NUMBER},
                "paid": {"type": "boolean"},
                "best": {"anyOf": [ITEM, NULL], "description": "of all"},
            }
        ),
    ),
    (
        Tree,
        {
            **(
                tree := an_object(
                    {
                        "value": INTEGER,
                        "children": {
                            "type": "array",
                            "items": {"anyOf": [{"$ref": "#/$defs/Tree"}], "description": "a branch"},
                        },
                        "parent": {"anyOf": [{"$ref": "#/$defs/Tree"}, NULL], "description": "where it hangs"},
                    },
                    description="A tree.",
                )
            ),
            "$defs": {"Tree": tree},
        },
    ),
    (
        Movie,
        an_object(
            {
                "title": STRING,
                "year": {"anyOf": [INTEGER, NULL]},
                "seen": {"anyOf": [{"type": "boolean"}, NULL]},
            },
            description="A film.",
        ),
    ),
    (Partial, an_object({"a": {**INTEGER, "description": "the first"}, "b": {"anyOf": [STRING, NULL]}})),
    (
        More,
        an_object(
            {
                "a": {**INTEGER, "description": "the first"},
                "b": {"anyOf": [STRING, NULL]},
                "c": {"anyOf": [{**ITEM, "description": "the third"}, NULL]},
            }
        ),
    ),
    (Extended, an_object({"a": {"anyOf": [INTEGER, NULL]}})),
    (Functional, an_object({"in": INTEGER})),
    (List[Item], wrapped({"type": "array", "items": ITEM})),
    (list[int], wrapped({"type": "array", "items": INTEGER})),
    (Sequence[int], wrapped({"type": "array", "items": INTEGER})),
    (Union[Left, Right], wrapped({"anyOf": [an_object({"left": INTEGER}), an_object({"right": INTEGER})]})),
    (int, wrapped(INTEGER)),
    (Color, wrapped(COLOR)),
    (Mixed, wrapped({"type": ["integer", "string", "null"], "enum": [1, "text", None]})),
    (Literal[Color.BLUE, True, "x"], wrapped({"type": ["string", "boolean"], "enum": ["blue", True, "x"]})),
    (
        Person,
        {
            **(
                person := {
                    "title": "Person",
                    **an_object(
                        {
                            "name": {
                                "title": "Name",
                                "type": "string",
                                "description": 'in full (minLength: 1, pattern: "^(?!x)")',
                            },
                            "born": {"title": "Born", "anyOf": [INTEGER, NULL]},
                            "friends": {"title": "Friends", "type": "array", "items": {"$ref": "#/$defs/Person"}},
                            "kind": {"title": "Kind", "type": "string", "const": "human"},
                        },
                        description="Somebody.",
                    ),
                }
            ),
            "$defs": {"Person": person},
        },
    ),
    (
        Pet,
        {
            "title": "Pet",
            **an_object(
                {
                    "pet": {"title": "Pet", "anyOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}]},
                    "pair": {
                        "title": "Pair",
                        "type": "array",
                        "prefixItems": [INTEGER, STRING],
                        "minItems": 2,
                        "maxItems": 2,
                    },
                    "fullName": {"title": "Fullname", "type": "string"},
                }
            ),
            "$defs": {
                "Cat": {
                    "title": "Cat",
                    **an_object(
                        {
                            "type": {"title": "Type", "type": "string", "const": "cat"},
                            "lives": {"title": "Lives", "type": "integer"},
                        }
                    ),
                },
                "Dog": {
                    "title": "Dog",
                    **an_object(
                        {
                            "type": {"title": "Type", "type": "string", "const": "dog"},
                            "color": {"anyOf": [{"$ref": "#/$defs/Color"}], "description": "of its fur"},
                        }
                    ),
                },
                "Color": {"title": "Color", **COLOR},
            },
        },
    ),
]

TREE = {"value": 1, "children": [{"value": 2, "children": [], "parent": None}], "parent": None}
ORDER = {
    "id": "7",
    "items": [{"name": "pen", "price": 2, "color": "blue", "tags": ["a"]}],
    "level": 2,
    "note": None,
    "size": "L",
    "point": [1, 2.5],
    "paid": True,
    "best": None,
}
PERSON: Dict[str, Any] = {"name": "Ada", "born": None, "friends": [], "kind": "human"}

# Source, answer, what is read.
ANSWERS: List[Tuple[Any, Any, Any]] = [
    ({"type": "object"}, {"x": [1, None]}, {"x": [1, None]}),
    (
        Order,
        ORDER,
        Order(
            id=UserId("7"),
            items=[Item("pen", 2.0, Color.BLUE, ["a"])],
            level=Level.HIGH,
            size="L",
            point=(1.0, 2.5),
            paid=True,
        ),
    ),
    (Tree, TREE, Tree(1, [Tree(2, [])])),
    (Movie, {"title": "Alien", "year": None, "seen": None}, {"title": "Alien", "seen": None}),
    (Movie, {"title": "Alien", "year": 1979, "seen": True}, {"title": "Alien", "year": 1979, "seen": True}),
    (Partial, {"a": 1, "b": None}, {"a": 1}),
    (Extended, {"a": None}, {}),
    (List[Left], {"response": [{"left": 1}]}, [Left(1)]),
    (Union[Left, Right], {"response": {"right": 1}}, Right(1)),
    (int, {"response": 10**30}, 10**30),
    (float, {"response": 1}, 1.0),
    (Optional[int], {"response": None}, None),
    (Mixed, {"response": None}, Mixed.NOTHING),
    (Mixed, {"response": 1}, Mixed.ONE),
    (Literal[Color.BLUE, True], {"response": "blue"}, Color.BLUE),
    (Literal[Color.BLUE, True], {"response": True}, True),
    (Person, PERSON, Person(name="Ada")),
    (Names, {"response": ["a"]}, Names(["a"])),
    (
        Pet,
        {"pet": {"type": "dog", "color": "blue"}, "pair": [1, "a"], "fullName": "Rex"},
        Pet(pet=Dog(type="dog", color=Color.BLUE), pair=(1, "a"), fullName="Rex"),
    ),
    (Household, {"people": [PERSON], "trees": [TREE]}, Household([Person(name="Ada")], [Tree(1, [Tree(2, [])])])),
]

# Source, answer, what is said about it.
MISFITS: List[Tuple[Any, Any, str]] = [
    (Item, {"name": 1, "price": 2, "color": "red", "tags": []}, "name must be a string, not 1"),
    (Item, {"name": "a", "price": "2", "color": "red", "tags": []}, 'price must be a number, not "2"'),
    (Item, {"name": "a", "price": True, "color": "red", "tags": []}, "price must be a number, not true"),
    (Item, {"name": "a", "price": 2, "color": "green", "tags": []}, 'color must be one of "red", "blue", not "green"'),
    (Item, {"name": "a", "price": 2, "color": "red", "tags": ["a", None]}, "tags[1] must be a string, not null"),
    (Item, {"name": "a", "price": 2, "color": "red", "tags": {}}, "tags must be a list, not {}"),
    (Item, {"name": "a", "price": 2, "x": 1}, 'it has "x", which is not in the schema'),
    (Item, {"name": "a"}, 'it lacks "price"'),
    (Item, ["a"], 'it must be an object, not ["a"]'),
    (Order, {**ORDER, "items": [{"name": "a"}]}, 'items[0] lacks "price"'),
    (Order, {**ORDER, "best": {"name": "a"}}, 'best lacks "price"'),
    (Order, {**ORDER, "note": 1}, "note must be a string or null, not 1"),
    (Order, {**ORDER, "size": "M"}, 'size must be an integer or one of "S", "L", not "M"'),
    (Order, {**ORDER, "level": True}, "level must be one of 1, 2, not true"),
    (Order, {**ORDER, "id": "x" * 100, "paid": "x" * 100}, f'paid must be true or false, not "{"x" * 76}…'),
    (
        Tree,
        {"value": 1, "children": [{"value": 1, "children": [1]}]},
        "children[0].children[0] must be an object, not 1",
    ),
    (Even, {"number": 1}, "it was rejected by Even: odd"),
    (Movie, {"year": 1}, 'it lacks "title"'),
    (List[int], {"response": [1, "a"]}, 'response[1] must be an integer, not "a"'),
    (List[int], [1], "it must be an object, not [1]"),
    (Union[Left, Right], {"response": {"left": "a"}}, 'response.left must be an integer, not "a"'),
    (Union[Left, Right], {"response": {"up": 1}}, 'response lacks "left"'),
    (float, {"response": 10**400}, "response is too large for a float"),
    (Person, {**PERSON, "friends": [{**PERSON, "born": "x"}]}, "friends[0].born was rejected by Person"),
    (Household, {"people": [{**PERSON, "name": ""}], "trees": []}, "people[0].name was rejected by Person"),
]

# Type of a field, what is said about it.
REFUSED: List[Tuple[Any, str]] = [
    (Any, "Made.bad: Any can be anything"),
    (object, "Made.bad: object can be anything"),
    (Dict[str, int], "Made.bad: Dict[str, int] has arbitrary keys"),
    (dict, "Made.bad: dict has arbitrary keys"),
    (List[Dict[str, int]], "Made.bad[]: Dict[str, int] has arbitrary keys"),
    (list, "Made.bad: list is not supported: write a list as"),
    (Tuple[int, str], "Made.bad: Tuple[int, str] is not supported"),
    (Callable[[], int], "Made.bad: Callable[[], int] is not supported"),
    (bytes, "Made.bad: bytes is not supported"),
    (Optional[List[Inexpressible]], "Made.bad[].bad: Any"),
    (Unsayable, "Made.bad: (1, 2) is not a string"),
    (Enum("Empty", []), "Made.bad: it has no values"),
    ("Missing", "Made: name 'Missing' is not defined"),
    (pydantic.create_model("Model", x=(Dict[str, int], ...)), "Made.bad.x: a dictionary has arbitrary keys"),
    (pydantic.create_model("Model", x=(List[Any], ...)), "Made.bad.x[]: it can be anything"),
    (pydantic.create_model("Model", x=(Callable[[], int], ...)), "Made.bad: "),
]


def key(value: Any) -> str:
    return repr(value)[:100]


class Schemas(unittest.TestCase):
    maxDiff = None

    def test_schemas(self) -> None:
        for source, schema in SCHEMAS:
            with self.subTest(key(source)):
                self.assertEqual(schema, json_schema(source))

    def test_a_dictionary_is_passed_on(self) -> None:
        schema = {"type": "string", "default": None, "x": [{"free": ("a",)}]}
        self.assertEqual(schema, json_schema(types.MappingProxyType(schema)))

    def test_all_are_strict(self) -> None:
        for source in {key(case[0]): case[0] for case in [*SCHEMAS, *ANSWERS, *MISFITS]}.values():
            if not isinstance(source, dict):
                with self.subTest(key(source)):
                    schema = json_schema(source)
                    jsonschema.Draft202012Validator.check_schema(schema)
                    self.assertEqual("object", schema["type"])
                    self.assert_strict(schema, schema)

    def assert_strict(self, schema: Any, root: Any) -> None:
        """What the service asks of a schema that is to be followed strictly."""
        self.assertFalse({"default", "oneOf", "minLength", "discriminator"} & schema.keys(), schema)
        self.assertTrue({"type", "anyOf", "$ref"} & schema.keys(), schema)
        if "$ref" in schema:
            self.assertEqual(["$ref"], list(schema))
            self.assertIn(schema["$ref"].replace("#/$defs/", ""), root["$defs"])
        if schema.get("type") == "object":
            self.assertIs(False, schema["additionalProperties"])
            self.assertEqual(list(schema["properties"]), schema["required"])
        inner = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
        for one in [*inner, *schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]:
            self.assert_strict(one, root)

    def test_refused(self) -> None:
        for annotation, message in REFUSED:
            with self.subTest(message):
                with self.assertRaises(InvalidArgumentError) as caught:
                    json_schema(with_field(annotation))
                self.assertIn(f"cannot make a schema from {message}"[:40], str(caught.exception))
                self.assertIn(message, str(caught.exception))
                self.assertEqual("output_schema", caught.exception.option)

    def test_no_sources(self) -> None:
        for source in (None, 1, "Item", [Item], Left(1), len, Any, dict, dataclasses.InitVar[int]):
            with self.subTest(key(source)), self.assertRaises(InvalidArgumentError):
                json_schema(source)  # type: ignore[arg-type]

    def test_a_class_that_needs_more_than_its_fields(self) -> None:
        made = dataclasses.make_dataclass("Made", [("a", int), ("b", dataclasses.InitVar[int])])
        with self.assertRaisesRegex(InvalidArgumentError, "Made: the class does not accept its fields as arguments"):
            json_schema(made)

    def test_a_class_made_in_a_function_may_name_itself(self) -> None:
        @dataclass
        class Local:
            next: Optional[Local]

        self.assertEqual(Local(Local(None)), read_answer(Local, '{"next": {"next": null}}'))

    def test_types_of_the_same_name(self) -> None:
        other = pydantic.create_model("Tree", x=(int, ...))
        forest = pydantic.create_model("Forest", tree=(other, ...))
        fields: List[Tuple[str, Any]] = [("ours", Tree), ("theirs", forest), ("again", forest)]
        for order, names in ((fields, {"Tree", "Forest1_Tree"}), (fields[::-1], {"Tree", "Tree_"})):
            both = dataclasses.make_dataclass("Both", order)
            schema = json_schema(both)
            self.assertEqual(names, set(schema["$defs"]))
            self.assert_strict(schema, schema)
            theirs = {"tree": {"x": 1}}
            answer = {"ours": TREE, "theirs": theirs, "again": theirs}
            jsonschema.validate(answer, schema)
            self.assertEqual(1, read_answer(both, json.dumps(answer)).theirs.tree.x)

    @unittest.skipIf(sys.version_info < (3, 10), "syntax of 3.10")
    def test_unions_with_a_bar(self) -> None:
        namespace: Dict[str, Any] = {}
        exec("from dataclasses import dataclass\n@dataclass\nclass New:\n  a: int | None\n  b: 'str | int'", namespace)
        self.assertEqual(
            an_object({"a": {"anyOf": [INTEGER, NULL]}, "b": {"anyOf": [STRING, INTEGER]}}),
            json_schema(namespace["New"]),
        )

    @unittest.skipIf(sys.version_info >= (3, 10), "what older ones say to the syntax of 3.10")
    def test_no_unions_with_a_bar(self) -> None:
        with self.assertRaisesRegex(InvalidArgumentError, "needs Python 3.10"):
            json_schema(with_field("int | None"))

    @unittest.skipIf(sys.version_info < (3, 12), "syntax of 3.12")
    def test_type_aliases(self) -> None:
        namespace: Dict[str, Any] = {}
        exec("type Id = int\ntype Tree = list[Tree] | Id", namespace)
        self.assertEqual([[1], 2], read_answer(namespace["Tree"], '{"response": [[1], 2]}'))
        self.assertEqual(1, read_answer(namespace["Id"], '{"response": 1}'))


class Answers(unittest.TestCase):
    maxDiff = None

    def test_read(self) -> None:
        for source, answer, expected in ANSWERS:
            with self.subTest(key(source)):
                actual = read_answer(source, json.dumps(answer))
                self.assertEqual(expected, actual)
                self.assertIs(type(expected), type(actual))
                self.assert_valid(source, answer, True)

    def test_misfits(self) -> None:
        for source, answer, message in MISFITS:
            with self.subTest(message):
                text = json.dumps(answer)
                with self.assertRaises(InvalidResponseError) as caught:
                    read_answer(source, text, "thread-1")
                self.assertIn(f"the agent's response does not follow the schema: {message}", str(caught.exception))
                self.assertEqual((text, "thread-1"), (caught.exception.response, caught.exception.thread_id))
                if "rejected" not in message and "too large" not in message:
                    self.assert_valid(source, answer, False)

    def assert_valid(self, source: Any, answer: Any, expected: bool) -> None:
        """By somebody else's reading of the schema."""
        validator = jsonschema.Draft202012Validator(json_schema(source))
        self.assertEqual(expected, validator.is_valid(answer), list(validator.iter_errors(answer)))

    def test_defaults_stand_in(self) -> None:
        """For models that do not follow the schema strictly."""
        self.assertEqual(Item("a", 1.0), read_answer(Item, '{"name": "a", "price": 1}'))

    def test_causes(self) -> None:
        for source, answer, cause in (
            (Person, "{}", pydantic.ValidationError),
            (Household, '{"people": [{}], "trees": []}', pydantic.ValidationError),
            (Even, '{"number": 1}', ValueError),
        ):
            with self.subTest(answer), self.assertRaises(InvalidResponseError) as caught:
                read_answer(source, answer)
            self.assertIsInstance(caught.exception.__cause__, cause)

    def test_no_json(self) -> None:
        for answer, message in (
            ("Sure!", "is not JSON: Expecting value"),
            ("", "ended its turn without a response"),
            (" \n", "ended its turn without a response"),
            ('{"response": NaN}', "is not JSON: NaN"),
            ('{"response": 1} 2', "is not JSON: Extra data"),
            ('{"value": 1, "children": [' * 100_000, "nested too deeply"),
        ):
            for source in (Tree, {"type": "object"}):
                with self.subTest(answer[:20]), self.assertRaises(InvalidResponseError) as caught:
                    read_answer(source, answer)
                self.assertIn(message, str(caught.exception))
                self.assertEqual(answer, caught.exception.response)

    def test_what_is_written_is_read(self) -> None:
        """Orders made up at random, written as JSON, and read again."""
        for seed in range(300):
            order = random_order(random.Random(seed))
            text = json.dumps(dataclasses.asdict(order), default=lambda member: member.value)
            written = json.loads(text)
            del written["lines"]
            self.assertEqual(order, read_answer(Order, json.dumps(written)), f"seed {seed}")
            self.assert_valid(Order, written, True)


def random_order(chance: random.Random) -> Order:
    def text() -> str:
        return "".join(chance.choice('aZ0 "\\\n\0é漢😀') for _ in range(chance.randrange(6)))

    def number() -> float:
        return chance.choice([0.0, -1.5, float(chance.randrange(10**6)), chance.random(), 1e300])

    def item() -> Item:
        return Item(text(), number(), chance.choice(list(Color)), [text() for _ in range(chance.randrange(3))])

    return Order(
        id=UserId(text()),
        items=[item() for _ in range(chance.randrange(4))],
        level=chance.choice(list(Level)),
        note=chance.choice([None, text()]),
        size=chance.choice([0, -(10**20), "S", "L"]),
        point=tuple(number() for _ in range(chance.randrange(3))),
        paid=chance.choice([True, False]),
        best=chance.choice([None, item()]),
    )


if __name__ == "__main__":
    unittest.main()
