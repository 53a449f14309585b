//! What the server asks in a turn: whether the agent may do something, what the user says, and what a tool of the host's
//! answers. Whatever the host does not answer, or not in time, is declined.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::connection::Connection;
use super::items::item;
use super::line::Line;
use super::response::{answer, declined, Kind};
use crate::json::Object;
use crate::transport::request::Approvals;

/// What a thread's host answers.
#[derive(Clone, Debug, Default)]
pub struct AskPolicy {
    pub approvals: Approvals,
    /// The names of its tools.
    pub tools: Vec<String>,
}

pub struct Asks {
    policy: AskPolicy,
    /// By the id that the host knows.
    open: BTreeMap<String, Ask>,
    /// Of file changes that have begun, by item: what is to be changed.
    changes: HashMap<String, String>,
    last_closed: Option<Instant>,
    /// The host has answered that the turn is to end.
    is_cancelled: bool,
}

struct Ask {
    kind: Kind,
    /// The server's id, as it is written.
    id: String,
    /// What may be granted.
    permissions: Option<String>,
    connection: Connection,
}

/// A question that the host gets.
pub struct Asked {
    pub event: String,
    pub request_id: String,
    /// After so long it is declined.
    pub expires_in: Option<Duration>,
}

/// Who has settled a question.
#[derive(Clone, Copy)]
pub enum By {
    Host,
    Timeout,
    /// Somebody else who is connected to the server, or the server itself.
    Other,
    /// The turn is over.
    End,
}

impl By {
    fn word(self) -> &'static str {
        match self {
            By::Host => "host",
            By::Timeout => "timeout",
            By::Other => "other",
            By::End => "end",
        }
    }
}

impl Asks {
    pub fn new(policy: AskPolicy) -> Self {
        Asks { policy, open: BTreeMap::new(), changes: HashMap::new(), last_closed: None, is_cancelled: false }
    }

