//! Drives `hostile-codex` as the library would: as a process with pipes.

use nix::sys::signal::Signal;
use serde_json::{json, Value};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

fn command(script: &Value) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hostile-codex"));
    command.env("HOSTILE_SCRIPT", script.to_string());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn finish(mut command: Command, stdin: &str) -> Output {
    let mut child = command.spawn().unwrap();
    // A child that does not read it may be gone already.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

fn play(script: Value) -> Output {
    finish(command(&script), "the prompt")
}

fn stdout(script: Value) -> String {
    let output = play(script);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn read_json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn wait_for(path: &Path) {
    let until = Instant::now() + Duration::from_secs(30);
    while !path.exists() {
        assert!(Instant::now() < until, "there is no {}", path.display());
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A process that a script left behind; no test leaves it there.
struct Survivor(i32);

impl Survivor {
    fn of(pidfile: &Path) -> Survivor {
        Survivor(fs::read_to_string(pidfile).unwrap().parse().unwrap())
    }
}

impl Drop for Survivor {
    fn drop(&mut self) {
        kill(self.0, Signal::SIGKILL);
    }
}

fn kill(pid: i32, signal: Signal) {
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), signal).unwrap();
}

fn signal(child: &Child, signal: Signal) {
    kill(child.id() as i32, signal);
}

#[test]
fn version_and_the_ordinary_turn() {
    let program = env!("CARGO_BIN_EXE_hostile-codex");
    let output = Command::new(program).arg("--version").output().unwrap();
    assert_eq!(text(&output.stdout), "codex-cli 0.0.0-hostile\n");
    let output = Command::new(program).args(["exec", "resume", "id-1"]).stdin(Stdio::null()).output().unwrap();
    let events: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let usage = json!({
        "input_tokens": 42, "cached_input_tokens": 12, "cache_write_input_tokens": 0, "output_tokens": 5,
        "reasoning_output_tokens": 0,
    });
    let expected = [
        json!({"type": "thread.started", "thread_id": "id-1"}),
        json!({"type": "turn.started"}),
        json!({"type": "item.completed", "item": {"id": "item_0", "type": "agent_message", "text": "ok"}}),
        json!({"type": "turn.completed", "usage": usage}),
    ];
    assert_eq!(events, expected);
}

#[test]
fn text_steps() {
    let event = r#"[{"event":{"id":"1",
        "id":"2"}},{"line":"plain"},{"text":"no newline"},{"bytes":[10,195,164]},{"crlf":true},{"line":"x"}]"#;
    let mut raw = command(&json!([]));
    raw.env("HOSTILE_SCRIPT", event);
    let output = text(&finish(raw, "").stdout);
    assert_eq!(output, "{\"id\":\"1\",        \"id\":\"2\"}\nplain\nno newline\näx\r\n");
    let script = json!([
        {"thread_started": "t"}, {"turn_failed": "no \"luck\""}, {"error": "e"}, {"turn_completed": {"input_tokens": 1}},
    ]);
    let expected = [
        r#"{"type":"thread.started","thread_id":"t"}"#,
        r#"{"type":"turn.failed","error":{"message":"no \"luck\""}}"#,
        r#"{"type":"error","message":"e"}"#,
        r#"{"type":"turn.completed","usage":{"input_tokens":1}}"#,
    ];
    assert_eq!(stdout(script).lines().collect::<Vec<_>>(), expected);
}

#[test]
fn sizes_are_exact() {
    let big = stdout(json!([{"big_message": 3_000_001}, {"crlf": true}, {"big_message": 200}]));
    let lines: Vec<&str> = big.split('\n').collect();
    assert_eq!((lines[0].len(), lines[1].len(), lines[2]), (3_000_001, 201, ""));
    for line in &lines[..2] {
        let event: Value = serde_json::from_str(line).unwrap();
        assert_eq!(event["item"]["type"], "agent_message");
    }
    let events = stdout(json!([{"events": {"count": 30_001, "bytes": 128}}, {"events": {"count": 0, "bytes": 128}}]));
    assert_eq!(events.len(), 30_001 * 128);
    assert_eq!(events.lines().filter(|line| line.len() == 127).count(), 30_001);
    for (line, number) in events.lines().zip(1..) {
        assert!(line.contains(&format!("\"text\":\"{number:012}xx")), "{line}");
    }
    serde_json::from_str::<Value>(events.lines().last().unwrap()).unwrap();
}

