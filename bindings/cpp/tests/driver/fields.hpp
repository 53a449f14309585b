// Generated from schema/sdk.json by `make vocabulary`.
// Options, fields of events and items, and fields of errors by their names in the JSON of the cases.
#pragma once

#include "taken.hpp"

namespace driver {

inline void take_options(Taken& take, CodexOptions& options) {
    take("codex_path_override", options.codex_path_override);
    take("base_url", options.base_url);
    take("api_key", options.api_key);
    take("api_key_in_commands", options.api_key_in_commands);
    take("env", options.env);
    take("config", options.config);
    take("config_overrides", options.config_overrides);
    take("transport", options.transport);
    take("max_concurrent_turns", options.max_concurrent_turns);
    take("request_timeout_ms", options.request_timeout);
    take("originator", options.originator);
    take("helper_grace_ms", options.helper_grace);
    take("record", options.record);
    take("replay", options.replay);
    take("replay_speed", options.replay_speed);
    take("replay_match", options.replay_match);
}

inline void take_options(Taken& take, ThreadOptions& options) {
    take("model", options.model);
    take("sandbox_mode", options.sandbox_mode);
    take("working_directory", options.working_directory);
    take("skip_git_repo_check", options.skip_git_repo_check);
    take("model_reasoning_effort", options.model_reasoning_effort);
    take("network_access_enabled", options.network_access_enabled);
    take("web_search_mode", options.web_search_mode);
    take("web_search_enabled", options.web_search_enabled);
    take("approval_policy", options.approval_policy);
    take("additional_directories", options.additional_directories);
    take("thread_source", options.thread_source);
    take("ephemeral", options.ephemeral);
    take("base_instructions", options.base_instructions);
    take("developer_instructions", options.developer_instructions);
    take("approvals", options.approvals);
    take("approval_timeout_ms", options.approval_timeout);
    take("tools", options.tools);
    take("last_turn_id", options.last_turn_id);
    take("max_turn_tokens", options.max_turn_tokens);
    take("max_thread_tokens", options.max_thread_tokens);
    take("max_commands", options.max_commands);
}

inline void take_options(Taken& take, TurnOptions& options) {
    take("output_schema", options.output_schema);
    take("timeout_ms", options.timeout);
    take("idle_timeout_ms", options.idle_timeout);
    take("offline_timeout_ms", options.offline_timeout);
    take("wait_for_exit", options.wait_for_exit);
    take("max_line_bytes", options.max_line_bytes);
    take("deltas", options.deltas);
    take("raw_events", options.raw_events);
    take("cyber_access_program", options.cyber_access_program);
    take("model", options.model);
    take("model_reasoning_effort", options.model_reasoning_effort);
    take("sandbox_mode", options.sandbox_mode);
    take("approval_policy", options.approval_policy);
    take("max_turn_tokens", options.max_turn_tokens);
    take("max_thread_tokens", options.max_thread_tokens);
    take("max_commands", options.max_commands);
}

inline json error_fields(const Error& error) {
    json fields = json::object();
    add_known(fields, "code", error.code_name());
    add_known(fields, "message", error.message());
    add_known(fields, "retryable", error.retryable());
    add_known(fields, "thread_id", error.thread_id());
    add_known(fields, "exit_code", error.exit_code());
    add_known(fields, "rpc_code", error.rpc_code());
    add_known(fields, "signal", error.signal());
    add_known(fields, "stderr", error.stderr_text());
    add_known(fields, "stderr_truncated", error.stderr_truncated());
    add_known(fields, "line", error.line());
    add_known(fields, "tried", error.tried());
    add_known(fields, "untrusted_cli", error.untrusted_cli());
    add_known(fields, "option", error.option());
    add_known(fields, "used", error.used());
    add_known(fields, "last_event_type", error.last_event_type());
    return fields;
}

}  // namespace driver

