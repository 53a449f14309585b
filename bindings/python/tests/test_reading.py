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
from unittest import mock

from codex_sdk import (
    AgentMessageItem,
    ApprovalRequestedEvent,
    ApprovalResolvedEvent,
    CollabAgentState,
    CollabToolCallItem,
    CommandExecutionItem,
    ErrorItem,
    FileChangeItem,
    FileUpdateChange,
    ItemCompletedEvent,
    ItemDeltaEvent,
    ItemDroppedEvent,
    ItemStartedEvent,
    ItemUpdatedEvent,
    McpToolCallError,
    McpToolCallItem,
    McpToolCallResult,
    NotificationEvent,
    ReasoningItem,
    ThreadError,
    ThreadErrorEvent,
    ThreadEvent,
    ThreadItem,
    ThreadStartedEvent,
    TodoItem,
    TodoListItem,
    ToolRequestedEvent,
    TurnCompletedEvent,
    TurnDiffEvent,
    TurnFailedEvent,
    TurnStartedEvent,
    TurnSteeredEvent,
    TurnUsageEvent,
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
    (
        {"type": "item.delta", "item_id": "i", "kind": "reasoning_summary", "text": "a", "summary_index": 1},
        ItemDeltaEvent(item_id="i", kind="reasoning_summary", text="a", summary_index=1),
    ),
    (
        {"type": "item.delta", "item_id": "i", "kind": "agent_message", "text": "a"},
        ItemDeltaEvent(item_id="i", kind="agent_message", text="a"),
    ),
    ({"type": "item.delta"}, ItemDeltaEvent()),
    ({"type": "item.delta", "item_id": "i", "kind": "plan", "text": 1}, ItemDeltaEvent("i", "plan", "1")),
    ({"type": "item.dropped", "item_id": "i"}, ItemDroppedEvent(item_id="i")),
    (
        {"type": "turn.usage", "usage": {"input_tokens": 5}, "last": {"input_tokens": 2}, "context_window": 9},
        TurnUsageEvent(usage=Usage(input_tokens=5), last=Usage(input_tokens=2), context_window=9),
    ),
    ({"type": "turn.diff", "diff": "+a"}, TurnDiffEvent(diff="+a")),
    ({"type": "turn.steered"}, TurnSteeredEvent()),
    (
        {
            "type": "approval.requested",
            "request_id": "1",
            "kind": "file_change",
            "item_id": "i",
            "reason": "why",
            "changes": [{"path": "/a", "kind": "add"}],
            "decisions": ["accept", "decline"],
            "expires_in_ms": 5,
            "params": {"itemId": "i"},
        },
        ApprovalRequestedEvent(
            request_id="1",
            kind="file_change",
            item_id="i",
            reason="why",
            changes=(FileUpdateChange(path="/a", kind="add"),),
            decisions=["accept", "decline"],
            expires_in_ms=5,
            params={"itemId": "i"},
        ),
    ),
    (
        {"type": "approval.requested", "request_id": "1", "kind": "user_input", "questions": [{"id": "q"}]},
        ApprovalRequestedEvent(request_id="1", kind="user_input", questions=[{"id": "q"}]),
    ),
    (
        {"type": "approval.resolved", "request_id": "1", "by": "host"},
        ApprovalResolvedEvent(request_id="1", by="host"),
    ),
    (
        {"type": "tool.requested", "request_id": "1", "item_id": "i", "tool": "t", "arguments": {"a": 1}},
        ToolRequestedEvent(request_id="1", item_id="i", tool="t", arguments={"a": 1}),
    ),
    ({"type": "notification", "method": "m", "params": {"a": 1}}, NotificationEvent(method="m", params={"a": 1})),
    ({"type": "turn.failed", "error": {"message": "no"}}, TurnFailedEvent(error=ThreadError(message="no"))),
    ({"type": "error", "message": "Reconnecting... 1/5"}, ThreadErrorEvent(message="Reconnecting... 1/5")),
]