#[test]
fn split_and_repeat() {
    assert_eq!(stdout(json!([{"split": {"text": "{\"ä\":1}\n", "at": [0, 3, 3, 9]}}])), "{\"ä\":1}\n");
    let inner = json!({"repeat": {"count": 2, "steps": [{"text": "b"}]}});
    assert_eq!(stdout(json!([{"repeat": {"count": 3, "steps": [{"text": "a"}, inner]}}])), "abbabbabb");
}

#[test]
fn placeholders() {
    let mut resumed = command(&json!([
        {"event": {"id": "${resume_id}", "n": "${n}", "text": "${prompt}"}}, {"line": "${prompt}"},
    ]));
    resumed.args(["exec", "--config", "x=1", "resume", "the-id", "--image", "i.png"]);
    let output = text(&finish(resumed, "say \"${n}\"\n").stdout);
    let (event, line) = output.split_once('\n').unwrap();
    let event: Value = serde_json::from_str(event).unwrap();
    assert_eq!(event, json!({"id": "the-id", "n": "1", "text": "say \"${n}\"\n"}));
    assert_eq!(line, "say \"${n}\"\n\n");
}

#[test]
fn stderr_and_exit() {
    let output = play(json!([{"stderr": "first\n"}, {"stderr_flood": 2_500_000}, {"exit": 7}, {"line": "never"}]));
    assert_eq!(output.status.code(), Some(7));
    assert!(output.stdout.is_empty());
    assert_eq!(output.stderr.len(), 6 + 2_500_000);
    let stderr = text(&output.stderr);
    assert!(stderr.starts_with("first\n0000") && stderr.ends_with("\nend of flood\n"));
}

#[test]
fn signals() {
    assert_eq!(play(json!([{"signal": "SIGKILL"}])).status.signal(), Some(9));
    let ignoring =
        json!([{"ignore_signals": ["SIGTERM"]}, {"exit_on": {"signal": "SIGTERM", "code": 1}}, {"signal": "SIGTERM"}]);
    assert_eq!(play(ignoring).status.signal(), Some(15), "its own signal is not ignored");

    let folder = tempfile::tempdir().unwrap();
    let ready = folder.path().join("ready");
    let mut child = command(&json!([
        {"ignore_signals": ["SIGTERM"]}, {"exit_on": {"signal": "SIGINT", "code": 3}}, {"touch": ready}, {"hang": true},
    ]))
    .spawn()
    .unwrap();
    drop(child.stdin.take());
    wait_for(&ready);
    signal(&child, Signal::SIGTERM);
    signal(&child, Signal::SIGINT);
    assert_eq!(child.wait().unwrap().code(), Some(3));
}

#[test]
fn descriptors() {
    let folder = tempfile::tempdir().unwrap();
    let go = folder.path().join("go");
    let mut child = command(&json!([
        {"line": "last"}, {"close_stdout": true}, {"close_stderr": true}, {"close_stdin": true}, {"wait_for_file": go},
    ]))
    .spawn()
    .unwrap();
    drop(child.stdin.take());
    // Both ends come while the process lives.
    let (mut out, mut err) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((out.as_str(), err.as_str()), ("last\n", ""));
    assert!(child.try_wait().unwrap().is_none());
    fs::write(&go, "").unwrap();
    assert!(child.wait().unwrap().success());

    let after = play(json!([{"close_and_linger_ms": 1}, {"line": "too late"}]));
    assert_eq!(after.status.code(), Some(101));
    assert!(text(&after.stderr).starts_with("hostile-codex: cannot write to stdout: "));
}

