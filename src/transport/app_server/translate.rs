//! What the app-server says of a turn, in the events of `codex exec`. Pure: notifications in, lines out.

use std::borrow::Cow;

use super::items::{item, Item};
use super::line::{quoted, snake_case, Line};
use crate::json::{array, Object};

/// How the server says that a turn has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnEnd {
    Completed,
    Failed,
    Interrupted,
}

/// What one turn has come to.
#[derive(Debug, Default)]
pub struct Translator {
    wants_deltas: bool,
    wants_usage: bool,
    /// Items whose beginning the host has seen and whose end it has not.
    open: Vec<String>,
    /// The plan as it was shown last.
    plan: Option<String>,
    /// What the thread has used, in exec's words.
    usage: Option<String>,
    /// What it had used when the turn began.
    baseline: Option<Numbers>,
    total: Option<Numbers>,
    warnings: usize,
}

const PLAN: &str = "plan";
type Numbers = [i64; COUNTS.len()];
/// In the order in which `exec` writes them: theirs, and ours.
const COUNTS: [(&str, &str); 5] = [
    ("inputTokens", "input_tokens"),
    ("cachedInputTokens", "cached_input_tokens"),
    ("cacheWriteInputTokens", "cache_write_input_tokens"),
    ("outputTokens", "output_tokens"),
    ("reasoningOutputTokens", "reasoning_output_tokens"),
];

impl Translator {
    pub fn new(wants_deltas: bool, wants_usage: bool) -> Self {
        Translator { wants_deltas, wants_usage, ..Translator::default() }
    }

    /// Adds the events to `lines`; says how the turn has ended if it has.
    pub fn notification(&mut self, method: &str, params: &str, lines: &mut Vec<String>) -> Option<TurnEnd> {
        let members = Object::read(params)?;
        match method {
            "turn/started" => lines.push(Line::event("turn.started").end()),
            "item/started" => self.started(item(members.get("item")?)?, lines),
            "item/completed" => self.completed(item(members.get("item")?)?, lines),
            "turn/plan/updated" => self.planned(&members, lines),
            "thread/tokenUsage/updated" => self.used(&members, lines),
            "turn/diff/updated" if self.wants_deltas => {
                lines.push(Line::event("turn.diff").optional("diff", members.get("diff")).end());
            }
            "error" => lines.push(error(&members)),
            "warning" | "guardianWarning" => self.warn(members.text("message")?.as_ref(), lines),
            "configWarning" | "deprecationNotice" => {
                let (summary, details) = (members.text("summary")?, members.text("details"));
                self.warn(&with_details(&summary, details.as_deref()), lines);
            }
            "turn/completed" => return Some(self.ended(&members.object("turn")?, lines)),
            _ if self.wants_deltas => lines.extend(delta(method, &members)),
            _ => {}
        }
        None
    }

    fn started(&mut self, item: Item, lines: &mut Vec<String>) {
        if item.has_beginning || self.wants_deltas {
            lines.push(Line::event("item.started").raw("item", &item.json).end());
            self.open.push(item.id);
        }
    }

    fn completed(&mut self, item: Item, lines: &mut Vec<String>) {
        self.open.retain(|open| *open != item.id);
        lines.push(Line::event("item.completed").raw("item", &item.json).end());
    }

    fn planned(&mut self, members: &Object, lines: &mut Vec<String>) {
        let steps = members.get("plan").and_then(array).unwrap_or_default();
        let steps = steps.into_iter().filter_map(Object::read).map(|step| {
            let is_done = step.text("status").is_some_and(|status| status == "completed");
            let line = Line::object().optional("text", step.get("step"));
            line.raw("completed", if is_done { "true" } else { "false" }).end()
        });
        let steps = format!("[{}]", steps.collect::<Vec<_>>().join(","));
        let kind = if self.plan.is_some() { "item.updated" } else { "item.started" };
        lines.push(plan_event(kind, &steps));
        self.plan = Some(steps);
    }

