"""Typed objects out of lines: every kind, unknown ones, odd ones; and nothing of a line is lost."""

from __future__ import annotations

import copy
import dataclasses
import gc
import io
import json
import pickle
import threading
import unittest
from typing import Any, Dict, List, Tuple

from codex_sdk import (
    AgentMessageItem,
    CollabAgentState,
    CollabToolCallItem,
    CommandExecutionItem,
    ErrorItem,
    FileChangeItem,
    FileUpdateChange,
    ItemCompletedEvent,
    ItemStartedEvent,
    ItemUpdatedEvent,
    McpToolCallError,
    McpToolCallItem,
    McpToolCallResult,
    ReasoningItem,
    ThreadError,
    ThreadErrorEvent,
    ThreadEvent,
    ThreadItem,
    ThreadStartedEvent,
    TodoItem,
    TodoListItem,
    TurnCompletedEvent,
    TurnFailedEvent,
    TurnStartedEvent,
    UnknownEvent,
    UnknownItem,
    Usage,
    WebSearchItem,
    _terminal,
)
from codex_sdk._reading import Batch, chunks, read_events


def read(*lines: str) -> List[ThreadEvent]:
    return list(read_events(map(Batch, chunks("\0".join(lines).encode()))))


# The line's JSON, and what it is to become.
EVENTS: List[Tuple[Dict[str, Any], ThreadEvent]] = [
    ({"type": "thread.started", "thread_id": "t"}, ThreadStartedEvent(thread_id="t")),
    ({"type": "turn.started"}, TurnStartedEvent()),
    (
        {"type": "turn.completed", "usage": {"input_tokens": 1, "cached_input_tokens": 2, "output_tokens": 3}},
        TurnCompletedEvent(usage=Usage(input_tokens=1, cached_input_tokens=2, output_tokens=3)),
    ),
    ({"type": "turn.completed"}, TurnCompletedEvent()),
    ({"type": "turn.failed", "error": {"message": "no"}}, TurnFailedEvent(error=ThreadError(message="no"))),
    ({"type": "error", "message": "Reconnecting... 1/5"}, ThreadErrorEvent(message="Reconnecting... 1/5")),
]

ITEMS: List[Tuple[Dict[str, Any], ThreadItem]] = [
    ({"id": "i", "type": "agent_message", "text": "é\n"}, AgentMessageItem(id="i", text="é\n")),
    ({"id": "i", "type": "reasoning", "text": "hm"}, ReasoningItem(id="i", text="hm")),
    (
        {
            "id": "i",
            "type": "command_execution",
            "command": "ls",
            "aggregated_output": "a\n",
            "exit_code": 0,
            "status": "completed",
        },
        CommandExecutionItem(id="i", command="ls", aggregated_output="a\n", exit_code=0, status="completed"),
    ),
    (
        {"id": "i", "type": "command_execution", "command": "ls", "exit_code": None, "status": "of a newer CLI"},
        CommandExecutionItem(id="i", command="ls", status="of a newer CLI"),
    ),
    (
        {"id": "i", "type": "file_change", "changes": [{"path": "/a", "kind": "add"}], "status": "completed"},
        FileChangeItem(id="i", changes=(FileUpdateChange(path="/a", kind="add"),), status="completed"),
    ),
    (
        {
            "id": "i",
            "type": "mcp_tool_call",
            "server": "s",
            "tool": "t",
            "arguments": {"a": [1]},
            "result": {"content": [{"type": "text"}], "structured_content": None},
            "error": None,
            "status": "completed",
        },
        McpToolCallItem(
            id="i",
            server="s",
            tool="t",
            arguments={"a": [1]},
            result=McpToolCallResult(content=[{"type": "text"}]),
            status="completed",
        ),
    ),
    (
        {"id": "i", "type": "mcp_tool_call", "error": {"message": "no"}, "status": "failed"},
        McpToolCallItem(id="i", error=McpToolCallError(message="no"), status="failed"),
    ),
    (
        {
            "id": "i",
            "type": "collab_tool_call",
            "tool": "wait",
            "sender_thread_id": "a",
            "receiver_thread_ids": ["b"],
            "prompt": None,
            "agents_states": {"b": {"status": "running", "message": None}},
            "status": "completed",
        },
        CollabToolCallItem(
            id="i",
            tool="wait",
            sender_thread_id="a",
            receiver_thread_ids=["b"],
            agents_states={"b": CollabAgentState(status="running")},
            status="completed",
        ),
    ),
    (
        {"id": "i", "type": "web_search", "query": "q", "action": {"type": "search", "query": "q"}},
        WebSearchItem(id="i", query="q", action={"type": "search", "query": "q"}),
    ),
    (
        {"id": "i", "type": "todo_list", "items": [{"text": "a", "completed": True}]},
        TodoListItem(id="i", items=(TodoItem(text="a", completed=True),)),
    ),
    ({"id": "i", "type": "error", "message": "careful"}, ErrorItem(id="i", message="careful")),
]

