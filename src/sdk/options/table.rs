//! Every option there is, said once: reading, checking, the README's tables and the tests go by these.

/// What an option's value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string that is not empty and can stand on a command line.
    Text,
    /// `true` or `false`.
    Flag,
    /// Milliseconds, a whole number; 0 is off.
    Milliseconds,
    /// A whole number of bytes, at least 1.
    Bytes,
    /// A number, at least 0.
    Factor,
    /// An array of strings that can stand on a command line.
    Texts,
    /// An object of strings.
    TextMap,
    /// An object.
    Object,
    /// An array of input entries.
    Input,
}

impl Kind {
    /// For messages and tables.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Text => "a string",
            Kind::Flag => "true or false",
            Kind::Milliseconds => "a whole number of milliseconds",
            Kind::Bytes => "a whole number of bytes, at least 1",
            Kind::Factor => "a number, at least 0",
            Kind::Texts => "an array of strings",
            Kind::TextMap => "an object of strings",
            Kind::Object => "an object",
            Kind::Input => "an array of input entries",
        }
    }
}

/// One option.
#[derive(Debug)]
pub struct Spec {
    /// Its key.
    pub name: &'static str,
    /// What its value must be.
    pub kind: Kind,
    /// What it does, for the README.
    pub doc: &'static str,
}

const fn option(name: &'static str, kind: Kind, doc: &'static str) -> Spec {
    Spec { name, kind, doc }
}

/// Options of `codex_sdk_client_new`.
pub const CLIENT: &[Spec] = &[
    option("codex_path_override", Kind::Text, "Path of the Codex CLI to run, absolute or relative to the current directory; a name without `/` is looked up in `PATH`. Nothing else is searched."),
    option(
        "base_url",
        Kind::Text,
        "Base URL of the OpenAI API: the CLI's `openai_base_url`. The variable `OPENAI_BASE_URL` is left alone, so the agent's commands do not see this URL.",
    ),
    option(
        "api_key",
        Kind::Text,
        "API key, given to the CLI as `CODEX_API_KEY` in its environment, never on its command line.",
    ),
    option(
        "api_key_in_commands",
        Kind::Flag,
        "`true` lets the commands that the agent runs see `CODEX_API_KEY`, as the CLI by itself does. Otherwise they find it empty, unless `shell_environment_policy` of your own configuration says something about it.",
    ),
    option(
        "env",
        Kind::TextMap,
        "The CLI's complete environment. By default the CLI gets a copy of the host's, taken when the client is made. A relative `HOME`, `CODEX_HOME` or `TMPDIR` is made absolute at that time.",
    ),
    option(
        "config",
        Kind::Object,
        "Configuration of the CLI, nested as in its `config.toml`; each leaf becomes a `--config` argument.",
    ),
    option("config_overrides", Kind::Texts, "Raw `key=value` texts (values in TOML), after those of `config`."),
    option("originator", Kind::Text, "How the program names itself to the service. Default `codex_sdk_c`."),
    option(
        "helper_grace_ms",
        Kind::Milliseconds,
        "How long `notify` and hook programs that the CLI starts when a turn completes may keep running after the turn. Processes left by the agent's commands get no such time. Default 10000.",
    ),
    option("record", Kind::Text, "A folder in which each turn is recorded, as one file of JSON lines. It is made if it is not there."),
    option("replay", Kind::Text, "A folder of recordings that answer the turns. No CLI is looked for, and none runs."),
    option("replay_speed", Kind::Factor, "Playback speed: 1 is real time, 2 is twice as fast. Default 0: no delays."),
    option(
        "replay_match",
        Kind::Text,
        "Which recording answers a turn: `prompt`, the first unused one with the same prompt and images, or `order`, the next one whatever was asked. Default `prompt`.",
    ),
];

/// Options of `codex_sdk_thread_start` and `codex_sdk_thread_resume`.
pub const THREAD: &[Spec] = &[
    option("model", Kind::Text, "Model to use."),
    option(
        "sandbox_mode",
        Kind::Text,
        "`read-only`, `workspace-write` or `danger-full-access`: what the agent's commands may do.",
    ),
    option("working_directory", Kind::Text, "The folder the agent works in. It must exist when the thread is made and at each turn. Default: the current directory when the thread is made."),
    option("skip_git_repo_check", Kind::Flag, "Lets the agent work outside a Git repository."),
    option(
        "model_reasoning_effort",
        Kind::Text,
        "How hard the model thinks: `minimal`, `low`, `medium`, `high`, … as the model allows.",
    ),
    option("network_access_enabled", Kind::Flag, "Network for commands in the `workspace-write` sandbox."),
    option("web_search_mode", Kind::Text, "`disabled`, `cached` or `live`. Stronger than `web_search_enabled`."),
    option("web_search_enabled", Kind::Flag, "`true` is `live`, `false` is `disabled`."),
    option(
        "approval_policy",
        Kind::Text,
        "`never`, `on-request`, …: when the CLI would ask. Nobody can answer in this mode of the CLI.",
    ),
    option("additional_directories", Kind::Texts, "More folders the agent may write to. Relative paths are resolved against `working_directory`."),
    option("thread_source", Kind::Text, "Classification of a new thread; not sent when resuming."),
];

/// Options of `codex_sdk_thread_run` and `codex_sdk_turn_start`.
pub const TURN: &[Spec] = &[
    option("input", Kind::Input, "Instead of the prompt argument: `{\"type\":\"text\",\"text\":…}` and `{\"type\":\"local_image\",\"path\":…}` entries, or `{\"type\":\"image\",\"data\":…}` with an image file in base64 or as a `data:` URL. Images must be PNG, JPEG, GIF or WebP; truncated ones are refused. Texts are joined by a blank line."),
    option("output_schema", Kind::Object, "JSON Schema the final response must follow."),
    option("timeout_ms", Kind::Milliseconds, "Ends the turn with `TURN_TIMEOUT` when it takes longer. Off by default."),
    option("idle_timeout_ms", Kind::Milliseconds, "Ends the turn with `TURN_TIMEOUT` when it makes no progress for this long. Retry notices (`error` events) are not progress. Off by default."),
    option("offline_timeout_ms", Kind::Milliseconds, "Ends the turn with `TURN_FAILED`, retryable, when nothing but retry notices (`error` events) has come for this long, for example without a network or a login, or with a wrong address. The message ends with the last notice. Default 120000 (two minutes); 0 turns it off, and the CLI may retry for ever."),
    option("wait_for_exit", Kind::Flag, "`true` ends the turn only when the CLI's process has exited and its temporary files are gone. After `turn.completed`, an exit code other than 0 or a signal is then `CLI_FAILED`. Set it if you delete `CODEX_HOME` or the working folder right after the turn, or rely on the exit code; otherwise it only adds waiting. A CLI that has not exited after 25 seconds is ended; that is not an error. Until then the turn can still be cancelled or time out."),
    option("max_line_bytes", Kind::Bytes, "A longer line of the CLI ends the turn with `PROTOCOL`. Default 67108864 (64 MiB)."),
    option("cyber_access_program", Kind::Text, "Experimental access programme of the built-in provider: `standard`, `daybreak_blue`, `daybreak_red`."),
];
