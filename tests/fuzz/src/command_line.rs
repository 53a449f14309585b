//! The library's command line, read as the Codex CLI reads it: a word that begins with `-` is a flag.

/// What the CLI understands.
#[derive(Debug, Default, PartialEq)]
pub struct Read {
    /// The values of flags that have one, but `--config`.
    pub flags: Vec<(String, String)>,
    /// Keys, and the values that TOML makes of the texts.
    pub config: Vec<(String, toml::Value)>,
    pub skips_check: bool,
    /// After `resume`.
    pub id: Option<String>,
}

const FLAGS: [&str; 8] =
    ["--config", "--model", "--thread-source", "--sandbox", "--cd", "--add-dir", "--output-schema", "--image"];

pub fn read(words: &[String]) -> Result<Read, String> {
    let mut read = Read::default();
    let mut words = words.iter().map(String::as_str);
    if (words.next(), words.next()) != (Some("exec"), Some("--experimental-json")) {
        return Err("not `exec --experimental-json`".into());
    }
    while let Some(word) = words.next() {
        if word == "--skip-git-repo-check" {
            read.skips_check = true;
        } else if word == "resume" {
            read.id = Some(words.next().ok_or("no id")?.to_owned());
        } else {
            let (flag, value) = match word.split_once('=') {
                Some((flag, value)) => (flag, value),
                None => (word, words.next().filter(|value| !value.starts_with('-')).ok_or("a flag without value")?),
            };
            match flag {
                "--config" => {
                    let (key, text) = value.split_once('=').ok_or("no `=`")?;
                    let mut table: toml::Table = toml::from_str(&format!("_x_ = {text}")).map_err(|e| e.to_string())?;
                    read.config.push((key.to_owned(), table.remove("_x_").ok_or("no value")?));
                }
                flag if FLAGS.contains(&flag) => read.flags.push((flag.to_owned(), value.to_owned())),
                _ => return Err(format!("`{word}` is no flag of ours")),
            }
        }
    }
    Ok(read)
}
