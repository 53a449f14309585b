//! What a turn's events have told so far: the answer, the reason for a failure, the last type.

use std::io;

use serde::de::IgnoredAny;

use crate::json::decode_string;
use crate::os::memory;
use crate::sdk::event::{AgentMessage, Weight};
use crate::transport::Secrets;

/// Characters of an event's type.
const LONGEST_TYPE: usize = 100;

/// What the events so far have told.
#[derive(Default)]
pub struct TurnTrace {
    /// As they stand in their lines: a message is read when it has turned out to be the last one.
    message: Message,
    json_message: Message,
    /// The last `error` event since there was progress.
    pub notice: Option<String>,
    pub last_event_type: String,
    /// The CLI has said which thread it is.
    pub is_named: bool,
}

/// A message that may be the answer.
#[derive(Default)]
struct Message {
    text: String,
    weight: Weight,
}

impl Message {
    fn replace(&mut self, message: AgentMessage) -> io::Result<()> {
        if message.weight < self.weight {
            return Ok(());
        }
        self.weight = message.weight;
        memory::copy_into(&mut self.text, message.text)
    }
}

impl TurnTrace {
    pub fn note_message(&mut self, message: AgentMessage) -> io::Result<()> {
        self.message.replace(message)
    }

    pub fn note_if_json(&mut self, message: AgentMessage) -> io::Result<()> {
        if serde_json::from_str::<IgnoredAny>(&decode_string(message.text)).is_ok() {
            self.json_message.replace(message)?;
        }
        Ok(())
    }

    /// For an error: whatever the type is, so much of it is enough.
    pub fn note_type(&mut self, kind: &str, secrets: &Secrets) {
        if self.last_event_type == kind {
            return;
        }
        self.last_event_type.clear();
        match kind.char_indices().nth(LONGEST_TYPE) {
            None => self.last_event_type.push_str(kind),
            Some((cut, _)) => self.last_event_type = secrets.excerpt(kind.as_bytes(), 0..cut),
        }
    }

    /// The last message of the most telling kind, or the last one of those that is JSON if those were noted.
    pub fn answer(&self) -> io::Result<String> {
        let message = [&self.json_message, &self.message].into_iter().find(|message| !message.text.is_empty());
        let message = message.map_or("", |message| message.text.as_str());
        memory::check_parse_memory(message.as_bytes())?;
        Ok(decode_string(message).into_owned())
    }
}
