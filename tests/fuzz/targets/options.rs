//! Any JSON text as options of a client, a thread or a turn: refused by name exactly if something is wrong with it,
//! and otherwise understood as it was written. The first byte says whose options they are, and whether the thread is
//! resumed or the turn has a prompt argument.
#![no_main]

use std::path::{Path, PathBuf};

use codex_sdk::fuzzing::{client_options, flatten, thread_command_line, turn_options};
use codex_sdk::sdk::Error;
use codex_sdk_fuzz::command_line;
use codex_sdk_fuzz::expected::{digits, wrong_keys, Expected, CLIENT, THREAD, TURN};
use libfuzzer_sys::fuzz_target;
use serde_json::{json, Map, Value};

fuzz_target!(|input: &[u8]| {
    let Some((owner, json)) = input.split_first() else { return };
    let Ok(json) = std::str::from_utf8(json) else { return };
    let more = owner & 4 == 4;
    match owner & 3 {
        0 => check(json, &CLIENT, client_options(json), client),
        1 => {
            let id = more.then_some("an-id");
            check(json, &THREAD, thread_command_line(json, id), |options, words| thread(options, words, id))
        }
        _ => {
            let has_input = serde_json::from_str::<Value>(json).is_ok_and(|options| !options["input"].is_null());
            let prompt = (more || !has_input).then_some("-p");
            let read = turn_options(json, prompt);
            if has_input && prompt.is_some() {
                assert!(read.is_err(), "the prompt is given twice");
            } else {
                check(json, &TURN, read, |options, read| turn(options, read, prompt));
            }
        }
    }
});

fn check<T: std::fmt::Debug>(
    json: &str,
    table: &[Expected],
    read: Result<T, Error>,
    same: impl FnOnce(&Map<String, Value>, &T),
) {
    let error = read.as_ref().err().map(|error| {
        let error: Value = serde_json::from_str(&error.to_json()).expect("error JSON that is no JSON");
        assert_eq!(error["code"], "invalid_argument");
        assert!(error["message"].as_str().is_some_and(|message| message.len() > 10), "{error}");
        error
    });
    let Ok(mut options) = serde_json::from_str::<Map<String, Value>>(json) else {
        let error = error.expect("what is no JSON object was taken for options");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains("not valid JSON") || message.contains("must be a JSON object"), "{message}");
        return;
    };
    options.retain(|_, value| !value.is_null());
    let wrong = wrong_keys(table, &options);
    match (read, error) {
        (Err(_), Some(error)) => {
            let option = error["option"].as_str().unwrap_or_else(|| panic!("no key is named: {error}"));
            assert!(
                wrong.iter().any(|key| option
                    .strip_prefix(*key)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))),
                "{option} is refused, but wrong are {wrong:?}"
            );
        }
        (Ok(read), _) => {
            assert!(wrong.is_empty(), "{wrong:?} were let through as {read:?}");
            same(&options, &read);
        }
        (Err(_), None) => unreachable!(),
    }
}

fn client(options: &Map<String, Value>, read: &Value) {
    for key in ["codex_path_override", "base_url", "api_key"] {
        assert_eq!(read[key], options.get(key).cloned().unwrap_or_default());
    }
    assert_eq!(read["originator"], options.get("originator").cloned().unwrap_or_else(|| "codex_sdk_c".into()));
    let in_commands = options.get("api_key_in_commands") == Some(&Value::Bool(true));
    assert_eq!(read["api_key_in_commands"], in_commands);
    let env = options.get("env").and_then(Value::as_object);
    let env = env.map(|env| env.iter().map(|(name, value)| json!([name, value])).collect::<Vec<_>>());
    assert_eq!(read["env"], env.map_or(Value::Null, Value::from));
    let config = options.get("config").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut overrides = flatten(&config).expect("checked before").into_iter().map(Value::from).collect::<Vec<_>>();
    overrides.extend(options.get("config_overrides").and_then(Value::as_array).cloned().unwrap_or_default());
    assert_eq!(read["overrides"], Value::from(overrides));
}

