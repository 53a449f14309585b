//! The members of an object, as they stand there.

use std::borrow::Cow;

use super::scanner::Scanner;
use super::string::decode_string;

/// Where a key stands twice, the last one counts.
#[derive(Debug, Default)]
pub struct Object<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Object<'a> {
    /// None if the text is not one object.
    #[inline(never)]
    pub fn read(json: &'a str) -> Option<Self> {
        let mut members: Vec<(Cow<'a, str>, &'a str)> = Vec::new();
        let member = |scanner: &mut Scanner<'a>, key: Cow<'a, str>| {
            let value = scanner.value()?;
            match members.iter_mut().find(|(known, _)| *known == key) {
                Some((_, known)) => *known = value,
                None => members.push((key, value)),
            }
            Some(())
        };
        Scanner::new(json).parse_document(|scanner| scanner.object(member))?;
        Some(Object(members))
    }

    /// The value as it is written.
    #[inline(never)]
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| *value)
    }

    /// The string that the value is.
    #[inline(never)]
    pub fn text(&self, key: &str) -> Option<Cow<'a, str>> {
        self.get(key).and_then(text_of)
    }

    /// The object that the value is.
    #[inline(never)]
    pub fn object(&self, key: &str) -> Option<Object<'a>> {
        Object::read(self.get(key)?)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), *value))
    }
}

/// The string that a value is.
pub fn text_of(value: &str) -> Option<Cow<'_, str>> {
    value.starts_with('"').then(|| decode_string(value))
}

/// The values of the array that the text is, as they are written.
pub fn array(json: &str) -> Option<Vec<&str>> {
    let mut values = Vec::new();
    let mut is_array = true;
    Scanner::new(json).parse_document(|scanner| {
        scanner.for_each_member(|key, value| {
            is_array &= key.is_none();
            values.push(value);
        })
    })?;
    (is_array && json.trim_start().starts_with('[')).then_some(values)
}
