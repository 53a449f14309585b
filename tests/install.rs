//! `make install`, and what other builds find then: through pkg-config and through CMake, shared and static.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAM: &str = r#"
#include <codex_sdk.h>
#include <string.h>
int main(void) { return strcmp(codex_sdk_version(), CODEX_SDK_VERSION); }
"#;

const CPP_PROGRAM: &str = r#"
#include <codex_sdk.hpp>
int main() { return codex_sdk::Json("[7]").get("/0") == "7" ? 0 : 1; }
"#;

const CMAKE: &str = r#"
cmake_minimum_required(VERSION 3.16)
project(installed C CXX)
find_package(CodexSdk 0.1 REQUIRED)
add_executable(cpp program.cpp)
target_link_libraries(cpp CodexSdk::cpp)
add_executable(shared program.c)
target_link_libraries(shared CodexSdk::shared)
add_executable(static program.c)
target_link_libraries(static CodexSdk::static)
"#;

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{command:?}:\n{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// A tool that is missing is said aloud, and is a failure where everything must be there.
fn is_there(tool: &str) -> bool {
    let there = Command::new(tool).arg("--version").output().is_ok();
    assert!(there || std::env::var_os("CI").is_none(), "{tool} is not installed, and CI leaves nothing out");
    if !there {
        eprintln!("not run here: {tool} is not installed");
    }
    there
}

/// What the README says of the sizes.
fn is_as_small_as_promised(prefix: &Path) {
    const SHARED: u64 = 2;
    const ARCHIVE: u64 = 10;
    let promise = format!("the shared library takes at most {SHARED} MiB, the archive at most {ARCHIVE} MiB");
    let readme = include_str!("../README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(readme.contains(&promise), "the README does not say: {promise}");
    for (name, most) in [("libcodex_sdk.so", SHARED), ("libcodex_sdk.a", ARCHIVE)] {
        let bytes = fs::metadata(prefix.join("lib").join(name)).expect(name).len();
        assert!(bytes <= most * 1024 * 1024, "{name} has {bytes} bytes, more than {most} MiB");
    }
}

fn install() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let prefix = folder.path().join("prefix");
    let make = format!("PREFIX={}", prefix.display());
    run(Command::new("make").args(["install", &make]).current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("DESTDIR"));
    fs::write(folder.path().join("program.c"), PROGRAM).expect("write");
    fs::write(folder.path().join("program.cpp"), CPP_PROGRAM).expect("write");
    (folder, prefix)
}

fn with_pkg_config(folder: &Path, prefix: &Path) {
    let flags = |more: &[&str]| {
        let mut command = Command::new("pkg-config");
        command.args(["--cflags", "--libs"]).args(more).arg("codex-sdk");
        let text = run(command.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig")));
        text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let compile = |compiler: &str, source: &str, name: &str, flags: Vec<String>| {
        let program = folder.join(name);
        run(Command::new(compiler).arg(folder.join(source)).args(flags).arg("-o").arg(&program));
        program
    };
    let shared = compile("cc", "program.c", "shared", flags(&[]));
    run(Command::new(shared).env("LD_LIBRARY_PATH", prefix.join("lib")));
    let cpp = compile("c++", "program.cpp", "cpp", [vec!["-std=c++17".into()], flags(&[])].concat());
    run(Command::new(cpp).env("LD_LIBRARY_PATH", prefix.join("lib")));
    let archive = prefix.join("lib/libcodex_sdk.a").display().to_string();
    let flags = flags(&["--static"]).into_iter();
    let flags = flags.map(|flag| if flag == "-lcodex_sdk" { archive.clone() } else { flag }).collect();
    run(&mut Command::new(compile("cc", "program.c", "static", flags)));
}

fn with_cmake(folder: &Path, prefix: &Path) {
    fs::write(folder.join("CMakeLists.txt"), CMAKE).expect("write");
    let build = folder.join("cmake");
    let mut configure = Command::new("cmake");
    configure.arg("-S").arg(folder).arg("-B").arg(&build).arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display()));
    run(&mut configure);
    run(Command::new("cmake").arg("--build").arg(&build));
    run(&mut Command::new(build.join("shared")));
    run(&mut Command::new(build.join("static")));
    run(&mut Command::new(build.join("cpp")));
}

#[test]
fn an_installed_library_is_found_by_pkg_config_and_cmake() {
    let (folder, prefix) = install();
    if cfg!(target_os = "linux") {
        is_as_small_as_promised(&prefix);
    }
    if is_there("pkg-config") {
        with_pkg_config(folder.path(), &prefix);
    }
    if is_there("cmake") {
        with_cmake(folder.path(), &prefix);
    }
}
