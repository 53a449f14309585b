//! Any bytes as a line of the CLI: an event exactly if the line is a JSON object, and read as a JSON library reads it.
#![no_main]

use codex_sdk::fuzzing::read_event;
use codex_sdk_fuzz::grammar::is_object;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|line: &[u8]| {
    let text = std::str::from_utf8(line);
    let whole: Option<Value> = serde_json::from_slice(line).ok();
    match read_event(line) {
        Ok(taken) => {
            assert!(text.is_ok_and(is_object), "an event that is no JSON object");
            assert!(!line.contains(&0), "a host that reads up to the NUL would see half of it");
            let Some(event) = whole else { return };
            let text = |value: &Value| value.as_str().map(str::to_owned);
            assert_eq!(taken.kind, event["type"].as_str().unwrap_or_default());
            assert_eq!(taken.thread_id, text(&event["thread_id"]));
            assert_eq!(taken.message, text(&event["message"]));
            assert_eq!(taken.failure_message, text(&event["error"]["message"]));
            let says = event["item"]["type"] == "agent_message";
            assert_eq!(taken.agent_message, text(&event["item"]["text"]).filter(|_| says));
            for (raw, key) in [(taken.usage, "usage"), (taken.item, "item")] {
                let read = raw.map(|raw| serde_json::from_str::<Value>(&raw).expect("a part that is no JSON"));
                assert_eq!(read.as_ref(), event.get(key));
            }
        }
        Err(reason) => {
            assert!(!reason.is_empty());
            assert_eq!(reason.contains("not UTF-8"), text.is_err(), "{reason}");
            assert!(!whole.is_some_and(|whole| whole.is_object()), "refused: {reason}");
            assert!(!text.is_ok_and(is_object), "refused: {reason}");
        }
    }
});
