/// @file
/// Events: what happens in a turn.

#ifndef CODEX_SDK_EVENT_HPP
#define CODEX_SDK_EVENT_HPP

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "detail/dialect.hpp"
#include "detail/event_fields.hpp"
#include "detail/members.hpp"
#include "detail/read.hpp"
#include "detail/text.hpp"
#include "event_kinds.hpp"
#include "item.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

namespace detail {

class PullTurnState;
class CallbackTurnState;

/// Marks a text that the library has checked.
struct FromLibrary {};

}  // namespace detail

/// Something that happens in a turn. An event does not change, and its copies share its data.
///
/// @code
/// if (auto* completed = event.as<codex_sdk::TurnCompletedEvent>()) …
/// if (auto* message = event.completed<codex_sdk::AgentMessageItem>()) …
/// std::visit(codex_sdk::overloaded{[](const codex_sdk::ItemStartedEvent& started) { … }, [](const auto&) {}},
///            event.value());
/// @endcode
class Event {
public:
    /// Every kind of event.
    using Value = EventValue;

    /// Reads a line that the CLI printed, such as a saved one. One that is not JSON is an @ref UnknownEvent.
    explicit Event(std::string line);

    /// The event if it is of this kind, NULL otherwise.
    template <class Kind>
    [[nodiscard]] const Kind* as() const noexcept {
        return std::get_if<Kind>(&value());
    }
    /// The item that was started, updated or completed. NULL if the event has no item.
    [[nodiscard]] const Item* item() const noexcept;
    /// The item that was completed, if it is of this kind. NULL otherwise.
    template <class Kind>
    [[nodiscard]] const Kind* completed() const noexcept {
        const auto* event = as<ItemCompletedEvent>();
        return event == nullptr ? nullptr : event->item.template as<Kind>();
    }
    /// For `std::visit`.
    [[nodiscard]] const Value& value() const noexcept;
    /// The fields that every event has.
    [[nodiscard]] const AnyEvent& any() const noexcept;
    /// The CLI's name for the kind, such as "item.completed".
    [[nodiscard]] const std::string& type() const noexcept { return any().type; }
    /// The event's JSON.
    [[nodiscard]] const Json& raw() const noexcept { return any().raw; }
    /// The line that the CLI printed, byte for byte.
    [[nodiscard]] const std::string& line() const noexcept { return raw().text(); }

    /// Whether the lines are the same.
    friend bool operator==(const Event& left, const Event& right) noexcept { return left.raw() == right.raw(); }
    /// Whether the lines differ.
    friend bool operator!=(const Event& left, const Event& right) noexcept { return !(left == right); }

private:
    friend class detail::PullTurnState;
    friend class detail::CallbackTurnState;

    Event(detail::FromLibrary, std::string&& line);

    std::shared_ptr<const Value> value_;
};

/// Combines several callables into one, for `std::visit`.
template <class... Callables>
struct overloaded : Callables... {
    using Callables::operator()...;
};
/// Deduces the callables.
template <class... Callables>
overloaded(Callables...) -> overloaded<Callables...>;

namespace detail {

inline void read_common(const Members&, AnyEvent&) {}

}  // namespace detail

inline Event::Event(std::string line) {
    if (detail::is_json(line)) {
        *this = Event(detail::FromLibrary(), std::move(line));
    } else {
        detail::make(detail::Members(), Json(std::move(line)), value_);
    }
}

inline Event::Event(detail::FromLibrary, std::string&& line) {
    Json raw(std::move(line));
    detail::Members item;
    const detail::Members members(raw.text(), "item", item);
    detail::make(members, std::move(raw), value_);
}

inline const Event::Value& Event::value() const noexcept {
    if (value_) return *value_;
    // Never destroyed: a global of the program may still ask for it.
    static const Value* const nothing = new Value();
    return *nothing;
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

#endif  // CODEX_SDK_EVENT_HPP