fn thread(options: &Map<String, Value>, words: &[String], id: Option<&str>) {
    let read = command_line::read(words).unwrap_or_else(|problem| panic!("{problem}: {words:?}"));
    let mut wanted = command_line::Read { id: id.map(str::to_owned), ..Default::default() };
    let text = |key: &str| options.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut flag = |name: &str, value: Option<String>| {
        wanted.flags.extend(value.map(|value| (name.to_owned(), value)));
    };
    flag("--model", text("model"));
    flag("--thread-source", text("thread_source").filter(|_| id.is_none()));
    flag("--sandbox", text("sandbox_mode"));
    let working_directory = text("working_directory").map(|folder| absolute(None, &folder));
    flag("--cd", working_directory.clone());
    for folder in options.get("additional_directories").and_then(Value::as_array).into_iter().flatten() {
        flag("--add-dir", folder.as_str().map(|folder| absolute(working_directory.as_deref(), folder)));
    }
    let mut config =
        |key: &str, value: Option<toml::Value>| wanted.config.extend(value.map(|value| (key.to_owned(), value)));
    config("model_reasoning_effort", text("model_reasoning_effort").map(Into::into));
    let network = options.get("network_access_enabled").and_then(Value::as_bool);
    config("sandbox_workspace_write.network_access", network.map(Into::into));
    let search = options.get("web_search_enabled").and_then(Value::as_bool);
    let search = search.map(|on| if on { "live" } else { "disabled" }.to_owned());
    config("web_search", text("web_search_mode").or(search).map(Into::into));
    config("approval_policy", text("approval_policy").map(Into::into));
    wanted.skips_check = options.get("skip_git_repo_check") == Some(&Value::Bool(true));
    assert_eq!(read, wanted);
}

/// A path that the current directory has nothing to do with any more.
fn absolute(base: Option<&str>, path: &str) -> String {
    if Path::new(path).is_absolute() {
        return path.to_owned();
    }
    let base = base.map_or_else(|| std::env::current_dir().expect("a current directory"), PathBuf::from);
    let joined: PathBuf = base.join(path).components().collect();
    joined.to_string_lossy().into_owned()
}

fn turn(options: &Map<String, Value>, read: &Value, prompt: Option<&str>) {
    let entries = options.get("input").and_then(Value::as_array).cloned().unwrap_or_default();
    let texts: Vec<&str> = entries.iter().filter_map(|entry| entry["text"].as_str()).collect();
    let image = |entry: &'_ Value| {
        let data = entry["data"].as_str().map(|data| digits(data).trim_end_matches('=').to_owned());
        data.or(entry["path"].as_str().map(|path| absolute(None, path)))
    };
    let images: Vec<String> = entries.iter().filter_map(image).collect();
    assert_eq!(read["prompt"], prompt.map_or_else(|| texts.join("\n\n"), str::to_owned));
    assert_eq!(read["images"], json!(images));
    let schema = read["output_schema"].as_str().map(|schema| serde_json::from_str::<Value>(schema).unwrap());
    assert_eq!(schema.as_ref(), options.get("output_schema"));
    for key in ["timeout_ms", "idle_timeout_ms"] {
        let wanted = options.get(key).and_then(Value::as_u64).filter(|&ms| ms > 0);
        assert_eq!(read[key], wanted.map_or(Value::Null, |ms| ms.to_string().into()));
    }
    let offline = options.get("offline_timeout_ms").map_or(Some(120_000), Value::as_u64).filter(|&ms| ms > 0);
    assert_eq!(read["offline_timeout_ms"], offline.map_or(Value::Null, |ms| ms.to_string().into()));
    assert_eq!(read["wait_for_exit"], options.get("wait_for_exit").is_some_and(|wait| wait == true));
    assert_eq!(read["max_line_bytes"], options.get("max_line_bytes").cloned().unwrap_or_else(|| (64 << 20).into()));
    assert_eq!(read["cyber_access_program"], options.get("cyber_access_program").cloned().unwrap_or_default());
}
