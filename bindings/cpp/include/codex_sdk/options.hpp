// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// Options of clients, threads and turns. A member without a value has its default.

#ifndef CODEX_SDK_OPTIONS_HPP
#define CODEX_SDK_OPTIONS_HPP

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "detail/dialect.hpp"
#include "handlers.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// Options by their names in the library and with their values in JSON, for those that this version does not know. An
/// option that also has a value as a member is refused.
using ExtraOptions = std::map<std::string, Json>;

/// Options of a client: which CLI it runs, and how.
struct CodexOptions {
    /// Path of the Codex CLI to run, absolute or relative to the current directory. A name without `/` is looked up in
    /// `PATH`. If this option is set, the library searches nowhere else.
    std::optional<std::string> codex_path_override = {};
    /// Base URL of the OpenAI API, passed to the CLI as `openai_base_url`. The environment variable `OPENAI_BASE_URL`
    /// is left unchanged, so the agent's commands do not see this URL.
    std::optional<std::string> base_url = {};
    /// API key. The CLI receives it in the environment variable `CODEX_API_KEY`, never on its command line. Without a
    /// key, the CLI uses its own login.
    std::optional<std::string> api_key = {};
    /// If `true`, the commands that the agent runs see `CODEX_API_KEY`. By default they find it empty, unless
    /// `shell_environment_policy` in your configuration names `CODEX_API_KEY` in `set`, `exclude` or `include_only`.
    std::optional<bool> api_key_in_commands = {};
    /// The CLI's complete environment. By default it is a copy of the program's environment, taken when the client is
    /// created. A relative `HOME`, `CODEX_HOME` or `TMPDIR` is made absolute at that time.
    std::optional<std::map<std::string, std::string>> env = {};
    /// Configuration of the CLI, nested as in its `config.toml`. It is passed on the CLI's command line, which other
    /// users of the machine can see: put no secrets in it.
    std::optional<Json> config = {};
    /// Raw `key=value` settings, each value in TOML, applied after `config`. They, too, are passed on the CLI's command
    /// line: put no secrets in them.
    std::vector<std::string> config_overrides = {};
    /// How the client reaches the agent: `exec` starts one CLI process for each turn; `app_server` starts a single CLI
    /// process that serves all turns of the client. Default `exec`.
    std::optional<std::string> transport = {};
    /// Maximum number of turns that run at the same time. Further turns wait, in the order in which they were started;
    /// waiting does not count towards their time limits. Requires `transport` to be `app_server`; otherwise the client
    /// is not created, and the error is @ref ErrorCode::unsupported. No limit (0) by default.
    std::optional<std::int64_t> max_concurrent_turns = {};
    /// How long the library waits for an answer to one of its own requests to the app-server, for example to start a
    /// turn. By default it waits 30 seconds for a server that is starting and 60 seconds for any other answer; 0 means
    /// no limit. After that time the turn ends with @ref ErrorCode::request_failed. Requires `transport` to be
    /// `app_server`; otherwise the client is not created, and the error is @ref ErrorCode::unsupported.
    std::optional<std::chrono::milliseconds> request_timeout = {};
    /// Name under which the program identifies itself to the service. Default `codex_sdk_cpp`.
    std::optional<std::string> originator = {};
    /// How long `notify` and hook programs that the CLI starts when a turn completes may keep running after the turn.
    /// Processes left behind by the agent's commands get no such grace period. Default 10000 (10 seconds); 0 means
    /// none.
    std::optional<std::chrono::milliseconds> helper_grace = {};
    /// Folder to record turns in: one file of JSON lines per turn. It is created if it does not exist.
    std::optional<std::string> record = {};
    /// Folder of recordings to replay. No CLI is searched for or started.
    std::optional<std::string> replay = {};
    /// Playback speed: 1 is real time, 2 is twice as fast, 0 means no delays. Default 0.
    std::optional<double> replay_speed = {};
    /// Which recording answers a turn: with `prompt`, the first unused one with the same prompt and images; with
    /// `order`, the next unused one, whatever its prompt. Default `prompt`.
    std::optional<std::string> replay_match = {};
    /// Options that this version does not know.
    ExtraOptions extra = {};
};

