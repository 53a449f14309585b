//! The CLI's command line, in the order in which it is always given.
//!
//! Every `exec` flag stands before `resume`, which refuses some of them (CLI 0.169.0), and images stand last,
//! since `--image` takes as many values as follow it. The prompt never appears: it goes to stdin.

use super::request::{ThreadSettings, TurnRequest};
use super::toml;

/// The arguments after the program's own name.
pub fn arguments(
    overrides: &[String],
    base_url: Option<&str>,
    settings: &ThreadSettings,
    request: &TurnRequest,
    schema_path: Option<&str>,
    images: &[String],
) -> Vec<String> {
    let mut line = CommandLine(vec!["exec".into(), "--experimental-json".into()]);

    for text in overrides {
        line.flag("--config", text);
    }
    if let Some(url) = base_url {
        line.config("openai_base_url", &toml::string(url));
    }
    line.optional("--model", &settings.model);
    if request.thread_id.is_none() {
        line.optional("--thread-source", &settings.thread_source);
    }
    line.optional("--sandbox", &settings.sandbox_mode);
    line.optional("--cd", &settings.working_directory);
    for directory in &settings.additional_directories {
        line.flag("--add-dir", directory);
    }
    if settings.skip_git_repo_check {
        line.0.push("--skip-git-repo-check".into());
    }
    if let Some(path) = schema_path {
        line.flag("--output-schema", path);
    }
    line.optional("--cyber-access-program", &request.cyber_access_program);
    if let Some(effort) = &settings.model_reasoning_effort {
        line.config("model_reasoning_effort", &toml::string(effort));
    }
    if let Some(enabled) = settings.network_access_enabled {
        line.config("sandbox_workspace_write.network_access", if enabled { "true" } else { "false" });
    }
    if let Some(mode) = &settings.web_search_mode {
        line.config("web_search", &toml::string(mode));
    } else if let Some(enabled) = settings.web_search_enabled {
        line.config("web_search", &toml::string(if enabled { "live" } else { "disabled" }));
    }
    if let Some(policy) = &settings.approval_policy {
        line.config("approval_policy", &toml::string(policy));
    }
    if let Some(id) = &request.thread_id {
        line.0.push("resume".into());
        line.0.push(id.clone());
    }
    for image in images {
        line.flag("--image", image);
    }
    line.0
}

struct CommandLine(Vec<String>);

impl CommandLine {
    /// A value that begins with `-` is joined to its flag, or the CLI would read it as a flag of its own.
    fn flag(&mut self, name: &str, value: &str) {
        if value.starts_with('-') {
            self.0.push(format!("{name}={value}"));
        } else {
            self.0.push(name.into());
            self.0.push(value.into());
        }
    }

    fn optional(&mut self, name: &str, value: &Option<String>) {
        if let Some(value) = value {
            self.flag(name, value);
        }
    }

    fn config(&mut self, key: &str, value: &str) {
        self.flag("--config", &format!("{key}={value}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        };
        let mut request = TurnRequest { cyber_access_program: Some("standard".into()), ..Default::default() };
        let overrides = vec!["a=1".to_string(), "raw".to_string()];
        let images = vec!["/i.png".to_string()];
        let line = |request: &TurnRequest| {
            arguments(&overrides, Some("http://x"), &settings, request, Some("/s.json"), &images).join(" ")
        };
        assert_eq!(
            line(&request),
            "exec --experimental-json --config a=1 --config raw --config openai_base_url=\"http://x\" --model m \
             --thread-source s --sandbox read-only --cd /w --add-dir /a --add-dir=-b --skip-git-repo-check \
             --output-schema /s.json --cyber-access-program standard --config model_reasoning_effort=\"high\" \
             --config sandbox_workspace_write.network_access=true --config web_search=\"cached\" \
             --config approval_policy=\"on-request\" --image /i.png"
        );
        request.thread_id = Some("t".into());
        assert!(!line(&request).contains("--thread-source"));
        assert!(line(&request).ends_with("resume t --image /i.png"));
    }
}
