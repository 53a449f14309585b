//! `${name}` in the strings of a case.

use serde_json::{Map, Value};
use std::collections::HashMap;

#[derive(Clone, Default)]
pub struct Placeholders {
    words: HashMap<String, String>,
}

/// Placeholders that belong to hostile-codex: they pass through a script untouched.
const HOSTILE: [&str; 6] = ["resume_id", "prompt", "n", "id", "thread_id", "turn_id"];

impl Placeholders {
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.words.insert(name.to_string(), value.into());
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.words.get(name).map(String::as_str)
    }

    /// Replaces them in every string of `value`, keys included.
    pub fn fill(&self, value: &Value) -> Result<Value, String> {
        self.fill_with(value, &|name| self.get(name).map(str::to_string))
    }

    /// As `fill`, for a script of hostile-codex.
    pub fn fill_script(&self, value: &Value) -> Result<Value, String> {
        self.fill_with(value, &|name| {
            let own = HOSTILE.contains(&name).then(|| format!("${{{name}}}"));
            own.or_else(|| self.get(name).map(str::to_string))
        })
    }

    pub fn fill_text(&self, text: &str) -> Result<String, String> {
        replace(text, &|name| self.get(name).map(str::to_string))
    }

    /// For checks that come before there is anything to fill in.
    pub fn blanked(value: &Value) -> Result<Value, String> {
        Placeholders::default().fill_with(value, &|_| Some("blank".into()))
    }

    fn fill_with(&self, value: &Value, word: &dyn Fn(&str) -> Option<String>) -> Result<Value, String> {
        Ok(match value {
            Value::String(text) => Value::String(replace(text, word)?),
            Value::Array(values) => {
                Value::Array(values.iter().map(|value| self.fill_with(value, word)).collect::<Result<_, _>>()?)
            }
            Value::Object(object) => {
                let mut filled = Map::new();
                for (key, value) in object {
                    filled.insert(replace(key, word)?, self.fill_with(value, word)?);
                }
                Value::Object(filled)
            }
            other => other.clone(),
        })
    }
}

/// An unknown name is an error: it would otherwise reach the library as text, and the case would mean
/// something else than it says.
fn replace(text: &str, word: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let Some(end) = rest[start..].find('}') else { break };
        let name = &rest[start + 2..start + end];
        filled.push_str(&rest[..start]);
        filled.push_str(&word(name).ok_or_else(|| format!("nothing is known of the placeholder ${{{name}}}"))?);
        rest = &rest[start + end + 1..];
    }
    filled.push_str(rest);
    Ok(filled)
}
