//! Options of a client, and their defaults.

use std::path::Path;
use std::time::Duration;

use super::check::Checked;
use super::table;
use crate::os::current_dir::{absolute, Here};
use crate::sdk::error::Error;
use crate::transport::{ConnectOptions, ReplayMatch, ReplayOptions, TransportKind};

/// Options of a client.
#[derive(Debug)]
pub struct ClientOptions(pub(in crate::sdk) ConnectOptions);

impl ClientOptions {
    /// Reads a JSON object; none is the defaults.
    pub fn read(json: Option<&str>) -> Result<Self, Error> {
        let mut options = Checked::read("client", table::CLIENT, json)?;
        let here = Here::now();
        let base = here.as_ref().map(Here::path);
        let record = options.text("record").map(|folder| absolute(base, folder).into());
        let replay = replay(&mut options, base)?;
        if record.is_some() && replay.is_some() {
            return Err(Error::invalid("`record` and `replay` cannot be used together").with("option", "record"));
        }
        let transport = transport(options.text("transport").as_deref())?;
        Ok(ClientOptions(ConnectOptions {
            transport,
            codex_path_override: options.text("codex_path_override"),
            base_url: options.text("base_url"),
            api_key: options.text("api_key"),
            api_key_in_commands: options.flag("api_key_in_commands").unwrap_or(false),
            env: options.text_map("env"),
            config: options.object("config").unwrap_or_default(),
            config_overrides: options.texts("config_overrides"),
            originator: options.text("originator").unwrap_or_else(|| table::ORIGINATOR.to_owned()),
            max_concurrent_turns: options.number("max_concurrent_turns").filter(|&most| most > 0).map(saturated),
            request_timeout: options.number("request_timeout_ms").map(limit),
            record,
            replay,
            helper_grace: Duration::from_millis(options.number("helper_grace_ms").unwrap_or(table::HELPER_GRACE_MS)),
        }))
    }
}

/// 0 is off.
fn limit(ms: u64) -> Duration {
    if ms > 0 {
        Duration::from_millis(ms)
    } else {
        Duration::MAX
    }
}

fn saturated(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn transport(word: Option<&str>) -> Result<TransportKind, Error> {
    let word = word.unwrap_or(table::TRANSPORT);
    TransportKind::named(word).ok_or_else(|| {
        let message = format!("`transport` must be `exec` or `app_server`, not {word:?}");
        Error::invalid(message).with("option", "transport")
    })
}

fn replay(options: &mut Checked, base: Option<&Path>) -> Result<Option<ReplayOptions>, Error> {
    let refuse = |name: &str, message: String| Err(Error::invalid(message).with("option", name));
    let (folder, speed, matching) =
        (options.text("replay"), options.factor("replay_speed"), options.text("replay_match"));
    let matching = match matching.as_deref().unwrap_or(table::REPLAY_MATCH) {
        "prompt" => ReplayMatch::Prompt,
        "order" => ReplayMatch::Order,
        other => {
            return refuse("replay_match", format!("`replay_match` must be `prompt` or `order`, not {other:?}"));
        }
    };
    let folder = folder.map(|folder| absolute(base, folder).into());
    Ok(folder.map(|folder| ReplayOptions { folder, matching, speed: speed.unwrap_or(0.0) }))
}
