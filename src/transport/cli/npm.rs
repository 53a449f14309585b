//! The layout of the npm packages that carry the CLI: `@openai/codex` is a JavaScript shim, and the native
//! binary is in a platform package beside it, in one of two layouts.

use std::io::Read;
use std::path::Path;

use super::executable::{probe, Cli};

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
const PLATFORM: (&str, &str) = ("codex-linux-x64", "x86_64-unknown-linux-musl");
#[cfg(all(target_os = "linux", target_arch = "aarch64"))]
const PLATFORM: (&str, &str) = ("codex-linux-arm64", "aarch64-unknown-linux-musl");
#[cfg(all(target_os = "macos", target_arch = "x86_64"))]
const PLATFORM: (&str, &str) = ("codex-darwin-x64", "x86_64-apple-darwin");
#[cfg(all(target_os = "macos", target_arch = "aarch64"))]
const PLATFORM: (&str, &str) = ("codex-darwin-arm64", "aarch64-apple-darwin");
#[cfg(not(all(any(target_os = "linux", target_os = "macos"), any(target_arch = "x86_64", target_arch = "aarch64"))))]
compile_error!(
    "the Codex CLI has no npm package for this platform; it has them for Linux and macOS on x86_64 and aarch64"
);

pub const PACKAGE: &str = PLATFORM.0;
pub const TRIPLE: &str = PLATFORM.1;

/// The platform package in a `node_modules` folder, hoisted or nested below the shim's package.
pub fn in_node_modules(modules: &Path, found_by: &'static str, tried: &mut Vec<String>) -> Option<Cli> {
    let scope = modules.join("@openai");
    let hoisted = scope.join(PACKAGE).join("vendor");
    if !scope.is_dir() {
        tried.push(hoisted.join(TRIPLE).display().to_string());
        return None;
    }
    let shim = scope.join("codex");
    // A package manager may link the shim's package into place: its neighbours are beside the real folder.
    let real = std::fs::canonicalize(&shim).unwrap_or_else(|_| shim.clone());
    in_vendor(&hoisted, found_by, tried)
        .or_else(|| in_vendor(&real.join("node_modules/@openai").join(PACKAGE).join("vendor"), found_by, tried))
        .or_else(|| in_vendor(&real.parent()?.join(PACKAGE).join("vendor"), found_by, tried))
        .or_else(|| in_vendor(&real.join("vendor"), found_by, tried))
}

/// `vendor/<triple>`: the layout with `codex-package.json`, or the older one.
pub fn in_vendor(vendor: &Path, found_by: &'static str, tried: &mut Vec<String>) -> Option<Cli> {
    let root = vendor.join(TRIPLE);
    let layouts = [
        (root.join("bin/codex"), root.join("codex-path"), Some(root.join("codex-package.json"))),
        (root.join("codex/codex"), root.join("path"), None),
    ];
    for (path, path_folder, description) in layouts {
        if !probe(&path, tried) {
            continue;
        }
        let missing = description.filter(|file| !file.is_file());
        tried.extend(missing.iter().map(|file| file.display().to_string()));
        if missing.is_none() {
            let path_folders = if path_folder.is_dir() { vec![path_folder] } else { Vec::new() };
            return Some(Cli { path, path_folders, found_by });
        }
    }
    None
}

/// The native binary behind `codex.js`, when `path` is (a link to) that script; otherwise `path` is used as it is.
pub fn behind_shim(path: &Path, found_by: &'static str) -> Option<Cli> {
    let real = std::fs::canonicalize(path).ok()?;
    if !starts_like_node_script(&real) {
        return None;
    }
    let package = real.parent()?.parent()?;
    let mut unused = Vec::new();
    package
        .ancestors()
        .filter(|folder| folder.file_name().is_some_and(|name| name == "node_modules"))
        .find_map(|modules| in_node_modules(modules, found_by, &mut unused))
        .or_else(|| in_node_modules(&package.join("node_modules"), found_by, &mut unused))
        .or_else(|| in_vendor(&package.join("vendor"), found_by, &mut unused))
}

fn starts_like_node_script(path: &Path) -> bool {
    let mut start = [0u8; 64];
    let read = std::fs::File::open(path).and_then(|mut file| file.read(&mut start)).unwrap_or(0);
    let first_line = start[..read].split(|&byte| byte == b'\n').next().unwrap_or_default();
    first_line.starts_with(b"#!") && memchr::memmem::find(first_line, b"node").is_some()
}