ODD: List[Dict[str, Any]] = [
    {},
    {"type": None},
    {"type": 7},
    {"type": ["turn.started"]},
    {"type": {"a": 1}},
    {"type": "new.kind", "item": {"type": "agent_message", "text": "a"}, "more": [1, {"a": None}]},
    {"type": "item.completed"},
    {"type": "item.completed", "item": None},
    {"type": "item.completed", "item": "text"},
    {"type": "item.completed", "item": []},
    {"type": "thread.started", "item": {"type": "agent_message"}},
]

# A known kind whose fields are not what they were: nothing is an error, everything is there.
CHANGED: List[Dict[str, Any]] = [
    {"type": "item.completed", "item": {"type": "file_change", "changes": "none", "status": 7}},
    {"type": "item.completed", "item": {"type": "file_change", "changes": [1, None, {"path": "/a"}]}},
    {"type": "item.completed", "item": {"type": "todo_list"}},
    {"type": "item.completed", "item": {"type": "mcp_tool_call", "result": "text", "error": []}},
    {"type": "item.completed", "item": {"type": "collab_tool_call", "agents_states": {"a": "busy"}}},
    {"type": "item.completed", "item": {"type": "agent_message", "text": None, "raw": 1, "line": 2, "new": {"a": []}}},
    {"type": "item.completed", "item": {"type": {"a": 1}}},
    {"type": "turn.completed", "usage": 7},
    {"type": "turn.failed", "error": "text"},
    {"type": "error"},
    {"type": "error", "message": "m", "raw": {"a": 1}, "line": 3, "class": "x", "not a name": 1},
]


