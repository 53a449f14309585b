//! What an option's value must be. Generated from schema/sdk.json by `make vocabulary`.

/// What an option's value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string that is not empty and has no NUL.
    Text,
    /// `true` or `false`.
    Flag,
    /// Milliseconds, a whole number; 0 is off.
    Milliseconds,
    /// A whole number of bytes, at least 1.
    Bytes,
    /// A whole number; 0 is no limit.
    Count,
    /// A number, at least 0.
    Factor,
    /// An array of strings without NULs.
    Texts,
    /// An object of strings.
    TextMap,
    /// An object.
    Object,
    /// An array of objects.
    Objects,
    /// An array of input entries.
    Input,
}

impl Kind {
    /// For messages.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Text => "a string",
            Kind::Flag => "true or false",
            Kind::Milliseconds => "a whole number of milliseconds",
            Kind::Bytes => "a whole number of bytes, at least 1",
            Kind::Count => "a whole number, at least 0",
            Kind::Factor => "a number, at least 0",
            Kind::Texts => "an array of strings",
            Kind::TextMap => "an object of strings",
            Kind::Object => "an object",
            Kind::Objects => "an array of objects",
            Kind::Input => "an array of input entries",
        }
    }
}

/// One option.
#[derive(Debug)]
pub struct Spec {
    /// Its key.
    pub name: &'static str,
    /// What its value must be.
    pub kind: Kind,
}
