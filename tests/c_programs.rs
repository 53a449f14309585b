//! The header, the examples and the programs of `tests/c`, compiled with warnings as errors and run, each against the
//! shared library and against the archive.

mod harness;

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;

use harness::afterwards::eventually;
use harness::cli;
use harness::folders::Folders;
use harness::model_server::Session;
use harness::processes;
use harness::programs::{compile, compiler, hostile_host, nothing_left, said, succeed, Link, WARNINGS};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{json, Value};

const PROGRAMS: [&str; 6] = ["versions", "misuse", "statuses", "turn_fd", "callbacks", "stalled"];

/// An example, what the model says to it, its arguments, and words that its output must have.
struct Example {
    name: &'static str,
    scenario: fn() -> Value,
    arguments: &'static [&'static str],
    words: &'static [&'static str],
}

fn answers() -> Value {
    json!({"responses": [{"message": "Hi from the model!"}]})
}

const EXAMPLES: [Example; 8] = [
    Example {
        name: "quickstart",
        scenario: || json!({"responses": [{"command": "echo out-of-the-shell"}, {"message": "That was it."}]}),
        arguments: &[],
        words: &["thread", "runs", "out-of-the-shell", "That was it.", "84 tokens in, 10 out"],
    },
    Example { name: "streaming", scenario: answers, arguments: &[], words: &["Hi from the model!"] },
    Example { name: "callback", scenario: answers, arguments: &[], words: &["Hi from the model!"] },
    Example { name: "event_loop", scenario: answers, arguments: &[], words: &["Hi from the model!"] },
    Example {
        name: "structured_output",
        scenario: || {
            json!({"responses": [{"message":
                "{\"summary\":\"a summary\",\"status\":\"ok\",\"languages\":[\"C\"],\"files\":1,\"title\":\"t\"}"}]})
        },
        arguments: &[],
        words: &[],
    },
    Example {
        name: "answers",
        scenario: || {
            let call = |id: &str, name: &str, arguments: Value| {
                json!({"output": [{"type": "function_call", "id": id, "call_id": id, "name": name,
                    "arguments": arguments.to_string()}]})
            };
            let write = json!({"cmd": "echo 20 > stock.txt", "sandbox_permissions": "require_escalated",
                "justification": "please"});
            json!({"responses": [call("a", "stock", json!({"article": "lamp"})), call("b", "exec_command", write),
                {"message": "About 20."}]})
        },
        arguments: &[],
        words: &[
            "tool      stock of lamp: 17",
            "steered   Round to tens",
            "echo 20 > stock.txt",
            "command   declined",
            "answer    About 20.",
        ],
    },
    Example { name: "images", scenario: answers, arguments: &["image.png"], words: &["Hi from the model!"] },
    Example { name: "resume", scenario: answers, arguments: &[], words: &["Hi from the model!"] },
];

/// The smallest PNG there is: one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdacd`\xf8_\x0f\0\x02\x87\x01\x80\xeb\x47\xba\x92\0\0\0\0IEND\xaeB`\x82";

type Test = Box<dyn FnOnce(&Path) -> Result<(), Failed> + Send>;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Arc::new(tempfile::Builder::new().prefix("codex-sdk-c-").tempdir().expect("a temporary folder"));
    let mut trials = Vec::new();
    for standard in ["c89", "c99", "c11", "c17"] {
        trials.push(Trial::test(format!("header as {standard}"), move || header("cc", "c", standard)));
    }
    for standard in ["c++11", "c++14", "c++17", "c++20", "c++23"] {
        trials.push(Trial::test(format!("header as {standard}"), move || header("c++", "c++", standard)));
    }
    for link in Link::ALL {
        let mut add = |name: &str, test: Test| {
            let folder = Arc::clone(&folder);
            trials.push(Trial::test(format!("{name} ({link:?})"), move || test(folder.path())));
        };
        for name in PROGRAMS {
            add(name, Box::new(move |folder| program(folder, name, link)));
        }
        for example in EXAMPLES {
            add(example.name, Box::new(move |folder| run_example(folder, &example, link)));
        }
        for name in ["quickstart", "streaming", "callback", "event_loop", "cancel"] {
            add(&format!("notices of {name}"), Box::new(move |folder| notices(folder, name, link)));
        }
        add("cancel", Box::new(move |folder| interrupted(folder, link)));
    }
    let shared = Arc::clone(&folder);
    trials.push(Trial::test("make offline", move || offline(shared.path())));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn header(kind: &str, language: &str, standard: &str) -> Result<(), Failed> {
    let path = cli::project().join("include/codex_sdk.h");
    let mut command = compiler(kind);
    let standard = format!("-std={standard}");
    succeed(command.args(WARNINGS).args([&standard, "-pedantic-errors", "-fsyntax-only", "-x", language]).arg(path))
        .map(drop)
}

/// A program in folders of its own; nothing it started may be left.
fn program(folder: &Path, name: &str, link: Link) -> Result<(), Failed> {
    let folders = Folders::new(folder)?;
    let program = compile(folder, &format!("tests/c/{name}.c"), link)?;
    succeed(&mut hostile_host(&program, &folders)?)?;
    nothing_left(&folders)
}

