//! Drives `model-server` as the CLI and a test would, over plain HTTP.

use serde_json::{json, Value};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

struct Server {
    process: Child,
    port: u16,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Server {
        let mut process = Command::new(env!("CARGO_BIN_EXE_model-server"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let hello: Value = serde_json::from_str(&line).unwrap();
        let port = hello["port"].as_u64().unwrap() as u16;
        assert_eq!(hello["url"], format!("http://127.0.0.1:{port}"));
        Server { process, port }
    }

    fn open(&self, method: &str, path: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let length = body.len();
        // Asked as HTTP/1.0, the server does not chunk its answers.
        write!(stream, "{method} {path} HTTP/1.0\r\nX-Test: Yes\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        stream
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        let mut text = String::new();
        self.open(method, path, body).read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: body.into() }
    }

    fn put(&self, session: &str, scenario: &Value) {
        let answer = self.ask("PUT", &format!("/s/{session}"), &scenario.to_string());
        assert_eq!(answer.status, 200, "{}", answer.body);
        let answer: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(answer, json!({"base_url": format!("http://127.0.0.1:{}/s/{session}/v1", self.port)}));
    }

    fn respond(&self, session: &str, body: &str) -> Answer {
        self.ask("POST", &format!("/s/{session}/v1/responses"), body)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        assert!(self.process.wait().unwrap().success(), "the server ends with its stdin");
    }
}

fn events(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200);
    assert!(answer.head.contains("content-type: text/event-stream"));
    let blocks = answer.body.split("\n\n").filter(|block| !block.is_empty());
    let event = |block: &str| {
        let (name, data) = block.split_once('\n').unwrap();
        let data: Value = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        assert_eq!(name, format!("event: {}", data["type"].as_str().unwrap()));
        data
    };
    blocks.map(event).collect()
}

fn message(answer: &Answer) -> String {
    let events = events(answer);
    events[1]["item"]["content"][0]["text"].as_str().unwrap().to_string()
}

#[test]
fn items_come_in_order_between_created_and_completed() {
    let server = Server::start(&[]);
    let response = json!({
        "output": [{"type": "custom"}], "patch": "*** Begin Patch\n*** End Patch", "command": "echo hi",
        "messages": ["one", "two"], "web_search": "rust", "reasoning": "hm",
        "id": "resp_x", "usage": {"output_tokens": 7, "reasoning_tokens": 2},
    });
    server.put("a", &json!({"responses": [response]}));
    let events = events(&server.respond("a", "{}"));
    let types: Vec<&str> = events.iter().map(|event| event["item"]["type"].as_str().unwrap_or("-")).collect();
    let calls = ["function_call", "function_call", "custom", "-"];
    let expected = ["-", "reasoning", "web_search_call", "web_search_call", "message", "message"];
    assert_eq!(types, [&expected[..], &calls[..]].concat());
    assert_eq!(events[0], json!({"type": "response.created", "response": {"id": "resp_x"}}));
    let arguments: Value = serde_json::from_str(events[6]["item"]["arguments"].as_str().unwrap()).unwrap();
    assert_eq!(arguments["cmd"], "echo hi");
    let arguments: Value = serde_json::from_str(events[7]["item"]["arguments"].as_str().unwrap()).unwrap();
    assert!(arguments["cmd"].as_str().unwrap().starts_with("apply_patch <<'"));
    let completed = json!({
        "input_tokens": 42, "input_tokens_details": {"cached_tokens": 12}, "output_tokens": 7,
        "output_tokens_details": {"reasoning_tokens": 2}, "total_tokens": 49,
    });
    assert_eq!(events[9]["response"], json!({"id": "resp_x", "usage": completed}));
}

#[test]
fn requests_are_recorded_and_sessions_are_apart() {
    let server = Server::start(&[]);
    server.put("a", &json!({"responses": [{"message": "from a"}]}));
    server.put("b", &json!({"responses": [{"message": "from b"}]}));
    let body = r#"{"b":1,"a":[1.0]}"#;
    assert_eq!(message(&server.respond("a", body)), "from a");
    assert_eq!(message(&server.respond("b", "no json")), "from b");
    assert_eq!(server.ask("GET", "/s/a/v1/models?x=1", "").status, 404);
    let recorded = server.ask("GET", "/s/a/requests", "").body;
    assert!(recorded.contains(body), "the body is kept as it came: {recorded}");
    let recorded: Value = serde_json::from_str(&recorded).unwrap();
    assert_eq!(recorded.as_array().unwrap().len(), 2);
    assert_eq!(recorded[0]["method"], "POST");
    assert_eq!(recorded[0]["path"], "/responses");
    assert_eq!(recorded[0]["headers"]["x-test"], "Yes");
    assert_eq!(recorded[1]["method"], "GET");
    assert_eq!(recorded[1]["path"], "/models?x=1");
    let recorded: Value = serde_json::from_str(&server.ask("GET", "/s/b/requests", "").body).unwrap();
    assert_eq!(recorded[0]["body"], "no json");
    assert_eq!(server.ask("DELETE", "/s/a", "").status, 200);
    assert_eq!(server.ask("GET", "/s/a/requests", "").status, 404);
    assert_eq!(server.respond("a", "{}").status, 404);
}

#[test]
fn the_list_is_followed_and_then_repeated_or_not() {
    let server = Server::start(&[]);
    let responses = json!([{"message": "1"}, {"message": "2"}]);
    server.put("repeat", &json!({"responses": responses}));
    server.put("fail", &json!({"responses": responses, "then": "fail"}));
    let said: Vec<String> = (0..4).map(|_| message(&server.respond("repeat", "{}"))).collect();
    assert_eq!(said, ["1", "2", "2", "2"]);
    let status: Vec<u16> = (0..3).map(|_| server.respond("fail", "{}").status).collect();
    assert_eq!(status, [200, 200, 500]);
    // A new scenario starts the session afresh.
    server.put("fail", &json!({"responses": responses, "then": "fail"}));
    assert_eq!(message(&server.respond("fail", "{}")), "1");
}

#[test]
fn match_chooses_by_the_request() {
    let server = Server::start(&[]);
    let responses = json!([
        {"match": "say \"a\"", "message": "A1"}, {"match": "b", "message": "B"}, {"match": "say \"a\"", "message": "A2"},
    ]);
    server.put("s", &json!({"responses": responses}));
    let a = json!({"prompt": "say \"a\""}).to_string();
    assert_eq!(message(&server.respond("s", r#"{"prompt":"b"}"#)), "B");
    let said: Vec<String> = (0..3).map(|_| message(&server.respond("s", &a))).collect();
    assert_eq!(said, ["A1", "A2", "A2"]);
    assert_eq!(server.respond("s", r#"{"prompt":"c"}"#).status, 500);
}

#[test]
fn plain_answers_and_raw_events_are_sent_as_they_are() {
    let server = Server::start(&[]);
    let limit = json!({"status": 429, "headers": {"retry-after": "7"}, "body": {"error": {"message": "slow"}}});
    let responses = r#"{"responses":[{"http":LIMIT},{"http":{"status":500,"body":"oops"}},
        {"events":[{"type":"x","id":1,
          "id":2},{"no":"type"}]}]}"#;
    let scenario = responses.replace("LIMIT", &limit.to_string());
    assert_eq!(server.ask("PUT", "/s/s", &scenario).status, 200);
    let answer = server.respond("s", "{}");
    assert_eq!((answer.status, answer.body.as_str()), (429, r#"{"error":{"message":"slow"}}"#));
    assert!(answer.head.contains("retry-after: 7") && answer.head.contains("application/json"));
    let answer = server.respond("s", "{}");
    assert_eq!((answer.status, answer.body.as_str()), (500, "oops"));
    let answer = server.respond("s", "{}");
    let body = "event: x\ndata: {\"type\":\"x\",\"id\":1,          \"id\":2}\n\ndata: {\"no\":\"type\"}\n\n";
    assert_eq!(answer.body, body);
}

#[test]
fn disconnect_breaks_off_after_created() {
    let server = Server::start(&[]);
    server.put("s", &json!({"responses": [{"disconnect": true}]}));
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    write!(stream, "POST /s/s/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{{}}").unwrap();
    let mut text = Vec::new();
    // Closed or reset: both are the end.
    let _ = stream.read_to_end(&mut text);
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("response.created"), "{text}");
    assert!(!text.contains("\r\n0\r\n\r\n"), "not a proper end: {text}");
}

#[test]
fn hang_stays_silent_and_delay_delays() {
    let server = Server::start(&[]);
    server.put("s", &json!({"responses": [{"hang": true}, {"delay_ms": 300, "message": "late"}]}));
    let mut silent = server.open("POST", "/s/s/v1/responses", "{}");
    let mut text = String::new();
    let mut reader = BufReader::new(silent.try_clone().unwrap());
    while !text.contains("response.created\"") {
        assert_ne!(reader.read_line(&mut text).unwrap(), 0, "{text}");
    }
    let start = Instant::now();
    assert_eq!(message(&server.respond("s", "{}")), "late");
    assert!(start.elapsed() >= Duration::from_millis(300));
    // In all this time nothing more came, and it is still open.
    silent.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    assert_eq!(reader.read_line(&mut text).unwrap(), 1, "the blank line behind the event");
    assert_eq!(silent.read(&mut [0]).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn a_bad_scenario_names_the_field() {
    let server = Server::start(&[]);
    for (scenario, problem) in [
        (r#"{"responses":[{"message":"a"},{"message":"a","delay_ms":"x"}]}"#, "responses[1].delay_ms: "),
        (r#"{"responses":[{"mesage":"a"}]}"#, "unknown field `mesage`"),
        (r#"{"responses":[{"message":"a","hang":true}]}"#, "`hang` cannot be combined with `message`"),
        (r#"{"responses":[{}]}"#, "responses[0]: a response needs a kind"),
        (r#"{"responses":[{"http":{"status":20}}]}"#, "`http.status`"),
        (r#"{"responses":[],"then":"stop"}"#, "then: unknown variant `stop`"),
        (r#"{}"#, "missing field `responses`"),
        ("x", "expected value"),
    ] {
        let answer = server.ask("PUT", "/s/s", scenario);
        assert_eq!(answer.status, 400, "{scenario}");
        let body: Value = serde_json::from_str(&answer.body).unwrap();
        let message = body["error"]["message"].as_str().unwrap();
        assert!(message.contains(problem), "{scenario}: {message}");
    }
}

#[test]
fn a_scenario_can_be_preloaded_and_used_again_and_again() {
    let offline = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/offline.json");
    let server = Server::start(&["--scenario", offline, "--port", "0"]);
    for _ in 0..2 {
        let events = events(&server.respond("default", "{}"));
        assert_eq!(events[1]["item"]["type"], "reasoning");
        assert_eq!(events[2]["item"]["name"], "exec_command");
        assert!(message(&server.respond("default", r#"["function_call_output"]"#)).contains("longest files"));
    }
}

#[test]
fn bad_arguments_are_refused() {
    for arguments in [&["--port"][..], &["--port", "x"], &["--what"], &["--scenario", "no such file"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_model-server")).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8(output.stderr).unwrap().starts_with("model-server: "));
    }
}
