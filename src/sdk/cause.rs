//! What the CLI's words for a failure say: the server's own message in them, and whether the trouble passes.

use std::borrow::Cow;

use serde_json::{Deserializer, Value};

/// Where a server's JSON keeps what it has to say, the most telling first.
const MESSAGES: [&str; 6] = ["message", "error", "detail", "error_description", "errors", "msg"];
/// Servers quote the JSON of servers behind them.
const DEEPEST: usize = 12;
/// A brace that begins no JSON is just a character of the text; a text full of them is not searched to its end.
const MOST_BRACES: usize = 8;

/// The text with the message of a server's JSON in place of that JSON.
pub fn readable(text: &str) -> Cow<'_, str> {
    unwrap(text, DEEPEST)
}

fn unwrap(text: &str, depth: usize) -> Cow<'_, str> {
    let Some(depth) = depth.checked_sub(1) else { return text.into() };
    for (start, _) in text.match_indices('{').take(MOST_BRACES) {
        let mut values = Deserializer::from_str(&text[start..]).into_iter::<Value>();
        let Some(Ok(value)) = values.next() else { continue };
        let Some(message) = message(&value, depth) else { continue };
        return format!("{}{message}{}", &text[..start], &text[start + values.byte_offset()..]).into();
    }
    text.into()
}

fn message(value: &Value, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(unwrap(text.trim(), depth).into_owned()),
        Value::Array(values) => values.iter().find_map(|value| message(value, depth)),
        Value::Object(object) => MESSAGES.iter().find_map(|name| message(object.get(*name)?, depth)),
        _ => None,
    }
}

/// What stays as it is until somebody changes something, in the CLI's words (0.171.0) and those of services.
const LASTING: [&str; 12] = [
    "content_filter",
    "content filter",
    "content management policy",
    "content policy",
    "max_output_tokens",
    "insufficient_quota",
    "quota exceeded",
    "exceeded your current quota",
    "usage limit",
    "usage_limit",
    "context window",
    "context_length",
];

/// What passes.
const PASSING: [&str; 20] = [
    "stream disconnected",
    "connection failed",
    "connection refused",
    "connection reset",
    "error sending request",
    "waiting for network",
    "timed out",
    "timeout",
    "retry limit",
    "too many requests",
    "rate limit",
    "rate_limit",
    "at capacity",
    "high demand",
    "overloaded",
    "temporarily unavailable",
    "service unavailable",
    "internal server error",
    "bad gateway",
    "server_error",
];

/// Whether the same turn can succeed later. The CLI tells the reason as text only.
pub fn passes(text: &str) -> bool {
    let text = text.to_lowercase();
    // The address may hold any word.
    let text = text.split(", url: ").next().unwrap_or_default();
    if LASTING.iter().any(|words| text.contains(words)) {
        return false;
    }
    match http_status(text) {
        Some(status) => matches!(status, 408 | 425 | 429 | 500 | 502..=504 | 506.. ),
        None => PASSING.iter().any(|words| text.contains(words)),
    }
}

