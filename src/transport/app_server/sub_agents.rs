//! The threads that a turn's agent has given work to: each is a thread of its own to the server, with turns of its own, and
//! outlives the turn it works for (0.171.0).

use std::collections::BTreeMap;

/// By thread: the turn that it is having.
#[derive(Clone, Debug, Default)]
pub struct SubAgents(BTreeMap<String, Option<String>>);

impl SubAgents {
    pub fn note(&mut self, thread: &str, method: &str, turn: Option<&str>) {
        let running = self.0.entry(thread.to_owned()).or_default();
        match method {
            "turn/started" => *running = turn.map(str::to_owned),
            "turn/completed" => *running = None,
            _ => {}
        }
    }

    /// Each thread, and its turn if that is not over.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0.iter().map(|(thread, turn)| (thread.as_str(), turn.as_deref()))
    }
}
