//! The host's answers in the shapes that the server expects, and the answer where there is none: no.

use super::line::Line;
use crate::json::{array, Object};

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Command,
    FileChange,
    Permissions,
    Elicitation,
    UserInput,
    Tool,
}

const KINDS: [(Kind, &str, &str); 6] = [
    (Kind::Command, "item/commandExecution/requestApproval", "command"),
    (Kind::FileChange, "item/fileChange/requestApproval", "file_change"),
    (Kind::Permissions, "item/permissions/requestApproval", "permissions"),
    (Kind::Elicitation, "mcpServer/elicitation/request", "mcp_elicitation"),
    (Kind::UserInput, "item/tool/requestUserInput", "user_input"),
    (Kind::Tool, "item/tool/call", "tool"),
];

impl Kind {
    pub fn of(method: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known, _)| *known == method).map(|(kind, ..)| *kind)
    }

    pub fn method(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, method, _)| method)
    }

    /// As events name it.
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., word)| word)
    }

    /// The words that `decision` may be, as JSON.
    pub fn decisions(self) -> &'static str {
        match self {
            Kind::Elicitation => r#"["accept","decline","cancel"]"#,
            Kind::UserInput => r#"["decline"]"#,
            Kind::Tool => "[]",
            Kind::Command | Kind::FileChange | Kind::Permissions => {
                r#"["accept","accept_for_session","decline","cancel"]"#
            }
        }
    }
}

/// The answer to a request of the server's that nobody answers, as a line.
pub fn declined(id: &str, method: &str) -> String {
    let result = match method {
        "item/commandExecution/requestApproval" | "item/fileChange/requestApproval" => r#"{"decision":"decline"}"#,
        "item/permissions/requestApproval" => r#"{"permissions":{},"scope":"turn"}"#,
        "item/tool/requestUserInput" => r#"{"answers":{}}"#,
        "mcpServer/elicitation/request" => r#"{"action":"decline","content":null,"_meta":null}"#,
        "item/tool/call" => {
            r#"{"success":false,"contentItems":[{"type":"inputText","text":"this program does not offer the tool"}]}"#
        }
        "execCommandApproval" | "applyPatchApproval" => r#"{"decision":"denied"}"#,
        _ => {
            let error = r#"{"code":-32601,"message":"this client does not know the method"}"#;
            return Line::object().raw("id", id).raw("error", error).end();
        }
    };
    Line::object().raw("id", id).raw("result", result).end()
}

