//! Arguments and events at the edge of what can be: nested without end, numbers at their limits, texts of megabytes.
//! None may crash the process or overflow a stack, be it the host's or the library's.

mod harness;

use std::ffi::{c_char, c_void, CString};
use std::sync::{mpsc, Mutex};

use harness::abi::{self, Client, Failure, Status, Thread, Turn, END, OK};
use harness::{cli, folders::Folders, processes};
use serde_json::{json, Value};

/// Deeper than any reader that calls itself for each level can go.
const ENDLESS: usize = 100_000;
/// Not too deep for the library's JSON reader, and so as deep as it will ever go.
const DEEP: usize = 125;

const LIMITS: [u64; 8] = [1 << 31, (1 << 32) - 1, 1 << 32, 1 << 53, (1 << 63) - 1, 1 << 63, u64::MAX - 1, u64::MAX];

fn nested(open: &str, levels: usize, close: &str) -> String {
    format!("{}1{}", open.repeat(levels), close.repeat(levels))
}

fn text(text: impl Into<Vec<u8>>) -> CString {
    CString::new(text).unwrap()
}

/// A client whose CLI plays the script.
struct Stage {
    folders: Folders,
    client: Client,
    _root: tempfile::TempDir,
}

impl Stage {
    fn new(script: &str) -> Stage {
        Stage::with(script, Value::Null)
    }

    fn with(script: &str, config: Value) -> Stage {
        let root = tempfile::tempdir().unwrap();
        let folders = Folders::new(root.path()).unwrap();
        std::fs::write(folders.root().join("script.json"), script).unwrap();
        let options = json!({
            "codex_path_override": cli::testkit("hostile-codex").unwrap(),
            "config": config,
            "env": {
                "HOSTILE_SCRIPT": format!("@{}", folders.root().join("script.json").display()),
                "HOSTILE_RECORD": folders.record,
                "TMPDIR": folders.tmp,
                processes::MARKER: folders.marker(),
            },
        });
        let client = Client::new(Some(&text(options.to_string()))).map_err(|failure| failure.error).unwrap();
        Stage { folders, client, _root: root }
    }

    fn thread(&self) -> Thread {
        self.client.start(None).map_err(|failure| failure.error).unwrap()
    }

    fn turn(&self, options: &str) -> Turn {
        self.thread().start_turn(Some(c"hi"), Some(&text(options))).map_err(|failure| failure.error).unwrap()
    }
}

/// The events of a turn, and its end.
fn read(turn: &Turn) -> (Vec<String>, Result<Status, Failure>) {
    let mut events = Vec::new();
    loop {
        match turn.next(-1) {
            Ok((OK, event)) => events.extend(event),
            Ok((end, _)) => return (events, Ok(end)),
            Err(failure) => return (events, Err(failure)),
        }
    }
}

fn refused<T>(outcome: Result<T, Failure>) -> bool {
    outcome.is_err_and(|failure| abi::status_name(failure.status) == "INVALID_ARGUMENT")
}

#[test]
fn options_nested_without_end_are_refused() {
    let stage = Stage::new("[]");
    let thread = stage.thread();
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let endless = nested(open, ENDLESS, close);
        let under = |key: &str| Some(text(format!("{{\"{key}\":{{\"a\":{endless}}}}}")));
        assert!(refused(Client::new(Some(&text(endless.clone())))));
        assert!(refused(Client::new(under("config").as_deref())));
        assert!(refused(Client::new(under("env").as_deref())));
        assert!(refused(stage.client.start(under("model").as_deref())));
        assert!(refused(thread.start_turn(Some(c"hi"), under("output_schema").as_deref())));
        assert!(refused(thread.start_turn(None, under("input").as_deref())));
    }
}

