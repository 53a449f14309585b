//! What the Codex CLI (0.169.0) makes of `--config key=value` arguments: the judge of the library's TOML.

use serde_json::{Map, Value};

type Table = toml::Table;

/// Panics unless the lines, read as the CLI reads them, are the configuration again. A configuration that was refused
/// must have a reason for it, and the refusal a place.
pub fn check(config: &Map<String, Value>, flattened: Result<Vec<String>, Map<String, Value>>) {
    match flattened {
        Ok(lines) => {
            let read = read(&lines).unwrap_or_else(|problem| panic!("{problem}\n{config:?}\n{lines:#?}"));
            if let Err(place) = same_table(config, &read) {
                panic!("config{place} changed on the way\n{config:?}\n{lines:#?}\n{read:?}");
            }
            assert!(!must_be_refused(config), "TOML cannot say {config:?}, and yet it became {lines:#?}");
        }
        Err(facts) => {
            let place = facts["option"].as_str().expect("a refusal names its option");
            assert!(place.starts_with("config."), "{place}");
            assert!(must_be_refused(config), "{place} was refused without a reason: {config:?}");
        }
    }
}

/// The CLI splits at the first `=`, the key at every dot, and takes what is no TOML for a string: that must not happen.
fn read(lines: &[String]) -> Result<Table, String> {
    let mut root = Table::new();
    for line in lines {
        let (path, text) = line.split_once('=').ok_or_else(|| format!("no `=` in {line:?}"))?;
        let mut read: Table =
            toml::from_str(&format!("_x_ = {}", text.trim())).map_err(|error| format!("no TOML: {line:?}: {error}"))?;
        let value =
            read.remove("_x_").filter(|_| read.is_empty()).ok_or_else(|| format!("more than a value: {line:?}"))?;
        let (parents, last) =
            path.trim().rsplit_once('.').map_or((None, path), |(parents, last)| (Some(parents), last));
        let mut table = &mut root;
        for key in parents.iter().flat_map(|parents| parents.split('.')) {
            let inner = table.entry(key).or_insert_with(|| Table::new().into());
            table = inner.as_table_mut().ok_or_else(|| format!("{line:?} replaces a value"))?;
        }
        if table.insert(last.to_owned(), value).is_some() {
            return Err(format!("{line:?} replaces a value"));
        }
    }
    Ok(root)
}

fn same_table(json: &Map<String, Value>, toml: &Table) -> Result<(), String> {
    if let Some(extra) = toml.keys().find(|key| !json.contains_key(*key)) {
        return Err(format!(".{extra}"));
    }
    json.iter().try_for_each(|(key, value)| {
        let inner = toml.get(key).map_or(Err(String::new()), |toml| same(value, toml));
        inner.map_err(|place| format!(".{key}{place}"))
    })
}

/// Where the two differ.
fn same(json: &Value, toml: &toml::Value) -> Result<(), String> {
    let equal =
        match (json, toml) {
            (Value::Object(json), toml::Value::Table(toml)) => return same_table(json, toml),
            (Value::Array(json), toml::Value::Array(toml)) if json.len() == toml.len() => {
                return json.iter().zip(toml).enumerate().try_for_each(|(index, (json, toml))| {
                    same(json, toml).map_err(|place| format!("[{index}]{place}"))
                });
            }
            (Value::String(json), toml::Value::String(toml)) => json == toml,
            (Value::Bool(json), toml::Value::Boolean(toml)) => json == toml,
            (Value::Number(json), toml::Value::Integer(toml)) => json.as_i64() == Some(*toml),
            // To the bit: -0.0 is not 0.0.
            (Value::Number(json), toml::Value::Float(toml)) => {
                json.is_f64() && json.as_f64().map(f64::to_bits) == Some(toml.to_bits())
            }
            _ => false,
        };
    if equal {
        Ok(())
    } else {
        Err(String::new())
    }
}

/// Whether there is anything in it that the command line or TOML has no words for.
pub fn must_be_refused(config: &Map<String, Value>) -> bool {
    config.iter().any(|(key, value)| !is_plain(key) || cannot_be_said(value, is_dotted(value), 0))
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
}

/// Its keys become part of the dotted key, where depth costs nothing.
fn is_dotted(value: &Value) -> bool {
    value.as_object().is_some_and(|table| !table.is_empty() && table.keys().all(|key| is_plain(key)))
}

/// `depth` counts what stands around the value within the same line.
fn cannot_be_said(value: &Value, dotted: bool, depth: usize) -> bool {
    let inner = |value: &Value| cannot_be_said(value, dotted && is_dotted(value), if dotted { 0 } else { depth + 1 });
    let brackets = (value.is_array() || value.is_object()) && !dotted;
    (brackets && depth >= DEEPEST)
        || match value {
            Value::Null => true,
            Value::Number(number) => number.as_u64().is_some_and(|number| i64::try_from(number).is_err()),
            Value::Array(values) => values.iter().any(inner),
            Value::Object(table) => table.iter().any(|(key, value)| key.is_empty() || inner(value)),
            _ => false,
        }
}

/// What stands in more brackets than this is refused: the CLI would take it for a string.
const DEEPEST: usize = 64;
