//! The local model server: one process for all tests of a binary, one session a case. It lives as long as
//! the pipe to its stdin is open, that is, not longer than this process.

use super::cli;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::OnceLock;
use std::time::Duration;

struct ModelServer {
    url: String,
    _process: Child,
}

static SERVER: OnceLock<Result<ModelServer, String>> = OnceLock::new();

fn server() -> Result<&'static ModelServer, String> {
    SERVER.get_or_init(start).as_ref().map_err(Clone::clone)
}

fn start() -> Result<ModelServer, String> {
    let program = cli::testkit("model-server")?;
    let mut process = Command::new(&program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start {}: {error}", program.display()))?;
    let mut line = String::new();
    let stdout = process.stdout.take().ok_or("the model server has no stdout")?;
    BufReader::new(stdout).read_line(&mut line).map_err(|error| format!("the model server: {error}"))?;
    let hello: Value = serde_json::from_str(&line).map_err(|_| format!("the model server said {line:?}"))?;
    let url = hello["url"].as_str().ok_or_else(|| format!("the model server named no url: {line:?}"))?;
    Ok(ModelServer { url: url.to_string(), _process: process })
}

/// One scripted conversation partner; it is forgotten when dropped.
pub struct Session {
    url: String,
    /// What the CLI is given as its provider's `base_url`.
    pub base_url: String,
}

impl Session {
    pub fn new(scenario: &Value) -> Result<Session, String> {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        let server = server()?;
        let name = format!("case-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let url = format!("{}/s/{name}", server.url);
        let answer = request("PUT", &url, Some(scenario))?;
        let answer: Value = serde_json::from_str(&answer).map_err(|_| format!("PUT {url} answered {answer:?}"))?;
        let base_url = answer["base_url"].as_str().ok_or_else(|| format!("PUT {url} answered {answer}"))?;
        Ok(Session { base_url: base_url.to_string(), url })
    }

    /// The requests for a response, in order.
    pub fn requests(&self) -> Result<Vec<Value>, String> {
        let answer = request("GET", &format!("{}/requests", self.url), None)?;
        let all: Vec<Value> = serde_json::from_str(&answer).map_err(|error| format!("recorded requests: {error}"))?;
        let wanted = |request: &Value| request["method"] == "POST" && request["path"] == "/responses";
        Ok(all.into_iter().filter(wanted).collect())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A server that is gone has forgotten it, too.
        let _ = request("DELETE", &self.url, None);
    }
}

fn request(method: &str, url: &str, body: Option<&Value>) -> Result<String, String> {
    static AGENT: OnceLock<ureq::Agent> = OnceLock::new();
    let agent = AGENT.get_or_init(|| {
        let config = ureq::Agent::config_builder();
        let config = config.http_status_as_error(false).timeout_global(Some(Duration::from_secs(60)));
        // Loopback only: a proxy of the environment must not come between.
        config.proxy(None).build().into()
    });
    let answer = match (method, body) {
        ("PUT", Some(body)) => agent.put(url).content_type("application/json").send(body.to_string()),
        ("DELETE", _) => agent.delete(url).call(),
        _ => agent.get(url).call(),
    };
    let mut answer = answer.map_err(|error| format!("{method} {url}: {error}"))?;
    let status = answer.status();
    let limit = 256 << 20;
    let text = answer.body_mut().with_config().limit(limit).read_to_string();
    let text = text.map_err(|error| format!("{method} {url}: {error}"))?;
    if status.is_success() {
        Ok(text)
    } else {
        Err(format!("{method} {url} answered {status}: {text}"))
    }
}