    fn used(&mut self, members: &Object, lines: &mut Vec<String>) {
        let Some(usage) = members.object("tokenUsage") else { return };
        let of = |key| usage.object(key).map(|counts| counts_of(&counts));
        self.usage = of("total").or(self.usage.take());
        // Before the turn's first request to the model.
        if let (None, Some(total), Some(last)) = (self.baseline, usage.object("total"), usage.object("last")) {
            let (total, last) = (numbers_of(&total), numbers_of(&last));
            self.baseline = Some(std::array::from_fn(|index| total[index].saturating_sub(last[index])));
        }
        self.total = usage.object("total").map(|total| numbers_of(&total)).or(self.total);
        if self.wants_usage {
            let line = Line::event("turn.usage").optional("usage", self.usage.as_deref());
            let line = line.optional("last", of("last").as_deref());
            lines.push(line.optional("context_window", usage.get("modelContextWindow")).end());
        }
    }

    /// A warning is an item, as with `exec`.
    pub fn warn(&mut self, message: &str, lines: &mut Vec<String>) {
        let id = format!("warning_{}", self.warnings);
        self.warnings += 1;
        let item = Line::object().text("id", &id).text("type", "error").text("message", message).end();
        lines.push(Line::event("item.completed").raw("item", &item).end());
    }

    fn ended(&mut self, turn: &Object, lines: &mut Vec<String>) -> TurnEnd {
        if let Some(steps) = self.plan.take() {
            lines.push(plan_event("item.completed", &steps));
        }
        for id in self.open.drain(..) {
            lines.push(Line::event("item.dropped").text("item_id", &id).end());
        }
        match turn.text("status").as_deref() {
            Some("failed") => {
                let error = turn.object("error");
                let message = error.as_ref().and_then(|error| error.text("message")).unwrap_or_default();
                let told = with_cause(Line::object().text("message", &message), error.as_ref());
                lines.push(Line::event("turn.failed").raw("error", &told.end()).end());
                TurnEnd::Failed
            }
            Some("interrupted") => TurnEnd::Interrupted,
            _ => {
                let zeros = || COUNTS.iter().fold(Line::object(), |line, (_, ours)| line.raw(ours, "0")).end();
                let usage = self.usage.take().unwrap_or_else(zeros);
                let share = self.baseline.zip(self.total).map(|(before, now)| {
                    let share = now.iter().zip(before).map(|(now, before)| now.saturating_sub(before));
                    COUNTS
                        .iter()
                        .zip(share)
                        .fold(Line::object(), |line, ((_, ours), share)| line.raw(ours, &share.to_string()))
                });
                let share = share.map(Line::end);
                let line = Line::event("turn.completed").raw("usage", &usage);
                lines.push(line.optional("turn_usage", share.as_deref()).end());
                TurnEnd::Completed
            }
        }
    }
}

fn plan_event(kind: &str, steps: &str) -> String {
    let item = Line::object().text("id", PLAN).text("type", "todo_list").raw("items", steps).end();
    Line::event(kind).raw("item", &item).end()
}

fn counts_of(counts: &Object) -> String {
    COUNTS.iter().fold(Line::object(), |line, (theirs, ours)| line.raw(ours, counts.get(theirs).unwrap_or("0"))).end()
}

fn numbers_of(counts: &Object) -> Numbers {
    COUNTS.map(|(theirs, _)| counts.get(theirs).and_then(|count| count.parse().ok()).unwrap_or(0))
}

/// `exec` prints it as one text, which tells how often it has tried again.
fn error(members: &Object) -> String {
    let error = members.object("error");
    let of = |key| error.as_ref().and_then(|error| error.text(key));
    let message = of("message").unwrap_or_default();
    let line = Line::event("error").text("message", &with_details(&message, of("additionalDetails").as_deref()));
    with_cause(line.optional("will_retry", members.get("willRetry")), error.as_ref()).end()
}

fn with_details<'a>(text: &'a str, details: Option<&str>) -> Cow<'a, str> {
    match details.filter(|details| !details.is_empty()) {
        Some(details) => format!("{text} ({details})").into(),
        None => text.into(),
    }
}

/// The server's word for what has failed, and the status that the model's server gave.
fn with_cause(line: Line, error: Option<&Object>) -> Line {
    let Some(info) = error.and_then(|error| error.get("codexErrorInfo")) else { return line };
    if let Some(word) = crate::json::text_of(info) {
        return line.raw("code", &quoted(&snake_case(&word)));
    }
    let Some(info) = Object::read(info) else { return line };
    let Some((word, facts)) = info.iter().next() else { return line };
    let status = Object::read(facts).and_then(|facts| facts.get("httpStatusCode").filter(|status| *status != "null"));
    line.text("code", &snake_case(word)).optional("http_status", status)
}

