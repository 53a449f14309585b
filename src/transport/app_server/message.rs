//! A line of the app-server, as far as it must be known to bring it where it belongs.

use std::borrow::Cow;

use crate::json::{decode_string, text_of, Object, Scanner};

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// An answer to our request of this number.
    Answer(u64),
    /// The server asks; the id as it is written, to be given back.
    Request {
        id: &'a str,
        method: Cow<'a, str>,
    },
    Notification(Cow<'a, str>),
    /// Nothing we know: passed over, as the server does with ours.
    Unknown,
}

/// Some of its members, as they stand there.
#[derive(Debug, Default)]
pub struct Message<'a> {
    id: Option<&'a str>,
    method: Option<&'a str>,
    pub params: Option<&'a str>,
    pub result: Option<&'a str>,
    pub error: Option<&'a str>,
    thread_id: Option<&'a str>,
    turn_id: Option<&'a str>,
}

impl<'a> Message<'a> {
    /// None if the line is not one object in UTF-8.
    pub fn read(line: &'a [u8]) -> Option<Self> {
        let json = std::str::from_utf8(line).ok()?;
        let mut message = Message::default();
        let member = |scanner: &mut Scanner<'a>, key: Cow<'a, str>| {
            let member = match &*key {
                "id" => &mut message.id,
                "method" => &mut message.method,
                "result" => &mut message.result,
                "error" => &mut message.error,
                "params" => return message.scan_params(scanner),
                _ => return scanner.value().map(drop),
            };
            *member = Some(scanner.value()?);
            Some(())
        };
        Scanner::new(json).parse_document(|scanner| scanner.object(member))?;
        Some(message)
    }

    fn scan_params(&mut self, scanner: &mut Scanner<'a>) -> Option<()> {
        (self.thread_id, self.turn_id) = (None, None);
        let mut turn = None;
        self.params = Some(scanner.for_each_member(|key, value| match key.as_deref() {
            Some("threadId") => self.thread_id = Some(value),
            Some("turnId") => self.turn_id = Some(value),
            Some("turn") => turn = Some(value),
            _ => {}
        })?);
        if let (None, Some(turn)) = (self.turn_id, turn) {
            self.turn_id = Object::read(turn).and_then(|turn| turn.get("id"));
        }
        Some(())
    }

    pub fn kind(&self) -> Kind<'a> {
        match (self.method.and_then(text_of), self.id) {
            (Some(method), Some(id)) => Kind::Request { id, method },
            (Some(method), None) => Kind::Notification(method),
            (None, Some(id)) if self.result.is_some() || self.error.is_some() => {
                id.parse().map_or(Kind::Unknown, Kind::Answer)
            }
            _ => Kind::Unknown,
        }
    }

    pub fn thread_id(&self) -> Option<Cow<'a, str>> {
        self.thread_id.filter(|id| id.starts_with('"')).map(decode_string)
    }

    pub fn turn_id(&self) -> Option<Cow<'a, str>> {
        self.turn_id.filter(|id| id.starts_with('"')).map(decode_string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_requests_and_notifications_are_told_apart() {
        let kind = |line: &'static str| Message::read(line.as_bytes()).unwrap().kind();
        assert_eq!(kind(r#"{"id":7,"result":{}}"#), Kind::Answer(7));
        assert_eq!(kind(r#"{"error":{"code":-32600},"id":8}"#), Kind::Answer(8));
        assert_eq!(
            kind(r#"{"id":"a","method":"x/y","params":{}}"#),
            Kind::Request { id: "\"a\"", method: "x/y".into() }
        );
        assert_eq!(kind(r#"{"method":"n","emittedAtMs":1}"#), Kind::Notification("n".into()));
        for line in ["{}", r#"{"id":1}"#, r#"{"id":"x","result":1}"#, r#"{"id":-1,"result":1}"#, r#"{"method":1}"#] {
            assert_eq!(kind(line), Kind::Unknown, "{line}");
        }
        assert!(Message::read(b"[]").is_none() && Message::read(b"{\"a\":\"\xff\"}").is_none());
    }

    #[test]
    fn the_ids_are_found_wherever_they_stand() {
        let ids = |params: &str| {
            let line = format!(r#"{{"params":{params},"method":"m"}}"#);
            let message = Message::read(line.as_bytes()).unwrap();
            (message.thread_id().map(Cow::into_owned), message.turn_id().map(Cow::into_owned))
        };
        let both = (Some("T".to_owned()), Some("U".to_owned()));
        assert_eq!(ids(r#"{"turnId":"U","item":{"threadId":"no"},"threadId":"T"}"#), both);
        assert_eq!(ids(r#"{"threadId":"T","turn":{"items":[],"id":"U"}}"#), both);
        assert_eq!(ids(r#"{"threadId":null,"turn":7}"#), (None, None));
        assert_eq!(ids("[1]"), (None, None));
    }
}
