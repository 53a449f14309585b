//! `hostile-codex …`: a scripted stand-in for the Codex CLI that misbehaves on demand. See the README.

use codex_sdk_testkit::hostile;

fn main() {
    if let Err(failure) = hostile::main() {
        // With stderr closed there is nobody left to tell.
        let _ = hostile::write_stderr(format!("hostile-codex: {failure}\n").as_bytes());
        std::process::exit(failure.exit_code());
    }
}
