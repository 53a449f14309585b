//! Reading what the library needs from an event, and only that: the line itself goes to the host untouched.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::json_text::whole_text;

/// A line of the stream. Where a key stands twice (a `web_search` item has two `id`s), the last one counts.
#[derive(Default)]
pub struct Event<'a> {
    kind: Option<&'a RawValue>,
    thread_id: Option<&'a RawValue>,
    message: Option<&'a RawValue>,
    error: Option<&'a RawValue>,
    usage: Option<&'a RawValue>,
    item: Option<&'a RawValue>,
}

/// An item, as far as the result needs it.
#[derive(Default)]
struct Item<'a> {
    kind: Option<&'a RawValue>,
    text: Option<&'a RawValue>,
}

impl<'a> Event<'a> {
    /// Checks that the line is one JSON object in UTF-8; the error says what is wrong with it.
    pub fn read(line: &'a [u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(line).map_err(|error| format!("it is not UTF-8 ({error})"))?;
        serde_json::from_str(text).map_err(|error| format!("it is not a JSON object ({error})"))
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
        let error: Event<'a> = serde_json::from_str(self.error?.get()).ok()?;
        error.message()
    }

    pub fn usage(&self) -> Option<&'a RawValue> {
        self.usage
    }

    /// The item as it stands in the line.
    pub fn item(&self) -> Option<&'a RawValue> {
        self.item
    }

    /// The text of an `agent_message` item.
    pub fn agent_message(&self) -> Option<Cow<'a, str>> {
        let item: Item<'a> = serde_json::from_str(self.item?.get()).ok()?;
        if text(item.kind?)? != "agent_message" {
            return None;
        }
        text(item.text?)
    }
}

/// The string a value is.
fn text(value: &RawValue) -> Option<Cow<'_, str>> {
    value.get().starts_with('"').then(|| whole_text(value))
}

/// A struct's derived reader refuses a key that stands twice, so these two are read by hand.
macro_rules! last_wins {
    ($type:ident, $($key:literal => $field:ident),+) => {
        impl<'de: 'a, 'a> Deserialize<'de> for $type<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields<'a>($type<'a>);
                impl<'de: 'a, 'a> Visitor<'de> for Fields<'a> {
                    type Value = $type<'a>;

                    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                        f.write_str("a JSON object")
                    }

                    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<Self::Value, M::Error> {
                        while let Some(Key(key)) = map.next_key()? {
                            match &*key {
                                $($key => self.0.$field = Some(map.next_value()?),)+
                                _ => drop(map.next_value::<IgnoredAny>()?),
                            }
                        }
                        Ok(self.0)
                    }
                }
                deserializer.deserialize_map(Fields($type::default()))
            }
        }
    };
}

last_wins!(Event, "type" => kind, "thread_id" => thread_id, "message" => message, "error" => error, "usage" => usage,
    "item" => item);
last_wins!(Item, "type" => kind, "text" => text);

/// A key, borrowed where it can be.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(key))
            }

            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(key.to_owned()))
            }
        }
        deserializer.deserialize_str(Text).map(Key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        let event = Event::read(br#"{"type":"a","type":"b","item":{"id":"1","type":"x","id":"2"}}"#).unwrap();
        assert_eq!(event.kind(), "b");
        assert_eq!(event.item().unwrap().get(), r#"{"id":"1","type":"x","id":"2"}"#);
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
    fn messages_are_unescaped() {
        let event =
            Event::read(br#"{"type":"item.completed","item":{"type":"agent_message","text":"a\nb\u00e9"}}"#).unwrap();
        assert_eq!(event.agent_message().unwrap(), "a\nb\u{e9}");
        let half =
            Event::read(br#"{"type":"item.completed","item":{"type":"agent_message","text":"a\ud800b"}}"#).unwrap();
        assert_eq!(half.agent_message().unwrap(), "a\u{fffd}b");
        let event = Event::read(br#"{"type":"turn.failed","error":{"message":"no"}}"#).unwrap();
        assert_eq!(event.failure_message().unwrap(), "no");
    }
}
