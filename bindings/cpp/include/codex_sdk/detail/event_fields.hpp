// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// Fields by their names in the JSON.

#ifndef CODEX_SDK_DETAIL_EVENT_FIELDS_HPP
#define CODEX_SDK_DETAIL_EVENT_FIELDS_HPP

#include "../event_kinds.hpp"
#include "dialect.hpp"
#include "members.hpp"
#include "read.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

inline bool read_field(const Member& from, Usage& to) {
    if (from.name == "input_tokens") return read(from, to.input_tokens), true;
    if (from.name == "cached_input_tokens") return read(from, to.cached_input_tokens), true;
    if (from.name == "cache_write_input_tokens") return read(from, to.cache_write_input_tokens), true;
    if (from.name == "output_tokens") return read(from, to.output_tokens), true;
    if (from.name == "reasoning_output_tokens") return read(from, to.reasoning_output_tokens), true;
    return false;
}

inline bool read_first(const Member& from, Usage&) { return from.is_object(); }

inline bool read_field(const Member& from, ThreadError& to) {
    if (from.name == "message") return read(from, to.message), true;
    return false;
}

inline bool read_first(const Member& from, ThreadError& to) { return read(from, to.message), true; }

inline bool read_field(const Member& from, ThreadStartedEvent& to) {
    if (from.name == "thread_id") return read(from, to.thread_id), true;
    return false;
}

inline bool read_field(const Member&, TurnStartedEvent&) { return false; }

inline bool read_field(const Member& from, ItemStartedEvent& to) {
    if (from.name == "item") return read(from, to.item), true;
    return false;
}

inline bool read_field(const Member& from, ItemUpdatedEvent& to) {
    if (from.name == "item") return read(from, to.item), true;
    return false;
}

inline bool read_field(const Member& from, ItemCompletedEvent& to) {
    if (from.name == "item") return read(from, to.item), true;
    return false;
}

inline bool read_field(const Member& from, ItemDeltaEvent& to) {
    if (from.name == "item_id") return read(from, to.item_id), true;
    if (from.name == "kind") return read(from, to.kind), true;
    if (from.name == "text") return read(from, to.text), true;
    if (from.name == "summary_index") return read(from, to.summary_index), true;
    return false;
}

inline bool read_field(const Member& from, ItemDroppedEvent& to) {
    if (from.name == "item_id") return read(from, to.item_id), true;
    return false;
}

inline bool read_field(const Member& from, TurnUsageEvent& to) {
    if (from.name == "usage") return read(from, to.usage), true;
    if (from.name == "last") return read(from, to.last), true;
    if (from.name == "context_window") return read(from, to.context_window), true;
    return false;
}

inline bool read_field(const Member& from, TurnDiffEvent& to) {
    if (from.name == "diff") return read(from, to.diff), true;
    return false;
}

inline bool read_field(const Member&, TurnSteeredEvent&) { return false; }

inline bool read_field(const Member& from, ApprovalRequestedEvent& to) {
    if (from.name == "request_id") return read(from, to.request_id), true;
    if (from.name == "kind") return read(from, to.kind), true;
    if (from.name == "item_id") return read(from, to.item_id), true;
    if (from.name == "reason") return read(from, to.reason), true;
    if (from.name == "command") return read(from, to.command), true;
    if (from.name == "cwd") return read(from, to.cwd), true;
    if (from.name == "changes") return read(from, to.changes), true;
    if (from.name == "permissions") return read(from, to.permissions), true;
    if (from.name == "questions") return read(from, to.questions), true;
    if (from.name == "message") return read(from, to.message), true;
    if (from.name == "schema") return read(from, to.schema), true;
    if (from.name == "decisions") return read(from, to.decisions), true;
    if (from.name == "expires_in_ms") return read(from, to.expires_in_ms), true;
    if (from.name == "params") return read(from, to.params), true;
    return false;
}

inline bool read_field(const Member& from, ApprovalResolvedEvent& to) {
    if (from.name == "request_id") return read(from, to.request_id), true;
    if (from.name == "by") return read(from, to.by), true;
    return false;
}

inline bool read_field(const Member& from, ToolRequestedEvent& to) {
    if (from.name == "request_id") return read(from, to.request_id), true;
    if (from.name == "item_id") return read(from, to.item_id), true;
    if (from.name == "tool") return read(from, to.tool), true;
    if (from.name == "namespace") return read(from, to.namespace_), true;
    if (from.name == "arguments") return read(from, to.arguments), true;
    return false;
}

inline bool read_field(const Member& from, NotificationEvent& to) {
    if (from.name == "method") return read(from, to.method), true;
    if (from.name == "params") return read(from, to.params), true;
    return false;
}

inline bool read_field(const Member& from, TurnCompletedEvent& to) {
    if (from.name == "usage") return read(from, to.usage), true;
    return false;
}

inline bool read_field(const Member& from, TurnFailedEvent& to) {
    if (from.name == "error") return read(from, to.error), true;
    return false;
}

inline bool read_field(const Member& from, ThreadErrorEvent& to) {
    if (from.name == "message") return read(from, to.message), true;
    return false;
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_EVENT_FIELDS_HPP
