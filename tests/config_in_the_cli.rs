//! The real CLI as the judge of `config`: strings that would break a careless quoting come through to the model as
//! they were given.

mod harness;

use std::ffi::CString;
use std::path::Path;

use harness::abi::{c_text, Client};
use harness::afterwards::eventually;
use harness::cli;
use harness::folders::Folders;
use harness::model_server::Session;
use harness::processes;
use serde_json::{json, Value};

fn nasty() -> Vec<(&'static str, String)> {
    vec![
        ("quotes", r#"say "a", 'b', """c""", '''d''' and \"e\""#.into()),
        ("backslashes", r"C:\new\u0041\\ and a last one \".into()),
        ("newlines", "one\ntwo\r\nthree\n\n[four]\nfive = 5".into()),
        ("control characters", "\u{1}\u{8}\u{c}\u{1b}[0m\u{7f}\u{85}\u{9f}.".into()),
        ("equals signs", "a=b==c = d".into()),
        ("comments and brackets", "# no comment }] , {x=[1".into()),
        ("like a number", "1e5".into()),
        ("like nothing", "null".into()),
        ("like a flag", "--help".into()),
        ("Unicode", "日本 é e\u{301} 𝄞 \u{2028}\u{feff}\u{10ffff}".into()),
        ("30 KB", "30 KB of \"this\\\" = \u{e9}\n".repeat(1300)),
    ]
}

/// Runs a turn and answers with what the CLI asked the model.
fn request(config: Value) -> Value {
    let folders = Folders::new(Path::new(&std::env::temp_dir())).unwrap();
    let session = Session::new(&json!({"responses": [{"message": "done"}]})).unwrap();
    let mut options = json!({
        "codex_path_override": cli::native_cli().unwrap(),
        "env": {"PATH": "/usr/bin:/bin", "HOME": folders.home, "CODEX_HOME": folders.codex_home, "TMPDIR": folders.tmp,
            "CODEX_API_KEY": "test"},
        "config": {"model_provider": "mock", "model_providers": {"mock": {"name": "mock", "base_url": session.base_url,
            "env_key": "CODEX_API_KEY", "wire_api": "responses", "supports_websockets": false}}},
    });
    for (key, value) in config.as_object().unwrap() {
        match key.as_str() {
            "http_headers" => options["config"]["model_providers"]["mock"][key] = value.clone(),
            _ => options["config"][key] = value.clone(),
        }
    }
    let text = |value: &Value| c_text(value.to_string().into_bytes()).unwrap();
    let client = Client::new(Some(&text(&options))).unwrap();
    let thread = json!({"skip_git_repo_check": true, "working_directory": folders.work, "sandbox_mode": "read-only"});
    let thread = client.start(Some(&text(&thread))).unwrap();
    thread.run(Some(&CString::new("hi").unwrap()), None).unwrap();
    // It writes in its folders until it has ended.
    let ended = eventually(|| match processes::carrying(&folders.marker()).first() {
        None => Ok(()),
        Some(process) => Err(process.to_string()),
    });
    ended.unwrap();
    session.requests().unwrap().remove(0)
}

#[test]
fn strings_come_through_as_they_are() {
    for (name, wanted) in nasty() {
        let request = request(json!({"developer_instructions": wanted, "model": wanted}));
        assert_eq!(request["body"]["model"], wanted, "{name}");
        let said = request["body"]["input"].as_array().unwrap().iter().flat_map(|message| {
            let parts = message["content"].as_array().map(Vec::as_slice).unwrap_or_default();
            parts.iter().map(|part| (&message["role"], part["text"].as_str().unwrap_or_default()))
        });
        let said: Vec<_> = said.collect();
        let is_there = said.iter().any(|(role, text)| *role == "developer" && *text == wanted);
        assert!(is_there, "{name}: {wanted:?} is not among {said:#?}");
    }
}

#[test]
fn keys_that_cannot_be_dotted_are_keys_all_the_same() {
    let headers =
        json!({"x-plain": "1", "x.with.dots": "a=\"b\" #c", "x'quoted": "'", "x!#$%&*+^_`|~": "all of these"});
    let seen = request(json!({"http_headers": headers}));
    for (name, value) in headers.as_object().unwrap() {
        assert_eq!(&seen["headers"][name], value, "{name}");
    }
}
