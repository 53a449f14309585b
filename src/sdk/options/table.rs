//! Every option, in order. Generated from schema/sdk.json by `make vocabulary`.

use super::kind::{Kind, Spec};

/// Options of `codex_sdk_client_new`.
pub const CLIENT: &[Spec] = &[
    Spec { name: "codex_path_override", kind: Kind::Text, doc: "Path of the Codex CLI to run, absolute or relative to the current directory. A name without `/` is looked up in `PATH`. The library then searches nowhere else." },
    Spec { name: "base_url", kind: Kind::Text, doc: "Base URL of the OpenAI API: the CLI's `openai_base_url`. The variable `OPENAI_BASE_URL` stays as it is, so the agent's commands do not see this URL." },
    Spec { name: "api_key", kind: Kind::Text, doc: "API key. The CLI gets it as `CODEX_API_KEY` in its environment, never on its command line. Without it the CLI uses its own login." },
    Spec { name: "api_key_in_commands", kind: Kind::Flag, doc: "`true` lets the commands that the agent runs see `CODEX_API_KEY`. By default they find it empty, unless your configuration sets `shell_environment_policy`." },
    Spec { name: "env", kind: Kind::TextMap, doc: "The CLI's complete environment. By default it is a copy of the program's, taken when the client is made. A relative `HOME`, `CODEX_HOME` or `TMPDIR` is made absolute at that time." },
    Spec { name: "config", kind: Kind::Object, doc: "Configuration of the CLI, nested as in its `config.toml`." },
    Spec { name: "config_overrides", kind: Kind::Texts, doc: "Raw `key=value` configuration, each value in TOML. Applied after `config`." },
    Spec { name: "originator", kind: Kind::Text, doc: "How the program names itself to the service. Default `codex_sdk_c`." },
    Spec { name: "helper_grace_ms", kind: Kind::Milliseconds, doc: "How long `notify` and hook programs that the CLI starts when a turn completes may keep running after the turn. Processes left behind by the agent's commands get no such time. Default 10000." },
    Spec { name: "record", kind: Kind::Text, doc: "Folder to record each turn in, one file of JSON lines per turn. It is created if it does not exist." },
    Spec { name: "replay", kind: Kind::Text, doc: "Folder of recordings that answer the turns. No CLI is searched for or started." },
    Spec { name: "replay_speed", kind: Kind::Factor, doc: "Playback speed: 1 is real time, 2 is twice as fast, 0 is without delays. Default 0." },
    Spec { name: "replay_match", kind: Kind::Text, doc: "Which recording answers a turn: `prompt` takes the first unused one with the same prompt and images, `order` takes the next one whatever the prompt. Default `prompt`." },
];

/// Options of `codex_sdk_thread_start` and `codex_sdk_thread_resume`.
pub const THREAD: &[Spec] = &[
    Spec { name: "model", kind: Kind::Text, doc: "Model to use." },
    Spec { name: "sandbox_mode", kind: Kind::Text, doc: "What the agent's commands may do: `read-only`, `workspace-write` or `danger-full-access`." },
    Spec { name: "working_directory", kind: Kind::Text, doc: "Folder the agent works in. It must exist when the thread is made and at each turn. Default: the current directory when the thread is made." },
    Spec { name: "skip_git_repo_check", kind: Kind::Flag, doc: "Lets the agent work outside a Git repository." },
    Spec { name: "model_reasoning_effort", kind: Kind::Text, doc: "How hard the model thinks: `minimal`, `low`, `medium`, `high`, `xhigh`, `max`, `ultra` or `persistent`." },
    Spec { name: "network_access_enabled", kind: Kind::Flag, doc: "Whether commands in the `workspace-write` sandbox may use the network." },
    Spec { name: "web_search_mode", kind: Kind::Text, doc: "Whether and how the agent may search the web: `disabled`, `cached`, `indexed` or `live`. Takes precedence over `web_search_enabled`." },
    Spec { name: "web_search_enabled", kind: Kind::Flag, doc: "`true` means `live`, `false` means `disabled`." },
    Spec { name: "approval_policy", kind: Kind::Text, doc: "When the CLI asks for approval: `untrusted`, `on-failure`, `on-request` or `never`. Nobody can answer in this mode of the CLI." },
    Spec { name: "additional_directories", kind: Kind::Texts, doc: "More folders the agent may write to. Relative paths are resolved against `working_directory`." },
    Spec { name: "thread_source", kind: Kind::Text, doc: "Classification of a new thread. Not sent when a thread is resumed." },
];

/// Options of `codex_sdk_thread_run` and `codex_sdk_turn_start`.
pub const TURN: &[Spec] = &[
    Spec { name: "input", kind: Kind::Input, doc: "Texts and images, instead of the prompt argument: `{\"type\":\"text\",\"text\":…}`, `{\"type\":\"local_image\",\"path\":…}`, or `{\"type\":\"image\",\"data\":…}` with an image file in base64 or as a `data:` URL. Images must be PNG, JPEG, GIF or WebP; truncated ones are refused. Texts are joined by a blank line." },
    Spec { name: "output_schema", kind: Kind::Object, doc: "JSON Schema that the final response must follow." },
    Spec { name: "timeout_ms", kind: Kind::Milliseconds, doc: "Ends the turn with `TURN_TIMEOUT` when it takes longer. Off (0) by default." },
    Spec { name: "idle_timeout_ms", kind: Kind::Milliseconds, doc: "Ends the turn with `TURN_TIMEOUT` when it makes no progress for this long. Retry notices (`error` events) are not progress. Off (0) by default." },
    Spec { name: "offline_timeout_ms", kind: Kind::Milliseconds, doc: "Ends the turn with a retryable `TURN_FAILED` when nothing but retry notices (`error` events) has come for this long: without a network or a login, or with a wrong address. The message ends with the last notice. 0 turns it off, and the CLI may retry indefinitely. Default 120000 (2 minutes)." },
    Spec { name: "wait_for_exit", kind: Kind::Flag, doc: "`true` ends the turn only when the CLI has exited and its temporary files are gone. A failing exit after the turn completed is then `CLI_FAILED`. Use it if you delete `CODEX_HOME` or the working folder right after the turn, or rely on the exit code; otherwise it only adds waiting. A CLI that has not exited after 25 seconds is ended, which is not an error. The turn can be cancelled or time out meanwhile." },
    Spec { name: "max_line_bytes", kind: Kind::Bytes, doc: "Longest line accepted from the CLI. A longer one ends the turn with `PROTOCOL`. Default 67108864 (64 MiB)." },
    Spec { name: "cyber_access_program", kind: Kind::Text, doc: "Experimental access programme of the built-in provider: `standard`, `daybreak_blue` or `daybreak_red`." },
];