/// Options of a thread. They apply to every turn of the thread. If you leave out an option that has no default here,
/// the CLI's own configuration applies.
struct ThreadOptions {
    /// Model to use.
    std::optional<std::string> model = {};
    /// What the agent's commands may do: "read-only", "workspace-write" or "danger-full-access".
    std::optional<std::string> sandbox_mode = {};
    /// Folder the agent works in. It must exist when the thread is created and when each turn starts. Default: the
    /// current directory when the thread is created.
    std::optional<std::string> working_directory = {};
    /// Lets the agent work outside a Git repository.
    std::optional<bool> skip_git_repo_check = {};
    /// How hard the model thinks: "minimal", "low", "medium", "high", "xhigh", "max", "ultra" or "persistent".
    std::optional<std::string> model_reasoning_effort = {};
    /// Whether commands in the `workspace-write` sandbox may use the network.
    std::optional<bool> network_access_enabled = {};
    /// Whether and how the agent may search the web: "disabled", "cached", "indexed" or "live". Takes precedence over
    /// `web_search_enabled`.
    std::optional<std::string> web_search_mode = {};
    /// Short form of `web_search_mode`: `true` is `live`, `false` is `disabled`.
    std::optional<bool> web_search_enabled = {};
    /// When the CLI asks for approval: "untrusted", "on-failure", "on-request" or "never". Your program is asked only
    /// with `approvals` `ask`. Otherwise nobody can be asked: whatever needs approval is refused. The `exec` transport
    /// does not accept `untrusted` (CLI 0.171.0).
    std::optional<std::string> approval_policy = {};
    /// Additional folders the agent may write to. Relative paths are resolved against `working_directory`.
    std::vector<std::string> additional_directories = {};
    /// Label that classifies a new thread. It is not sent when a thread is resumed.
    std::optional<std::string> thread_source = {};
    /// If `true`, the thread is not kept on disk: it cannot be resumed by another process, nor listed.
    std::optional<bool> ephemeral = {};
    /// Replaces the CLI's own instructions for the model. Requires the client option `transport` to be `app_server`.
    std::optional<std::string> base_instructions = {};
    /// Instructions for the model in addition to the CLI's own. Requires the client option `transport` to be
    /// `app_server`.
    std::optional<std::string> developer_instructions = {};
    /// What happens when the agent asks for approval: `decline` declines at once; with `ask`, an `approval.requested`
    /// event asks your program. With `ask`, `approval_policy` defaults to `on-request`. Requires the client option
    /// `transport` to be `app_server`. Default: decline.
    std::optional<std::string> approvals = {};
    /// With `approvals` `ask`: how long a request waits for your response before it is declined. Default 300000 (5
    /// minutes); 0 means none.
    std::optional<std::chrono::milliseconds> approval_timeout = {};
    /// Tools of your program that the agent may call: objects with `name`, `description` and `input_schema`, a JSON
    /// Schema of the arguments. A `tool.requested` event asks your program to run one. A thread keeps the tools it was
    /// started with; when you resume it, name those that your program still offers: calls of others are refused.
    /// Requires the client option `transport` to be `app_server`.
    std::vector<Tool> tools = {};
    /// Only for a fork: id of the last turn to copy; later turns are left out. Requires the client option `transport`
    /// to be `app_server`.
    std::optional<std::string> last_turn_id = {};
    /// Maximum number of tokens that a turn may use: input and output, cached and reasoning tokens included. A turn
    /// that passes it is interrupted and ends with @ref ErrorCode::turn_failed; `option()` names this option, and
    /// `used()` says how many it was. The `exec` transport reports tokens only at the end of a turn, so there the limit
    /// has no effect. No limit (0) by default.
    std::optional<std::int64_t> max_turn_tokens = {};
    /// Maximum number of tokens that all turns of the thread may use. With the `app_server` transport, the turn that
    /// passes it is interrupted as for `max_turn_tokens`. With both transports, a thread that has passed it starts no
    /// further turn. No limit (0) by default.
    std::optional<std::int64_t> max_thread_tokens = {};
    /// Maximum number of commands that a turn may run. A turn that starts one more is interrupted and ends with @ref
    /// ErrorCode::turn_failed; `option()` names this option. No limit (0) by default.
    std::optional<std::int64_t> max_commands = {};
    /// Answers requests for approval: returns a decision, such as "accept", or a response in JSON. With it, `approvals`
    /// defaults to `ask`. What it throws declines the request, and is thrown when the turn has ended.
    ApprovalHandler on_approval = {};
    /// Options that this version does not know.
    ExtraOptions extra = {};
};

