/// @file
/// Reads events.

#ifndef CODEX_SDK_DETAIL_EVENT_READER_HPP
#define CODEX_SDK_DETAIL_EVENT_READER_HPP

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "../event.hpp"
#include "../json.hpp"
#include "dialect.hpp"
#include "members.hpp"
#include "read.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

namespace detail {

inline void read_fields(const Members& from, Usage& usage) {
    from("input_tokens", usage.input_tokens)("cached_input_tokens", usage.cached_input_tokens)(
        "cache_write_input_tokens", usage.cache_write_input_tokens)("output_tokens", usage.output_tokens)(
        "reasoning_output_tokens", usage.reasoning_output_tokens);
}

inline void read_fields(const Members& from, ThreadError& error) { from("message", error.message); }

inline void read_fields(const Members& from, ThreadStartedEvent& event) { from("thread_id", event.thread_id); }

inline void read_fields(const Members& from, ItemStartedEvent& event) { from("item", event.item); }

inline void read_fields(const Members& from, ItemUpdatedEvent& event) { from("item", event.item); }

inline void read_fields(const Members& from, ItemCompletedEvent& event) { from("item", event.item); }

inline void read_fields(const Members& from, TurnCompletedEvent& event) { from("usage", event.usage); }

inline void read_fields(const Members& from, TurnFailedEvent& event) { from("error", event.error); }

inline void read_fields(const Members& from, ThreadErrorEvent& event) { from("message", event.message); }

inline void read_fields(const Members&, TurnStartedEvent&) {}
inline void read_fields(const Members&, UnknownEvent&) {}

}  // namespace detail

inline Event::Event(std::string line) {
    const detail::Members members(line.c_str());
    std::string type = detail::type_of(members);
    const auto value = std::make_shared<Value>();
    detail::make(type, *value, members);
    auto& any = std::visit([](AnyEvent& event) -> AnyEvent& { return event; }, *value);
    any.type = std::move(type);
    any.raw = Json(std::move(line));
    value_ = value;
}

inline const Event::Value& Event::value() const noexcept {
    // Never destroyed: a global of the program's may still ask for it.
    static const Value* const nothing = new Value();
    return value_ ? *value_ : *nothing;
}

inline const AnyEvent& Event::any() const noexcept {
    return std::visit([](const AnyEvent& event) -> const AnyEvent& { return event; }, value());
}

inline const Item* Event::item() const noexcept {
    if (const auto* started = as<ItemStartedEvent>()) return &started->item;
    if (const auto* updated = as<ItemUpdatedEvent>()) return &updated->item;
    if (const auto* completed = as<ItemCompletedEvent>()) return &completed->item;
    return nullptr;
}

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_EVENT_READER_HPP
