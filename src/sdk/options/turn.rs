//! Options of a turn, and their defaults.

use std::time::Duration;

use serde_json::Value;

use super::check::Checked;
use super::kind::{Kind, Spec};
use super::table;
use super::thread::limits;
use crate::sdk::error::Error;
use crate::sdk::input::Input;
use crate::sdk::turn::{Terms, Timeouts};
use crate::transport::{TurnOverrides, Words};

/// Options of a turn.
#[derive(Debug)]
pub struct TurnOptions {
    pub(in crate::sdk) input: Input,
    pub(in crate::sdk) output_schema: Option<String>,
    pub(in crate::sdk) terms: Terms,
    pub(in crate::sdk) max_line_bytes: usize,
    pub(in crate::sdk) cyber_access_program: Option<String>,
    pub(in crate::sdk) overrides: TurnOverrides,
    pub(in crate::sdk) deltas: bool,
    pub(in crate::sdk) raw_events: bool,
}

const STEER: &[Spec] = &[Spec { name: "input", kind: Kind::Input }];

/// Reads what is said in the middle of a turn: the prompt, or `input` in a JSON object.
pub fn words(prompt: Option<&str>, json: Option<&str>) -> Result<Words, Error> {
    let mut options = Checked::read("steer", STEER, json)?;
    let input = options.array("input").map(|entries| Input::read(&entries)).transpose()?;
    let input = input.unwrap_or_default().resolve(prompt)?;
    Ok(Words { prompt: input.prompt, images: input.images })
}

impl TurnOptions {
    /// Reads a JSON object; none is the defaults.
    pub fn read(json: Option<&str>) -> Result<Self, Error> {
        let mut options = Checked::read("turn", table::TURN, json)?;
        let input = options.array("input").map(|entries| Input::read(&entries)).transpose()?;
        let output_schema = options.object("output_schema").map(|schema| Value::Object(schema).to_string());
        let duration = |number: Option<u64>| number.filter(|&ms| ms > 0).map(Duration::from_millis);
        let offline = options.number("offline_timeout_ms").or(Some(table::OFFLINE_TIMEOUT_MS));
        Ok(TurnOptions {
            input: input.unwrap_or_default(),
            terms: Terms {
                timeouts: Timeouts {
                    total: duration(options.number("timeout_ms")),
                    idle: duration(options.number("idle_timeout_ms")),
                    offline: duration(offline),
                },
                wants_json: output_schema.is_some(),
                wait_for_exit: options.flag("wait_for_exit").unwrap_or(false),
                limits: limits(&mut options),
            },
            output_schema,
            max_line_bytes: options
                .number("max_line_bytes")
                .map_or(table::MAX_LINE_BYTES, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX)),
            cyber_access_program: options.text("cyber_access_program"),
            overrides: TurnOverrides {
                model: options.text("model"),
                model_reasoning_effort: options.text("model_reasoning_effort"),
                sandbox_mode: options.text("sandbox_mode"),
                approval_policy: options.text("approval_policy"),
            },
            deltas: options.flag("deltas").unwrap_or(false),
            raw_events: options.flag("raw_events").unwrap_or(false),
        })
    }
}
