// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// Fields by their names in the JSON.

#ifndef CODEX_SDK_DETAIL_ITEM_FIELDS_HPP
#define CODEX_SDK_DETAIL_ITEM_FIELDS_HPP

#include "../item_kinds.hpp"
#include "dialect.hpp"
#include "members.hpp"
#include "read.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

inline bool read_field(const Member& from, FileUpdateChange& to) {
    if (from.name == "path") return read(from, to.path), true;
    if (from.name == "kind") return read(from, to.kind), true;
    return false;
}

inline bool read_first(const Member& from, FileUpdateChange& to) { return read(from, to.path), true; }

inline bool read_field(const Member& from, McpToolCallResult& to) {
    if (from.name == "content") return read(from, to.content), true;
    if (from.name == "structured_content") return read(from, to.structured_content), true;
    return false;
}

inline bool read_first(const Member& from, McpToolCallResult& to) { return read(from, to.content), true; }

inline bool read_field(const Member& from, McpToolCallError& to) {
    if (from.name == "message") return read(from, to.message), true;
    return false;
}

inline bool read_first(const Member& from, McpToolCallError& to) { return read(from, to.message), true; }

inline bool read_field(const Member& from, CollabAgentState& to) {
    if (from.name == "status") return read(from, to.status), true;
    if (from.name == "message") return read(from, to.message), true;
    return false;
}

inline bool read_first(const Member& from, CollabAgentState& to) { return read(from, to.status), true; }

inline bool read_field(const Member& from, TodoItem& to) {
    if (from.name == "text") return read(from, to.text), true;
    if (from.name == "completed") return read(from, to.completed), true;
    return false;
}

inline bool read_first(const Member& from, TodoItem& to) { return read(from, to.text), true; }

inline bool read_fields(const Members& from, TodoItem& to) {
    const bool is_found = read_fields<TodoItem>(from, to);
    const Member* const instead = from.find("completed") == nullptr ? from.find("status") : nullptr;
    if (instead != nullptr) to.completed = instead->written() == "completed";
    return is_found || instead != nullptr;
}

inline bool read_field(const Member& from, AgentMessageItem& to) {
    if (from.name == "text") return read(from, to.text), true;
    if (from.name == "phase") return read(from, to.phase), true;
    return false;
}

inline bool read_field(const Member& from, ReasoningItem& to) {
    if (from.name == "text") return read(from, to.text), true;
    return false;
}

inline bool read_field(const Member& from, CommandExecutionItem& to) {
    if (from.name == "command") return read(from, to.command), true;
    if (from.name == "aggregated_output") return read(from, to.aggregated_output), true;
    if (from.name == "exit_code") return read(from, to.exit_code), true;
    if (from.name == "status") return read(from, to.status), true;
    return false;
}

inline bool read_field(const Member& from, FileChangeItem& to) {
    if (from.name == "changes") return read(from, to.changes), true;
    if (from.name == "status") return read(from, to.status), true;
    return false;
}

inline bool read_field(const Member& from, McpToolCallItem& to) {
    if (from.name == "server") return read(from, to.server), true;
    if (from.name == "tool") return read(from, to.tool), true;
    if (from.name == "arguments") return read(from, to.arguments), true;
    if (from.name == "result") return read(from, to.result), true;
    if (from.name == "error") return read(from, to.error), true;
    if (from.name == "status") return read(from, to.status), true;
    return false;
}

inline bool read_field(const Member& from, CollabToolCallItem& to) {
    if (from.name == "tool") return read(from, to.tool), true;
    if (from.name == "sender_thread_id") return read(from, to.sender_thread_id), true;
    if (from.name == "receiver_thread_ids") return read(from, to.receiver_thread_ids), true;
    if (from.name == "prompt") return read(from, to.prompt), true;
    if (from.name == "agents_states") return read(from, to.agents_states), true;
    if (from.name == "status") return read(from, to.status), true;
    return false;
}

inline bool read_field(const Member& from, WebSearchItem& to) {
    if (from.name == "query") return read(from, to.query), true;
    if (from.name == "action") return read(from, to.action), true;
    if (from.name == "results") return read(from, to.results), true;
    return false;
}

inline bool read_field(const Member& from, TodoListItem& to) {
    if (from.name == "items") return read(from, to.items), true;
    return false;
}

inline bool read_field(const Member& from, ErrorItem& to) {
    if (from.name == "message") return read(from, to.message), true;
    return false;
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_ITEM_FIELDS_HPP
