/// @file
/// Reads items.

#ifndef CODEX_SDK_DETAIL_ITEM_READER_HPP
#define CODEX_SDK_DETAIL_ITEM_READER_HPP

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "../item.hpp"
#include "../json.hpp"
#include "dialect.hpp"
#include "members.hpp"
#include "read.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

namespace detail {

inline void read_fields(const Members& from, FileUpdateChange& change) {
    from("path", change.path)("kind", change.kind);
}

inline void read_fields(const Members& from, McpToolCallResult& result) {
    from("content", result.content)("structured_content", result.structured_content);
}

inline void read_fields(const Members& from, McpToolCallError& error) { from("message", error.message); }

inline void read_fields(const Members& from, CollabAgentState& state) {
    from("status", state.status)("message", state.message);
}

inline void read_fields(const Members& from, TodoItem& step) {
    // `completed` wins over a `status`.
    from("text", step.text)("status", step.completed)("completed", step.completed);
}

inline void read_fields(const Members& from, AgentMessageItem& item) { from("text", item.text); }

inline void read_fields(const Members& from, ReasoningItem& item) { from("text", item.text); }

inline void read_fields(const Members& from, CommandExecutionItem& item) {
    from("command", item.command)("aggregated_output", item.aggregated_output)("exit_code", item.exit_code)(
        "status", item.status);
}

inline void read_fields(const Members& from, FileChangeItem& item) {
    from("changes", item.changes)("status", item.status);
}

inline void read_fields(const Members& from, McpToolCallItem& item) {
    from("server", item.server)("tool", item.tool)("arguments", item.arguments)("result", item.result)(
        "error", item.error)("status", item.status);
}

inline void read_fields(const Members& from, CollabToolCallItem& item) {
    from("tool", item.tool)("sender_thread_id", item.sender_thread_id)("receiver_thread_ids", item.receiver_thread_ids)(
        "prompt", item.prompt)("agents_states", item.agents_states)("status", item.status);
}

inline void read_fields(const Members& from, WebSearchItem& item) {
    from("query", item.query)("action", item.action)("results", item.results);
}

inline void read_fields(const Members& from, TodoListItem& item) { from("items", item.items); }

inline void read_fields(const Members& from, ErrorItem& item) { from("message", item.message); }

inline void read_fields(const Members&, UnknownItem&) {}

inline bool read(const Member& from, Item& to) {
    to = Item(Json(json_of(from)));
    return true;
}

}  // namespace detail

inline Item::Item(Json raw) {
    const detail::Members members(raw.text().c_str());
    std::string type = detail::type_of(members);
    const auto value = std::make_shared<Value>();
    detail::make(type, *value, members);
    auto& any = std::visit([](AnyItem& item) -> AnyItem& { return item; }, *value);
    members("id", any.id);
    any.type = std::move(type);
    any.raw = std::move(raw);
    value_ = value;
}

inline const Item::Value& Item::value() const noexcept {
    // Never destroyed: a global of the program's may still ask for it.
    static const Value* const nothing = new Value();
    return value_ ? *value_ : *nothing;
}

inline const AnyItem& Item::any() const noexcept {
    return std::visit([](const AnyItem& item) -> const AnyItem& { return item; }, value());
}

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_ITEM_READER_HPP
