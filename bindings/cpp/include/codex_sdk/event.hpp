/// @file
/// What happens in a turn.

#ifndef CODEX_SDK_EVENT_HPP
#define CODEX_SDK_EVENT_HPP

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "detail/dialect.hpp"
#include "item.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// Numbers of tokens.
struct Usage {
    std::int64_t input_tokens = 0;              ///< Given to the model.
    std::int64_t cached_input_tokens = 0;       ///< Of those, taken from its cache.
    std::int64_t cache_write_input_tokens = 0;  ///< Of those, written to its cache.
    std::int64_t output_tokens = 0;             ///< Come from the model.
    std::int64_t reasoning_output_tokens = 0;   ///< Of those, spent on thinking.

    /// Whether all numbers are the same.
    friend bool operator==(const Usage& left, const Usage& right) noexcept {
        return left.input_tokens == right.input_tokens && left.cached_input_tokens == right.cached_input_tokens &&
               left.cache_write_input_tokens == right.cache_write_input_tokens &&
               left.output_tokens == right.output_tokens &&
               left.reasoning_output_tokens == right.reasoning_output_tokens;
    }
    /// Whether a number differs.
    friend bool operator!=(const Usage& left, const Usage& right) noexcept { return !(left == right); }
};

/// What every event has.
struct AnyEvent {
    std::string type;  ///< The CLI's word for it: "item.completed".
    Json raw;          ///< The line that the CLI printed, byte for byte.
};

/// The first event: the thread has its id.
struct ThreadStartedEvent : AnyEvent {
    static constexpr std::string_view kind = "thread.started";  ///< Its `type`.
    std::string thread_id;                                      ///< By which it can be resumed.
};

/// The prompt is with the model.
struct TurnStartedEvent : AnyEvent {
    static constexpr std::string_view kind = "turn.started";  ///< Its `type`.
};

/// The agent has answered; the last event.
struct TurnCompletedEvent : AnyEvent {
    static constexpr std::string_view kind = "turn.completed";  ///< Its `type`.
    std::optional<Usage> usage;  ///< Of the whole thread; @ref TurnResult::turn_usage is this turn's share.
};

/// What the agent says about its failure.
struct ThreadError {
    std::string message;  ///< For people.
};

/// The agent could not do its turn; the last event, after which comes the error @ref ErrorCode::turn_failed.
struct TurnFailedEvent : AnyEvent {
    static constexpr std::string_view kind = "turn.failed";  ///< Its `type`.
    ThreadError error;                                       ///< Why.
};

/// The agent begins to say or do something.
struct ItemStartedEvent : AnyEvent {
    static constexpr std::string_view kind = "item.started";  ///< Its `type`.
    Item item;                                                ///< As it is now.
};

/// What the agent does has changed: a step of its plan is done.
struct ItemUpdatedEvent : AnyEvent {
    static constexpr std::string_view kind = "item.updated";  ///< Its `type`.
    Item item;                                                ///< As it is now.
};

/// The agent has said or done something.
struct ItemCompletedEvent : AnyEvent {
    static constexpr std::string_view kind = "item.completed";  ///< Its `type`.
    Item item;                                                  ///< As it is now.
};

/// A notice of the CLI, mostly that it tries again ("Reconnecting... 1/5"); it ends nothing and is no exception.
struct ThreadErrorEvent : AnyEvent {
    static constexpr std::string_view kind = "error";  ///< Its `type`.
    std::string message;                               ///< For people.
};

/// A kind of event that this version does not know; all of it is in `raw`.
struct UnknownEvent : AnyEvent {
    static constexpr std::string_view kind = {};  ///< None.
};

/// Something that happens in a turn. It does not change, and its copies share it.
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
    using Value = std::variant<UnknownEvent, ThreadStartedEvent, TurnStartedEvent, ItemStartedEvent, ItemUpdatedEvent,
                               ItemCompletedEvent, TurnCompletedEvent, TurnFailedEvent, ThreadErrorEvent>;

    /// The event that this line says.
    explicit Event(std::string line);

    /// The event if it is of this kind, NULL otherwise.
    template <class Kind>
    [[nodiscard]] const Kind* as() const noexcept {
        return std::get_if<Kind>(&value());
    }
    /// The item that is started, updated or completed; NULL if the event is about none.
    [[nodiscard]] const Item* item() const noexcept;
    /// The item that is completed, if it is of this kind; NULL otherwise.
    template <class Kind>
    [[nodiscard]] const Kind* completed() const noexcept {
        const auto* event = as<ItemCompletedEvent>();
        return event == nullptr ? nullptr : event->item.template as<Kind>();
    }
    /// For `std::visit`.
    [[nodiscard]] const Value& value() const noexcept;
    /// What every event has.
    [[nodiscard]] const AnyEvent& any() const noexcept;
    /// The CLI's word for its kind: "item.completed".
    [[nodiscard]] const std::string& type() const noexcept { return any().type; }
    /// All of it.
    [[nodiscard]] const Json& raw() const noexcept { return any().raw; }
    /// The line that the CLI printed, byte for byte.
    [[nodiscard]] const std::string& line() const noexcept { return raw().text(); }

    /// Whether both are the same line.
    friend bool operator==(const Event& left, const Event& right) noexcept { return left.raw() == right.raw(); }
    /// Whether they are not the same line.
    friend bool operator!=(const Event& left, const Event& right) noexcept { return !(left == right); }

private:
    std::shared_ptr<const Value> value_;
};

/// One callable out of several, for `std::visit`.
template <class... Callables>
struct overloaded : Callables... {
    using Callables::operator()...;
};
/// Of what it is given.
template <class... Callables>
overloaded(Callables...) -> overloaded<Callables...>;

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

// Defines the constructors.
#include "detail/event_reader.hpp"

#endif  // CODEX_SDK_EVENT_HPP
