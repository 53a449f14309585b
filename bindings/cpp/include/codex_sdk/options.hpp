// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// Options of clients, threads and turns.

#ifndef CODEX_SDK_OPTIONS_HPP
#define CODEX_SDK_OPTIONS_HPP

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "detail/dialect.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// Options by their names in the library and with their values in JSON, for those that this version does not know. An
/// option that also has a value as a member is refused.
using ExtraOptions = std::map<std::string, Json>;

/// How the Codex CLI is found and run. A member without a value has its default.
struct CodexOptions {
    /// Path of the Codex CLI to run, absolute or relative to the current directory. A name without `/` is looked up in
    /// `PATH`. The library then searches nowhere else.
    std::optional<std::string> codex_path_override = {};
    /// Base URL of the OpenAI API: the CLI's `openai_base_url`. The variable `OPENAI_BASE_URL` stays as it is, so the
    /// agent's commands do not see this URL.
    std::optional<std::string> base_url = {};
    /// API key. The CLI gets it as `CODEX_API_KEY` in its environment, never on its command line. Without it the CLI
    /// uses its own login.
    std::optional<std::string> api_key = {};
    /// `true` lets the commands that the agent runs see `CODEX_API_KEY`. By default they find it empty, unless your
    /// configuration sets `shell_environment_policy`.
    std::optional<bool> api_key_in_commands = {};
    /// The CLI's complete environment. By default it is a copy of the program's, taken when the client is made. A
    /// relative `HOME`, `CODEX_HOME` or `TMPDIR` is made absolute at that time.
    std::optional<std::map<std::string, std::string>> env = {};
    /// Configuration of the CLI, nested as in its `config.toml`.
    std::optional<Json> config = {};
    /// Raw `key=value` configuration, each value in TOML. Applied after `config`.
    std::vector<std::string> config_overrides = {};
    /// How the program names itself to the service. Default `codex_sdk_cpp`.
    std::optional<std::string> originator = {};
    /// How long `notify` and hook programs that the CLI starts when a turn completes may keep running after the turn.
    /// Processes left behind by the agent's commands get no such time. Default 10000.
    std::optional<std::chrono::milliseconds> helper_grace = {};
    /// Folder to record each turn in, one file of JSON lines per turn. It is created if it does not exist.
    std::optional<std::string> record = {};
    /// Folder of recordings that answer the turns. No CLI is searched for or started.
    std::optional<std::string> replay = {};
    /// Playback speed: 1 is real time, 2 is twice as fast, 0 is without delays. Default 0.
    std::optional<double> replay_speed = {};
    /// Which recording answers a turn: `prompt` takes the first unused one with the same prompt and images, `order`
    /// takes the next one whatever the prompt. Default `prompt`.
    std::optional<std::string> replay_match = {};
    /// Options that this version does not know.
    ExtraOptions extra = {};
};

/// Options of a conversation, for each of its turns. The CLI's own words are passed on unchecked.
struct ThreadOptions {
    /// Model to use.
    std::optional<std::string> model = {};
    /// What the agent's commands may do: "read-only", "workspace-write" or "danger-full-access".
    std::optional<std::string> sandbox_mode = {};
    /// Folder the agent works in. It must exist when the thread is made and at each turn. Default: the current
    /// directory when the thread is made.
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
    /// `true` means `live`, `false` means `disabled`.
    std::optional<bool> web_search_enabled = {};
    /// When the CLI asks for approval: "untrusted", "on-failure", "on-request" or "never". Nobody can answer in this
    /// mode of the CLI.
    std::optional<std::string> approval_policy = {};
    /// More folders the agent may write to. Relative paths are resolved against `working_directory`.
    std::vector<std::string> additional_directories = {};
    /// Classification of a new thread. Not sent when a thread is resumed.
    std::optional<std::string> thread_source = {};
    /// Options that this version does not know.
    ExtraOptions extra = {};
};

/// Options of one turn.
struct TurnOptions {
    /// JSON Schema that the final response must follow.
    std::optional<Json> output_schema = {};
    /// Ends the turn with @ref ErrorCode::turn_timeout when it takes longer. Off (0) by default.
    std::optional<std::chrono::milliseconds> timeout = {};
    /// Ends the turn with @ref ErrorCode::turn_timeout when it makes no progress for this long. Retry notices (`error`
    /// events) are not progress. Off (0) by default.
    std::optional<std::chrono::milliseconds> idle_timeout = {};
    /// Ends the turn with a retryable @ref ErrorCode::turn_failed when nothing but retry notices (`error` events) has
    /// come for this long: without a network or a login, or with a wrong address. The message ends with the last
    /// notice. 0 turns it off, and the CLI may retry indefinitely. Default 120000 (2 minutes).
    std::optional<std::chrono::milliseconds> offline_timeout = {};
    /// `true` ends the turn only when the CLI has exited and its temporary files are gone. A failing exit after the
    /// turn completed is then @ref ErrorCode::cli_failed. Use it if you delete `CODEX_HOME` or the working folder right
    /// after the turn, or rely on the exit code; otherwise it only adds waiting. A CLI that has not exited after 25
    /// seconds is ended, which is not an error. The turn can be cancelled or time out meanwhile.
    std::optional<bool> wait_for_exit = {};
    /// Longest line accepted from the CLI. A longer one ends the turn with @ref ErrorCode::protocol. Default 67108864
    /// (64 MiB).
    std::optional<std::int64_t> max_line_bytes = {};
    /// Experimental access programme of the built-in provider: "standard", "daybreak_blue" or "daybreak_red".
    std::optional<std::string> cyber_access_program = {};
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
