//! What one turn has used, where the CLI tells what its thread has.

use serde_json::{Map, Value};

/// What a thread had used before a turn.
#[derive(Clone, Debug, Default)]
pub enum Baseline {
    /// A new thread: nothing.
    #[default]
    Zero,
    /// A resumed thread, or one with a turn that ended without figures.
    Unknown,
    Known(Map<String, Value>),
}

impl Baseline {
    /// The share of the turn that has brought the total to `usage`.
    pub fn share_of(&self, usage: &Map<String, Value>) -> Option<Map<String, Value>> {
        let before = |name: &str| match self {
            Baseline::Zero => Some(0),
            Baseline::Unknown => None,
            Baseline::Known(before) => Some(before.get(name).and_then(Value::as_i64).unwrap_or(0)),
        };
        let mut share = Map::new();
        for (name, total) in usage {
            if let Some(total) = total.as_i64() {
                // What the CLI writes can be any number: a difference that is none is left out.
                if let Some(difference) = total.checked_sub(before(name)?) {
                    share.insert(name.clone(), difference.into());
                }
            }
        }
        Some(share)
    }
}

/// All of them: cached and reasoning tokens are part of these two.
pub fn tokens(usage: &str) -> u64 {
    let usage: Value = serde_json::from_str(usage).unwrap_or_default();
    ["input_tokens", "output_tokens"].iter().filter_map(|count| usage[count].as_u64()).fold(0, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn odd_counts_are_none() {
        assert_eq!([tokens("7"), tokens("{"), tokens(r#"{"input_tokens":-1,"output_tokens":"x"}"#)], [0, 0, 0]);
    }

    #[test]
    fn a_share_is_the_difference_to_a_known_baseline() {
        let usage = |n: i64| json!({"input_tokens": n, "note": "x"}).as_object().unwrap().clone();
        assert_eq!(Baseline::Zero.share_of(&usage(42)).unwrap()["input_tokens"], 42);
        assert_eq!(Baseline::Known(usage(42)).share_of(&usage(84)).unwrap()["input_tokens"], 42);
        assert!(Baseline::Unknown.share_of(&usage(84)).is_none());
        assert!(Baseline::Known(usage(1)).share_of(&usage(i64::MIN)).unwrap().is_empty());
    }
}
