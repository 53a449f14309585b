// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// The options by their names in the library.

#ifndef CODEX_SDK_DETAIL_OPTION_FIELDS_HPP
#define CODEX_SDK_DETAIL_OPTION_FIELDS_HPP

#include "../options.hpp"
#include "dialect.hpp"
#include "options_text.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

inline void add_options(OptionsText& object, const CodexOptions& options) {
    object.add("codex_path_override", options.codex_path_override);
    object.add("base_url", options.base_url);
    object.add("api_key", options.api_key);
    object.add("api_key_in_commands", options.api_key_in_commands);
    object.add("env", options.env);
    object.add("config", options.config);
    object.add("config_overrides", options.config_overrides);
    object.add("transport", options.transport);
    object.add("max_concurrent_turns", options.max_concurrent_turns);
    object.add("request_timeout_ms", options.request_timeout);
    object.add("originator", options.originator);
    object.add("helper_grace_ms", options.helper_grace);
    object.add("record", options.record);
    object.add("replay", options.replay);
    object.add("replay_speed", options.replay_speed);
    object.add("replay_match", options.replay_match);
}

inline void add_options(OptionsText& object, const ThreadOptions& options) {
    object.add("model", options.model);
    object.add("sandbox_mode", options.sandbox_mode);
    object.add("working_directory", options.working_directory);
    object.add("skip_git_repo_check", options.skip_git_repo_check);
    object.add("model_reasoning_effort", options.model_reasoning_effort);
    object.add("network_access_enabled", options.network_access_enabled);
    object.add("web_search_mode", options.web_search_mode);
    object.add("web_search_enabled", options.web_search_enabled);
    object.add("approval_policy", options.approval_policy);
    object.add("additional_directories", options.additional_directories);
    object.add("thread_source", options.thread_source);
    object.add("ephemeral", options.ephemeral);
    object.add("base_instructions", options.base_instructions);
    object.add("developer_instructions", options.developer_instructions);
    object.add("approvals", options.approvals);
    object.add("approval_timeout_ms", options.approval_timeout);
    object.add("tools", options.tools);
    object.add("last_turn_id", options.last_turn_id);
    object.add("max_turn_tokens", options.max_turn_tokens);
    object.add("max_thread_tokens", options.max_thread_tokens);
    object.add("max_commands", options.max_commands);
}

inline void add_options(OptionsText& object, const TurnOptions& options) {
    object.add("output_schema", options.output_schema);
    object.add("timeout_ms", options.timeout);
    object.add("idle_timeout_ms", options.idle_timeout);
    object.add("offline_timeout_ms", options.offline_timeout);
    object.add("wait_for_exit", options.wait_for_exit);
    object.add("max_line_bytes", options.max_line_bytes);
    object.add("deltas", options.deltas);
    object.add("raw_events", options.raw_events);
    object.add("cyber_access_program", options.cyber_access_program);
    object.add("model", options.model);
    object.add("model_reasoning_effort", options.model_reasoning_effort);
    object.add("sandbox_mode", options.sandbox_mode);
    object.add("approval_policy", options.approval_policy);
    object.add("max_turn_tokens", options.max_turn_tokens);
    object.add("max_thread_tokens", options.max_thread_tokens);
    object.add("max_commands", options.max_commands);
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_OPTION_FIELDS_HPP