ITEMS: List[Tuple[Dict[str, Any], ThreadItem]] = [
    (
        {"id": "i", "type": "agent_message", "text": "é\n", "phase": "commentary"},
        AgentMessageItem(id="i", text="é\n", phase="commentary"),
    ),
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


# An item, and what its fields hold: each has the type that its class says.
SHAPED: List[Tuple[Dict[str, Any], ThreadItem]] = [
    ({"type": "agent_message", "id": 7, "text": None}, AgentMessageItem(id="7")),
    ({"type": "agent_message", "id": "i", "text": {"a": [1]}}, AgentMessageItem(id="i", text='{"a":[1]}')),
    ({"type": "error", "message": float("inf")}, ErrorItem(message="1e999")),
    ({"type": "reasoning", "text": ["Infinity", -float("inf")]}, ReasoningItem(text='["Infinity",-1e999]')),
    (
        {"type": "command_execution", "command": None, "exit_code": "3", "status": True},
        CommandExecutionItem(exit_code=3, status="true"),
    ),
    ({"type": "web_search", "query": 1, "action": "a"}, WebSearchItem(query="1", action="a")),
    ({"type": "todo_list", "items": None}, TodoListItem()),
    (
        {"type": "todo_list", "items": ["a", None, {"text": 1, "completed": "true"}]},
        TodoListItem(items=(TodoItem(text="a"), TodoItem(), TodoItem(text="1", completed=True))),
    ),
    (
        {"type": "file_change", "changes": {"path": "/a", "kind": {"type": "add"}}},
        FileChangeItem(changes=(FileUpdateChange(path="/a", kind='{"type":"add"}'),)),
    ),
    (
        {"type": "file_change", "changes": [{"/a": {}}]},
        FileChangeItem(changes=(FileUpdateChange(path='{"/a":{}}'),)),
    ),
    (
        {"type": "mcp_tool_call", "server": None, "result": "done", "error": []},
        McpToolCallItem(result=McpToolCallResult(content=["done"]), error=McpToolCallError(message="[]")),
    ),
    (
        {"type": "mcp_tool_call", "result": {"content": None}, "error": {}},
        McpToolCallItem(result=McpToolCallResult(content=[]), error=McpToolCallError()),
    ),
    (
        {"type": "collab_tool_call", "receiver_thread_ids": ["a", 7], "prompt": ["p"], "agents_states": []},
        CollabToolCallItem(receiver_thread_ids=["a", "7"], prompt='["p"]', agents_states={}),
    ),
    (
        {"type": "collab_tool_call", "receiver_thread_ids": None, "agents_states": {"a": "busy", "b": {"message": 1}}},
        CollabToolCallItem(
            receiver_thread_ids=[],
            agents_states={"a": CollabAgentState(status="busy"), "b": CollabAgentState(message="1")},
        ),
    ),
    ({"type": 7, "id": None}, UnknownItem()),
]

# What a number field holds of a JSON value. The conformance case `ours/odd-numbers` has them for all bindings.
NUMBERS: Dict[str, int] = {
    "3": 3,
    "1e3": 1000,
    "2.0": 2,
    "-9223372036854775808": -(2**63),
    '"5"': 5,
    '"-005"': -5,
    **dict.fromkeys(["null", "true", "1.5", "1e400", "9223372036854775808", "1e19", "[1]", "{}", "9" * 5000], 0),
    **dict.fromkeys(['"0x10"', '"1_000"', '" 5 "', '"+5"', '"5.0"', '"1e3"', '""', '"5\\n"', '"\\u0665"'], 0),
    '"' + "9" * 5000 + '"': 0,
}


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

        (event,) = read('{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"a","mood":"x"}}')
        assert isinstance(event, ItemCompletedEvent)
        self.assertEqual("x", vars(event.item)["mood"])

    def test_fields_have_the_types_of_their_classes(self) -> None:
        for raw, wanted in SHAPED:
            line = json.dumps({"type": "item.completed", "item": raw}).replace("-Infinity,", "-1e999,")
            line = line.replace(": Infinity", ": 1e999").replace("-Infinity]", "-1e999]")
            for lines in ([line], [line.replace("completed", "started", 1), line]):
                with self.subTest(raw, lines=len(lines)):
                    event = read(*lines)[-1]
                    assert isinstance(event, ItemCompletedEvent)
                    fields = dataclasses.fields(wanted)
                    self.assertEqual(
                        {field.name: getattr(wanted, field.name) for field in fields},
                        {field.name: getattr(event.item, field.name) for field in fields},
                    )
                    self.assertEqual((raw, line), (event.item.raw, event.line))
                    for twin in (pickle.loads(pickle.dumps(event)), copy.deepcopy(event)):
                        self.assertEqual((event, raw), (twin, twin.item.raw))
                    self.assertEqual({**raw, "id": "new"}, dataclasses.replace(event.item, id="new").raw)

    def test_what_a_number_holds(self) -> None:
        for written, wanted in NUMBERS.items():
            with self.subTest(written[:30]):
                (completed, item) = read(
                    f'{{"type":"turn.completed","usage":{{"input_tokens":{written}}}}}',
                    f'{{"type":"item.completed","item":{{"type":"command_execution","exit_code":{written}}}}}',
                )
                assert isinstance(completed, TurnCompletedEvent) and completed.usage is not None
                assert isinstance(item, ItemCompletedEvent) and isinstance(item.item, CommandExecutionItem)
                self.assertEqual((wanted, int), (completed.usage.input_tokens, type(completed.usage.input_tokens)))
                self.assertEqual(wanted, item.item.exit_code or 0)

    def test_events_of_other_shapes(self) -> None:
        failed, notice, no_usage, new_usage = read(
            '{"type":"turn.failed","error":"text"}',
            '{"type":"error","message":{"status":429}}',
            '{"type":"turn.completed","usage":[1]}',
            '{"type":"turn.completed","usage":{"new":1}}',
        )
        assert isinstance(failed, TurnFailedEvent) and isinstance(notice, ThreadErrorEvent)
        assert isinstance(no_usage, TurnCompletedEvent) and isinstance(new_usage, TurnCompletedEvent)
        self.assertEqual(("text", '{"status":429}'), (failed.error.message, notice.message))
        self.assertIsNone(no_usage.usage)
        assert new_usage.usage is not None
        self.assertEqual((0, {"new": 1}), (new_usage.usage.input_tokens, new_usage.usage.raw))

    def test_members_with_any_name_are_in_raw(self) -> None:
        raw = {"type": "agent_message", "id": "i", "text": "a", "_line": 1, "_item_text": 2, "_origin": 3, "odd": 4}
        for more in ({}, {"_line": "x", "_item_text": "y"}):
            (event,) = read(json.dumps({"type": "item.completed", "item": raw, **more}))
            assert isinstance(event, ItemCompletedEvent)
            self.assertEqual(raw, event.item.raw)
            self.assertEqual({"type": "item.completed", "item": raw, **more}, event.raw)

    def test_a_chunk_is_parsed_once(self) -> None:
        message = '{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"a"}}'
        for other in (message, message.replace("completed", "started"), '{"type":"turn.started"}'):
            with mock.patch.object(json, "loads", wraps=json.loads) as loads:
                read(message, other)
            self.assertEqual(1, loads.call_count, other)

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