fn delta(method: &str, members: &Object) -> Option<String> {
    let (kind, key) = match method {
        "item/agentMessage/delta" => ("agent_message", "delta"),
        "item/reasoning/textDelta" => ("reasoning", "delta"),
        "item/reasoning/summaryTextDelta" => ("reasoning_summary", "delta"),
        "item/plan/delta" => ("plan", "delta"),
        "item/commandExecution/outputDelta" => ("command_output", "delta"),
        "item/fileChange/outputDelta" => ("file_change", "delta"),
        "item/mcpToolCall/progress" => ("mcp_progress", "message"),
        _ => return None,
    };
    let line = Line::event("item.delta").optional("item_id", members.get("itemId")).text("kind", kind);
    let line = line.raw("text", members.get(key).unwrap_or("\"\""));
    Some(line.optional("summary_index", members.get("summaryIndex")).end())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a session, as recorded with CLI 0.171.0: method and params, one pair a line.
    fn events(wants_deltas: bool, session: &[(&str, &str)]) -> (Vec<String>, Option<TurnEnd>) {
        let (mut translator, mut lines) = (Translator::new(wants_deltas, wants_deltas), Vec::new());
        let mut end = None;
        for (method, params) in session {
            end = translator.notification(method, params, &mut lines);
        }
        (lines, end)
    }

    const TOTAL: &str = r#"{"threadId":"T","turnId":"U","tokenUsage":{"total":{"totalTokens":47,"inputTokens":42,"cachedInputTokens":0,"cacheWriteInputTokens":0,"outputTokens":5,"reasoningOutputTokens":1},"last":{"inputTokens":40,"outputTokens":5},"modelContextWindow":258400}}"#;
    const USAGE: &str = r#"{"input_tokens":42,"cached_input_tokens":0,"cache_write_input_tokens":0,"output_tokens":5,"reasoning_output_tokens":1}"#;

    #[test]
    fn a_turn_looks_as_with_exec() {
        let session = [
            ("thread/status/changed", r#"{"threadId":"T"}"#),
            ("turn/started", r#"{"threadId":"T","turn":{"id":"U"}}"#),
            ("item/started", r#"{"item":{"type":"userMessage","id":"u"}}"#),
            ("item/started", r#"{"item":{"type":"agentMessage","id":"m","text":""}}"#),
            ("item/agentMessage/delta", r#"{"itemId":"m","delta":"hi"}"#),
            ("item/completed", r#"{"item":{"type":"agentMessage","id":"m","text":"hi"}}"#),
            ("thread/tokenUsage/updated", TOTAL),
            ("turn/completed", r#"{"turn":{"id":"U","status":"completed","error":null}}"#),
        ];
        let share = USAGE.replace("_tokens\":42", "_tokens\":40").replace("_tokens\":1}", "_tokens\":0}");
        let completed = format!(r#"{{"type":"turn.completed","usage":{USAGE},"turn_usage":{share}}}"#);
        let (lines, end) = events(false, &session);
        assert_eq!(
            lines,
            [
                r#"{"type":"turn.started"}"#,
                r#"{"type":"item.completed","item":{"type":"agent_message","id":"m","text":"hi"}}"#,
                &completed,
            ]
        );
        assert_eq!(end, Some(TurnEnd::Completed));

        let (lines, _) = events(true, &session);
        let delta = r#"{"type":"item.delta","item_id":"m","kind":"agent_message","text":"hi"}"#.to_owned();
        assert!(lines.contains(&delta), "{lines:?}");
        assert!(lines[4].starts_with(r#"{"type":"turn.usage","usage":{"input_tokens":42"#), "{}", lines[4]);
    }

    #[test]
    fn a_plan_begins_changes_and_is_completed_at_the_end() {
        let plan = |status: &str| format!(r#"{{"plan":[{{"step":"one","status":"{status}"}}]}}"#);
        let (lines, _) = events(
            false,
            &[
                ("turn/plan/updated", &plan("inProgress")),
                ("turn/plan/updated", &plan("completed")),
                ("turn/completed", r#"{"turn":{"status":"completed"}}"#),
            ],
        );
        let item = |done: bool| {
            format!(r#""item":{{"id":"plan","type":"todo_list","items":[{{"text":"one","completed":{done}}}]}}}}"#)
        };
        assert_eq!(lines[0], format!(r#"{{"type":"item.started",{}"#, item(false)));
        assert_eq!(lines[1], format!(r#"{{"type":"item.updated",{}"#, item(true)));
        assert_eq!(lines[2], format!(r#"{{"type":"item.completed",{}"#, item(true)));
        assert!(lines[3].contains(r#""usage":{"input_tokens":0,"#), "{}", lines[3]);
    }

    #[test]
    fn failures_keep_their_words_and_their_code() {
        let (lines, end) = events(
            false,
            &[
                (
                    "error",
                    r#"{"error":{"message":"Reconnecting... 1/5","codexErrorInfo":{"responseStreamDisconnected":{"httpStatusCode":401}},"additionalDetails":"unexpected status 401"},"willRetry":true}"#,
                ),
                (
                    "turn/completed",
                    r#"{"turn":{"status":"failed","error":{"message":"no","codexErrorInfo":"usageLimitExceeded"}}}"#,
                ),
            ],
        );
        assert_eq!(
            lines,
            [
                r#"{"type":"error","message":"Reconnecting... 1/5 (unexpected status 401)","will_retry":true,"code":"response_stream_disconnected","http_status":401}"#,
                r#"{"type":"turn.failed","error":{"message":"no","code":"usage_limit_exceeded"}}"#,
            ]
        );
        assert_eq!(end, Some(TurnEnd::Failed));
    }

    #[test]
    fn an_item_that_never_ends_is_dropped_at_the_turns_end() {
        let (lines, end) = events(
            false,
            &[
                ("item/started", r#"{"item":{"type":"commandExecution","id":"c","status":"inProgress"}}"#),
                ("turn/completed", r#"{"turn":{"status":"interrupted"}}"#),
            ],
        );
        assert_eq!(lines[1..], [r#"{"type":"item.dropped","item_id":"c"}"#]);
        assert_eq!(end, Some(TurnEnd::Interrupted));
    }

    #[test]
    fn what_is_odd_is_passed_over() {
        for (method, params) in [
            ("turn/started", "7"),
            ("item/started", "{}"),
            ("item/completed", r#"{"item":7}"#),
            ("turn/plan/updated", r#"{"plan":{}}"#),
            ("thread/tokenUsage/updated", "{}"),
            ("warning", "{}"),
            ("turn/completed", "{}"),
            ("new/thing", "{}"),
        ] {
            let (_, end) = events(true, &[(method, params)]);
            assert_eq!(end, None, "{method} {params}");
        }
    }

    /// `tests/sessions` holds what the CLI 0.171.0 said in real turns, as the turn option `raw_events` shows it, and what
    /// becomes of it, without and with deltas. CODEX_SDK_SESSIONS_WRITE=1 writes the latter anew.
    #[test]
    fn recorded_sessions_become_the_events_beside_them() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions");
        let mut sessions = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "jsonl") {
                let session = std::fs::read_to_string(&path).unwrap();
                let notifications: Vec<(String, &str)> = session
                    .lines()
                    .map(|line| {
                        let line = Object::read(line).unwrap();
                        (line.text("method").unwrap().into_owned(), line.get("params").unwrap())
                    })
                    .collect();
                let pairs: Vec<_> = notifications.iter().map(|(method, params)| (method.as_str(), *params)).collect();
                let told = [false, true].map(|wants_deltas| {
                    let (lines, end) = events(wants_deltas, &pairs);
                    assert!(end.is_some(), "{}", path.display());
                    lines.join("\n")
                });
                let (told, beside) = (format!("{}\n", told.join("\n\n")), path.with_extension("events"));
                if std::env::var_os("CODEX_SDK_SESSIONS_WRITE").is_some() {
                    std::fs::write(&beside, &told).unwrap();
                }
                assert_eq!(told, std::fs::read_to_string(&beside).unwrap_or_default(), "{}", path.display());
                sessions += 1;
            }
        }
        assert!(sessions >= 8);
    }
}
