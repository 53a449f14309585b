//! The CLI's command line, in the order in which it is always given.
//!
//! Every `exec` flag stands before `resume`, which refuses some of them (CLI 0.169.0), and images stand last,
//! since `--image` takes as many values as follow it. The prompt never appears: it goes to stdin.

use crate::transport::cli::argument::Argument;
use crate::transport::cli::config_flags;
use crate::transport::request::{ThreadSettings, TurnRequest};

/// The arguments after the program's own name.
pub fn command_line(
    overrides: &[Argument],
    settings: &ThreadSettings,
    request: &TurnRequest,
    schema_path: Option<&str>,
    images: &[String],
) -> Vec<Argument> {
    let mut line = CommandLine(Vec::new());
    line.word("", "exec");
    line.word("", "--experimental-json");

    for Argument { option, text } in overrides {
        line.flag(option, "--config", text);
    }
    line.optional("model", "--model", &settings.model);
    if request.thread_id.is_none() {
        line.optional("thread_source", "--thread-source", &settings.thread_source);
    }
    line.optional("sandbox_mode", "--sandbox", &settings.sandbox_mode);
    line.optional("working_directory", "--cd", &settings.working_directory);
    for (index, directory) in settings.additional_directories.iter().enumerate() {
        line.flag(&format!("additional_directories[{index}]"), "--add-dir", directory);
    }
    if settings.skip_git_repo_check {
        line.word("skip_git_repo_check", "--skip-git-repo-check");
    }
    if settings.ephemeral {
        line.word("ephemeral", "--ephemeral");
    }
    if let Some(path) = schema_path {
        line.flag("output_schema", "--output-schema", path);
    }
    line.optional("cyber_access_program", "--cyber-access-program", &request.cyber_access_program);
    if let Some(effort) = &settings.model_reasoning_effort {
        line.config("model_reasoning_effort", "model_reasoning_effort", &config_flags::string(effort));
    }
    if let Some(enabled) = settings.network_access_enabled {
        let enabled = if enabled { "true" } else { "false" };
        line.config("network_access_enabled", "sandbox_workspace_write.network_access", enabled);
    }
    if let Some(mode) = &settings.web_search_mode {
        line.config("web_search_mode", "web_search", &config_flags::string(mode));
    } else if let Some(enabled) = settings.web_search_enabled {
        line.config(
            "web_search_enabled",
            "web_search",
            &config_flags::string(if enabled { "live" } else { "disabled" }),
        );
    }
    if let Some(policy) = &settings.approval_policy {
        line.config("approval_policy", "approval_policy", &config_flags::string(policy));
    }
    if let Some(id) = &request.thread_id {
        line.word("thread_id", "resume");
        line.word("thread_id", id);
    } else if let Some(fork) = &request.fork {
        line.word("thread_id", "fork");
        line.word("thread_id", &fork.thread_id);
        // Without it there is nothing to say, whatever stands on stdin (0.171.0).
        line.word("", "-");
    }
    for image in images {
        line.flag("input", "--image", image);
    }
    line.0
}

struct CommandLine(Vec<Argument>);

impl CommandLine {
    fn word(&mut self, option: &str, text: impl Into<String>) {
        self.0.push(Argument { text: text.into(), option: option.to_owned() });
    }

    /// A value that begins with `-` is joined to its flag, or the CLI would read it as a flag of its own.
    fn flag(&mut self, option: &str, name: &str, value: &str) {
        if value.starts_with('-') {
            self.word(option, format!("{name}={value}"));
        } else {
            self.word(option, name);
            self.word(option, value);
        }
    }

    fn optional(&mut self, option: &str, name: &str, value: &Option<String>) {
        if let Some(value) = value {
            self.flag(option, name, value);
        }
    }

    fn config(&mut self, option: &str, key: &str, value: &str) {
        self.flag(option, "--config", &format!("{key}={value}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::request::Fork;

    #[test]
    fn every_option_stands_in_its_place() {
        let settings = ThreadSettings {
            model: Some("m".into()),
            sandbox_mode: Some("read-only".into()),
            working_directory: Some("/w".into()),
            skip_git_repo_check: true,
            model_reasoning_effort: Some("high".into()),
            network_access_enabled: Some(true),
            web_search_mode: Some("cached".into()),
            web_search_enabled: Some(false),
            approval_policy: Some("on-request".into()),
            additional_directories: vec!["/a".into(), "-b".into()],
            thread_source: Some("s".into()),
            ephemeral: true,
            ..ThreadSettings::default()
        };
        let mut request = TurnRequest { cyber_access_program: Some("standard".into()), ..Default::default() };
        let overrides = [("config.a", "a=1"), ("config_overrides[0]", "raw")];
        let overrides = overrides.map(|(option, text)| Argument { option: option.into(), text: text.into() });
        let images = vec!["/i.png".to_string()];
        let line = |request: &TurnRequest| {
            let line = command_line(&overrides, &settings, request, Some("/s.json"), &images);
            line.into_iter().map(|argument| argument.text).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            line(&request),
            "exec --experimental-json --config a=1 --config raw --model m \
             --thread-source s --sandbox read-only --cd /w --add-dir /a --add-dir=-b --skip-git-repo-check --ephemeral \
             --output-schema /s.json --cyber-access-program standard --config model_reasoning_effort=\"high\" \
             --config sandbox_workspace_write.network_access=true --config web_search=\"cached\" \
             --config approval_policy=\"on-request\" --image /i.png"
        );
        request.thread_id = Some("t".into());
        assert!(!line(&request).contains("--thread-source"));
        assert!(line(&request).ends_with("resume t --image /i.png"));
        request.fork = Some(Fork { thread_id: "f".into(), last_turn_id: None });
        assert!(line(&request).ends_with("resume t --image /i.png"));
        request.thread_id = None;
        assert!(line(&request).ends_with("fork f - --image /i.png"));
    }
}