#[test]
fn a_reader_that_leaves_ends_it() {
    let mut child =
        command(&json!([{"repeat": {"count": 1_000_000, "steps": [{"big_message": 100_000}]}}])).spawn().unwrap();
    drop(child.stdin.take());
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(101));
}

#[test]
fn stdin_is_read_first_or_not_at_all() {
    let ignoring = command(&json!([{"ignore_stdin": true}, {"line": "[${prompt}]"}, {"sleep_ms": 1}]));
    let mut child = { ignoring }.spawn().unwrap();
    // Its stdin is open all the while.
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(out, "[]\n");
    assert!(child.wait().unwrap().success());
}

#[test]
fn invocations_are_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let scripts = tempfile::tempdir().unwrap();
    fs::write(scripts.path().join("1.json"), r#"[{"line":"first ${n}"}]"#).unwrap();
    fs::write(scripts.path().join("2.json"), r#"[{"line":"second ${n}"}]"#).unwrap();
    for word in ["first 1\n", "second 2\n"] {
        let mut invoked = command(&json!([]));
        invoked.args(["exec", word]).current_dir(scripts.path()).env_clear();
        invoked.env("HOSTILE_SCRIPT", format!("@{}/${{n}}.json", scripts.path().display()));
        invoked.env("HOSTILE_RECORD", folder.path()).env("OF_THE_TEST", "ö");
        assert_eq!(text(&finish(invoked, word).stdout), word);
    }
    let second = read_json(&folder.path().join("invocation-2.json"));
    assert_eq!(second["argv"], json!(["exec", "second 2\n"]));
    assert_eq!(second["env"]["OF_THE_TEST"], "ö");
    assert_eq!(second["env"].as_object().unwrap().len(), 3);
    assert_eq!(second["cwd"], scripts.path().canonicalize().unwrap().to_str().unwrap());
    assert!(second["pid"].as_u64().unwrap() > 1);
    assert_eq!(fs::read_to_string(folder.path().join("stdin-1")).unwrap(), "first 1\n");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "no temporary files stay");
}

#[test]
fn a_hundred_at_once_share_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let start = |_| command(&json!([{"line": "${n}"}])).env("HOSTILE_RECORD", folder.path()).spawn().unwrap();
    let children: Vec<Child> = (0..100).map(start).collect();
    let number = |child: Child| text(&child.wait_with_output().unwrap().stdout).trim().parse::<u32>().unwrap();
    let mut numbers: Vec<u32> = children.into_iter().map(number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=100).collect::<Vec<_>>());
}

#[test]
fn exec_records_and_becomes_the_real_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrapped = command(&json!("no script"));
    wrapped.args(["-c", "cat; echo \"$0\"", "argument"]);
    wrapped.env("HOSTILE_EXEC", "/bin/sh").env("HOSTILE_RECORD", folder.path());
    assert_eq!(text(&finish(wrapped, "from stdin\n").stdout), "from stdin\nargument\n");
    let recorded = read_json(&folder.path().join("invocation-1.json"));
    assert_eq!(recorded["argv"], json!(["-c", "cat; echo \"$0\"", "argument"]));
    assert!(!folder.path().join("stdin-1").exists());
}

#[test]
fn grandchildren() {
    use nix::unistd::{getpgid, getsid, Pid};
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let script = json!([
        {"grandchild": {"pidfile": file("plain")}},
        {"grandchild": {"pidfile": file("group"), "new_group": true}},
        {"grandchild": {"pidfile": file("session"), "setsid": true, "ignore_signals": ["SIGTERM"]}},
        {"grandchild": {"pidfile": file("daemon"), "daemonize": true}},
        {"line": "all there"},
    ]);
    let child = command(&script).spawn().unwrap();
    let parent = child.id() as i32;
    // Grandchildren have no hold on the pipes: the output ends with the process.
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stdout), "all there\n", "{}", text(&output.stderr));
    let [plain, in_group, in_session, daemon] =
        ["plain", "group", "session", "daemon"].map(|name| Survivor::of(&file(name)));
    let group = |of: &Survivor| getpgid(Some(Pid::from_raw(of.0))).unwrap().as_raw();
    let session = |of: &Survivor| getsid(Some(Pid::from_raw(of.0))).unwrap().as_raw();
    let own_group = nix::unistd::getpgrp().as_raw();
    assert_eq!(group(&plain), own_group);
    assert_eq!(group(&in_group), in_group.0);
    assert_eq!(session(&in_session), in_session.0);
    assert!(session(&daemon) != daemon.0 && group(&daemon) != own_group && daemon.0 != parent);
    kill(in_session.0, Signal::SIGTERM);
    // Still there: signals to a process that is gone fail.
    kill(in_session.0, Signal::SIGCONT);
}

