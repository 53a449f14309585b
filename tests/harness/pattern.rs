//! The matcher of the conformance cases: does a value look as the case says? The language is described in
//! `tests/conformance/README.md`; every mismatch names the place, what was expected and what was there.

use regex::Regex;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// What `{"$same":"name"}` has been bound to so far. One per case, so that steps can refer to each other.
pub type Bindings = HashMap<String, Value>;

/// The text a value was read from, where `$raw` may ask for it.
#[derive(Clone, Copy)]
pub enum Raw<'a> {
    None,
    /// The value is one event; this is its line.
    Line(&'a str),
    /// The value is an array of events; these are their lines.
    Lines(&'a [String]),
}

/// Checks `value` against `pattern`; `name` is what to call the value in the error.
pub fn check(name: &str, pattern: &Value, value: &Value, bindings: &mut Bindings) -> Result<(), String> {
    check_raw(name, pattern, value, Raw::None, bindings)
}

/// As `check`, for a value whose text is known.
pub fn check_raw(name: &str, pattern: &Value, value: &Value, raw: Raw, bindings: &mut Bindings) -> Result<(), String> {
    match_value(name, pattern, Some(value), raw, bindings)
}

/// Finds the mistakes that a pattern itself can hold (an unknown `$` word, a bad expression), so that they
/// show when a case is read and not only when a value happens to reach them.
pub fn validate(pattern: &Value) -> Result<(), String> {
    match pattern {
        Value::Array(patterns) => patterns.iter().try_for_each(validate),
        Value::Object(object) if is_special(object)? => {
            object.iter().try_for_each(|(word, argument)| validate_word(word, argument))
        }
        Value::Object(object) => object.values().try_for_each(validate),
        _ => Ok(()),
    }
}

fn validate_word(word: &str, argument: &Value) -> Result<(), String> {
    match word {
        "$regex" => compile(argument).map(drop),
        "$contains" | "$same" => text_of(word, argument).map(drop),
        "$has" => array_of(word, argument)?.iter().try_for_each(validate),
        "$runs" => {
            for run in array_of(word, argument)? {
                array_of("an element of $runs", run)?.iter().try_for_each(validate)?;
            }
            Ok(())
        }
        "$absent" | "$any" if argument == &Value::Bool(true) => Ok(()),
        "$absent" | "$any" => Err(format!("{word} takes true, not {argument}")),
        "$exact" => Ok(()),
        "$raw" | "$not" => validate(argument),
        "$length" | "$max_length" | "$at_least" | "$at_most" if argument.is_u64() => Ok(()),
        "$length" | "$max_length" | "$at_least" | "$at_most" => Err(format!("{word} takes a number, not {argument}")),
        _ => Err(format!("unknown word {word} in a pattern")),
    }
}

/// An object whose keys all start with `$` is a special one; half and half is a mistake.
fn is_special(object: &Map<String, Value>) -> Result<bool, String> {
    let special = object.keys().filter(|key| key.starts_with('$')).count();
    match special {
        0 => Ok(false),
        n if n == object.len() => Ok(true),
        _ => Err(format!("a pattern mixes $ words and plain keys: {}", Value::Object(object.clone()))),
    }
}

fn match_value(
    path: &str,
    pattern: &Value,
    value: Option<&Value>,
    raw: Raw,
    bindings: &mut Bindings,
) -> Result<(), String> {
    if let Value::Object(object) = pattern {
        if is_special(object)? {
            return object
                .iter()
                .try_for_each(|(word, argument)| match_word(path, word, argument, value, raw, bindings));
        }
    }
    let Some(value) = value else {
        return Err(format!("{path}: expected {}, but it is absent", short(pattern)));
    };
    match (pattern, value) {
        (Value::Object(pattern), Value::Object(object)) => pattern.iter().try_for_each(|(key, pattern)| {
            match_value(&format!("{path}.{key}"), pattern, object.get(key), Raw::None, bindings)
        }),
        (Value::Array(patterns), Value::Array(values)) => {
            // The elements first: which one differs says more than how many there are.
            for (index, (pattern, value)) in patterns.iter().zip(values).enumerate() {
                match_value(&format!("{path}[{index}]"), pattern, Some(value), element(raw, index), bindings)?;
            }
            if patterns.len() == values.len() {
                return Ok(());
            }
            let (expected, got) = (patterns.len(), values.len());
            let what = match values.get(expected) {
                Some(extra) => format!("the first one too many is {}", short(extra)),
                None => format!("missing: {}", short(&patterns[got])),
            };
            Err(format!("{path}: expected {expected} elements, got {got}; {what}"))
        }
        _ if pattern == value => Ok(()),
        _ => Err(format!("{path}: expected {}, got {}", short(pattern), short(value))),
    }
}

fn match_word(
    path: &str,
    word: &str,
    argument: &Value,
    value: Option<&Value>,
    raw: Raw,
    bindings: &mut Bindings,
) -> Result<(), String> {
    if word == "$absent" {
        return match value {
            None => Ok(()),
            Some(value) => Err(format!("{path}: expected nothing there, got {}", short(value))),
        };
    }
    if word == "$not" {
        // On a copy: what a refused pattern bound must not stay.
        return match match_value(path, argument, value, raw, &mut bindings.clone()) {
            Err(_) => Ok(()),
            Ok(()) => Err(format!("{path}: expected anything but {}, got {}", short(argument), or_absent(value))),
        };
    }
    let Some(value) = value else {
        return Err(format!("{path}: expected {word} {}, but it is absent", short(argument)));
    };
    let mismatch = || Err(format!("{path}: expected {word} {}, got {}", short(argument), short(value)));
    let holds = match word {
        "$any" => true,
        "$regex" => value.as_str().is_some_and(|text| compile(argument).is_ok_and(|regex| regex.is_match(text))),
        "$contains" => {
            let part = text_of(word, argument)?;
            value.as_str().is_some_and(|text| text.contains(part))
        }
        "$exact" => argument == value,
        "$length" => length(value).is_some_and(|length| Some(length) == argument.as_u64()),
        "$max_length" => length(value).is_some_and(|length| Some(length) <= argument.as_u64()),
        "$at_least" => value.as_f64().is_some_and(|number| Some(number) >= argument.as_f64()),
        "$at_most" => value.as_f64().is_some_and(|number| Some(number) <= argument.as_f64()),
        "$has" => {
            let Value::Array(values) = value else { return mismatch() };
            return find_in_order(path, array_of(word, argument)?, values, raw, bindings);
        }
        "$runs" => {
            let Value::Array(values) = value else { return mismatch() };
            return find_runs(path, array_of(word, argument)?, values, bindings);
        }
        "$same" => {
            let name = text_of(word, argument)?;
            let Some(bound) = bindings.get(name) else {
                bindings.insert(name.to_string(), value.clone());
                return Ok(());
            };
            if bound == value {
                return Ok(());
            }
            return Err(format!("{path}: expected {} as before for {name:?}, got {}", short(bound), short(value)));
        }
        "$raw" => {
            let Raw::Line(line) = raw else {
                return Err(format!("{path}: $raw is for an event, and this is none"));
            };
            let line = Value::String(line.to_string());
            return match_value(&format!("{path} (its line)"), argument, Some(&line), Raw::None, bindings);
        }
        _ => return Err(format!("{path}: unknown word {word} in the pattern")),
    };
    if holds {
        Ok(())
    } else {
        mismatch()
    }
}

/// `$has`: each pattern matches an element, in this order, gaps allowed.
fn find_in_order(
    path: &str,
    patterns: &[Value],
    values: &[Value],
    raw: Raw,
    bindings: &mut Bindings,
) -> Result<(), String> {
    let mut next = 0;
    for pattern in patterns {
        let found = (next..values.len()).find(|&index| {
            let mut attempt = bindings.clone();
            let place = format!("{path}[{index}]");
            let fits = match_value(&place, pattern, Some(&values[index]), element(raw, index), &mut attempt).is_ok();
            if fits {
                *bindings = attempt;
            }
            fits
        });
        let Some(index) = found else {
            return Err(format!(
                "{path}: expected to find {} from element {next} on, got {}",
                short(pattern),
                list(&values[next..])
            ));
        };
        next = index + 1;
    }
    Ok(())
}

/// `$runs`: each run of patterns matches neighbouring elements; the runs come in this order, gaps between them.
fn find_runs(path: &str, runs: &[Value], values: &[Value], bindings: &mut Bindings) -> Result<(), String> {
    let mut next = 0;
    for run in runs {
        let run_patterns = array_of("an element of $runs", run)?;
        let size = run_patterns.len();
        let found = (next..values.len().saturating_sub(size - 1).max(next)).find(|&start| {
            let mut attempt = bindings.clone();
            let fits = run_patterns
                .iter()
                .zip(&values[start..start + size])
                .all(|(pattern, value)| match_value(path, pattern, Some(value), Raw::None, &mut attempt).is_ok());
            if fits {
                *bindings = attempt;
            }
            fits
        });
        let Some(start) = found else {
            return Err(format!(
                "{path}: expected to find the run {} from element {next} on, got {}",
                short(run),
                list(&values[next..])
            ));
        };
        next = start + size;
    }
    Ok(())
}

fn element(raw: Raw, index: usize) -> Raw {
    match raw {
        Raw::Lines(lines) => lines.get(index).map_or(Raw::None, |line| Raw::Line(line)),
        _ => Raw::None,
    }
}

/// Bytes of a string, elements of an array or keys of an object.
fn length(value: &Value) -> Option<u64> {
    let length = match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.len(),
        Value::Object(object) => object.len(),
        _ => return None,
    };
    Some(length as u64)
}

