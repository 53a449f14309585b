//! What the calls are made with: options, prompts, texts and time-outs, good ones and bad ones.

use std::ffi::{c_char, CString};
use std::path::Path;
use std::ptr;

use serde_json::{json, Value};

use super::random::Random;
use crate::harness::cli;
use crate::harness::folders::Folders;
use crate::harness::processes::MARKER;

/// What hostile-codex plays, in either role, and how often compared with the others.
const SCRIPTS: &[(usize, &str)] = &[
    (12, r#"[{"thread_started":"${thread_id}"},{"turn_started":true},{"agent_message":"ok"},{"turn_completed":true}]"#),
    (4, r#"[{"thread_started":"${thread_id}"},{"events":{"count":200,"bytes":150}},{"turn_completed":true}]"#),
    (2, r#"[{"thread_started":"${thread_id}"},{"events":{"count":20000,"bytes":200}},{"turn_completed":true}]"#),
    (2, r#"[{"thread_started":"another"},{"big_message":300000},{"turn_completed":true}]"#),
    (2, r#"[{"thread_started":"${thread_id}"},{"agent_message":"half"},{"exit":3}]"#),
    (2, r#"[{"thread_started":"${thread_id}"},{"stderr":"Error: broken\n"},{"signal":"SIGKILL"}]"#),
    (2, r#"[{"thread_started":"${thread_id}"},{"turn_started":true},{"line":"this is no JSON"},{"hang":true}]"#),
    (2, r#"[{"bytes":[123,34,97,34,58,34,255,34,125,10]},{"turn_completed":true}]"#),
    (2, r#"[{"text":"{\"type\":\"turn.comp"}]"#),
    (2, r#"[{"stderr":"Error: no rollout found for thread id\n"},{"exit":1}]"#),
    (2, r#"[{"thread_started":"${thread_id}"},{"turn_failed":"rate limit"},{"sleep_ms":30}]"#),
    (
        2,
        r#"[{"thread_started":"${thread_id}"},{"error":"Reconnecting... 1/5"},{"agent_message":"ok"},{"turn_completed":{"input_tokens":-9223372036854775808,"n":9223372036854775807}}]"#,
    ),
    (4, r#"[{"exit_on":{"signal":"SIGINT","code":1}},{"thread_started":"${thread_id}"},{"hang":true}]"#),
    (2, r#"[{"ignore_stdin":true},{"thread_started":"${thread_id}"},{"hang":true}]"#),
    (
        2,
        r#"[{"thread_started":"${thread_id}"},{"repeat":{"count":20,"steps":[{"agent_message":"slowly"},{"sleep_ms":5}]}},{"turn_completed":true}]"#,
    ),
    (1, r#"[{"ignore_signals":["SIGINT","SIGTERM"]},{"thread_started":"${thread_id}"},{"hang":true}]"#),
    (1, r#"[{"thread_started":"${thread_id}"},{"turn_completed":true},{"close_and_linger_ms":400}]"#),
    (1, r#"[{"close_stdout":true},{"hang":true}]"#),
    (1, r#"[{"thread_started":"${thread_id}"},{"stderr_flood":200000},{"turn_completed":true}]"#),
    (
        3,
        r#"[{"grandchild":{"pidfile":"${pidfile}","setsid":true}},{"thread_started":"${thread_id}"},{"turn_completed":true}]"#,
    ),
    (
        2,
        r#"[{"thread_started":"${thread_id}"},{"split":{"text":"{\"type\":\"x\",\"t\":\"\u00e9\"}\r\n{\"type\":\"turn.completed\"}\n","at":[3,20]}}]"#,
    ),
];

/// What only an app-server plays.
const SERVER_SCRIPTS: &[(usize, &str)] = &[
    (4, r#"{}"#),
    (2, r#"{"turn/start":[{"refuse":{"code":-32600,"message":"no such turn"}}]}"#),
    (2, r#"{"thread/start":[{"refuse":{"code":-32600,"message":"no such thread"}}],"turn/interrupt":[]}"#),
    (2, r#"{"turn/start":[{"begin":true}],"turn/interrupt":[]}"#),
    (2, r#"{"turn/start":[{"begin":true},{"deltas":{"count":500,"text":"a"}},{"finish":"failed"}]}"#),
    (2, r#"{"turn/start":[{"begin":true},{"finish":"interrupted"}]}"#),
    (2, r#"{"turn/start 3":[{"begin":true},{"exit":3}]}"#),
    (
        6,
        r#"{"turn/start":[{"begin":true},{"line":"{\"id\":0,\"method\":\"item/commandExecution/requestApproval\",\"params\":{\"threadId\":\"${thread_id}\",\"turnId\":\"${turn_id}\",\"command\":\"ls\"}}"},{"line":"{\"id\":1,\"method\":\"item/tool/call\",\"params\":{\"threadId\":\"${thread_id}\",\"turnId\":\"${turn_id}\",\"tool\":\"add\"}}"},{"sleep_ms":20},{"agent_message":"went on"},{"finish":"completed"}],"turn/steer":[{"answer":{}}],"model/list":[{"notify":{"method":"account/updated","params":{}}},{"answer":{"data":[]}}]}"#,
    ),
    (1, r#"{"turn/steer":[{"refuse":{"code":-32600,"message":"no active turn to steer"}}],"model/list":[]}"#),
    (1, r#"{"initialize":[{"exit":3}]}"#),
    (1, r#"{"initialize":[]}"#),
    (1, r#"{"end":[{"hang":true}]}"#),
];

const BAD_OPTIONS: &[&[u8]] = &[
    b"{\"transport\":\"carrier pigeon\"}",
    b"{\"max_concurrent_turns\":1}",
    b"",
    b"{",
    b"[]",
    b"null",
    b"7",
    b"\"\xff\"",
    b"{\"unknown\":1}",
    b"{\"modle\":\"m\"}",
    b"{\"timeout_ms\":-1}",
    b"{\"max_line_bytes\":0}",
    b"{\"config\":{\"a\":{\"b\":null}}}",
    b"{\"env\":{\"A=B\":\"c\"}}",
    b"{\"working_directory\":\"/no/such/folder\"}",
    b"{\"input\":[{\"type\":\"video\"}]}",
    b"{\"output_schema\":[]}",
    b"{\"approvals\":\"perhaps\"}",
    b"{\"tools\":[{}]}",
];

const METHODS: &[&[u8]] = &[b"model/list", b"model/list", b"thread/read", b"no/such", b"", b"\xff"];
const PARAMS: &[&[u8]] = &[b"{}", b"{\"limit\":1}", b"[]", b"{"];
const RESPONSES: &[&[u8]] = &[
    b"{\"decision\":\"accept\"}",
    b"{\"decision\":\"cancel\"}",
    b"{\"decision\":\"perhaps\"}",
    b"{\"content\":[{\"type\":\"text\",\"text\":\"3\"}]}",
    b"{\"error\":\"no\"}",
    b"{\"raw\":{}}",
    b"[",
];
/// Requests for approval are numbered from 1 on.
const REQUESTS: usize = 3000;

const THREAD_OPTIONS: &[&str] = &[
    "{}",
    r#"{"model":"m","sandbox_mode":"read-only","skip_git_repo_check":true}"#,
    r#"{"model":null,"working_directory":"/","additional_directories":["-a","/b"]}"#,
    r#"{"approvals":"ask","approval_timeout_ms":10,"tools":[{"name":"add","input_schema":{"type":"object"}}]}"#,
    r#"{"approvals":"ask","ephemeral":true}"#,
    r#"{"last_turn_id":"turn-1"}"#,
    r#"{"approval_policy":"never","network_access_enabled":true,"web_search_enabled":false,"thread_source":"s"}"#,
];

/// Each ends its turn soon, so that a call which waits for it to the end does not wait for ever.
const TURN_OPTIONS: &[&str] = &[
    r#"{"timeout_ms":1}"#,
    r#"{"timeout_ms":30}"#,
    r#"{"timeout_ms":300}"#,
    r#"{"timeout_ms":300,"idle_timeout_ms":3}"#,
    r#"{"timeout_ms":300,"max_line_bytes":1}"#,
    r#"{"timeout_ms":300,"max_line_bytes":18446744073709551615}"#,
    r#"{"timeout_ms":300,"output_schema":{"type":"object"}}"#,
    r#"{"timeout_ms":100,"cyber_access_program":"standard"}"#,
    r#"{"timeout_ms":100,"deltas":true,"raw_events":true}"#,
];

/// These leave it to others to end the turn.
const ENDLESS_TURN_OPTIONS: &[&str] = &[
    "{}",
    r#"{"timeout_ms":9223372036854775807,"idle_timeout_ms":9223372036854775808}"#,
    r#"{"timeout_ms":18446744073709551615}"#,
    r#"{"output_schema":{},"idle_timeout_ms":18446744073709551615}"#,
];

const JSON_TEXTS: &[&[u8]] = &[
    b"",
    b"{",
    b"nul",
    b"\xff",
    b"\"text\"",
    b"{\"type\":\"item.completed\",\"item\":{\"id\":\"1\",\"type\":\"agent_message\",\"text\":\"a\\nb\",\"id\":\"2\"}}",
    b"[1,[2,[3,{\"a/b\":\"c~d\"}]]]",
    b"{\"code\":\"busy\",\"message\":\"m\\u0000n\"}",
];

const POINTERS: &[&[u8]] = &[
    b"",
    b"/",
    b"/type",
    b"/item/text",
    b"/item/id",
    b"/1/1/1/a~1b",
    b"/message",
    b"type",
    b"/\xff",
    b"/99999999999999999999",
    b"/-1",
    b"/~2",
];

/// Everything the calls are made with, made once.
pub struct Values {
    good_clients: Vec<CString>,
    other_clients: Vec<CString>,
    bad_options: Vec<CString>,
    thread_options: Vec<CString>,
    turn_options: Vec<CString>,
    input_options: Vec<CString>,
    endless_turn_options: Vec<CString>,
    prompts: Vec<CString>,
    bad_prompts: Vec<CString>,
    ids: Vec<CString>,
    json: Vec<CString>,
    pointers: Vec<CString>,
    methods: Vec<CString>,
    params: Vec<CString>,
    request_ids: Vec<CString>,
    responses: Vec<CString>,
}

/// One pixel.
const GIF: &[u8] = b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

impl Values {
    pub fn new(folders: &Folders) -> Result<Values, String> {
        let path = |path: &Path| path.to_string_lossy().into_owned();
        // The CLI takes a comma for the end of an image's path, so the library has to go another way.
        let image = folders.work.join("a,b.png");
        let no_program = folders.work.join("no-program");
        std::fs::write(&image, GIF).map_err(|error| error.to_string())?;
        std::fs::write(&no_program, "\x7fno program").map_err(|error| error.to_string())?;
        let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(&no_program, executable).map_err(|error| error.to_string())?;

        let environment = |script: &str| {
            json!({
                "PATH": std::env::var("PATH").unwrap_or_default(),
                "TMPDIR": path(&folders.tmp),
                "HOSTILE_SCRIPT": script.replace("${pidfile}", &path(&folders.work.join("grandchild.pid"))),
                MARKER: folders.marker(),
            })
        };
        let hostile = path(&cli::testkit("hostile-codex")?);
        let on_server = |options: Value| {
            let mut options = options;
            options["transport"] = "app_server".into();
            // For what is never answered.
            options["request_timeout_ms"] = 500.into();
            options
        };
        let clients = |scripts: &'static [(usize, &'static str)]| {
            scripts
                .iter()
                .map(|(weight, script)| (*weight, json!({"codex_path_override": hostile, "env": environment(script)})))
        };
        let servers =
            clients(SCRIPTS).chain(clients(SERVER_SCRIPTS)).map(|(weight, options)| (weight, on_server(options)));
        let good_clients = clients(SCRIPTS).chain(servers).flat_map(|(weight, mut options)| {
            (0..weight).map(move |index| {
                if index % 2 == 1 {
                    options["config"] = json!({"a": {"b": [1, "x"]}});
                    options["api_key"] = "secret".into();
                    options["base_url"] = "http://127.0.0.1:9".into();
                }
                options.to_string()
            })
        });
        let no_program = json!({"codex_path_override": path(&no_program), "env": environment("[]")}).to_string();
        let other_clients = [
            json!({"codex_path_override": "/no/such/codex"}),
            json!({"codex_path_override": "/"}),
            json!({"env": {"PATH": "/no/such/folder", "CODEX_SDK_CLI": "/no/such/codex"}}),
        ];
        let input = |entries: Value| json!({"timeout_ms": 200, "input": entries}).to_string();
        let input_options = [
            input(json!([{"type": "text", "text": "a"}, {"type": "local_image", "path": path(&image)}])),
            input(json!([{"type": "text", "text": "x".repeat(70_000)}, {"type": "text", "text": "b"}])),
            input(json!([])),
            input(json!([{"type": "text", "text": "a"}, {"type": "local_image", "path": "/no/such.png"}])),
        ];
        let deep = |open: &str, close: &str| format!("{}{}", open.repeat(3000), close.repeat(3000)).into_bytes();
        let bytes = |texts: &[&[u8]]| texts.iter().map(|text| text.to_vec()).collect::<Vec<_>>();
        let mut bad_options = bytes(BAD_OPTIONS);
        bad_options.push([b"{\"config\":{\"a\":", &deep("[", "]")[..], b"}}"].concat());
        let mut json = bytes(JSON_TEXTS);
        json.push(deep("[", "]"));
        json.push(deep("{\"a\":", "}"));
        let mut pointers = bytes(POINTERS);
        pointers.push("/0".repeat(40).into_bytes());
        pointers.push("/a".repeat(40).into_bytes());
        Ok(Values {
            good_clients: texts(good_clients.chain([no_program]))?,
            other_clients: texts(other_clients.iter().map(Value::to_string))?,
            bad_options: texts(bad_options)?,
            thread_options: texts(THREAD_OPTIONS.iter().copied())?,
            turn_options: texts(TURN_OPTIONS.iter().copied())?,
            input_options: texts(input_options)?,
            endless_turn_options: texts(ENDLESS_TURN_OPTIONS.iter().copied())?,
            prompts: texts([
                "hi".into(),
                "\u{e9}\u{1F600}\n-\"${n}\"".into(),
                "long ".repeat(400),
                "x".repeat(300_000),
            ])?,
            bad_prompts: texts([&b""[..], b" \n", b"\xff\xfe"])?,
            ids: texts(["0199a213-81c0-7800-8aa1-bbab2a035a53", "a name", "\u{e9}", "x\n\"", ""].iter().copied())?,
            json: texts(json)?,
            pointers: texts(pointers)?,
            methods: texts(bytes(METHODS))?,
            params: texts(bytes(PARAMS))?,
            request_ids: texts((1..=REQUESTS).map(|number| number.to_string()))?,
            responses: texts(bytes(RESPONSES))?,
        })
    }

    /// Options of a client, whose turns go well or not.
    pub fn good_client(&self, random: &Random) -> *const c_char {
        random.pick(&self.good_clients).as_ptr()
    }

    /// Options of what becomes no client.
    pub fn other_client(&self, random: &Random) -> *const c_char {
        random.pick(if random.one_in(3) { &self.other_clients } else { &self.bad_options }).as_ptr()
    }

    pub fn thread_options(&self, random: &Random) -> *const c_char {
        match random.below(10) {
            0 | 1 => ptr::null(),
            2 => random.pick(&self.bad_options).as_ptr(),
            _ => random.pick(&self.thread_options).as_ptr(),
        }
    }

    /// Prompt and options of a turn. `endless` may leave its end to others.
    pub fn turn(&self, random: &Random, endless: bool) -> (*const c_char, *const c_char) {
        let prompt = random.pick(&self.prompts).as_ptr();
        match random.below(12) {
            0 => (ptr::null(), random.pick(&self.input_options).as_ptr()),
            1 if endless => (prompt, ptr::null()),
            2 | 3 if endless => (prompt, random.pick(&self.endless_turn_options).as_ptr()),
            _ => (prompt, random.pick(&self.turn_options).as_ptr()),
        }
    }

    /// Prompt and options that are refused.
    pub fn bad_turn(&self, random: &Random) -> (*const c_char, *const c_char) {
        match random.below(4) {
            0 => (random.pick(&self.bad_prompts).as_ptr(), ptr::null()),
            1 => (random.pick(&self.prompts).as_ptr(), random.pick(&self.input_options).as_ptr()),
            2 => (ptr::null(), ptr::null()),
            _ => (random.pick(&self.prompts).as_ptr(), random.pick(&self.bad_options).as_ptr()),
        }
    }

    pub fn id(&self, random: &Random) -> *const c_char {
        if random.one_in(12) {
            return ptr::null();
        }
        random.pick(&self.ids).as_ptr()
    }

    pub fn prompt(&self, random: &Random) -> *const c_char {
        random.pick(&self.prompts).as_ptr()
    }

    /// Method and parameters of a request.
    pub fn request(&self, random: &Random) -> (*const c_char, *const c_char) {
        let params = if random.one_in(3) { ptr::null() } else { random.pick(&self.params).as_ptr() };
        (if random.one_in(20) { ptr::null() } else { random.pick(&self.methods).as_ptr() }, params)
    }

    /// The id of a request that may be open, and a response.
    pub fn response(&self, random: &Random) -> (*const c_char, *const c_char) {
        let id = if random.one_in(20) { ptr::null() } else { random.pick(&self.request_ids).as_ptr() };
        (id, if random.one_in(20) { ptr::null() } else { random.pick(&self.responses).as_ptr() })
    }

    pub fn json(&self, random: &Random) -> *const c_char {
        if random.one_in(20) {
            return ptr::null();
        }
        // The deep ones, which stand last, take a while.
        let shallow = self.json.len() - if random.one_in(200) { 0 } else { 2 };
        random.pick(&self.json[..shallow]).as_ptr()
    }

    pub fn pointer(&self, random: &Random) -> *const c_char {
        if random.one_in(20) {
            return ptr::null();
        }
        random.pick(&self.pointers).as_ptr()
    }
}

fn texts<T: Into<Vec<u8>>>(texts: impl IntoIterator<Item = T>) -> Result<Vec<CString>, String> {
    let texts = texts.into_iter().map(|text| CString::new(text).map_err(|error| error.to_string()));
    texts.collect()
}

/// How long a call may wait, in milliseconds: mostly not at all, seldom for ever.
pub fn timeout(random: &Random) -> i32 {
    match random.below(20_000) {
        0..=9 => -1,
        10..=12 => i32::MAX,
        13..=40 => i32::MIN,
        41..=80 => -2,
        81..=300 => 1 + random.below(20) as i32,
        _ => 0,
    }
}