/// The result for the server; `permissions` are those that were asked for. An error says what is wrong with the response.
pub fn answer(kind: Kind, response: &str, permissions: Option<&str>) -> Result<String, String> {
    let response = Object::read(response).ok_or("the response is not a JSON object")?;
    if let Some(raw) = response.get("raw") {
        return Object::read(raw).map(|_| raw.to_owned()).ok_or_else(|| "`raw` must be an object".into());
    }
    let known: &[&str] = match kind {
        Kind::Command | Kind::FileChange => &["decision"],
        Kind::Permissions => &["decision", "permissions", "scope"],
        Kind::Elicitation => &["decision", "content"],
        Kind::UserInput => &["decision", "answers"],
        Kind::Tool => &["success", "content", "error"],
    };
    if let Some((unknown, _)) = response.iter().find(|(key, _)| !known.contains(key)) {
        return Err(format!("`{unknown}` is no part of a response to this request; known are {}", known.join(", ")));
    }
    match kind {
        Kind::Command | Kind::FileChange => decision(kind, &response).map(|word| {
            let word = if word == "accept_for_session" { "acceptForSession".to_owned() } else { word };
            Line::object().text("decision", &word).end()
        }),
        Kind::Permissions => permit(&response, permissions.unwrap_or("{}")),
        Kind::Elicitation => decision(kind, &response).map(|word| {
            let content = response.get("content").unwrap_or(if word == "accept" { "{}" } else { "null" });
            Line::object().text("action", &word).raw("content", content).raw("_meta", "null").end()
        }),
        Kind::UserInput => match response.get("answers") {
            Some(answers) => answers_of(answers),
            None => decision(kind, &response).map(|_| r#"{"answers":{}}"#.to_owned()),
        },
        Kind::Tool => tool_result(&response),
    }
}

fn decision(kind: Kind, response: &Object) -> Result<String, String> {
    let words = kind.decisions();
    let Some(json) = response.get("decision") else {
        return Err(match kind {
            Kind::UserInput => "the response needs `answers`, or `decision`: \"decline\"".into(),
            _ => format!("the response needs `decision`: one of {words}"),
        });
    };
    let is_known = array(words).unwrap_or_default().contains(&json);
    let word = response.text("decision").filter(|_| is_known);
    word.map(|word| word.into_owned()).ok_or_else(|| format!("`decision` is {json}; it must be one of {words}"))
}

fn permit(response: &Object, asked_for: &str) -> Result<String, String> {
    let granted = match response.get("permissions") {
        Some(granted) => {
            Object::read(granted).ok_or("`permissions` must be an object")?;
            let scope = response.text("scope").unwrap_or("turn".into());
            if !matches!(&*scope, "turn" | "session") {
                return Err(format!("`scope` is \"{scope}\"; it must be \"turn\" or \"session\""));
            }
            (granted, scope.into_owned())
        }
        None => match &*decision(Kind::Permissions, response)? {
            "accept" => (asked_for, "turn".into()),
            "accept_for_session" => (asked_for, "session".into()),
            _ => ("{}", "turn".into()),
        },
    };
    Ok(Line::object().raw("permissions", granted.0).text("scope", &granted.1).end())
}

/// `{"id":["…"]}`
fn answers_of(answers: &str) -> Result<String, String> {
    let wrong = || "`answers` must be an object with an array of strings for each question".to_owned();
    let answers = Object::read(answers).ok_or_else(wrong)?;
    let mut line = Line::object();
    for (id, texts) in answers.iter() {
        array(texts).filter(|texts| texts.iter().all(|text| text.starts_with('"'))).ok_or_else(wrong)?;
        line = line.raw(id, &Line::object().raw("answers", texts).end());
    }
    Ok(Line::object().raw("answers", &line.end()).end())
}

fn tool_result(response: &Object) -> Result<String, String> {
    if response.get("error").is_some() {
        let error = response.text("error").ok_or("`error` must be a string")?;
        let text = Line::object().text("type", "inputText").text("text", &error).end();
        return Ok(Line::object().raw("success", "false").raw("contentItems", &format!("[{text}]")).end());
    }
    let success = response.get("success").unwrap_or("true");
    if !matches!(success, "true" | "false") {
        return Err("`success` must be true or false".into());
    }
    let parts = response.get("content").ok_or("the response needs `content`, or `error`")?;
    let parts = array(parts).ok_or("`content` must be an array")?;
    let parts = parts.into_iter().enumerate().map(|(index, part)| {
        content_part(part).ok_or_else(|| {
            format!("`content[{index}]` must be {{\"type\":\"text\",\"text\":…}} or {{\"type\":\"image\",\"url\":…}}")
        })
    });
    let parts = parts.collect::<Result<Vec<_>, _>>()?.join(",");
    Ok(Line::object().raw("success", success).raw("contentItems", &format!("[{parts}]")).end())
}

fn content_part(part: &str) -> Option<String> {
    let part = Object::read(part)?;
    let (kind, key, theirs) = match &*part.text("type")? {
        "text" => ("inputText", "text", "text"),
        "image" => ("inputImage", "url", "imageUrl"),
        _ => return None,
    };
    let value = part.get(key).filter(|value| value.starts_with('"'))?;
    Some(Line::object().text("type", kind).raw(theirs, value).end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_there_means_no() {
        assert_eq!(
            declined("3", "item/commandExecution/requestApproval"),
            r#"{"id":3,"result":{"decision":"decline"}}"#
        );
        assert!(declined("\"x\"", "item/tool/call").starts_with(r#"{"id":"x","result":{"success":false"#));
        assert!(declined("4", "new/thing").contains(r#""error":{"code":-32601"#));
        for (kind, method, _) in KINDS {
            assert_eq!(Kind::of(method), Some(kind));
            assert!(declined("1", method).contains("\"result\""), "{method}");
        }
    }

    #[test]
    fn answers_get_the_servers_shapes() {
        let asked_for = Some(r#"{"network":{"enabled":true}}"#);
        for (kind, response, result) in [
            (Kind::Command, r#"{"decision":"accept"}"#, r#"{"decision":"accept"}"#),
            (Kind::FileChange, r#"{"decision":"cancel"}"#, r#"{"decision":"cancel"}"#),
            (Kind::Command, r#"{"raw":{"decision":{"a":1e400}}}"#, r#"{"decision":{"a":1e400}}"#),
            (
                Kind::Permissions,
                r#"{"decision":"accept_for_session"}"#,
                r#"{"permissions":{"network":{"enabled":true}},"scope":"session"}"#,
            ),
            (Kind::Permissions, r#"{"permissions":{"a":1}}"#, r#"{"permissions":{"a":1},"scope":"turn"}"#),
            (Kind::Permissions, r#"{"decision":"decline"}"#, r#"{"permissions":{},"scope":"turn"}"#),
            (
                Kind::Elicitation,
                r#"{"decision":"accept","content":{"b":[1]}}"#,
                r#"{"action":"accept","content":{"b":[1]},"_meta":null}"#,
            ),
            (Kind::Elicitation, r#"{"decision":"cancel"}"#, r#"{"action":"cancel","content":null,"_meta":null}"#),
            (Kind::UserInput, r#"{"answers":{"q":["a","b"]}}"#, r#"{"answers":{"q":{"answers":["a","b"]}}}"#),
            (Kind::UserInput, r#"{"decision":"decline"}"#, r#"{"answers":{}}"#),
            (
                Kind::Tool,
                r#"{"content":[{"type":"text","text":"a\u0000"},{"type":"image","url":"data:"}]}"#,
                r#"{"success":true,"contentItems":[{"type":"inputText","text":"a\u0000"},{"type":"inputImage","imageUrl":"data:"}]}"#,
            ),
            (Kind::Tool, r#"{"error":"no"}"#, r#"{"success":false,"contentItems":[{"type":"inputText","text":"no"}]}"#),
        ] {
            assert_eq!(answer(kind, response, asked_for).unwrap(), result);
        }
    }

    #[test]
    fn a_wrong_answer_says_what_is_right() {
        for (kind, response, words) in [
            (Kind::Command, "7", "not a JSON object"),
            (Kind::Command, "{}", "needs `decision`"),
            (Kind::Command, r#"{"decision":"yes"}"#, "`decision` is \"yes\"; it must be one of [\"accept\""),
            (Kind::Command, r#"{"decision":7}"#, "`decision` is 7"),
            (Kind::Command, r#"{"answer":"accept"}"#, "`answer` is no part"),
            (Kind::Command, r#"{"raw":[]}"#, "`raw` must be an object"),
            (Kind::Permissions, r#"{"permissions":7}"#, "`permissions` must be"),
            (Kind::Permissions, r#"{"permissions":{},"scope":"ever"}"#, "`scope` is \"ever\""),
            (Kind::UserInput, r#"{"answers":{"q":"a"}}"#, "array of strings"),
            (Kind::UserInput, "{}", "needs `answers`"),
            (Kind::Tool, "{}", "needs `content`"),
            (Kind::Tool, r#"{"content":"a"}"#, "must be an array"),
            (Kind::Tool, r#"{"content":[{"type":"text"}]}"#, "`content[0]`"),
            (Kind::Tool, r#"{"content":[],"success":1}"#, "`success` must be"),
            (Kind::Tool, r#"{"error":1}"#, "`error` must be"),
        ] {
            let wrong = answer(kind, response, None).unwrap_err();
            assert!(wrong.contains(words), "{response}: {wrong}");
        }
    }
}