fn compile(argument: &Value) -> Result<Regex, String> {
    let expression = text_of("$regex", argument)?;
    Regex::new(expression).map_err(|error| format!("bad $regex: {error}"))
}

fn text_of<'a>(word: &str, argument: &'a Value) -> Result<&'a str, String> {
    argument.as_str().ok_or_else(|| format!("{word} takes a string, not {argument}"))
}

fn array_of<'a>(word: &str, argument: &'a Value) -> Result<&'a [Value], String> {
    match argument {
        Value::Array(values) if !values.is_empty() => Ok(values),
        _ => Err(format!("{word} takes an array that is not empty, not {argument}")),
    }
}

fn or_absent(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_string(), short)
}

/// Enough of a value to recognise it: some of them are megabytes long.
pub fn short(value: &Value) -> String {
    short_text(&value.to_string())
}

pub fn short_text(text: &str) -> String {
    const LIMIT: usize = 600;
    let text = text.trim_end();
    if text.len() <= LIMIT {
        return text.to_string();
    }
    let cut = (0..=LIMIT).rev().find(|&index| text.is_char_boundary(index)).unwrap_or(0);
    format!("{}… ({} bytes)", &text[..cut], text.len())
}

fn list(values: &[Value]) -> String {
    short(&Value::Array(values.to_vec()))
}
