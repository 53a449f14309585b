// Events, results and errors written anew as JSON, from their public members.
#pragma once

#include "codex_sdk.hpp"
#include "codex_sdk/nlohmann.hpp"

namespace driver {

using namespace codex_sdk;
using nlohmann::json;

template <class T>
json written(const std::optional<T>& value) {
    return value ? json(*value) : json();
}

inline json of_item(const Item& item) {
    json fields = std::visit(
        overloaded{
            [](const AgentMessageItem& it) { return json{{"text", it.text}}; },
            [](const ReasoningItem& it) { return json{{"text", it.text}}; },
            [](const CommandExecutionItem& it) {
                return json{{"command", it.command},
                            {"aggregated_output", it.aggregated_output},
                            {"exit_code", written(it.exit_code)},
                            {"status", it.status}};
            },
            [](const FileChangeItem& it) {
                json changes = json::array();
                for (const auto& change : it.changes) changes.push_back({{"path", change.path}, {"kind", change.kind}});
                return json{{"changes", std::move(changes)}, {"status", it.status}};
            },
            [](const McpToolCallItem& it) {
                json result;
                if (it.result) {
                    result = {{"content", it.result->content},
                              {"structured_content", written(it.result->structured_content)}};
                }
                return json{
                    {"server", it.server},       {"tool", it.tool},
                    {"arguments", it.arguments}, {"result", std::move(result)},
                    {"status", it.status},       {"error", it.error ? json{{"message", it.error->message}} : json()}};
            },
            [](const CollabToolCallItem& it) {
                json states = json::object();
                for (const auto& [id, state] : it.agents_states) {
                    states[id] = {{"status", state.status}, {"message", written(state.message)}};
                }
                return json{{"tool", it.tool},
                            {"sender_thread_id", it.sender_thread_id},
                            {"receiver_thread_ids", it.receiver_thread_ids},
                            {"prompt", written(it.prompt)},
                            {"agents_states", std::move(states)},
                            {"status", it.status}};
            },
            [](const WebSearchItem& it) {
                return json{{"query", it.query}, {"action", written(it.action)}, {"results", written(it.results)}};
            },
            [](const TodoListItem& it) {
                json items = json::array();
                for (const auto& one : it.items) items.push_back({{"text", one.text}, {"completed", one.completed}});
                return json{{"items", std::move(items)}};
            },
            [](const ErrorItem& it) { return json{{"message", it.message}}; },
            [](const UnknownItem& it) { return json(it.raw); },
        },
        item.value());
    if (item.as<UnknownItem>() == nullptr) {
        fields["id"] = item.id();
        fields["type"] = item.type();
    }
    return fields;
}

inline json of_usage(const std::optional<Usage>& usage) {
    if (!usage) return {};
    return {{"input_tokens", usage->input_tokens},
            {"cached_input_tokens", usage->cached_input_tokens},
            {"cache_write_input_tokens", usage->cache_write_input_tokens},
            {"output_tokens", usage->output_tokens},
            {"reasoning_output_tokens", usage->reasoning_output_tokens}};
}

inline json of_event(const Event& event) {
    json fields =
        std::visit(overloaded{
                       [](const ThreadStartedEvent& it) { return json{{"thread_id", it.thread_id}}; },
                       [](const TurnStartedEvent&) { return json::object(); },
                       [](const ItemStartedEvent& it) { return json{{"item", of_item(it.item)}}; },
                       [](const ItemUpdatedEvent& it) { return json{{"item", of_item(it.item)}}; },
                       [](const ItemCompletedEvent& it) { return json{{"item", of_item(it.item)}}; },
                       [](const TurnCompletedEvent& it) { return json{{"usage", of_usage(it.usage)}}; },
                       [](const TurnFailedEvent& it) { return json{{"error", {{"message", it.error.message}}}}; },
                       [](const ThreadErrorEvent& it) { return json{{"message", it.message}}; },
                       [](const UnknownEvent& it) { return json(it.raw); },
                   },
                   event.value());
    if (event.as<UnknownEvent>() == nullptr) fields["type"] = event.type();
    return fields;
}

/// Which members a result has that the CLI may have given more fields, is told by all of it.
inline json of_result(const TurnResult& result) { return result.raw; }

inline json of_info(const CodexInfo& info) {
    return {{"cli_path", info.cli_path}, {"cli_version", info.cli_version}, {"found_by", info.found_by}};
}

inline json of_error(const Error& error) {
    json fields{{"code", error.code_name()}, {"message", error.message()}, {"retryable", error.retryable()}};
    const auto add = [&](const char* name, const auto& value) {
        if (value) fields[name] = *value;
    };
    add("thread_id", error.thread_id());
    add("exit_code", error.exit_code());
    add("signal", error.signal());
    add("stderr", error.stderr_text());
    add("stderr_truncated", error.stderr_truncated());
    add("line", error.line());
    add("not_used", error.not_used());
    add("option", error.option());
    add("last_event_type", error.last_event_type());
    if (!error.tried().empty()) fields["tried"] = error.tried();
    return fields;
}

}  // namespace driver
