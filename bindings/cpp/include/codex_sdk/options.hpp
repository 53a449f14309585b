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

/// Options by their names in the library, for those that this version does not know: they are passed on as they are.
/// One that is also given by its own member is refused.
using ExtraOptions = std::map<std::string, Json>;

/// How the Codex CLI is reached. What is left out has its default.
struct CodexOptions {
    /// Path of the CLI to run; a name without `/` is looked up in `PATH`. Nothing else is searched.
    std::optional<std::string> codex_path_override = {};
    /// Base URL of the OpenAI API.
    std::optional<std::string> base_url = {};
    /// API key, given to the CLI in its environment, never on a command line.
    std::optional<std::string> api_key = {};
    /// true lets the commands that the agent runs see the key.
    std::optional<bool> api_key_in_commands = {};
    /// The CLI's whole environment. Without it the CLI inherits that of the program, as it is now.
    std::optional<std::map<std::string, std::string>> env = {};
    /// An object: configuration of the CLI, nested as in its `config.toml`.
    std::optional<Json> config = {};
    /// `key=value` texts with the value in TOML, which win over `config`.
    std::vector<std::string> config_overrides = {};
    /// How the program names itself to the service; `codex_sdk_cpp` unless given.
    std::optional<std::string> originator = {};
    /// How long a program that you configured the CLI to start and forget (`notify`, hooks) may run on after a
    /// completed turn; 10 seconds unless given, 0 not at all. In the library: `helper_grace_ms`.
    std::optional<std::chrono::milliseconds> helper_grace = {};
    /// A folder in which each turn is recorded, as one file of JSON lines. It is made if it is not there.
    std::optional<std::string> record = {};
    /// A folder of recordings that answer the turns. No CLI is looked for, and none runs.
    std::optional<std::string> replay = {};
    /// Playback speed: 1 is real time, 2 is twice as fast. No delays unless given.
    std::optional<double> replay_speed = {};
    /// Which recording answers a turn: "prompt", the first unused one with the same prompt and images, or "order", the
    /// next one whatever was asked. "prompt" unless given.
    std::optional<std::string> replay_match = {};
    /// See @ref ExtraOptions.
    ExtraOptions extra = {};
};

/// Options of a conversation, for every turn of it. Strings whose values belong to the CLI are passed on unchecked.
struct ThreadOptions {
    /// The model to use.
    std::optional<std::string> model = {};
    /// What the agent's commands may do: "read-only", "workspace-write" or "danger-full-access".
    std::optional<std::string> sandbox_mode = {};
    /// The folder the agent works in; it must exist.
    std::optional<std::string> working_directory = {};
    /// true lets the agent work outside a Git repository.
    std::optional<bool> skip_git_repo_check = {};
    /// How hard the model thinks: "minimal", "low", "medium", "high", … as the model allows.
    std::optional<std::string> model_reasoning_effort = {};
    /// true gives commands in the "workspace-write" sandbox the network.
    std::optional<bool> network_access_enabled = {};
    /// "disabled", "cached" or "live".
    std::optional<std::string> web_search_mode = {};
    /// true is "live", false "disabled"; `web_search_mode` wins over it.
    std::optional<bool> web_search_enabled = {};
    /// When the CLI would ask somebody: "never", "on-request", …. Nobody can answer in this mode of the CLI.
    std::optional<std::string> approval_policy = {};
    /// More folders the agent may write to.
    std::vector<std::string> additional_directories = {};
    /// A word that classifies a new thread.
    std::optional<std::string> thread_source = {};
    /// See @ref ExtraOptions.
    ExtraOptions extra = {};
};

/// Options of one turn.
struct TurnOptions {
    /// A JSON Schema that the answer must follow.
    std::optional<Json> output_schema = {};
    /// For the whole turn: then it ends with @ref ErrorCode::turn_timeout, with 0 at once. In the library:
    /// `timeout_ms`.
    std::optional<std::chrono::milliseconds> timeout = {};
    /// Likewise, for the time without an event; retry notices do not count. In the library: `idle_timeout_ms`.
    std::optional<std::chrono::milliseconds> idle_timeout = {};
    /// Ends a turn that has brought nothing but retry notices for so long with @ref ErrorCode::turn_failed, retryable,
    /// with the last notice as its message; two minutes unless given, 0 never. In the library: `offline_timeout_ms`.
    std::optional<std::chrono::milliseconds> offline_timeout = {};
    /// true ends the turn only when the CLI's process has exited and its temporary files are gone; a non-zero exit
    /// after the agent's answer is then @ref ErrorCode::cli_failed. For programs that delete `CODEX_HOME` or the
    /// working directory right afterwards, or rely on the exit code; for others it only adds waiting.
    std::optional<bool> wait_for_exit = {};
    /// A longer line of the CLI ends the turn with @ref ErrorCode::protocol; 64 MiB unless given.
    std::optional<std::int64_t> max_line_bytes = {};
    /// Experimental: "standard", "daybreak_blue", "daybreak_red".
    std::optional<std::string> cyber_access_program = {};
#if CODEX_SDK_HAS_STOP_TOKEN
    /// Cancels the turn when a stop is requested, from any thread.
    std::stop_token stop_token = {};
#endif
    /// See @ref ExtraOptions.
    ExtraOptions extra = {};
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_OPTIONS_HPP
