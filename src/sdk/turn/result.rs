//! What a finished turn answers with.

use std::io::{self, Write};

use serde_json::{Map, Value};

use crate::os::memory;

/// The facts of a turn that was completed.
#[derive(Clone, Debug, Default)]
pub struct Completion {
    pub thread_id: Option<String>,
    pub final_response: String,
    /// The CLI's own figures, as it wrote them: totals of the thread.
    pub usage: Option<String>,
    /// This turn's share of them.
    pub turn_usage: Option<Map<String, Value>>,
}

impl Completion {
    /// The result JSON. Items and usage go in as the CLI wrote them.
    pub fn to_json(&self, items: &[String]) -> io::Result<String> {
        let mut json = memory::Writer(Vec::new());
        let size = items.iter().map(|item| item.len() + 1).sum::<usize>() + self.final_response.len();
        memory::reserve(&mut json.0, size)?;
        json.write_all(b"{\"thread_id\":")?;
        serde_json::to_writer(&mut json, &self.thread_id)?;
        json.write_all(b",\"items\":[")?;
        for (index, item) in items.iter().enumerate() {
            json.write_all(if index > 0 { b"," } else { b"" })?;
            json.write_all(item.as_bytes())?;
        }
        json.write_all(b"],\"final_response\":")?;
        serde_json::to_writer(&mut json, &self.final_response)?;
        write!(json, ",\"usage\":{},\"turn_usage\":", self.usage.as_deref().unwrap_or("null"))?;
        serde_json::to_writer(&mut json, &self.turn_usage)?;
        json.write_all(b"}")?;
        // For the NUL that C wants behind it.
        memory::reserve(&mut json.0, 1)?;
        // Every piece of it was text.
        String::from_utf8(json.0).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_keeps_items_as_they_were_written() {
        let completion = Completion { final_response: "a\"b".into(), ..Default::default() };
        assert_eq!(
            completion.to_json(&[r#"{"id":"1","id":"2"}"#.into(), "{ }".into()]).unwrap(),
            r#"{"thread_id":null,"items":[{"id":"1","id":"2"},{ }],"final_response":"a\"b","usage":null,"turn_usage":null}"#
        );
    }
}
