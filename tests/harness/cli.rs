//! Where the programs are that the tests start: the pinned Codex CLI and the binaries of `tests/testkit`.

use std::path::{Path, PathBuf};

/// The npm package that holds the native CLI for this machine, and the target triple inside it.
pub fn platform() -> Result<(&'static str, &'static str), String> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Ok(("codex-linux-x64", "x86_64-unknown-linux-musl")),
        ("linux", "aarch64") => Ok(("codex-linux-arm64", "aarch64-unknown-linux-musl")),
        ("macos", "x86_64") => Ok(("codex-darwin-x64", "x86_64-apple-darwin")),
        ("macos", "aarch64") => Ok(("codex-darwin-arm64", "aarch64-apple-darwin")),
        (os, arch) => Err(format!("there is no pinned Codex CLI for {os} on {arch}")),
    }
}

/// The pinned native CLI: `CODEX_SDK_TEST_CLI`, or what `make deps` installed below `tests/cli`.
pub fn native_cli() -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os("CODEX_SDK_TEST_CLI") {
        return existing(PathBuf::from(path), "CODEX_SDK_TEST_CLI names no file");
    }
    let (package, triple) = platform()?;
    let vendor = project().join("tests/cli/node_modules/@openai").join(package).join("vendor");
    existing(vendor.join(triple).join("bin/codex"), "the pinned Codex CLI is missing: run `make deps`")
}

/// `hostile-codex` or `model-server`: in `CODEX_SDK_TEST_BIN`, or built beside this test.
pub fn testkit(name: &str) -> Result<PathBuf, String> {
    let folder = match std::env::var_os("CODEX_SDK_TEST_BIN") {
        Some(folder) => PathBuf::from(folder),
        None => target_folder()?,
    };
    let path = folder.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    existing(path, "a test program is missing: run `cargo build --workspace`")
}

/// `target/<profile>`, two floors above the test executable (`target/<profile>/deps/name-hash`).
pub fn target_folder() -> Result<PathBuf, String> {
    let executable = std::env::current_exe().map_err(|error| format!("where am I? {error}"))?;
    let folder = executable.parent().and_then(Path::parent);
    folder.map(Path::to_path_buf).ok_or_else(|| format!("no target folder above {}", executable.display()))
}

/// The root of the checkout.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn existing(path: PathBuf, complaint: &str) -> Result<PathBuf, String> {
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!("{complaint} ({})", path.display()))
    }
}