    /// A question of the server's; none if it is not for the host, and to be declined.
    pub fn ask(&mut self, id: &str, method: &str, params: &str, connection: &Connection) -> Option<Asked> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let kind = Kind::of(method)?;
        let members = Object::read(params)?;
        let is_wanted = match kind {
            Kind::Tool => members.text("tool").is_some_and(|tool| self.policy.tools.iter().any(|ours| *ours == *tool)),
            _ => self.policy.approvals.asks,
        };
        if !is_wanted {
            return None;
        }
        let request_id = NEXT.fetch_add(1, Ordering::Relaxed).to_string();
        let expires_in = self.policy.approvals.timeout.filter(|_| kind != Kind::Tool);
        let event = match kind {
            Kind::Tool => tool_event(&request_id, &members),
            _ => self.approval_event(&request_id, kind, &members, params, expires_in),
        };
        let ask = Ask {
            kind,
            id: id.to_owned(),
            permissions: members.get("permissions").map(str::to_owned),
            connection: connection.clone(),
        };
        self.open.insert(request_id.clone(), ask);
        Some(Asked { event, request_id, expires_in })
    }

    fn approval_event(
        &self,
        request_id: &str,
        kind: Kind,
        members: &Object,
        params: &str,
        expires_in: Option<Duration>,
    ) -> String {
        let changes = members.text("itemId").and_then(|item| self.changes.get(&*item));
        let expires_in = expires_in.map(|limit| limit.as_millis().to_string());
        let mut line = Line::event("approval.requested").text("request_id", request_id).text("kind", kind.word());
        for (theirs, ours) in [
            ("itemId", "item_id"),
            ("reason", "reason"),
            ("command", "command"),
            ("cwd", "cwd"),
            ("permissions", "permissions"),
            ("questions", "questions"),
            ("message", "message"),
            ("requestedSchema", "schema"),
        ] {
            line = line.optional(ours, members.get(theirs));
        }
        line = line.optional("changes", changes.map(String::as_str));
        line = line.raw("decisions", kind.decisions());
        line.optional("expires_in_ms", expires_in.as_deref()).raw("params", params).end()
    }

    /// The host's answer, as a line: what else there is to tell the host. An error says what is wrong with it, and the
    /// question stays open.
    pub fn respond(&mut self, request_id: &str, response: &str) -> Result<Option<String>, RespondError> {
        let ask = self.open.get(request_id).ok_or(RespondError::NotOpen)?;
        let result = answer(ask.kind, response, ask.permissions.as_deref()).map_err(RespondError::Wrong)?;
        let line = Line::object().raw("id", &ask.id).raw("result", &result).end();
        self.is_cancelled |= matches!(ask.kind, Kind::Command | Kind::FileChange) && result.contains("\"cancel\"");
        Ok(self.close(request_id, By::Host, Some(line)))
    }

    /// Nobody has answered in time.
    pub fn expire(&mut self, request_id: &str) -> Option<String> {
        self.decline(request_id, By::Timeout)
    }

    fn decline(&mut self, request_id: &str, by: By) -> Option<String> {
        let ask = self.open.get(request_id)?;
        let line = declined(&ask.id, ask.kind.method());
        self.close(request_id, by, Some(line))
    }

    fn close(&mut self, request_id: &str, by: By, line: Option<String>) -> Option<String> {
        let ask = self.open.remove(request_id)?;
        self.last_closed = Some(Instant::now());
        if let Some(line) = line {
            ask.connection.send(line);
        }
        (ask.kind != Kind::Tool).then(|| resolved_event(request_id, by))
    }

    /// The server says that one of its questions is settled.
    pub fn settled(&mut self, params: &str) -> Option<String> {
        let id = Object::read(params)?.get("requestId")?.to_owned();
        let request_id = self.open.iter().find(|(_, ask)| ask.id == id).map(|(request_id, _)| request_id.clone())?;
        self.close(&request_id, By::Other, None)
    }

    /// The turn is over, or is to be: whatever is open is declined.
    pub fn end(&mut self) -> Vec<String> {
        let open: Vec<String> = self.open.keys().cloned().collect();
        open.iter().filter_map(|request_id| self.decline(request_id, By::End)).collect()
    }

    /// What a file change is about to change stands in the item, and not in the question.
    pub fn note_item(&mut self, method: &str, params: &str) {
        if !self.policy.approvals.asks || !params.contains("\"fileChange\"") {
            return;
        }
        let Some(item) = Object::read(params).and_then(|params| item(params.get("item")?)) else { return };
        match method {
            "item/started" => {
                let changes = Object::read(&item.json).and_then(|item| item.get("changes").map(str::to_owned));
                self.changes.extend(changes.map(|changes| (item.id, changes)));
            }
            _ => drop(self.changes.remove(&item.id)),
        }
    }

    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled
    }

    /// Until when the turn has waited for the host; none if it never has.
    pub fn waited_until(&self) -> Option<Instant> {
        if self.open.is_empty() {
            self.last_closed
        } else {
            Some(Instant::now())
        }
    }
}

/// What is wrong with an answer of the host's.
pub enum RespondError {
    NotOpen,
    Wrong(String),
}

fn tool_event(request_id: &str, members: &Object) -> String {
    Line::event("tool.requested")
        .text("request_id", request_id)
        .optional("item_id", members.get("callId"))
        .optional("tool", members.get("tool"))
        .optional("namespace", members.get("namespace"))
        .optional("arguments", members.get("arguments"))
        .end()
}

fn resolved_event(request_id: &str, by: By) -> String {
    Line::event("approval.resolved").text("request_id", request_id).text("by", by.word()).end()
}

#[cfg(test)]
mod tests {
    use super::super::connection::Command;
    use super::*;
    use tokio::sync::mpsc::UnboundedReceiver;

    fn asks(tools: &[&str]) -> (Asks, Connection, UnboundedReceiver<Command>) {
        let approvals = Approvals { asks: true, timeout: Some(Duration::from_secs(1)) };
        let (connection, receiver) = Connection::new();
        (
            Asks::new(AskPolicy { approvals, tools: tools.iter().map(|&tool| tool.into()).collect() }),
            connection,
            receiver,
        )
    }

    fn sent(receiver: &mut UnboundedReceiver<Command>) -> Option<String> {
        match receiver.try_recv() {
            Ok(Command::Send(line)) => Some(line),
            _ => None,
        }
    }

    const COMMAND: &str = "item/commandExecution/requestApproval";