/// Options of one turn.
struct TurnOptions {
    /// JSON Schema that the final response must follow.
    std::optional<Json> output_schema = {};
    /// Maximum duration of the turn. A turn that takes longer ends with @ref ErrorCode::turn_timeout. Off (0) by
    /// default.
    std::optional<std::chrono::milliseconds> timeout = {};
    /// Maximum time without progress. A turn that makes no progress for longer than this ends with @ref
    /// ErrorCode::turn_timeout. Retry notices (`error` events) do not count as progress. Off (0) by default.
    std::optional<std::chrono::milliseconds> idle_timeout = {};
    /// Maximum time with nothing but retry notices (`error` events), which are all that the CLI prints when it has no
    /// network, no login or a wrong address. After that time the turn ends with a retryable @ref
    /// ErrorCode::turn_failed, whose message ends with the last notice. Without this limit, the CLI may retry
    /// indefinitely. Default 120000 (2 minutes); 0 means none.
    std::optional<std::chrono::milliseconds> offline_timeout = {};
    /// If `true`, the turn ends only when the CLI has exited and its temporary files are gone. If the CLI then exits
    /// with an error, the turn ends with @ref ErrorCode::cli_failed, even though it had completed. Use it if you delete
    /// `CODEX_HOME` or the working folder right after the turn, or if you need the exit code; otherwise it only adds
    /// waiting. While the turn waits for the CLI to exit, it can still be cancelled or time out. A CLI that has not
    /// exited after 25 seconds is terminated, which is not an error.
    std::optional<bool> wait_for_exit = {};
    /// Maximum length of a line from the CLI. A longer line ends the turn with @ref ErrorCode::protocol. Default
    /// 67108864 (64 MiB).
    std::optional<std::int64_t> max_line_bytes = {};
    /// If `true`, `item.delta` events deliver messages, reasoning and command output piece by piece, as they are
    /// written, and `turn.usage` and `turn.diff` events report token counts and file changes during the turn. Requires
    /// the client option `transport` to be `app_server`; otherwise the turn does not start, and the error is @ref
    /// ErrorCode::unsupported.
    std::optional<bool> deltas = {};
    /// If `true`, each notification of the app-server that concerns the turn is also delivered as it is, in a
    /// `notification` event, including those about the agent's sub-agents. Requires the client option `transport` to be
    /// `app_server`; otherwise the turn does not start, and the error is @ref ErrorCode::unsupported.
    std::optional<bool> raw_events = {};
    /// Experimental access programme of the CLI's built-in provider: "standard", "daybreak_blue" or "daybreak_red".
    std::optional<std::string> cyber_access_program = {};
    /// Model for this turn, in place of the thread's. With the `app_server` transport, it also applies to later turns
    /// of the thread, until one of them has another value.
    std::optional<std::string> model = {};
    /// Reasoning effort for this turn, in place of the thread's: "minimal", "low", "medium", "high", "xhigh", "max",
    /// "ultra" or "persistent". With the `app_server` transport, it also applies to later turns of the thread, until
    /// one of them has another value.
    std::optional<std::string> model_reasoning_effort = {};
    /// Sandbox mode for this turn, in place of the thread's: "read-only", "workspace-write" or "danger-full-access".
    std::optional<std::string> sandbox_mode = {};
    /// Approval policy for this turn, in place of the thread's: "untrusted", "on-failure", "on-request" or "never".
    /// With the `app_server` transport, it also applies to later turns of the thread, until one of them has another
    /// value.
    std::optional<std::string> approval_policy = {};
    /// As the thread option of the same name, for this turn. No limit (0) by default.
    std::optional<std::int64_t> max_turn_tokens = {};
    /// As the thread option of the same name, for this turn. No limit (0) by default.
    std::optional<std::int64_t> max_thread_tokens = {};
    /// As the thread option of the same name, for this turn. No limit (0) by default.
    std::optional<std::int64_t> max_commands = {};
#if CODEX_SDK_HAS_STOP_TOKEN
    /// Cancels the turn when a stop is requested, from any thread.
    std::stop_token stop_token = {};
#endif
    /// Options that this version does not know.
    ExtraOptions extra = {};
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_OPTIONS_HPP
