//! Checks an options object against its table, so that what is read afterwards is what was meant.

use serde_json::{Map, Value};

use super::super::error::Error;
use super::kind::{Kind, Spec};
use super::table::{CLIENT, THREAD, TURN};

/// Names closer than this are offered as what may have been meant.
const NEAR_ENOUGH: f64 = 0.7;

/// Options that are all known and of the right kind. Reading one takes it out.
pub struct Checked(Map<String, Value>);

impl Checked {
    /// `owner` is whose options they are, for messages. A key that is null counts as not given.
    pub fn read(owner: &str, table: &[Spec], json: Option<&str>) -> Result<Self, Error> {
        let Some(json) = json else { return Ok(Checked(Map::new())) };
        let value: Value = serde_json::from_str(json)
            .map_err(|error| Error::invalid(format!("the {owner} options are not valid JSON: {error}")))?;
        let Value::Object(mut options) = value else {
            let kind = kind_of(&value);
            return Err(Error::invalid(format!("the {owner} options must be a JSON object, not {kind}")));
        };
        options.retain(|_, value| !value.is_null());
        for (name, value) in &options {
            let Some(spec) = table.iter().find(|spec| spec.name == name) else {
                return Err(unknown(owner, table, name));
            };
            check(name, spec.kind, value)?;
        }
        Ok(Checked(options))
    }

    #[inline(never)]
    pub fn text(&mut self, name: &str) -> Option<String> {
        match self.0.remove(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    #[inline(never)]
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        self.0.remove(name)?.as_bool()
    }

    #[inline(never)]
    pub fn number(&mut self, name: &str) -> Option<u64> {
        self.0.remove(name)?.as_u64()
    }

    pub fn factor(&mut self, name: &str) -> Option<f64> {
        self.0.remove(name)?.as_f64()
    }

    #[inline(never)]
    pub fn array(&mut self, name: &str) -> Option<Vec<Value>> {
        match self.0.remove(name) {
            Some(Value::Array(values)) => Some(values),
            _ => None,
        }
    }

    #[inline(never)]
    pub fn object(&mut self, name: &str) -> Option<Map<String, Value>> {
        match self.0.remove(name) {
            Some(Value::Object(object)) => Some(object),
            _ => None,
        }
    }

    #[inline(never)]
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        let values = self.array(name).unwrap_or_default();
        values.into_iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }

    #[inline(never)]
    pub fn text_map(&mut self, name: &str) -> Option<Vec<(String, String)>> {
        let object = self.object(name)?;
        Some(object.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned()))).collect())
    }
}

