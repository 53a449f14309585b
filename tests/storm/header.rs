//! What `include/codex_sdk.h` promises: its functions, and which statuses each may answer.

use std::collections::{BTreeMap, BTreeSet};

use super::abi::Status;

pub type Answers = BTreeSet<Status>;

/// The header's functions by name, each with what it may answer; nothing for one that answers no status.
pub fn functions(header: &str) -> Result<BTreeMap<String, Option<Answers>>, String> {
    // `    CODEX_SDK_ERROR_BUSY = -3,`
    let enumerators = header.lines().filter_map(|line| line.trim().trim_end_matches(',').split_once(" = "));
    let numbers = enumerators.filter_map(|(name, number)| Some((name, number.parse().ok()?))).collect();
    let header = Header { numbers, text: header, functions: declarations(header) };
    let functions = header.functions.iter().map(|(&name, function)| {
        let answers = function.answers_status.then(|| header.answers(name)).transpose();
        Ok((name.to_owned(), answers.map_err(|error: String| format!("{name}: {error}"))?))
    });
    functions.collect()
}

struct Header<'a> {
    numbers: BTreeMap<&'a str, Status>,
    text: &'a str,
    functions: BTreeMap<&'a str, Function<'a>>,
}

struct Function<'a> {
    comment: String,
    answers_status: bool,
    parameters: &'a str,
    is_helper: bool,
}

impl Function<'_> {
    fn takes_a_handle(&self) -> bool {
        let first = self.parameters.split(',').next().unwrap_or_default();
        first.starts_with("codex_sdk_") && !first.contains("**")
    }

    fn takes_more_than_a_handle(&self) -> bool {
        self.parameters.contains(',') || !self.takes_a_handle()
    }
}

fn declarations(header: &str) -> BTreeMap<&str, Function<'_>> {
    let mut functions = BTreeMap::new();
    let mut comment = String::new();
    let mut is_helper = false;
    let mut rest = header;
    while let Some((line, after)) = rest.split_once('\n') {
        is_helper |= line == " * HELPERS";
        if let Some(text) = line.strip_prefix("/**").or_else(|| line.strip_prefix(" *")) {
            comment.push_str(text.trim_end_matches("*/").trim_end_matches('/').trim_end());
            comment.push('\n');
            rest = after;
            continue;
        }
        // `const char *codex_sdk_version(void);`, but not `typedef void (*codex_sdk_end_callback)(…`
        let before = line.split_once('(').map_or("", |(before, _)| before);
        let name = before.rsplit([' ', '*']).next().filter(|name| name.starts_with("codex_sdk_"));
        if let Some(name) = name.filter(|_| !line.starts_with(' ')) {
            let parameters = rest[before.len() + 1..].split(')').next().unwrap_or_default();
            let (comment, answers_status) = (comment.clone(), line.starts_with("codex_sdk_status "));
            functions.insert(name, Function { comment, answers_status, parameters, is_helper });
        }
        comment.clear();
        rest = after;
    }
    functions
}

impl Header<'_> {
    /// What any call may answer, which the header tells once, and what the function's comment says.
    fn answers(&self, function: &str) -> Result<Answers, String> {
        let declared = self.functions.get(function).ok_or_else(|| format!("what is `{function}`?"))?;
        let mut answers = self.answers_of_any(declared)?;
        self.add_own(&declared.comment, &mut answers)?;
        Ok(answers)
    }

    fn answers_of_any(&self, function: &Function) -> Result<Answers, String> {
        let who = if function.is_helper { "HELPER" } else { "CALL" };
        let heading = format!("STATUSES THAT ANY {who} MAY RETURN\n");
        let (_, section) = self.text.split_once(&heading).ok_or_else(|| format!("there is no {heading:?}"))?;
        // ` *   CODEX_SDK_ERROR_FORKED            in a child process, see FORK`
        let rows = section.lines().map_while(|line| line.strip_prefix(" *   ")?.split(' ').next());
        let names = rows.take_while(|name| name.starts_with("CODEX_SDK_")).filter(|name| match *name {
            "CODEX_SDK_ERROR_INVALID_HANDLE" => function.takes_a_handle(),
            "CODEX_SDK_ERROR_INVALID_ARGUMENT" => function.takes_more_than_a_handle(),
            _ => true,
        });
        names.map(|name| self.numbers.get(name).copied().ok_or_else(|| format!("what is {name}?"))).collect()
    }

    /// The statuses in a comment's "Returns …" or "Also returns …", below its summary: named one by one, or those of another
    /// function, or an "error of" another one; what follows "except" is left out.
    fn add_own(&self, comment: &str, answers: &mut Answers) -> Result<(), String> {
        let paragraphs = comment.split("\n\n").skip(1);
        let Some((_, text)) = paragraphs.filter_map(|text| text.split_once("eturns ")).last() else {
            return Ok(());
        };
        // Every second piece stood between backquotes.
        let pieces: Vec<&str> = text.split('`').collect();
        for pair in pieces.chunks_exact(2) {
            let (words, name) = (pair[0], pair[1]);
            let mut said = match self.numbers.get(name) {
                Some(&number) => Answers::from([number]),
                None => self.answers(name)?,
            };
            if words.contains("error of") {
                said.retain(|status| *status < 0);
            }
            if words.ends_with("except ") {
                answers.retain(|status| !said.contains(status));
            } else {
                answers.extend(said);
            }
        }
        Ok(())
    }
}
