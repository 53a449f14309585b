//! `include/codex_sdk.h` is what cbindgen makes of the sources; `CODEX_SDK_HEADER_WRITE=1` writes it anew.

use std::fs;
use std::path::Path;

#[test]
fn the_header_is_what_the_sources_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut contract = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml");
    contract.after_includes = Some(format!(
        "/* The version of this header, as text. */\n#define CODEX_SDK_VERSION \"{}\"",
        env!("CARGO_PKG_VERSION")
    ));
    let vocabulary = fs::read_to_string(root.join("schema/header.txt")).expect("schema/header.txt");
    contract.header = contract.header.map(|text| text.replace(" * (schema/header.txt)\n", &vocabulary));
    let mut helpers = contract.clone();
    helpers.header = contract.trailer.take().map(|text| text.trim_end().to_owned());
    (helpers.trailer, helpers.include_guard, helpers.after_includes) = (None, None, None);
    helpers.sys_includes.clear();

    let contract = generate(contract, &["library", "status", "client", "thread", "turn"]);
    let end = contract.rfind("#endif").expect("an include guard");
    let (contract, end) = contract.split_at(end);
    let generated = as_c89(&format!("{contract}{}\n{end}", generate(helpers, &["json"])));

    let path = root.join("include/codex_sdk.h");
    if std::env::var_os("CODEX_SDK_HEADER_WRITE").is_some() {
        fs::write(&path, &generated).expect("write the header");
    }
    let current = fs::read_to_string(&path).unwrap_or_default();
    assert!(current == generated, "include/codex_sdk.h is out of date: run `make header` and commit what it writes");
}

/// The declarations of some files of src/abi.
fn generate(config: cbindgen::Config, files: &[&str]) -> String {
    let abi = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/abi");
    let builder = cbindgen::Builder::new().with_config(config);
    let builder = files.iter().fold(builder, |builder, file| builder.with_src(abi.join(format!("{file}.rs"))));
    let mut written = Vec::new();
    builder.generate().expect("cbindgen").write(&mut written);
    String::from_utf8(written).expect("UTF-8")
}

/// In the comments that C89 has, those of one line in one line; no comma ends an enum; types by their typedefs.
fn as_c89(header: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in header.lines() {
        let line = ["// __cplusplus", "// extern \"C\""]
            .iter()
            .find_map(|end| line.strip_suffix(end))
            .unwrap_or(line)
            .trim_end();
        if let Some(last) = lines.last_mut().filter(|_| line.starts_with('}')) {
            last.truncate(last.trim_end_matches(',').len());
        }
        let is_declaration = line.starts_with("typedef struct");
        let line = &if is_declaration { line.to_owned() } else { line.replace("struct codex_sdk_", "codex_sdk_") };
        let comment = match &lines[lines.len().saturating_sub(2)..] {
            [begin, text] if line.trim() == "*/" && begin.trim() == "/**" => text.trim_start().strip_prefix("* "),
            _ => None,
        };
        if let Some(text) = comment {
            let indent = &line[..line.len() - line.trim_start().len() - 1];
            let comment = format!("{indent}/** {text} */");
            lines.truncate(lines.len() - 2);
            lines.push(comment);
        } else {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n") + "\n"
}