fn unknown(owner: &str, table: &[Spec], name: &str) -> Error {
    let all = [("client", CLIENT), ("thread", THREAD), ("turn", TURN)];
    let elsewhere = all.iter().find(|(_, table)| table.iter().any(|spec| spec.name == name));
    let near = table
        .iter()
        .map(|spec| (strsim::jaro_winkler(spec.name, &name.to_lowercase()), spec.name))
        .filter(|(similarity, _)| *similarity >= NEAR_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = match (elsewhere, near) {
        (Some((owner, _)), _) => format!("it is a {owner} option"),
        (_, Some((_, near))) => format!("did you mean `{near}`?"),
        _ => format!("known options: {}", table.iter().map(|spec| spec.name).collect::<Vec<_>>().join(", ")),
    };
    Error::invalid(format!("unknown {owner} option `{name}`; {hint}")).with("option", name)
}

fn check(name: &str, kind: Kind, value: &Value) -> Result<(), Error> {
    match (kind, value) {
        (Kind::Text, Value::String(text)) if text.is_empty() => {
            Err(refuse(name, format!("`{name}` is empty; leave it out for the default")))
        }
        (Kind::Text, Value::String(text)) => no_nul(name, text),
        (Kind::Texts, Value::Array(values)) => values.iter().enumerate().try_for_each(|(index, value)| {
            let path = format!("{name}[{index}]");
            let text = value.as_str().ok_or_else(|| wrong_kind(&path, "a string", value))?;
            no_nul(&path, text)
        }),
        (Kind::TextMap, Value::Object(map)) => map.iter().try_for_each(|(key, value)| {
            let path = format!("{name}.{key}");
            if key.is_empty() || key.contains('=') {
                return Err(refuse(
                    &path,
                    format!("`{path}`: the name of a variable must not be empty or contain `=`"),
                ));
            }
            no_nul(&path, key)?;
            no_nul(&path, value.as_str().ok_or_else(|| wrong_kind(&path, "a string", value))?)
        }),
        (Kind::Flag, Value::Bool(_))
        | (Kind::Object, Value::Object(_))
        | (Kind::Objects | Kind::Input, Value::Array(_)) => Ok(()),
        (Kind::Milliseconds | Kind::Count, Value::Number(number)) if number.is_u64() => Ok(()),
        (Kind::Bytes, Value::Number(number)) if number.as_u64().is_some_and(|bytes| bytes > 0) => Ok(()),
        (Kind::Factor, Value::Number(number)) if number.as_f64().is_some_and(|number| number >= 0.0) => Ok(()),
        (Kind::Milliseconds | Kind::Bytes | Kind::Count | Kind::Factor, Value::Number(number)) => {
            Err(refuse(name, format!("`{name}` must be {}, not {number}", kind.words())))
        }
        _ => Err(wrong_kind(name, kind.words(), value)),
    }
}

/// A NUL would cut the argument or variable short.
fn no_nul(name: &str, text: &str) -> Result<(), Error> {
    if text.contains('\0') {
        return Err(refuse(name, format!("`{name}` contains a NUL character, which arguments and variables cannot")));
    }
    Ok(())
}

/// Without the value: it may be a key that was meant to be a text.
fn wrong_kind(name: &str, wanted: &str, value: &Value) -> Error {
    refuse(name, format!("`{name}` must be {wanted}, not {}", kind_of(value)))
}

fn refuse(name: &str, message: String) -> Error {
    Error::invalid(message).with("option", name)
}

fn kind_of(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(_) => "a number".into(),
        Value::String(_) => "a string".into(),
        Value::Array(_) => "an array".into(),
        Value::Object(_) => "an object".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{table, ClientOptions, ThreadOptions, TurnOptions};
    use super::*;
    use serde_json::json;

    fn refusal(owner: &str, json: &str) -> String {
        let error = match owner {
            "client" => ClientOptions::read(Some(json)).map(drop),
            "thread" => ThreadOptions::read(Some(json)).map(drop),
            _ => TurnOptions::read(Some(json)).map(drop),
        };
        error.expect_err(json).to_json()
    }

    /// A value of the wrong kind for each kind there is.
    fn wrong_value(kind: Kind) -> Value {
        match kind {
            Kind::Text | Kind::Object | Kind::TextMap => json!(7),
            Kind::Flag => json!("true"),
            Kind::Milliseconds | Kind::Count | Kind::Factor => json!(-1),
            Kind::Bytes => json!(0),
            Kind::Texts | Kind::Objects | Kind::Input => json!({}),
        }
    }

    #[test]
    fn every_option_is_known_and_refuses_what_it_is_not() {
        for (owner, table) in [("client", table::CLIENT), ("thread", table::THREAD), ("turn", table::TURN)] {
            for spec in table {
                let refused = refusal(owner, &json!({spec.name: wrong_value(spec.kind)}).to_string());
                assert!(refused.contains(&format!("\"option\":\"{}\"", spec.name)), "{refused}");
                assert!(refused.contains(spec.kind.words()), "{refused}");
                assert!(Checked::read(owner, table, Some(&json!({spec.name: null}).to_string())).is_ok());
                if matches!(spec.kind, Kind::Text) {
                    assert!(refusal(owner, &json!({spec.name: "a\0b"}).to_string()).contains("NUL"));
                    assert!(refusal(owner, &json!({spec.name: ""}).to_string()).contains("is empty"));
                }
            }
        }
    }

    #[test]
    fn a_number_is_shown_where_one_is_wanted_only() {
        assert!(refusal("client", r#"{"api_key":424242}"#).contains("must be a string, not a number"));
        assert!(refusal("client", r#"{"env":{"KEY":424242}}"#).contains("must be a string, not a number"));
        assert!(refusal("turn", r#"{"timeout_ms":-424242}"#).contains("milliseconds, not -424242"));
    }

    #[test]
    fn an_unknown_key_is_named_with_the_nearest_known_one() {
        assert!(refusal("thread", r#"{"sandboxMode":"read-only"}"#).contains("did you mean `sandbox_mode`?"));
        assert!(refusal("turn", r#"{"outputSchema":{}}"#).contains("did you mean `output_schema`?"));
        let elsewhere = refusal("turn", r#"{"working_directory":"x"}"#);
        assert!(elsewhere.contains("unknown turn option `working_directory`; it is a thread option"));
        assert!(refusal("turn", r#"{"zzz":{}}"#).contains("known options: input, output_schema"));
    }

    #[test]
    fn what_is_no_object_is_refused() {
        assert!(refusal("client", "[]").contains("must be a JSON object, not an array"));
        assert!(refusal("client", "{").contains("not valid JSON"));
        assert!(refusal("client", r#"{"env":{"A=B":"x"}}"#).contains("env.A=B"));
        assert!(refusal("client", r#"{"config_overrides":["a",1]}"#).contains("config_overrides[1]"));
    }
}
