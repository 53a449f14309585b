//! Every option, in order, and the defaults. Generated from schema/sdk.json by `make vocabulary`.

use super::kind::{Kind, Spec};

/// Default of `transport`.
pub const TRANSPORT: &str = "exec";
/// Default of `originator`.
pub const ORIGINATOR: &str = "codex_sdk_c";
/// Default of `helper_grace_ms`.
pub const HELPER_GRACE_MS: u64 = 10_000;
/// Default of `replay_match`.
pub const REPLAY_MATCH: &str = "prompt";
/// Default of `approvals`.
pub const APPROVALS: &str = "decline";
/// Default of `approval_timeout_ms`.
pub const APPROVAL_TIMEOUT_MS: u64 = 300_000;
/// Default of `offline_timeout_ms`.
pub const OFFLINE_TIMEOUT_MS: u64 = 120_000;
/// Default of `max_line_bytes`.
pub const MAX_LINE_BYTES: usize = 67_108_864;

/// Options of `codex_sdk_client_new`.
pub const CLIENT: &[Spec] = &[
    Spec { name: "codex_path_override", kind: Kind::Text },
    Spec { name: "base_url", kind: Kind::Text },
    Spec { name: "api_key", kind: Kind::Text },
    Spec { name: "api_key_in_commands", kind: Kind::Flag },
    Spec { name: "env", kind: Kind::TextMap },
    Spec { name: "config", kind: Kind::Object },
    Spec { name: "config_overrides", kind: Kind::Texts },
    Spec { name: "transport", kind: Kind::Text },
    Spec { name: "max_concurrent_turns", kind: Kind::Count },
    Spec { name: "request_timeout_ms", kind: Kind::Milliseconds },
    Spec { name: "originator", kind: Kind::Text },
    Spec { name: "helper_grace_ms", kind: Kind::Milliseconds },
    Spec { name: "record", kind: Kind::Text },
    Spec { name: "replay", kind: Kind::Text },
    Spec { name: "replay_speed", kind: Kind::Factor },
    Spec { name: "replay_match", kind: Kind::Text },
];

/// Options of `codex_sdk_thread_start` and `codex_sdk_thread_resume`.
pub const THREAD: &[Spec] = &[
    Spec { name: "model", kind: Kind::Text },
    Spec { name: "sandbox_mode", kind: Kind::Text },
    Spec { name: "working_directory", kind: Kind::Text },
    Spec { name: "skip_git_repo_check", kind: Kind::Flag },
    Spec { name: "model_reasoning_effort", kind: Kind::Text },
    Spec { name: "network_access_enabled", kind: Kind::Flag },
    Spec { name: "web_search_mode", kind: Kind::Text },
    Spec { name: "web_search_enabled", kind: Kind::Flag },
    Spec { name: "approval_policy", kind: Kind::Text },
    Spec { name: "additional_directories", kind: Kind::Texts },
    Spec { name: "thread_source", kind: Kind::Text },
    Spec { name: "ephemeral", kind: Kind::Flag },
    Spec { name: "base_instructions", kind: Kind::Text },
    Spec { name: "developer_instructions", kind: Kind::Text },
    Spec { name: "approvals", kind: Kind::Text },
    Spec { name: "approval_timeout_ms", kind: Kind::Milliseconds },
    Spec { name: "tools", kind: Kind::Objects },
    Spec { name: "last_turn_id", kind: Kind::Text },
    Spec { name: "max_turn_tokens", kind: Kind::Count },
    Spec { name: "max_thread_tokens", kind: Kind::Count },
    Spec { name: "max_commands", kind: Kind::Count },
];

/// Options of `codex_sdk_thread_run` and `codex_sdk_turn_start`.
pub const TURN: &[Spec] = &[
    Spec { name: "input", kind: Kind::Input },
    Spec { name: "output_schema", kind: Kind::Object },
    Spec { name: "timeout_ms", kind: Kind::Milliseconds },
    Spec { name: "idle_timeout_ms", kind: Kind::Milliseconds },
    Spec { name: "offline_timeout_ms", kind: Kind::Milliseconds },
    Spec { name: "wait_for_exit", kind: Kind::Flag },
    Spec { name: "max_line_bytes", kind: Kind::Bytes },
    Spec { name: "deltas", kind: Kind::Flag },
    Spec { name: "raw_events", kind: Kind::Flag },
    Spec { name: "cyber_access_program", kind: Kind::Text },
    Spec { name: "model", kind: Kind::Text },
    Spec { name: "model_reasoning_effort", kind: Kind::Text },
    Spec { name: "sandbox_mode", kind: Kind::Text },
    Spec { name: "approval_policy", kind: Kind::Text },
    Spec { name: "max_turn_tokens", kind: Kind::Count },
    Spec { name: "max_thread_tokens", kind: Kind::Count },
    Spec { name: "max_commands", kind: Kind::Count },
];