/// As in "unexpected status 401 Unauthorized", "last status: 429" or "HTTP error: 403 Forbidden".
fn http_status(text: &str) -> Option<u16> {
    ["status", "http error", "error code"].iter().find_map(|words| {
        let (_, rest) = text.split_once(words)?;
        let rest = rest.trim_start_matches(" code").trim_start_matches([':', ' ']);
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok().filter(|status| (400..600).contains(status))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the CLI 0.171.0 prints when the model's server answers so, and whether it passes. Each text was taken from a
    /// run of it, the address shortened.
    const FAILURES: &[(&str, bool, &str)] = &[
        ("400", false, r#"{"error": {"message": "Invalid value: 'x'.", "type": "invalid_request_error", "param": null, "code": "invalid_value"}}"#),
        ("400, no JSON", false, "plain words"),
        ("401", false, "unexpected status 401 Unauthorized: Incorrect API key provided., url: http://h/v1/responses"),
        ("402", false, "unexpected status 402 Payment Required: Payment required, url: http://h/v1/responses"),
        ("403", false, "unexpected status 403 Forbidden: Country, region, or territory not supported, url: http://h/v1/responses"),
        ("403 of Cloudflare", false, "Access blocked by Cloudflare. This usually happens when connecting from a restricted region (status 403 Forbidden), url: http://h/v1/responses, cf-ray: abc"),
        ("404, a model", false, "The model `x` does not exist"),
        ("404", false, r#"unexpected status 404 Not Found: {"detail": "Not Found"}, url: http://h/v1/responses"#),
        ("408", true, "unexpected status 408 Request Timeout: timeout, url: http://h/v1/responses"),
        ("413", false, "unexpected status 413 Payload Too Large: Request too large, url: http://h/v1/responses"),
        ("422", false, r#"unexpected status 422 Unprocessable Entity: {"detail": [{"loc": ["body", "input"], "msg": "field required", "type": "value_error"}]}, url: http://h/v1/responses"#),
        ("429", true, "exceeded retry limit, last status: 429 Too Many Requests"),
        ("429 insufficient_quota", false, "Quota exceeded. Check your plan and billing details."),
        ("429 usage_limit_reached", false, "You’ve hit your usage limit. Visit https://chatgpt.com/settings/usage to purchase more credits or try again at Mar 17th, 2030 5:46 PM."),
        ("429 usage_not_included", false, "To use Codex with your ChatGPT plan, upgrade to Plus: https://chatgpt.com/explore/plus."),
        ("500", true, "We’re currently experiencing high demand, which may cause temporary errors."),
        ("502", true, "unexpected status 502 Bad Gateway: <html>502 Bad Gateway</html>, url: http://h/v1/responses"),
        ("503", true, "unexpected status 503 Service Unavailable: nope, url: http://h/v1/responses"),
        ("503 server_is_overloaded", true, "Selected model is at capacity. Please try a different model."),
        ("503 slow_down", true, "rate limit exceeded: slow"),
        ("504", true, "unexpected status 504 Gateway Timeout: gateway timeout, url: http://h/v1/responses"),
        ("529", true, "unexpected status 529 <unknown status code>: Overloaded, url: http://h/v1/responses"),
        ("connection lost", true, "stream disconnected before completion: Transport error: network error: error decoding response body"),
        ("stream ends early", true, "stream disconnected before completion: stream closed before response.completed"),
        ("failed: context_length_exceeded", false, "Codex ran out of room in the model's context window. Start a new thread or clear earlier history before retrying."),
        ("failed: insufficient_quota", false, "Quota exceeded. Check your plan and billing details."),
        ("failed: rate_limit_exceeded", true, "rate limit exceeded: Rate limit reached for gpt-5. Please try again in 0.1s."),
        ("failed: server_error", true, "stream disconnected before completion: The server had an error processing your request"),
        ("failed: invalid_prompt", false, "Invalid prompt: your prompt was flagged"),
        ("failed: cyber_policy", false, "This request was flagged for cyber"),
        ("failed: content_filter", false, "stream disconnected before completion: content filtered"),
        ("incomplete: content_filter", false, "stream disconnected before completion: Incomplete response returned, reason: content_filter"),
        ("incomplete: max_output_tokens", false, "Incomplete response returned, reason: max_output_tokens"),
        ("closed port", true, "Reconnecting... waiting for network (Connection failed: error sending request)"),
        ("closed port, WebSocket", true, "Reconnecting... 2/5 (stream disconnected before completion: Connection refused (os error 111))"),
        ("no name server", true, "Reconnecting... 2/5 (stream disconnected before completion: failed to lookup address information: Name does not resolve)"),
        ("packets dropped", true, "Reconnecting... 2/5 (request timed out)"),
    ];

    #[test]
    fn what_passes_is_told_from_what_stays() {
        for (failure, expected, text) in FAILURES {
            assert_eq!(passes(text), *expected, "{failure}: {text}");
        }
    }

    #[test]
    fn neither_the_address_nor_a_quoted_status_decides() {
        assert!(!passes("unexpected status 401 Unauthorized: no, url: http://timeout.example/overloaded"));
        assert!(!passes("unexpected status 403 Forbidden: the rate limit is not the reason"));
        assert!(passes("unexpected status 503 Service Unavailable: status 401 of the server behind"));
        assert!(!passes("the order has the status 77"));
    }

    #[test]
    fn the_message_stands_in_place_of_the_json_around_it() {
        for (text, expected) in [
            (
                r#"{"error": {"message": "Invalid value: 'x'.", "type": "invalid_request_error"}}"#,
                "Invalid value: 'x'.",
            ),
            (
                r#"unexpected status 422 Unprocessable Entity: {"detail": [{"loc": ["body"], "msg": "field required"}]}, url: http://h"#,
                "unexpected status 422 Unprocessable Entity: field required, url: http://h",
            ),
            (
                r#"Reconnecting... 1/5 (unexpected status 404 Not Found: {"detail": "Not Found"}, url: u)"#,
                "Reconnecting... 1/5 (unexpected status 404 Not Found: Not Found, url: u)",
            ),
            (r#"{"error":"no such model"}"#, "no such model"),
            (r#"{"errors":[{"code":1,"message":"first"},{"message":"second"}]}"#, "first"),
            (r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#, "Overloaded"),
            (r#"{"error":{"message":"{\"error\":{\"message\":\"inner {x}\"}}"}}"#, "inner {x}"),
            (r#"{see} [1]: {"message":"words"}"#, "{see} [1]: words"),
        ] {
            assert_eq!(readable(text), expected);
        }
    }

    #[test]
    fn what_has_no_message_stays_as_it_is() {
        let deep = format!("{}1{}", "[".repeat(1000), "]".repeat(1000));
        for text in [
            "",
            "plain",
            "{",
            "a {b} [c]",
            r#"{"code":7}"#,
            r#"{"message":""}"#,
            r#"{"message":null}"#,
            r#"one of ["low","high"]"#,
            &deep,
        ] {
            assert_eq!(readable(text), text);
        }
    }
}
