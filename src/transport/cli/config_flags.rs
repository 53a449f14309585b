//! JSON configuration to the CLI's `--config key=value` arguments, whose values are TOML.
//!
//! Two facts of the CLI (0.169.0) shape this: the key is split at every dot, with no way to quote one, and a
//! value that is no TOML is silently taken as a string. So a key that cannot stand in a dotted path is written
//! inside its parent's inline table, and everything written here must be valid TOML.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::argument::Argument;
use crate::transport::failure::{Failure, FailureKind};

/// Brackets within brackets. The CLI's reader bears 79 (0.169.0) and takes what goes deeper for a string.
const DEEPEST: usize = 64;

/// The `--config` values of a configuration object, and those that are given as they are.
pub fn overrides(config: &Map<String, Value>, raw: &[String]) -> Result<Vec<Argument>, Failure> {
    let config = flatten(config)?.into_iter().map(|text| {
        let option = format!("config.{}", text.split('=').next().unwrap_or_default());
        Argument { option, text }
    });
    let raw = raw.iter().enumerate();
    let raw = raw.map(|(index, text)| Argument { option: format!("config_overrides[{index}]"), text: text.clone() });
    Ok(config.chain(raw).collect())
}

/// Flattens a configuration object to `dotted.key=value` texts, in the object's order.
pub fn flatten(config: &Map<String, Value>) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    for (key, value) in config {
        if !is_plain_key(key) {
            return Err(refuse(
                key,
                "has a key that the CLI's command line cannot carry: use letters, digits, `_` and `-`",
            ));
        }
        flatten_value(key, value, &mut lines)?;
    }
    Ok(lines)
}

fn flatten_value(path: &str, value: &Value, lines: &mut Vec<String>) -> Result<(), Failure> {
    match value {
        Value::Object(table) if !table.is_empty() && table.keys().all(|key| is_plain_key(key)) => {
            for (key, child) in table {
                flatten_value(&format!("{path}.{key}"), child, lines)?;
            }
        }
        _ => {
            let mut line = format!("{path}=");
            write_value(path, value, 0, &mut line)?;
            lines.push(line);
        }
    }
    Ok(())
}

/// A TOML basic string.
pub fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_string(text, &mut out);
    out
}

fn write_value(path: &str, value: &Value, depth: usize, out: &mut String) -> Result<(), Failure> {
    if depth == DEEPEST && (value.is_array() || value.is_object()) {
        return Err(refuse(path, "is nested deeper than the CLI can read"));
    }
    match value {
        Value::String(text) => write_string(text, out),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => {
            if number.is_u64() && !number.is_i64() {
                return Err(refuse(path, "is larger than the largest TOML integer (9223372036854775807)"));
            }
            // Infallible: a String takes whatever is written to it.
            let _ = write!(out, "{number}");
        }
        Value::Array(values) => {
            out.push('[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_value(&format!("{path}[{index}]"), value, depth + 1, out)?;
            }
            out.push(']');
        }
        Value::Object(table) => {
            out.push('{');
            for (index, (key, value)) in table.iter().enumerate() {
                if key.is_empty() {
                    return Err(refuse(path, "has an empty key"));
                }
                if index > 0 {
                    out.push_str(", ");
                }
                if is_plain_key(key) {
                    out.push_str(key);
                } else {
                    write_string(key, out);
                }
                out.push_str(" = ");
                write_value(&format!("{path}.{key}"), value, depth + 1, out)?;
            }
            out.push('}');
        }
        Value::Null => return Err(refuse(path, "is null, which TOML cannot express: leave the key out")),
    }
    Ok(())
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn is_plain_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

fn refuse(path: &str, why: &str) -> Failure {
    Failure::new(FailureKind::InvalidOption, format!("`config.{path}` {why}")).with("option", format!("config.{path}"))
}

/// The judge, which the fuzz target shares.
#[cfg(test)]
#[path = "../../../tests/fuzz/src/as_the_cli.rs"]
mod as_the_cli;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::{hash_map, vec};
    use proptest::prelude::*;
    use serde_json::json;

    fn text() -> impl Strategy<Value = String> {
        // Any character, and those that TOML or the CLI might take for something else.
        prop_oneof![
            any::<String>(),
            "[\"'\\\\=#.,\\[\\]{}\n\r\t\0\u{1b}\u{7f}\u{85}\u{2028}\u{feff} ]{0,12}",
            "-?[a-z0-9_-]{0,6}"
        ]
    }

    fn plain_key() -> impl Strategy<Value = String> {
        "[A-Za-z0-9_-]{1,6}"
    }

    fn value() -> impl Strategy<Value = Value> {
        let number = prop_oneof![any::<i64>().prop_map(Value::from), any::<f64>().prop_map(Value::from)];
        let leaf = prop_oneof![
            8 => text().prop_map(Value::from),
            4 => number,
            2 => any::<bool>().prop_map(Value::from),
            1 => prop_oneof![any::<u64>().prop_map(Value::from), Just(Value::Null)],
        ];
        leaf.prop_recursive(6, 48, 6, |inner| {
            let key = prop_oneof![3 => plain_key(), 1 => text()];
            let object =
                hash_map(key, inner.clone(), 0..6).prop_map(|table| Value::Object(table.into_iter().collect()));
            prop_oneof![vec(inner, 0..6).prop_map(Value::from), object]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_the_cli_reads_is_what_went_in(config in hash_map(plain_key(), value(), 0..4)) {
            let config = config.into_iter().collect();
            as_the_cli::check(&config, flatten(&config).map_err(|failure| failure.facts));
        }
    }

    fn lines(config: Value) -> Vec<String> {
        flatten(config.as_object().unwrap()).unwrap()
    }

    fn nested(brackets: usize) -> Value {
        json!({"a": (0..brackets).fold(json!(1), |value, _| json!([value]))})
    }

    #[test]
    fn nested_objects_become_dotted_keys() {
        assert_eq!(
            lines(json!({"a": {"b": {"c": 1}}, "d": [true, "x"], "e": {}, "f": 1.5})),
            ["a.b.c=1", "d=[true, \"x\"]", "e={}", "f=1.5"]
        );
    }

    #[test]
    fn a_key_that_cannot_be_dotted_stays_inside_its_table() {
        assert_eq!(lines(json!({"m": {"a.b": {"c": "\u{7f}\""}}})), ["m={\"a.b\" = {c = \"\\u007F\\\"\"}}"]);
    }

    #[test]
    fn what_toml_cannot_say_is_refused_by_name() {
        for (config, path) in [
            (json!({"a": {"b": null}}), "config.a.b"),
            (json!({"a": [1, null]}), "config.a[1]"),
            (json!({"a": 18446744073709551615u64}), "config.a"),
            (json!({"a.b": 1}), "config.a.b"),
            (json!({"": 1}), "config."),
            (nested(DEEPEST + 1), &format!("config.a{}", "[0]".repeat(DEEPEST))),
        ] {
            let failure = flatten(config.as_object().unwrap()).unwrap_err();
            assert_eq!(failure.facts["option"], path);
        }
    }
}