#[test]
fn options_nested_as_deep_as_can_be_read_are_taken() {
    let deep: Value = serde_json::from_str(&nested("{\"a\":", DEEP - 2, "}")).unwrap();
    // The CLI reads fewer brackets within brackets than dots in a key.
    let brackets: Value = serde_json::from_str(&nested("{\"a\":", 63, "}")).unwrap();
    let stage = Stage::with(r#"[{"turn_completed":true}]"#, json!({"x": deep, "y": [brackets]}));
    let (_, end) = read(&stage.turn(&json!({"output_schema": {"a": deep}}).to_string()));
    assert!(end.is_ok_and(|end| end == END));
}

#[test]
fn a_value_is_read_out_of_any_depth() {
    let get = |json: &str, pointer: &str| abi::json_get(&text(json), &text(pointer));
    for (open, key, close) in [("[", "/0", "]"), ("{\"a\":", "/a", "}")] {
        let endless = nested(open, ENDLESS, close);
        for levels in [0, 1, 50] {
            assert!(get(&endless, &key.repeat(levels)).is_ok_and(|value| value.is_some()));
        }
        assert!(refused(get(&endless[..ENDLESS / 2], "")), "an unclosed text");
        assert!(get("[1]", &key.repeat(ENDLESS)).is_ok_and(|value| value.is_none()), "a pointer without end");
    }
    assert!(get("[1]", "/18446744073709551616").is_ok_and(|value| value.is_none()));
    assert!(get("1e999999999", "").is_ok());
}

#[test]
fn events_of_any_depth_pass() {
    let shapes = [
        r#"{"type":"new","x":DEPTH}"#,
        r#"{"type":"item.completed","item":{"type":"agent_message","text":DEPTH}}"#,
        r#"{"type":"thread.started","thread_id":DEPTH}"#,
        r#"{"type":"error","message":DEPTH}"#,
        r#"{"type":"turn.completed","usage":{"a":DEPTH,"input_tokens":1}}"#,
        r#"{"type":"turn.failed","error":{"message":DEPTH}}"#,
        r#"{"type":"turn.failed","error":DEPTH}"#,
    ];
    for shape in shapes {
        for levels in [DEEP, ENDLESS] {
            for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
                let line = shape.replace("DEPTH", &nested(open, levels, close));
                let script = json!([{"line": line}, {"turn_completed": true}]).to_string();
                let stage = Stage::new(&script);
                let (events, end) = read(&stage.turn("{}"));
                assert_eq!(events.first(), Some(&line));
                let failed = line.contains("turn.failed");
                assert_eq!(end.is_err_and(|failure| abi::status_name(failure.status) == "TURN_FAILED"), failed);
                let result = stage.thread().run(Some(c"hi"), Some(c"{\"output_schema\":{}}"));
                assert_eq!(result.is_err(), failed);
                // And by callback, whose thread is another one.
                let (status, _) = called(&stage.thread(), None);
                assert_eq!(status < 0, failed);
            }
        }
    }
}

