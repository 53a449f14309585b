//! Doors for the fuzz targets of `tests/fuzz`, and for nobody else: only there with `--cfg fuzzing`.

use base64::engine::general_purpose::STANDARD_NO_PAD;
use base64::Engine;
use serde_json::{json, Value};

use super::error::Error;
use super::event::Event;
use super::image::problem_with;
use super::options::{ClientOptions, ThreadOptions, TurnOptions};
use crate::json::decode_string;
use crate::transport::fuzzing::{command_line, overrides};
use crate::transport::{Image, TurnRequest};

/// What the library takes from an event.
#[derive(Debug, PartialEq)]
pub struct Taken {
    pub kind: String,
    pub thread_id: Option<String>,
    pub message: Option<String>,
    pub failure_message: Option<String>,
    pub agent_message: Option<String>,
    pub usage: Option<String>,
    pub item: Option<String>,
}

pub fn read_event(line: &[u8]) -> Result<Taken, String> {
    let event = Event::read(line)?;
    Ok(Taken {
        kind: event.kind().into(),
        thread_id: event.thread_id().map(Into::into),
        message: event.message().map(Into::into),
        failure_message: event.failure_message().map(Into::into),
        agent_message: event.agent_message().map(|message| decode_string(message.text).into()),
        usage: event.usage().map(Into::into),
        item: event.item().map(Into::into),
    })
}

/// What the library understood of a client's options, beside what goes onto the command line.
pub fn client_options(json: &str) -> Result<Value, Error> {
    let ClientOptions(options) = ClientOptions::read(Some(json))?;
    let overrides = overrides(&options.config, &options.config_overrides)?;
    Ok(json!({
        "codex_path_override": options.codex_path_override,
        "base_url": options.base_url,
        "api_key": options.api_key,
        "api_key_in_commands": options.api_key_in_commands,
        "env": options.env,
        "overrides": overrides,
        "originator": options.originator,
    }))
}

/// The command line that a thread's options lead to.
pub fn thread_command_line(json: &str, thread_id: Option<&str>) -> Result<Vec<String>, Error> {
    let ThreadOptions { settings, .. } = ThreadOptions::read(Some(json))?;
    let request = TurnRequest { thread_id: thread_id.map(Into::into), ..TurnRequest::default() };
    Ok(command_line(&[], &settings, &request))
}

/// Whether an image is not cut off.
pub fn is_whole_image(content: &[u8]) -> bool {
    problem_with(content).is_none()
}

/// What the library understood of a turn's options. The input is joined with the prompt argument.
pub fn turn_options(json: &str, prompt: Option<&str>) -> Result<Value, Error> {
    let options = TurnOptions::read(Some(json))?;
    let input = options.input.resolve(prompt)?;
    Ok(json!({
        "prompt": input.prompt,
        "images": input.images.iter().map(image).collect::<Value>(),
        "output_schema": options.output_schema,
        "timeout_ms": options.terms.timeouts.total.map(|time| time.as_millis().to_string()),
        "idle_timeout_ms": options.terms.timeouts.idle.map(|time| time.as_millis().to_string()),
        "offline_timeout_ms": options.terms.timeouts.offline.map(|time| time.as_millis().to_string()),
        "wait_for_exit": options.terms.wait_for_exit,
        "max_line_bytes": options.max_line_bytes,
        "cyber_access_program": options.cyber_access_program,
        "deltas": options.deltas,
    }))
}

fn image(image: &Image) -> Value {
    match image {
        Image::File(path) => json!(path),
        Image::Bytes(bytes) => json!(STANDARD_NO_PAD.encode(bytes)),
    }
}