#[test]
fn a_grandchild_can_hold_stdout_open() {
    let folder = tempfile::tempdir().unwrap();
    let pidfile = folder.path().join("pid");
    let mut child =
        command(&json!([{"grandchild": {"pidfile": pidfile, "keep_stdout": true}}, {"line": "x"}])).spawn().unwrap();
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    let mut stdout = child.stdout.take().unwrap();
    let mut line = [0; 2];
    stdout.read_exact(&mut line).unwrap();
    // The end comes only when the grandchild goes.
    drop(Survivor::of(&pidfile));
    assert_eq!(stdout.read(&mut line).unwrap(), 0);
}

#[test]
fn a_bad_script_says_what_is_wrong() {
    for (script, problem) in [
        (json!([{"explode": true}]), "unknown variant `explode`"),
        (json!([{"line": "x"}, {"signal": "SIGFOO"}]), "[1].signal: \"SIGFOO\" is no signal"),
        (json!([{"line": "x"}, {"ignore_stdin": true}]), "`ignore_stdin` must be the first step"),
        (json!([{"big_message": 3}]), "at least "),
        (json!([{"split": {"text": "ab", "at": [3]}}]), "3 does not follow 0 within the text"),
        (json!([{"grandchild": {"pidfil": "x"}}]), "unknown field `pidfil`"),
        (json!({}), "expected a sequence"),
    ] {
        let output = play(script.clone());
        assert_eq!(output.status.code(), Some(97), "{script}");
        let stderr = text(&output.stderr);
        assert!(stderr.starts_with("hostile-codex: bad script: ") && stderr.contains(problem), "{script}: {stderr}");
    }
    let mut missing = command(&json!([]));
    missing.env("HOSTILE_SCRIPT", "@no/such/file");
    assert_eq!(finish(missing, "").status.code(), Some(97));
}

#[test]
fn a_script_of_exec_is_a_turn_of_an_app_server() {
    let folder = tempfile::tempdir().unwrap();
    let script = json!([
        {"ignore_stdin": true}, {"touch": "here"}, {"thread_started": "x"}, {"error": "again"}, {"agent_message": "hi"},
        {"turn_completed": true},
    ]);
    let lines = |script: &Value, methods: &[&str]| {
        let mut server = command(script);
        server.arg("app-server");
        let request = |(id, method): (usize, &&str)| {
            json!({"id": id, "method": method, "params": {"threadId": "T", "cwd": folder.path()}}).to_string() + "\n"
        };
        let output = finish(server, &methods.iter().enumerate().map(request).collect::<String>());
        (output.status.code(), text(&output.stdout))
    };
    let (code, said) = lines(&script, &["thread/resume", "turn/start", "turn/start"]);
    assert!(code == Some(0) && folder.path().join("here").exists(), "{said}");
    for word in ["\"turn/completed\"", "\"turn/started\"", "\"willRetry\":true", "\"text\":\"hi\""] {
        assert_eq!(said.matches(word).count(), 2, "{word} in {said}");
    }

    let (code, said) = lines(&json!([{"thread_started": "x"}, {"hang": true}]), &["turn/start", "turn/interrupt"]);
    assert!(code == Some(0) && said.contains("\"interrupted\""), "{said}");
    let (code, said) = lines(&json!([{"agent_message": "hi"}]), &["turn/start", "turn/interrupt"]);
    assert!(code == Some(0) && said.contains("\"hi\"") && !said.contains("\"interrupted\""), "{said}");
}
