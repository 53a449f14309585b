//! Reading what the library needs from an event, and only that: the line itself goes to the host untouched.

use std::borrow::Cow;

use crate::json::{decode_string, syntax_error, Scanner};

/// A line of the stream: some of its members, as they stand there. Where a key stands twice (a `web_search` item has two
/// `id`s), the last one counts.
#[derive(Default)]
pub struct Event<'a> {
    kind: Option<&'a str>,
    thread_id: Option<&'a str>,
    message: Option<&'a str>,
    error: Option<&'a str>,
    usage: Option<&'a str>,
    turn_usage: Option<&'a str>,
    last: Option<&'a str>,
    item: Option<&'a str>,
    item_kind: Option<&'a str>,
    item_text: Option<&'a str>,
    item_phase: Option<&'a str>,
}

/// What an agent's message is to the turn's answer: the last one of the most telling kind is it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Said on the way.
    #[default]
    Comment,
    /// `exec` does not tell.
    Unknown,
    Final,
}

/// An agent's message as it stands in its line.
#[derive(Clone, Copy, Debug)]
pub struct AgentMessage<'a> {
    pub text: &'a str,
    pub weight: Weight,
}

impl<'a> Event<'a> {
    /// Checks that the line is one JSON object in UTF-8; the error says what is wrong with it.
    pub fn read(line: &'a [u8]) -> Result<Self, String> {
        let json = std::str::from_utf8(line).map_err(|error| format!("it is not UTF-8 ({error})"))?;
        Self::scan(json).ok_or_else(|| format!("it is not a JSON object{}", syntax_error(json)))
    }

    fn scan(json: &'a str) -> Option<Self> {
        let mut event = Event::default();
        let member = |scanner: &mut Scanner<'a>, key: Cow<str>| {
            let member = match &*key {
                "type" => &mut event.kind,
                "thread_id" => &mut event.thread_id,
                "message" => &mut event.message,
                "error" => &mut event.error,
                "usage" => &mut event.usage,
                "turn_usage" => &mut event.turn_usage,
                "last" => &mut event.last,
                "item" => return event.scan_item(scanner),
                _ => return scanner.value().map(drop),
            };
            *member = Some(scanner.value()?);
            Some(())
        };
        Scanner::new(json).parse_document(|scanner| scanner.object(member))?;
        Some(event)
    }

    fn scan_item(&mut self, scanner: &mut Scanner<'a>) -> Option<()> {
        (self.item_kind, self.item_text, self.item_phase) = (None, None, None);
        self.item = Some(scanner.for_each_member(|key, value| match key.as_deref() {
            Some("type") => self.item_kind = Some(value),
            Some("text") => self.item_text = Some(value),
            Some("phase") => self.item_phase = Some(value),
            _ => {}
        })?);
        Some(())
    }

    pub fn kind(&self) -> Cow<'a, str> {
        self.kind.and_then(text).unwrap_or_default()
    }

    pub fn thread_id(&self) -> Option<Cow<'a, str>> {
        self.thread_id.and_then(text)
    }

    /// Of an `error` event.
    pub fn message(&self) -> Option<Cow<'a, str>> {
        self.message.and_then(text)
    }

    /// Of a `turn.failed` event: `{"error":{"message":…}}`.
    pub fn failure_message(&self) -> Option<Cow<'a, str>> {
        Self::scan(self.error?)?.message()
    }

    pub fn usage(&self) -> Option<&'a str> {
        self.usage
    }

    /// The item as it stands in the line.
    pub fn item(&self) -> Option<&'a str> {
        self.item
    }

    /// Whether it is about an item that is a warning of the CLI.
    pub fn is_error_item(&self) -> bool {
        self.item_kind.and_then(text).is_some_and(|kind| kind == "error")
    }

    /// Whether it is about a command.
    pub fn is_command(&self) -> bool {
        self.item_kind.and_then(text).is_some_and(|kind| kind == "command_execution")
    }

    /// Of a `turn.usage` event: the latest request to the model.
    pub fn last_usage(&self) -> Option<&'a str> {
        self.last
    }

    /// Of a `turn.completed` event, where the transport knows the turn's own share.
    pub fn turn_usage(&self) -> Option<&'a str> {
        self.turn_usage
    }

    /// What an `agent_message` item says.
    pub fn agent_message(&self) -> Option<AgentMessage<'a>> {
        let kind = self.item_kind.and_then(text)?;
        let text = self.item_text.filter(|text| kind == "agent_message" && text.starts_with('"'))?;
        let weight = match self.item_phase {
            None | Some("null") => Weight::Unknown,
            Some("\"final_answer\"") => Weight::Final,
            Some(_) => Weight::Comment,
        };
        Some(AgentMessage { text, weight })
    }
}

/// The string a value is.
#[inline(always)]
fn text(value: &str) -> Option<Cow<'_, str>> {
    value.starts_with('"').then(|| decode_string(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        let event = Event::read(br#"{"type":"a","type":"b","item":{"id":"1","type":"x","id":"2"}}"#).unwrap();
        assert_eq!(event.kind(), "b");
        assert_eq!(event.item().unwrap(), r#"{"id":"1","type":"x","id":"2"}"#);
    }

    #[test]
    fn odd_but_valid_events_are_read() {
        for line in [
            "{}",
            r#"{"type":7}"#,
            r#"{"type":"new","\u0074ype":"x","deep":[[[[{}]]]]}"#,
            r#"{"type":"item.completed","item":null}"#,
            &format!(r#"{{"type":"x","item":{}1{}}}"#, "[".repeat(1000), "]".repeat(1000)),
        ] {
            assert!(Event::read(line.as_bytes()).is_ok(), "{line}");
        }
    }

    #[test]
    fn what_is_no_event_is_refused_with_a_reason() {
        for (line, words) in [
            (&b"42"[..], "not a JSON object"),
            (b"{\"a\":1} x", "not a JSON object"),
            (b"{\"a\":", "not a JSON object"),
            (b"", "not a JSON object"),
            (b"{\"a\":\"\xff\"}", "not UTF-8"),
        ] {
            assert!(Event::read(line).err().unwrap().contains(words));
        }
    }

    #[test]
    fn messages_are_found_as_they_stand() {
        let of = |item: &str| {
            let line = format!(r#"{{"type":"item.completed","item":{item}}}"#);
            Event::read(line.as_bytes()).unwrap().agent_message().map(|message| message.text.to_owned())
        };
        assert_eq!(of(r#"{"type":"agent_message","text":"a\n\ud800"}"#).unwrap(), r#""a\n\ud800""#);
        assert_eq!(of(r#"{"text":"b","type":"agent_message"}"#).unwrap(), r#""b""#);
        for item in [r#"{"type":"reasoning","text":"c"}"#, r#"{"type":"agent_message","text":1}"#, "7", "{}"] {
            assert_eq!(of(item), None);
        }
        let twice = br#"{"item":{"type":"agent_message","text":"a"},"item":{}}"#;
        assert!(Event::read(twice).unwrap().agent_message().is_none());
        let event = Event::read(br#"{"type":"turn.failed","error":{"message":"no"}}"#).unwrap();
        assert_eq!(event.failure_message().unwrap(), "no");
    }
}
