//! `model-server [--port N] [--scenario FILE]`: a scripted stand-in for the model's API. See the README.

use codex_sdk_testkit::model;
use std::process::ExitCode;

fn main() -> ExitCode {
    match model::main(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("model-server: {message}");
            ExitCode::from(2)
        }
    }
}