#[test]
fn token_figures_at_their_limits_do_not_overflow() {
    let stage = Stage::new("[]");
    let thread = stage.thread();
    for figure in ["9223372036854775807", "-9223372036854775808", "1", "18446744073709551615", "1e300", "-1"] {
        let usage = format!(r#"{{"input_tokens":{figure},"x":{figure}}}"#);
        let script = format!(r#"[{{"thread_started":"t"}},{{"turn_completed":{usage}}}]"#);
        std::fs::write(stage.folders.root().join("script.json"), script).unwrap();
        let result = thread.run(Some(c"hi"), None).map_err(|failure| failure.error).unwrap();
        assert!(result.contains(&format!("\"usage\":{usage}")), "{result}");
    }
}

#[test]
fn limits_of_numbers_are_numbers() {
    let stage = Stage::new(r#"[{"agent_message":"x"},{"turn_completed":true}]"#);
    for limit in LIMITS {
        for option in ["timeout_ms", "idle_timeout_ms", "offline_timeout_ms", "max_line_bytes"] {
            let (events, end) = read(&stage.turn(&format!("{{\"{option}\":{limit}}}")));
            assert!(events.len() == 2 && end.is_ok_and(|end| end == END), "{option} {limit}");
        }
    }
    for bad in ["-1", "-9223372036854775808", "18446744073709551616", "1e400", "1.5", "1e3", "-0.0"] {
        for option in ["timeout_ms", "idle_timeout_ms", "offline_timeout_ms", "max_line_bytes"] {
            let options = text(format!("{{\"{option}\":{bad}}}"));
            assert!(refused(stage.thread().start_turn(Some(c"hi"), Some(&options))), "{option} {bad}");
        }
    }
    let turn = stage.turn("{}");
    for bad in [i32::MIN, i32::MIN + 1, -2] {
        assert!(refused(turn.next(bad)) && refused(turn.wait(bad)));
    }
    assert!(turn.next(i32::MAX).is_ok_and(|(status, _)| status == OK));
    assert!(turn.wait(i32::MAX).is_ok_and(|(status, _)| status == OK));
}

#[test]
fn texts_of_megabytes_are_taken_or_refused() {
    let stage = Stage::new(r#"[{"thread_started":"${thread_id}"},{"turn_completed":true}]"#);
    let megabytes = text("x".repeat(20_000_000));
    assert!(stage.thread().run(Some(&megabytes), None).is_ok());
    for (bytes, fits) in [(100_000, true), (20_000_000, false)] {
        // No argument of a program can be longer than 128 KiB.
        let thread =
            stage.client.resume(Some(&text("x".repeat(bytes))), None).map_err(|failure| failure.error).unwrap();
        match thread.run(Some(c"hi"), None) {
            Ok(_) => assert!(fits),
            Err(failure) => {
                assert!(!fits && abi::status_name(failure.status) == "INVALID_ARGUMENT", "{}", failure.error)
            }
        }
    }
    let many: Vec<String> = (0..100_000).map(|number| format!("k{number}=1")).collect();
    let options = json!({"codex_path_override": cli::testkit("hostile-codex").unwrap(), "config_overrides": many});
    let client = Client::new(Some(&text(options.to_string()))).map_err(|failure| failure.error).unwrap();
    let outcome = client.start(None).map_err(|failure| failure.error).unwrap().run(Some(c"hi"), None);
    assert_eq!(outcome.map_err(|failure| abi::status_name(failure.status)), Err("INVALID_ARGUMENT".to_string()));
}

/// A host's own code runs there, and may need as much as on a thread of its own.
#[test]
fn a_callback_has_room_on_its_stack() {
    let stage = Stage::new(r#"[{"agent_message":"x"},{"turn_completed":true}]"#);
    let (status, _) = called(&stage.thread(), Some(1 << 20));
    assert_eq!(status, OK);
}

/// Destructors of thread-local data run last of all: of C++ objects, of `pthread_key_create`.
#[test]
fn a_thread_may_call_until_its_very_end() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());

    struct Last {
        stage: Stage,
        thread: Thread,
        turn: Turn,
    }

    extern "C" fn at_the_end(last: *mut c_void) {
        // SAFETY: made by the thread for this destructor alone.
        let Last { stage, thread, turn } = *unsafe { Box::from_raw(last.cast::<Last>()) };
        let started = thread.start_turn(Some(c"hi"), None).map(drop).map_err(|failure| failure.status);
        let other = stage.client.start(None).map_err(|failure| failure.error).unwrap();
        let cancelled = turn.cancel();
        let waited = turn.wait(-1).map(drop).map_err(|failure| failure.status);
        let status = |outcome: Result<(), Status>| abi::status_name(outcome.err().unwrap_or(OK));
        let told = stage.client.info().map(drop).map_err(|failure| failure.status);
        let said = [status(started), abi::status_name(cancelled), status(waited), status(told)];
        drop((other, turn, thread, stage));
        SAID.lock().unwrap().extend(said);
    }

    let mut key = 0;
    // SAFETY: a key of ours, whose destructor fits what is set.
    assert_eq!(unsafe { libc::pthread_key_create(&mut key, Some(at_the_end)) }, 0);
    let thread = std::thread::spawn(move || {
        let stage = Stage::new(r#"[{"exit_on":{"signal":"SIGINT","code":1}},{"hang":true}]"#);
        let last = Last { thread: stage.thread(), turn: stage.turn("{}"), stage };
        // SAFETY: a live key.
        unsafe { libc::pthread_setspecific(key, Box::into_raw(Box::new(last)).cast()) };
    });
    thread.join().unwrap();
    assert_eq!(*SAID.lock().unwrap(), ["IO", "OK", "CANCELLED", "OK"]);
}

struct Mailbox {
    sender: mpsc::Sender<(Status, String)>,
    stack: Option<usize>,
}

/// Runs a turn with callbacks that use so much stack; its end.
fn called(thread: &Thread, stack: Option<usize>) -> (Status, String) {
    let (sender, receiver) = mpsc::channel();
    let mailbox = Box::into_raw(Box::new(Mailbox { sender, stack }));
    // SAFETY: the mailbox is there until the end has come.
    unsafe {
        let turn = thread.start_turn_with_callback(Some(c"hi"), None, on_event, on_end, mailbox.cast());
        let turn = turn.map_err(|failure| failure.error).unwrap();
        let end = receiver.recv().unwrap();
        drop(turn);
        drop(Box::from_raw(mailbox));
        end
    }
}

extern "C" fn on_event(user_data: *mut c_void, _: *const c_char, _: usize) {
    // SAFETY: `called` waits for the end.
    if let Some(bytes) = unsafe { &*user_data.cast::<Mailbox>() }.stack {
        assert!(use_stack(bytes) > 0);
        // What needs the most is reading options.
        let options = format!("{{\"config\":{}}}", nested("{\"a\":", ENDLESS, "}"));
        assert!(refused(Client::new(Some(&text(options)))));
    }
}

extern "C" fn on_end(user_data: *mut c_void, status: Status, json: *const c_char, length: usize) {
    // SAFETY: `called` waits for this; the text is `length` bytes.
    unsafe {
        let json = std::slice::from_raw_parts(json.cast::<u8>(), length);
        let sender = (*user_data.cast::<Mailbox>()).sender.clone();
        sender.send((status, String::from_utf8_lossy(json).into_owned())).unwrap();
    }
}

#[inline(never)]
fn use_stack(bytes: usize) -> usize {
    let block = std::hint::black_box([1u8; 4096]);
    if bytes <= block.len() {
        return usize::from(block[0]);
    }
    use_stack(bytes - block.len()) + usize::from(std::hint::black_box(&block)[1])
}