class Reading(unittest.TestCase):
    def test_events(self) -> None:
        for raw, wanted in EVENTS:
            with self.subTest(raw["type"]):
                (event,) = read(json.dumps(raw))
                self.assertEqual(wanted, event)
                self.assertEqual((raw, json.dumps(raw), raw["type"]), (event.raw, event.line, event.type))

    def test_items(self) -> None:
        for name, kind in (
            ("item.started", ItemStartedEvent),
            ("item.updated", ItemUpdatedEvent),
            ("item.completed", ItemCompletedEvent),
        ):
            for raw, wanted in ITEMS:
                with self.subTest(event=name, item=raw["type"]):
                    (event,) = read(json.dumps({"type": name, "item": raw}))
                    assert isinstance(event, kind)
                    self.assertEqual(wanted, event.item)
                    self.assertEqual((raw, raw["type"]), (event.item.raw, event.item.type))
                    self.assertEqual({"type": name, "item": raw}, event.raw)

    def test_every_class_has_its_example(self) -> None:
        import codex_sdk.events
        import codex_sdk.items

        unions: Any = (codex_sdk.events.ThreadEvent, codex_sdk.items.ThreadItem)
        classes = {kind for union in unions for kind in union.__args__} - {UnknownEvent, UnknownItem}
        examples = {type(wanted) for _, wanted in [*EVENTS, *ITEMS]}
        self.assertEqual(classes, examples | {ItemStartedEvent, ItemUpdatedEvent, ItemCompletedEvent})

    def test_unknown_kinds_keep_all(self) -> None:
        for raw in ODD:
            with self.subTest(raw):
                (event,) = read(json.dumps(raw))
                self.assertEqual((raw, json.dumps(raw)), (event.raw, event.line))
                if raw.get("type") != "thread.started":
                    self.assertIsInstance(event, UnknownEvent)

        (event,) = read('{"type":"item.completed","item":{"id":"i","type":"hologram","depth":3}}')
        assert isinstance(event, ItemCompletedEvent) and isinstance(event.item, UnknownItem)
        self.assertEqual(("hologram", "i", 3), (event.item.type, event.item.id, event.item.raw["depth"]))
        self.assertIn("'depth': 3", repr(event))

    def test_known_kinds_that_have_changed(self) -> None:
        for raw in CHANGED:
            with self.subTest(raw):
                (event,) = read(json.dumps(raw))
                self.assertEqual(raw, {**event.raw, **({"item": _without_additions(event)} if "item" in raw else {})})
                self.assertEqual(json.dumps(raw), event.line)
                self.assertTrue(repr(event))

        (event,) = read('{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"a","phase":"x"}}')
        assert isinstance(event, ItemCompletedEvent)
        self.assertEqual("x", vars(event.item)["phase"])

    def test_a_step_that_has_a_status(self) -> None:
        steps: List[Dict[str, Any]] = [
            {"text": "a", "status": "completed"},
            {"text": "b", "status": "pending"},
            {"completed": False, "status": "completed"},
        ]
        (event,) = read(json.dumps({"type": "item.updated", "item": {"type": "todo_list", "items": steps}}))
        assert isinstance(event, ItemUpdatedEvent) and isinstance(event.item, TodoListItem)
        self.assertEqual([True, False, False], [step.completed for step in event.item.items])
        self.assertEqual(steps, [step.raw for step in event.item.items])
        self.assertEqual((False, True), (TodoItem().completed, TodoItem(completed=True).completed))

    def test_the_terminal_shows_whatever_comes(self) -> None:
        odd = [
            *ODD,
            *CHANGED,
            *(raw for raw, _ in EVENTS),
            *({"type": "item.completed", "item": raw} for raw, _ in ITEMS),
        ]
        odd += [{"type": "item.completed", "item": {"type": "mcp_tool_call", "result": {"content": None}}}]
        odd += [
            {"type": "item.started", "item": {"type": "todo_list", "items": [1]}},
            {"type": "turn.completed", "usage": [1]},
        ]
        for event in read(*map(json.dumps, odd)):
            with self.subTest(event.line):
                _terminal.print_event(event, io.StringIO(), coloured=False)

    def test_what_python_cannot_read_spoils_nothing_else(self) -> None:
        deep = '{"type":"new","a":' + "[" * 100_000 + "]" * 100_000 + "}"
        long = '{"type":"new","n":' + "9" * 5000 + "}"
        good = '{"type":"turn.started"}'
        events = read(good, deep, good, long)
        self.assertEqual([TurnStartedEvent] * 2, [type(event) for event in events[::2]])
        self.assertEqual([good, deep, good, long], [event.line for event in events])

    def test_lines_that_are_parsed_together(self) -> None:
        """Of ordinary lines about items, of one event type, only the items are parsed. The events are the same."""
        message = '{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"a"}}'
        command = '{"type":"item.completed","item":{"id":"i","type":"command_execution","status":"completed"}}'
        neighbours = [
            command,
            message.replace("completed", "started"),
            '{"type":"turn.started"}',
            message + " ",
            " " + message,
            message[:-1] + ',"more":1}',
            message[:-1] + ',"item":{"id":"j","type":"reasoning","text":"b"}}',
            message.replace('"a"', '"\\ud83d"'),
            message.replace('"a"', "9" * 5000),
            message.replace('"a"', "[" * 200 + "]" * 200),
            '{"type":"item.completed","item":{"id":"i","type":"hologram","depth":3}}',
            '{"type":"item.completed","item":{"id":"i","type":"todo_list","items":[{"text":"a"}]}}',
            *(f'{{"type":"item.completed","item":{item}}}' for item in ("null", "[]", '"text"', "7", "{}")),
        ]
        for neighbour in neighbours:
            lines = [message, neighbour, command, message]
            with self.subTest(neighbour[:100]):
                together, alone = read(*lines), [read(line)[0] for line in lines]
                self.assertEqual(list(map(type, alone)), list(map(type, together)))
                self.assertEqual([event.raw for event in alone], [event.raw for event in together])
                self.assertEqual(lines, [event.line for event in together])

    def test_the_last_of_two_equal_keys_counts(self) -> None:
        line = '{"type":"item.completed","item":{"id":"1","type":"web_search","id":"2","query":"q"}}'
        (event,) = read(line)
        assert isinstance(event, ItemCompletedEvent)
        self.assertEqual(("2", line), (event.item.id, event.line))

    def test_threads_that_share_a_batch(self) -> None:
        """Each event is read by one of them, with its own line; a matter of luck only without the global lock."""
        lines = [f'{{"type":"error","message":"{number}"}}' for number in range(2000)]
        for _ in range(20):
            batch = Batch("\0".join(lines).encode())
            seen: List[Tuple[Any, str]] = []
            begin = threading.Barrier(4)

            def reader(batch: Batch = batch, seen: List[Tuple[Any, str]] = seen, begin: Any = begin) -> None:
                begin.wait()
                seen.extend([(event.raw["message"], event.line) for event in read_events([batch])])

            readers = [threading.Thread(target=reader) for _ in range(4)]
            for one in readers:
                one.start()
            for one in readers:
                one.join()
            self.assertEqual(sorted(lines), sorted(line for _, line in seen))
            self.assertEqual([], [(message, line) for message, line in seen if json.loads(line)["message"] != message])

    def test_reading_gives_the_garbage_collector_no_reason_to_run(self) -> None:
        lines = [
            f'{{"type":"item.completed","item":{{"id":"{n}","type":"reasoning","text":""}}}}' for n in range(10_000)
        ]
        text = "\0".join(lines).encode()
        runs: List[str] = []

        def look(phase: str, info: Dict[str, int]) -> None:
            runs.append(phase)

        gc.collect()
        gc.callbacks.append(look)
        try:
            self.assertEqual(len(lines), sum(1 for _ in read_events(map(Batch, chunks(text)))))
        finally:
            gc.callbacks.remove(look)
        # Other threads may give it one now and then; two for each run.
        self.assertLess(len(runs), 10)

    def test_objects_are_frozen_and_can_be_copied(self) -> None:
        (event,) = read('{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"a"}}')
        with self.assertRaises(dataclasses.FrozenInstanceError):
            event.type = "x"  # type: ignore[misc]
        for twin in (
            pickle.loads(pickle.dumps(event)),
            copy.copy(event),
            copy.deepcopy(event),
            dataclasses.replace(event),
        ):
            self.assertEqual((event, event.raw, event.line), (twin, twin.raw, twin.line))
        event.raw["item"]["text"] = "changed"
        self.assertEqual("a", event.raw["item"]["text"])


def _without_additions(event: ThreadEvent) -> Any:
    """An item without the empty field that its class adds."""
    item = event.raw["item"]
    if isinstance(item, dict) and item.get("agents_states") == {}:
        item = {name: value for name, value in item.items() if name != "agents_states"}
    return item


if __name__ == "__main__":
    unittest.main()