    #[test]
    fn a_question_is_answered_once() {
        let (mut asks, connection, mut receiver) = asks(&[]);
        let asked = asks.ask("7", COMMAND, r#"{"itemId":"c","command":"ls","reason":null}"#, &connection).unwrap();
        assert!(
            asked.event.contains(r#""kind":"command","item_id":"c","reason":null,"command":"ls""#),
            "{}",
            asked.event
        );
        assert!(asked.event.contains(r#""expires_in_ms":1000"#), "{}", asked.event);
        assert!(matches!(asks.respond(&asked.request_id, r#"{"decision":"yes"}"#), Err(RespondError::Wrong(_))));
        assert!(sent(&mut receiver).is_none());
        let told = asks.respond(&asked.request_id, r#"{"decision":"accept_for_session"}"#).ok().flatten().unwrap();
        assert!(told.ends_with(r#""by":"host"}"#), "{told}");
        assert_eq!(sent(&mut receiver).unwrap(), r#"{"id":7,"result":{"decision":"acceptForSession"}}"#);
        assert!(matches!(asks.respond(&asked.request_id, "{}"), Err(RespondError::NotOpen)));
        assert!(asks.expire(&asked.request_id).is_none() && asks.end().is_empty());
    }

    #[test]
    fn what_nobody_answers_is_declined() {
        let (mut asks, connection, mut receiver) = asks(&["known"]);
        let mut ask = |id: &str, method: &str, params: &str| asks.ask(id, method, params, &connection);
        let late = ask("1", COMMAND, "{}").unwrap();
        ask("2", "item/permissions/requestApproval", r#"{"permissions":{"network":true}}"#).unwrap();
        let settled = ask("\"s\"", COMMAND, "{}").unwrap();
        ask("3", "item/tool/call", r#"{"tool":"known","arguments":{"a":1e400}}"#).unwrap();
        assert!(ask("4", "item/tool/call", r#"{"tool":"unknown"}"#).is_none());
        assert!(ask("5", "new/thing", "{}").is_none() && ask("6", COMMAND, "7").is_none());
        assert!(asks.waited_until().is_some());
        assert!(asks.expire(&late.request_id).unwrap().ends_with(r#""by":"timeout"}"#));
        assert_eq!(sent(&mut receiver).unwrap(), r#"{"id":1,"result":{"decision":"decline"}}"#);
        assert!(asks.settled(r#"{"requestId":"s"}"#).unwrap().contains(&settled.request_id));
        assert!(asks.settled(r#"{"requestId":9}"#).is_none() && sent(&mut receiver).is_none());
        let told = asks.end();
        assert!(told.len() == 1 && told[0].ends_with(r#""by":"end"}"#), "{told:?}");
        let answers = [sent(&mut receiver).unwrap(), sent(&mut receiver).unwrap()];
        assert!(answers.iter().any(|line| line.starts_with(r#"{"id":2,"result":{"permissions":{}"#)), "{answers:?}");
        assert!(answers.iter().any(|line| line.starts_with(r#"{"id":3,"result":{"success":false"#)), "{answers:?}");
    }

    #[test]
    fn a_file_change_is_shown_with_its_changes() {
        let (mut asks, connection, _receiver) = asks(&[]);
        let started =
            r#"{"item":{"type":"fileChange","id":"f","changes":[{"path":"/a","kind":{"type":"add"},"diff":"d"}]}}"#;
        asks.note_item("item/started", started);
        let method = "item/fileChange/requestApproval";
        let event = asks.ask("1", method, r#"{"itemId":"f"}"#, &connection).unwrap().event;
        assert!(event.contains(r#""changes":[{"path":"/a","kind":"add","diff":"d"}]"#), "{event}");
        asks.note_item("item/completed", started);
        assert!(!asks.ask("2", method, r#"{"itemId":"f"}"#, &connection).unwrap().event.contains("changes"));
    }

    #[test]
    fn who_does_not_ask_gets_no_question() {
        let (connection, _receiver) = Connection::new();
        let mut asks = Asks::new(AskPolicy::default());
        assert!(asks.ask("1", COMMAND, "{}", &connection).is_none() && asks.waited_until().is_none());
    }
}
