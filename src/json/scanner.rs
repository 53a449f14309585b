//! Checks a JSON text in one pass, and notes on the way where the values of some members stand: no tree, no copy.
//!
//! Making sure that a line is an event is most of what an event costs, and most of a line is strings.

use std::borrow::Cow;

use super::special_bytes::SpecialBytes;
use super::string::decode_string;

/// Stands somewhere in a text; each function answers `None` where the text does not go on as JSON must.
pub struct Scanner<'a> {
    json: &'a str,
    at: usize,
    specials: SpecialBytes<'a>,
}

impl<'a> Scanner<'a> {
    pub fn new(json: &'a str) -> Self {
        Scanner { json, at: 0, specials: SpecialBytes::new(json) }
    }

    /// The text is one value, which `take` takes, and nothing else.
    pub fn parse_document<T>(&mut self, take: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.space();
        let taken = take(self)?;
        self.space();
        (self.at == self.json.len()).then_some(taken)
    }

    /// The object that stands here, as it is written. For each key `member` is called, and takes the value that stands
    /// there.
    #[inline(always)]
    pub fn object(&mut self, mut member: impl FnMut(&mut Self, Cow<'a, str>) -> Option<()>) -> Option<&'a str> {
        self.container(b'{', b'}', |scanner| {
            let key = scanner.key()?;
            member(scanner, key)
        })
    }

    /// The value that stands here, as it is written; if it is an object or array, `part` is called with what is in it.
    #[inline(always)]
    pub fn for_each_member(&mut self, mut part: impl FnMut(Option<Cow<'a, str>>, &'a str)) -> Option<&'a str> {
        match self.peek()? {
            b'{' => self.object(|scanner, key| {
                part(Some(key), scanner.value()?);
                Some(())
            }),
            b'[' => self.container(b'[', b']', |scanner| {
                part(None, scanner.value()?);
                Some(())
            }),
            _ => self.value(),
        }
    }

    #[inline(always)]
    fn container(&mut self, begin: u8, end: u8, mut part: impl FnMut(&mut Self) -> Option<()>) -> Option<&'a str> {
        let start = self.at;
        self.expect(begin)?;
        self.space();
        if self.peek() == Some(end) {
            self.at += 1;
            return self.json.get(start..self.at);
        }
        loop {
            part(self)?;
            self.space();
            match self.take()? {
                b',' => self.space(),
                byte if byte == end => return self.json.get(start..self.at),
                _ => return None,
            }
        }
    }

