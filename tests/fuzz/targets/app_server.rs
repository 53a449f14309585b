//! Any bytes as what an app-server says, a line at a time: whatever comes of it, each event is one line and one JSON object,
//! and each item that was begun is completed or dropped when the turn is over.
#![no_main]

use std::collections::HashSet;

use codex_sdk::fuzzing::{read_event, Session};
use codex_sdk_fuzz::grammar::is_object;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let mut lines = input.split(|&byte| byte == b'\n');
    let wants_deltas = lines.next().is_some_and(|first| first.first() == Some(&b'd'));
    let mut session = Session::new(wants_deltas);
    let mut open = HashSet::new();
    for line in lines {
        let events = session.line(line);
        for event in &events {
            assert!(!event.contains(['\n', '\r']), "an event of several lines: {event}");
            assert!(is_object(event) && read_event(event.as_bytes()).is_ok(), "no event: {event}");
            // Numbers that are too large for it are copied all the same.
            let Ok(event) = serde_json::from_str::<Value>(event) else { continue };
            assert!(event["type"].is_string());
            let id = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            match event["type"].as_str() {
                Some("item.started") => drop(open.insert(id(&event["item"]["id"]))),
                Some("item.completed") => drop(open.remove(&id(&event["item"]["id"]))),
                Some("item.dropped") => drop(open.remove(&id(&event["item_id"]))),
                _ => {}
            }
        }
        if session.has_ended() {
            assert!(open.is_empty(), "items were left open: {open:?}");
            return;
        }
    }
});
