//! Any JSON object as `config`: what the CLI reads is what went in.
#![no_main]

use codex_sdk::fuzzing::flatten;
use codex_sdk_fuzz::as_the_cli::check;
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

fuzz_target!(|json: &[u8]| {
    let Ok(config) = serde_json::from_slice::<Map<String, Value>>(json) else { return };
    check(&config, flatten(&config).map_err(|failure| failure.facts));
});