namespace codex_sdk {

inline void to_json(nlohmann::json& to, const Usage& from) {
    to = nlohmann::json::object();
    to["input_tokens"] = driver::written(from.input_tokens);
    to["cached_input_tokens"] = driver::written(from.cached_input_tokens);
    to["cache_write_input_tokens"] = driver::written(from.cache_write_input_tokens);
    to["output_tokens"] = driver::written(from.output_tokens);
    to["reasoning_output_tokens"] = driver::written(from.reasoning_output_tokens);
}

inline void to_json(nlohmann::json& to, const ThreadError& from) {
    to = nlohmann::json::object();
    to["message"] = driver::written(from.message);
}

inline void to_json(nlohmann::json& to, const FileUpdateChange& from) {
    to = nlohmann::json::object();
    to["path"] = driver::written(from.path);
    to["kind"] = driver::written(from.kind);
}

inline void to_json(nlohmann::json& to, const McpToolCallResult& from) {
    to = nlohmann::json::object();
    to["content"] = driver::written(from.content);
    to["structured_content"] = driver::written(from.structured_content);
}

inline void to_json(nlohmann::json& to, const McpToolCallError& from) {
    to = nlohmann::json::object();
    to["message"] = driver::written(from.message);
}

inline void to_json(nlohmann::json& to, const CollabAgentState& from) {
    to = nlohmann::json::object();
    to["status"] = driver::written(from.status);
    to["message"] = driver::written(from.message);
}

inline void to_json(nlohmann::json& to, const TodoItem& from) {
    to = nlohmann::json::object();
    to["text"] = driver::written(from.text);
    to["completed"] = driver::written(from.completed);
}

inline void to_json(nlohmann::json& to, const AgentMessageItem& from) {
    to = nlohmann::json::object();
    to["text"] = driver::written(from.text);
    to["phase"] = driver::written(from.phase);
}

inline void to_json(nlohmann::json& to, const ReasoningItem& from) {
    to = nlohmann::json::object();
    to["text"] = driver::written(from.text);
}

inline void to_json(nlohmann::json& to, const CommandExecutionItem& from) {
    to = nlohmann::json::object();
    to["command"] = driver::written(from.command);
    to["aggregated_output"] = driver::written(from.aggregated_output);
    to["exit_code"] = driver::written(from.exit_code);
    to["status"] = driver::written(from.status);
}

inline void to_json(nlohmann::json& to, const FileChangeItem& from) {
    to = nlohmann::json::object();
    to["changes"] = driver::written(from.changes);
    to["status"] = driver::written(from.status);
}

inline void to_json(nlohmann::json& to, const McpToolCallItem& from) {
    to = nlohmann::json::object();
    to["server"] = driver::written(from.server);
    to["tool"] = driver::written(from.tool);
    to["arguments"] = driver::written(from.arguments);
    to["result"] = driver::written(from.result);
    to["error"] = driver::written(from.error);
    to["status"] = driver::written(from.status);
}

inline void to_json(nlohmann::json& to, const CollabToolCallItem& from) {
    to = nlohmann::json::object();
    to["tool"] = driver::written(from.tool);
    to["sender_thread_id"] = driver::written(from.sender_thread_id);
    to["receiver_thread_ids"] = driver::written(from.receiver_thread_ids);
    to["prompt"] = driver::written(from.prompt);
    to["agents_states"] = driver::written(from.agents_states);
    to["status"] = driver::written(from.status);
}

inline void to_json(nlohmann::json& to, const WebSearchItem& from) {
    to = nlohmann::json::object();
    to["query"] = driver::written(from.query);
    to["action"] = driver::written(from.action);
    to["results"] = driver::written(from.results);
}

inline void to_json(nlohmann::json& to, const TodoListItem& from) {
    to = nlohmann::json::object();
    to["items"] = driver::written(from.items);
}

inline void to_json(nlohmann::json& to, const ErrorItem& from) {
    to = nlohmann::json::object();
    to["message"] = driver::written(from.message);
}

inline void to_json(nlohmann::json& to, const ThreadStartedEvent& from) {
    to = nlohmann::json::object();
    to["thread_id"] = driver::written(from.thread_id);
}

inline void to_json(nlohmann::json& to, const TurnStartedEvent&) { to = nlohmann::json::object(); }

inline void to_json(nlohmann::json& to, const ItemStartedEvent& from) {
    to = nlohmann::json::object();
    to["item"] = driver::written(from.item);
}

inline void to_json(nlohmann::json& to, const ItemUpdatedEvent& from) {
    to = nlohmann::json::object();
    to["item"] = driver::written(from.item);
}

inline void to_json(nlohmann::json& to, const ItemCompletedEvent& from) {
    to = nlohmann::json::object();
    to["item"] = driver::written(from.item);
}

inline void to_json(nlohmann::json& to, const ItemDeltaEvent& from) {
    to = nlohmann::json::object();
    to["item_id"] = driver::written(from.item_id);
    to["kind"] = driver::written(from.kind);
    to["text"] = driver::written(from.text);
    to["summary_index"] = driver::written(from.summary_index);
}

inline void to_json(nlohmann::json& to, const ItemDroppedEvent& from) {
    to = nlohmann::json::object();
    to["item_id"] = driver::written(from.item_id);
}

inline void to_json(nlohmann::json& to, const TurnUsageEvent& from) {
    to = nlohmann::json::object();
    to["usage"] = driver::written(from.usage);
    to["last"] = driver::written(from.last);
    to["context_window"] = driver::written(from.context_window);
}

inline void to_json(nlohmann::json& to, const TurnDiffEvent& from) {
    to = nlohmann::json::object();
    to["diff"] = driver::written(from.diff);
}

inline void to_json(nlohmann::json& to, const TurnSteeredEvent&) { to = nlohmann::json::object(); }

inline void to_json(nlohmann::json& to, const ApprovalRequestedEvent& from) {
    to = nlohmann::json::object();
    to["request_id"] = driver::written(from.request_id);
    to["kind"] = driver::written(from.kind);
    to["item_id"] = driver::written(from.item_id);
    to["reason"] = driver::written(from.reason);
    to["command"] = driver::written(from.command);
    to["cwd"] = driver::written(from.cwd);
    to["changes"] = driver::written(from.changes);
    to["permissions"] = driver::written(from.permissions);
    to["questions"] = driver::written(from.questions);
    to["message"] = driver::written(from.message);
    to["schema"] = driver::written(from.schema);
    to["decisions"] = driver::written(from.decisions);
    to["expires_in_ms"] = driver::written(from.expires_in_ms);
    to["params"] = driver::written(from.params);
}

inline void to_json(nlohmann::json& to, const ApprovalResolvedEvent& from) {
    to = nlohmann::json::object();
    to["request_id"] = driver::written(from.request_id);
    to["by"] = driver::written(from.by);
}

inline void to_json(nlohmann::json& to, const ToolRequestedEvent& from) {
    to = nlohmann::json::object();
    to["request_id"] = driver::written(from.request_id);
    to["item_id"] = driver::written(from.item_id);
    to["tool"] = driver::written(from.tool);
    to["namespace"] = driver::written(from.namespace_);
    to["arguments"] = driver::written(from.arguments);
}

inline void to_json(nlohmann::json& to, const NotificationEvent& from) {
    to = nlohmann::json::object();
    to["method"] = driver::written(from.method);
    to["params"] = driver::written(from.params);
}

inline void to_json(nlohmann::json& to, const TurnCompletedEvent& from) {
    to = nlohmann::json::object();
    to["usage"] = driver::written(from.usage);
}

inline void to_json(nlohmann::json& to, const TurnFailedEvent& from) {
    to = nlohmann::json::object();
    to["error"] = driver::written(from.error);
}

inline void to_json(nlohmann::json& to, const ThreadErrorEvent& from) {
    to = nlohmann::json::object();
    to["message"] = driver::written(from.message);
}

inline void to_json(nlohmann::json& to, const CliInfo& from) {
    to = nlohmann::json::object();
    to["cli_path"] = driver::written(from.cli_path);
    to["cli_version"] = driver::written(from.cli_version);
    to["found_by"] = driver::written(from.found_by);
}

}  // namespace codex_sdk
