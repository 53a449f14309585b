//! A scenario: the responses of the scripted model, as data.

use crate::json::{self, True};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub responses: Vec<Response>,
    #[serde(default)]
    pub then: Then,
    /// No response is ever used up: each request gets the first one that fits.
    #[serde(default)]
    pub reuse: bool,
}

/// What happens when the responses are used up.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Then {
    #[default]
    Repeat,
    Fail,
}

/// One response: its kind and the modifiers.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Fields")]
pub struct Response {
    pub kind: Kind,
    pub id: Option<String>,
    pub usage: Usage,
    pub delay_ms: u64,
    /// Only for requests that contain this text.
    pub only_for: Option<String>,
}

#[derive(Debug)]
pub enum Kind {
    Items(Items),
    Events(Vec<Box<RawValue>>),
    Http(HttpAnswer),
    Disconnect,
    Hang,
}

/// Output items, in the order in which they are sent.
#[derive(Debug)]
pub struct Items {
    pub reasoning: Option<String>,
    pub web_search: Option<String>,
    pub messages: Vec<String>,
    pub command: Option<String>,
    pub patch: Option<String>,
    pub raw: Vec<Box<RawValue>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpAnswer {
    pub status: u16,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// A string is sent as it is, anything else as JSON.
    pub body: Option<Box<RawValue>>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Usage {
    pub input_tokens: u64,
    pub cached_tokens: u64,
    pub output_tokens: u64,
    pub reasoning_tokens: u64,
}

impl Default for Usage {
    fn default() -> Usage {
        Usage { input_tokens: 42, cached_tokens: 12, output_tokens: 5, reasoning_tokens: 0 }
    }
}

impl Scenario {
    /// The error names the field.
    pub fn parse(text: &str) -> Result<Scenario, String> {
        json::parse(text)
    }
}

/// A response as it is written down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    message: Option<String>,
    messages: Option<Vec<String>>,
    command: Option<String>,
    patch: Option<String>,
    web_search: Option<String>,
    reasoning: Option<String>,
    output: Option<Vec<Box<RawValue>>>,
    events: Option<Vec<Box<RawValue>>>,
    http: Option<HttpAnswer>,
    disconnect: Option<True>,
    hang: Option<True>,
    #[serde(default)]
    usage: Usage,
    #[serde(default)]
    delay_ms: u64,
    id: Option<String>,
    #[serde(rename = "match")]
    only_for: Option<String>,
}

impl TryFrom<Fields> for Response {
    type Error = String;

    fn try_from(fields: Fields) -> Result<Response, String> {
        let (message, messages) = (fields.message.is_some(), fields.messages.is_some());
        let items = [
            ("message", message),
            ("messages", messages),
            ("command", fields.command.is_some()),
            ("patch", fields.patch.is_some()),
            ("web_search", fields.web_search.is_some()),
            ("reasoning", fields.reasoning.is_some()),
            ("output", fields.output.is_some()),
        ];
        let alone = [
            ("events", fields.events.is_some()),
            ("http", fields.http.is_some()),
            ("disconnect", fields.disconnect.is_some()),
            ("hang", fields.hang.is_some()),
        ];
        let said = |of: &[(&'static str, bool)]| -> Vec<&'static str> {
            of.iter().filter(|(_, is_there)| *is_there).map(|(name, _)| *name).collect()
        };
        let kinds = [said(&alone), said(&items)].concat();
        match kinds.as_slice() {
            [] => return Err("a response needs a kind, such as `message`".into()),
            [first, second, ..] if !said(&alone).is_empty() => {
                return Err(format!("`{first}` cannot be combined with `{second}`"));
            }
            _ => {}
        }
        if let Some(answer) = &fields.http {
            check_http(answer)?;
        }
        let kind = match (fields.events, fields.http, fields.disconnect, fields.hang) {
            (Some(events), ..) => Kind::Events(events),
            (_, Some(answer), ..) => Kind::Http(answer),
            (_, _, Some(True), _) => Kind::Disconnect,
            (.., Some(True)) => Kind::Hang,
            _ => Kind::Items(Items {
                reasoning: fields.reasoning,
                web_search: fields.web_search,
                messages: fields.message.into_iter().chain(fields.messages.unwrap_or_default()).collect(),
                command: fields.command,
                patch: fields.patch,
                raw: fields.output.unwrap_or_default(),
            }),
        };
        let Fields { id, usage, delay_ms, only_for, .. } = fields;
        Ok(Response { kind, id, usage, delay_ms, only_for })
    }
}

fn check_http(answer: &HttpAnswer) -> Result<(), String> {
    use axum::http::{HeaderName, HeaderValue, StatusCode};
    if !(200..=599).contains(&answer.status) || StatusCode::from_u16(answer.status).is_err() {
        return Err(format!("`http.status`: {} is no status that ends a request", answer.status));
    }
    for (name, value) in &answer.headers {
        if HeaderName::try_from(name).is_err() || HeaderValue::try_from(value).is_err() {
            return Err(format!("`http.headers`: {name:?} is no valid header"));
        }
    }
    Ok(())
}
