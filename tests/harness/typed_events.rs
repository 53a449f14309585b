//! The comparison of typed events with their lines.

use super::harness::typed::check;
use serde_json::{json, Value};

fn item(item: Value) -> Value {
    json!({"type": "item.completed", "item": item})
}

fn fits(line: Value, typed: Value) {
    check(&line.to_string(), &typed).unwrap();
}

#[track_caller]
fn refused(line: Value, typed: Value, words: &str) {
    let complaint = check(&line.to_string(), &typed).expect_err("this should not fit");
    assert!(complaint.contains(words), "{complaint:?} does not say {words:?}");
}

#[test]
fn unknown_fields_are_left_out_and_known_ones_are_not() {
    let line = item(json!({"id": "1", "type": "command_execution", "command": "ls", "exit_code": null, "cwd": "/"}));
    fits(line.clone(), item(json!({"id": "1", "type": "command_execution", "command": "ls"})));
    let zeros =
        json!({"id": "1", "type": "command_execution", "command": "ls", "aggregated_output": "", "exit_code": 0});
    fits(line.clone(), item(zeros));
    refused(line.clone(), item(json!({"id": "1", "type": "command_execution"})), "at /item/command");
    refused(line.clone(), item(json!({"id": "2", "type": "command_execution", "command": "ls"})), "at /item/id");
    let more = json!({"id": "1", "type": "command_execution", "command": "ls", "cwd": "/"});
    refused(line.clone(), item(more), "/item/cwd");
    let started = json!({"type": "item.started", "item": {"id": "1", "type": "command_execution", "command": "ls"}});
    refused(line.clone(), started, "at /type");
    refused(line, Value::Null, "differs");
}

#[test]
fn what_is_there_must_be_right_as_deep_as_it_goes() {
    let change = |kind: &str| item(json!({"id": "1", "type": "file_change", "changes": [{"path": "a", "kind": kind}]}));
    fits(change("add"), change("add"));
    refused(change("add"), change("update"), "at /item/changes/0/kind");
    refused(change("add"), item(json!({"id": "1", "type": "file_change", "changes": []})), "at /item/changes");
    let call = |arguments: Value| item(json!({"id": "1", "type": "mcp_tool_call", "arguments": arguments}));
    fits(call(json!({"a": null})), call(json!({"a": null})));
    refused(call(json!({"a": null})), call(json!({})), "at /item/arguments");
    let zero = json!({"type": "turn.completed", "usage": {"input_tokens": 0}});
    fits(zero.clone(), zero.clone());
    refused(json!({"type": "turn.completed", "usage": {"input_tokens": 3}}), zero, "at /usage/input_tokens");
}

#[test]
fn what_is_unknown_is_all_there() {
    let line = json!({"type": "thread.teleported", "to": {"x": 1.5}});
    fits(line.clone(), line.clone());
    refused(line, json!({"type": "thread.teleported"}), "differs");
    let line = item(json!({"id": "1", "type": "hologram", "parts": [1]}));
    fits(line.clone(), line.clone());
    refused(line, item(json!({"id": "1", "type": "hologram"})), "at /item");
}

#[test]
fn of_another_shape_is_kept_as_far_as_it_can_be() {
    let call = |fields: Value| {
        let mut call = json!({"id": "1", "type": "mcp_tool_call"});
        call.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        item(call)
    };
    let cases = [
        (json!({"tool": {"a": [1]}}), json!({"tool": "{ \"a\": [1] }"}), json!({"tool": ""})),
        (json!({"tool": 7}), json!({"tool": "7"}), json!({"tool": null})),
        (json!({"result": "x"}), json!({"result": {"content": ["x"]}}), json!({"result": {"content": []}})),
        (json!({"result": "x"}), json!({"result": {"content": ["x"]}}), json!({"result": "x"})),
        (json!({"result": {"content": 5}}), json!({"result": {"content": [5]}}), json!({"result": {"content": []}})),
        (
            json!({"error": {"code": 5}}),
            json!({"error": {"message": "{\"code\":5}"}}),
            json!({"error": {"message": ""}}),
        ),
        (json!({"id": 7}), json!({"id": "7"}), json!({"id": ""})),
    ];
    for (line, kept, lost) in cases {
        fits(call(line.clone()), call(kept));
        refused(call(line), call(lost), "differs");
    }
    let command = |code: Value| item(json!({"id": "1", "type": "command_execution", "exit_code": code}));
    fits(command(json!("3")), command(json!(3)));
    fits(command(json!(3.0)), command(json!(3)));
    fits(command(json!([3])), command(Value::Null));
    refused(command(json!("3")), command(Value::Null), "at /item/exit_code");
    let todo = |step: Value| item(json!({"id": "1", "type": "todo_list", "items": [step]}));
    let line = todo(json!({"text": "a", "status": "completed"}));
    fits(line.clone(), todo(json!({"text": "a", "completed": true})));
    refused(line, todo(json!({"text": "a", "completed": false})), "at /item/items/0/completed");
    let agents = |states: Value| item(json!({"id": "1", "type": "collab_tool_call", "agents_states": states}));
    let line = agents(json!({"a": "running", "b": {"status": "shutdown"}}));
    fits(line.clone(), agents(json!({"a": {"status": "running"}, "b": {"status": "shutdown", "message": ""}})));
    refused(line, agents(json!({"b": {"status": "shutdown"}})), "at /item/agents_states");
}
