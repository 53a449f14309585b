//! Keeps the API key from the commands that the agent runs.
//!
//! The CLI (0.171.0) hands its whole environment on to every command. Its own configuration can take a variable away or
//! give it another value; of the two, only the value adds to a table that the user may have written without replacing
//! any of it. So the commands find the variable empty.

use toml::{Table, Value};

use super::argument::Argument;
use super::environment::{Environment, API_KEY};

const POLICY: &str = "shell_environment_policy";

/// The `--config` value that hides the key; none where the user's own configuration, in `overrides` or in the CLI's
/// `config.toml`, says something about it already.
pub fn hide_key(environment: &Environment, overrides: &[Argument]) -> Option<Argument> {
    // As the CLI reads an override, it is a line of TOML; what is none is a text for it, and no table.
    let file = environment.codex_home().and_then(|home| std::fs::read_to_string(home.join("config.toml")).ok());
    if overrides.iter().map(|given| &given.text).chain(file.as_ref()).any(|text| is_decided_in(text, API_KEY)) {
        return None;
    }
    Some(Argument { option: format!("env.{API_KEY}"), text: format!("{POLICY}.set.{API_KEY}=\"\"") })
}

fn is_decided_in(toml: &str, variable: &str) -> bool {
    let table = toml.parse::<Table>().ok();
    let Some(policy) = table.as_ref().and_then(|table| table.get(POLICY)) else { return false };
    let named_in = |key| {
        let patterns = policy.get(key).and_then(Value::as_array);
        patterns.is_some_and(|patterns| patterns.iter().any(|pattern| pattern.as_str() == Some(variable)))
    };
    policy.get("set").is_some_and(|set| set.get(variable).is_some()) || named_in("exclude") || named_in("include_only")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_user_has_decided_stays() {
        let home = tempfile::tempdir().unwrap();
        let with_key = Environment::of([
            ("CODEX_API_KEY".into(), "key".into()),
            ("CODEX_HOME".into(), home.path().display().to_string()),
        ]);
        let ours = Some("shell_environment_policy.set.CODEX_API_KEY=\"\"".to_owned());
        let shown = |text: &str| {
            let overrides = [Argument { option: "config".into(), text: text.into() }];
            hide_key(&with_key, &overrides).map(|shown| shown.text)
        };
        for (override_text, wanted) in [
            ("model=\"CODEX_API_KEY\"", &ours),
            ("shell_environment_policy.inherit=\"core\"", &ours),
            ("shell_environment_policy.set={OTHER=\"1\"}", &ours),
            ("shell_environment_policy.set.CODEX_API_KEY=\"x\"", &None),
            (" shell_environment_policy={exclude=[\"CODEX_API_KEY\"]}", &None),
            ("shell_environment_policy.include_only=[\"PATH\", \"CODEX_API_KEY\"]", &None),
            ("shell_environment_policy.set.MY_CODEX_API_KEY_FILE=\"/x\"", &ours),
            ("shell_environment_policy.exclude=[\"NOT_CODEX_API_KEY\"]", &ours),
            ("shell_environment_policy.set={NOTE=\"see CODEX_API_KEY\"}", &ours),
        ] {
            assert_eq!(&shown(override_text), wanted, "{override_text}");
        }
        for (file, wanted) in [
            ("[shell_environment_policy]\nset = {OTHER = \"1\"}\nexclude = [\"A*\"]", &ours),
            ("[mcp_servers.x.env]\nCODEX_API_KEY = \"1\"", &ours),
            ("no toml: CODEX_API_KEY", &ours),
            ("[shell_environment_policy.set]\n\"CODEX_API_KEY\" = \"for commands\"", &None),
            ("shell_environment_policy.exclude = [\"A*\", \"CODEX_API_KEY\"]", &None),
        ] {
            std::fs::write(home.path().join("config.toml"), file).unwrap();
            assert_eq!(&shown("model=\"x\""), wanted, "{file}");
        }
    }
}
