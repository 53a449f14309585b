//! What `include/codex_sdk.h` promises: its functions, and which statuses each may answer.

use std::collections::{BTreeMap, BTreeSet};

use super::abi::Status;

pub type Answers = BTreeSet<Status>;

/// The header's functions by name, each with what it may answer; nothing for one that answers no status.
pub fn functions(header: &str) -> Result<BTreeMap<String, Option<Answers>>, String> {
    let defines = header.lines().filter_map(|line| line.strip_prefix("#define ")?.split_once(' '));
    // `#define CODEX_SDK_ERROR_BUSY -3`
    let numbers = defines.filter_map(|(name, number)| Some((name, number.parse().ok()?))).collect();
    let header = Header { numbers, comments: comments(header) };
    let functions = header.comments.iter().map(|(&name, (answers_status, _))| {
        let answers = answers_status.then(|| header.answers(name)).transpose();
        Ok((name.to_owned(), answers.map_err(|error: String| format!("{name}: {error}"))?))
    });
    functions.collect()
}

struct Header<'a> {
    numbers: BTreeMap<&'a str, Status>,
    /// By function: whether it answers a status, and its comment.
    comments: BTreeMap<&'a str, (bool, String)>,
}

fn comments(header: &str) -> BTreeMap<&str, (bool, String)> {
    let mut comments = BTreeMap::new();
    let mut comment = String::new();
    for line in header.lines() {
        if let Some(text) = line.strip_prefix("/**").or_else(|| line.strip_prefix(" *")) {
            comment.push_str(text.trim_end_matches("*/").trim_end_matches('/'));
            continue;
        }
        // `const char *codex_sdk_version(void);`, but not `typedef void (*codex_sdk_end_callback)(…`
        let before = line.split_once('(').map_or("", |(before, _)| before);
        let name = before.rsplit([' ', '*']).next().filter(|name| name.starts_with("codex_sdk_"));
        if let Some(name) = name.filter(|_| !line.starts_with(' ')) {
            comments.insert(name, (line.starts_with("codex_sdk_status "), comment.clone()));
        }
        comment.clear();
    }
    comments
}

impl Header<'_> {
    /// The statuses in a comment's "Answers …": named one by one, or "as" another function's, or another's "errors";
    /// what stands behind "but" is left out.
    fn answers(&self, function: &str) -> Result<Answers, String> {
        let (_, comment) = self.comments.get(function).ok_or_else(|| format!("what is `{function}`?"))?;
        let (_, text) = comment.split_once("Answers ").ok_or("the comment does not say what it answers")?;
        // Every second piece stood between backquotes.
        let pieces: Vec<&str> = text.split('`').collect();
        let mut answers = Answers::new();
        for pair in pieces.chunks_exact(2) {
            let (words, name) = (pair[0], pair[1]);
            let mut said = match self.numbers.get(name) {
                Some(&number) => Answers::from([number]),
                None => self.answers(name)?,
            };
            if words.contains("errors of") {
                said.retain(|status| *status < 0);
            }
            if words.ends_with("but ") {
                answers.retain(|status| !said.contains(status));
            } else {
                answers.extend(said);
            }
        }
        Ok(answers)
    }
}