/// The example's command, with options that lead to the session.
fn example(folder: &Path, name: &str, link: Link, folders: &Folders, session: &Session) -> Result<Command, Failed> {
    let options = json!({
        "codex_path_override": cli::native_cli()?,
        "config": {"model_provider": "mock", "model_providers": {"mock": {"name": "mock", "base_url": session.base_url,
            "env_key": "CODEX_API_KEY", "wire_api": "responses", "supports_websockets": false}}},
    });
    let mut command = Command::new(compile(folder, &format!("examples/{name}.c"), link)?);
    command.env_remove("LD_LIBRARY_PATH");
    command.current_dir(&folders.work).env("CODEX_SDK_EXAMPLE_OPTIONS", options.to_string());
    command.env("CODEX_HOME", &folders.codex_home).env("CODEX_API_KEY", "test").env("TMPDIR", &folders.tmp);
    command.env("HOME", &folders.home).env(processes::MARKER, folders.marker()).stdin(Stdio::null());
    Ok(command)
}

fn run_example(folder: &Path, which: &Example, link: Link) -> Result<(), Failed> {
    let folders = Folders::new(folder)?;
    fs::write(folders.work.join("image.png"), PNG)?;
    let session = Session::new(&(which.scenario)())?;
    let mut command = example(folder, which.name, link, &folders, &session)?;
    let output = succeed(command.args(which.arguments))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if let Some(missing) = which.words.iter().find(|word| !text.contains(**word)) {
        return Err(format!("{} does not say {missing:?}:\n{text}", which.name).into());
    }
    if text.contains('\u{1b}') {
        return Err("colour where there is no terminal".into());
    }
    nothing_left(&folders)
}

/// Who has no network sees why nothing happens.
fn notices(folder: &Path, name: &str, link: Link) -> Result<(), Failed> {
    let folders = Folders::new(folder)?;
    let session = Session::new(&json!({"responses": [{"disconnect": true}, {"message": "made it"}]}))?;
    let output = succeed(&mut example(folder, name, link, &folders, &session)?)?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !text.contains("Reconnecting...") {
        return Err(format!("{name} does not print the CLI's notice:\n{text}").into());
    }
    nothing_left(&folders)
}

/// Ctrl-C while the agent's command runs.
fn interrupted(folder: &Path, link: Link) -> Result<(), Failed> {
    let folders = Folders::new(folder)?;
    let session = Session::new(&json!({"responses": [{"command": "exec sleep 600"}]}))?;
    let mut command = example(folder, "cancel", link, &folders, &session)?;
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    eventually(|| match process.try_wait() {
        Ok(Some(status)) => Err(format!("ended before it was interrupted: {status}")),
        _ if processes::carrying(&folders.marker()).iter().any(|process| process.command == "sleep 600") => Ok(()),
        _ => Err("the agent's command does not start".into()),
    })?;
    // SAFETY: our own child, not waited for yet.
    unsafe { libc::kill(process.id() as i32, libc::SIGINT) };
    let output = process.wait_with_output()?;
    if output.status.code() != Some(130) {
        return Err(format!("ended with {}, not 130:\n{}", output.status, said(&output)).into());
    }
    nothing_left(&folders)
}

/// The lines that `make offline` prints are all that an example needs, and Ctrl-C leaves nothing of it.
fn offline(folder: &Path) -> Result<(), Failed> {
    let folders = Folders::new(folder)?;
    let mut make = Command::new("make");
    // What it would build is built already.
    make.args(["--silent", "--old-file=build", "--old-file=deps", "offline", "CARGO=:"]);
    let (server, home) = (cli::testkit("model-server")?, folders.codex_home.display());
    make.arg(format!("OFFLINE=--server '{}' --home '{home}'", server.display()));
    make.current_dir(cli::project()).env(processes::MARKER, folders.marker()).process_group(0);
    let mut process = make.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let lines = BufReader::new(process.stdout.take().ok_or("no stdout")?).lines().map_while(Result::ok);
    // Up to the one about Ctrl-C.
    let exports = lines.take_while(|line| !line.contains("Ctrl-C")).filter(|line| line.starts_with("export "));
    let exports = exports.collect::<Vec<_>>().join("\n");

    let runs =
        [("quickstart", "answer"), ("structured_output", "scripted"), ("resume", "scripted")].map(|(name, word)| {
            let program = compile(folder, &format!("examples/{name}.c"), Link::Shared)?;
            let mut shell = Command::new("/bin/sh");
            shell.arg("-c").arg(format!("{exports}\nexec {}", program.display())).env_clear();
            shell.env("PATH", "/usr/bin:/bin").env("HOME", &folders.home).env("TMPDIR", &folders.tmp);
            let output = succeed(shell.env(processes::MARKER, folders.marker()).current_dir(&folders.work))?;
            match said(&output) {
                text if text.contains(word) => Ok(()),
                text => Err(Failed::from(format!("{name} does not say {word:?}:\n{text}"))),
            }
        });
    // SAFETY: the group of our own child, not waited for yet.
    unsafe { libc::kill(-(process.id() as i32), libc::SIGINT) };
    process.wait()?;
    runs.into_iter().collect::<Result<(), Failed>>()?;
    nothing_left(&folders)
}
