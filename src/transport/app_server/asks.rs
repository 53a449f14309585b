//! What the server asks of the host, and the answer where nobody is there to give one: no.

use super::line::Line;

/// The answer to a request of the server's, as a line.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_there_means_no() {
        assert_eq!(
            declined("0", "item/commandExecution/requestApproval"),
            r#"{"id":0,"result":{"decision":"decline"}}"#
        );
        assert!(declined("\"x\"", "new/thing").starts_with(r#"{"id":"x","error":{"code":-32601"#));
    }
}