    /// The value that stands here, as it is written.
    pub fn value(&mut self) -> Option<&'a str> {
        let start = self.at;
        // What is open around here: whether each is an object. No recursion: how deep a line goes is not for us to limit.
        let mut open = Vec::new();
        loop {
            match self.take()? {
                b'"' => {
                    self.string()?;
                }
                begin @ (b'{' | b'[') => {
                    let is_object = begin == b'{';
                    self.space();
                    if self.peek()? != if is_object { b'}' } else { b']' } {
                        open.push(is_object);
                        self.space_and_key(is_object)?;
                        continue;
                    }
                    self.at += 1;
                }
                b't' => self.word("rue")?,
                b'f' => self.word("alse")?,
                b'n' => self.word("ull")?,
                b'-' => {
                    let first = self.take()?;
                    self.number(first)?;
                }
                first => self.number(first)?,
            }
            // What closes here, and what comes next.
            loop {
                if open.is_empty() {
                    return self.json.get(start..self.at);
                }
                self.space();
                match (self.take()?, open.last()) {
                    (b'}', Some(true)) | (b']', Some(false)) => drop(open.pop()),
                    (b',', Some(&is_object)) => {
                        self.space_and_key(is_object)?;
                        break;
                    }
                    _ => return None,
                }
            }
        }
    }

    /// Up to the next value of a container.
    #[inline(always)]
    fn space_and_key(&mut self, is_object: bool) -> Option<()> {
        self.space();
        if is_object {
            self.key()?;
        }
        Some(())
    }

    /// A key and the colon behind it, up to where its value begins.
    #[inline(always)]
    fn key(&mut self) -> Option<Cow<'a, str>> {
        let start = self.at;
        self.expect(b'"')?;
        let has_escapes = self.string()?;
        let quoted = self.json.get(start..self.at)?;
        self.space();
        self.expect(b':')?;
        self.space();
        Some(if has_escapes { decode_string(quoted) } else { Cow::Borrowed(&quoted[1..quoted.len() - 1]) })
    }

    /// From behind the first quote of a string to behind its last one: whether there are escapes in it.
    #[inline(always)]
    fn string(&mut self) -> Option<bool> {
        let mut has_escapes = false;
        loop {
            self.at = self.specials.next(self.at)?;
            match self.take()? {
                b'"' => return Some(has_escapes),
                b'\\' => {
                    has_escapes = true;
                    match self.take()? {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                        b'u' => {
                            for _ in 0..4 {
                                self.take().filter(u8::is_ascii_hexdigit)?;
                            }
                        }
                        _ => return None,
                    }
                }
                // A control character.
                _ => return None,
            }
        }
    }

    /// From behind the first digit of a number.
    fn number(&mut self, first: u8) -> Option<()> {
        match first {
            b'0' => {}
            b'1'..=b'9' => self.digits(),
            _ => return None,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.take().filter(u8::is_ascii_digit)?;
            self.digits();
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.take().filter(u8::is_ascii_digit)?;
            self.digits();
        }
        Some(())
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }

    fn word(&mut self, rest: &str) -> Option<()> {
        let is_it = self.json.as_bytes().get(self.at..)?.starts_with(rest.as_bytes());
        self.at += rest.len();
        is_it.then_some(())
    }

    #[inline(always)]
    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    #[inline(always)]
    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    #[inline(always)]
    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.take()? == byte).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::value::RawValue;
    use std::collections::BTreeMap;

    type Members = BTreeMap<String, String>;

    /// The members of the one object that the text is.
    fn scanned(json: &str) -> Option<Members> {
        let mut members = Members::new();
        let mut note =
            |key: Option<Cow<str>>, value: &str| members.insert(key.unwrap_or_default().into(), value.into());
        let is_object = json.trim_start().starts_with('{');
        Scanner::new(json).parse_document(|scanner| scanner.for_each_member(|key, value| drop(note(key, value))))?;
        is_object.then_some(members)
    }

    /// What a JSON library says of the same text.
    fn agree(json: &str) {
        let members: Option<BTreeMap<String, &RawValue>> = serde_json::from_str(json).ok();
        let expected =
            members.map(|members| members.into_iter().map(|(key, value)| (key, value.get().into())).collect());
        assert_eq!(scanned(json), expected, "{json:?}");
    }

    #[test]
    fn what_json_is_and_what_not() {
        for json in [
            "{}",
            " { } ",
            "{} x",
            "{",
            "}",
            "",
            "[]",
            "7",
            r#"{"a":1}"#,
            r#"{"a" : 1 , "b":[ ] , "c":{ }}"#,
            r#"{"a":1,}"#,
            r#"{,"a":1}"#,
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{a:1}"#,
            r#"{"a":[1,2,[3,{"b":[]}],{}]}"#,
            r#"{"a":[1,]}"#,
            r#"{"a":[,1]}"#,
            r#"{"a":[1 2]}"#,
            r#"{"a":[1}"#,
            r#"{"a":{"b":1]}"#,
            r#"{"a":{"b":1,}}"#,
            r#"{"a":{"b"}}"#,
            r#"{"a":true,"b":false,"c":null}"#,
            r#"{"a":tru}"#,
            r#"{"a":nul"#,
            r#"{"a":truex}"#,
            r#"{"a":0,"b":-0,"c":0.5,"d":-1.25e+3,"e":1E-2,"f":123456789}"#,
            r#"{"a":01}"#,
            r#"{"a":-}"#,
            r#"{"a":+1}"#,
            r#"{"a":1.}"#,
            r#"{"a":.5}"#,
            r#"{"a":1e}"#,
            r#"{"a":1e+}"#,
            r#"{"a":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"}"#,
            r#"{"a":"\x"}"#,
            r#"{"a":"\u12g4"}"#,
            r#"{"a":"\u123"}"#,
            r#"{"a":"b\"}"#,
            r#"{"a":"b"#,
            r#"{"\u0061\n":1}"#,
            "{\"a\":\"\u{e9}\u{1F600}\u{7f}\"}",
            "{\"a\":\"1234567\t\"}",
            "{\"a\":\"\u{0}\"}",
            "{\t\"a\"\n:\r1}",
            "{\"a\":1\u{b}}",
            "{\u{a0}}",
        ] {
            agree(json);
        }
        let deep = format!(r#"{{"a":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        agree(&deep);
        agree(&deep[..deep.len() - 2]);
    }

    #[test]
    fn a_string_of_any_length_ends_where_it_ends() {
        for length in 0..40 {
            for special in ["\"", "\\", "\u{1f}", "\\n", "\u{e9}", " ", "!", "\u{7f}"] {
                for rest in 0..10 {
                    agree(&format!(r#"{{"a":"{}{special}{}"}}"#, "x".repeat(length), "y".repeat(rest)));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn it_agrees_with_a_json_library(json in r#"(\{|\}|\[|\]|,|:|"|"a"|\\|\\n|0|1|-|\.|e|true|null| |\t|x|é){0,12}"#) {
            agree(&json);
            agree(&format!(r#"{{"a":{json}}}"#));
            agree(&format!(r#"{{"a":[{json}],"b":"{json}"}}"#));
        }
    }
}
