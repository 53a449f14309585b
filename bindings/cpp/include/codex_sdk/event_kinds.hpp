// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// The kinds of events.

#ifndef CODEX_SDK_EVENT_KINDS_HPP
#define CODEX_SDK_EVENT_KINDS_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "any.hpp"
#include "detail/dialect.hpp"
#include "item.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// Token counts. The cached ones are part of `input_tokens`, those for reasoning part of `output_tokens`.
struct Usage {
    /// Tokens the model read.
    std::int64_t input_tokens = 0;
    /// Of these, tokens read from the cache.
    std::int64_t cached_input_tokens = 0;
    /// Of these, tokens written to the cache.
    std::int64_t cache_write_input_tokens = 0;
    /// Tokens the model wrote.
    std::int64_t output_tokens = 0;
    /// Of these, tokens spent on reasoning.
    std::int64_t reasoning_output_tokens = 0;

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

/// Why a turn failed.
struct ThreadError {
    /// The agent's own message.
    std::string message;
};

/// The first event of a turn. From now on the thread has its id.
struct ThreadStartedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view kind = "thread.started";
    /// Id to resume the thread with.
    std::string thread_id;
};

/// The prompt was sent to the model.
struct TurnStartedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view kind = "turn.started";
};

/// The agent started something. Messages and reasoning are only ever completed.
struct ItemStartedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view kind = "item.started";
    /// The item so far.
    Item item;
};

/// Something the agent does has changed, such as a step of its plan.
struct ItemUpdatedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view kind = "item.updated";
    /// The item so far.
    Item item;
};

/// The agent finished something.
struct ItemCompletedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view kind = "item.completed";
    /// The complete item.
    Item item;
};

/// The turn completed.
struct TurnCompletedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view kind = "turn.completed";
    /// Token counts of the whole thread. This turn's share is the result's @ref TurnResult::turn_usage.
    std::optional<Usage> usage;
};

/// The turn failed. @ref ErrorCode::turn_failed follows.
struct TurnFailedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view kind = "turn.failed";
    /// Why the turn failed.
    ThreadError error;
};

/// A notice from the CLI, usually that it retries ("Reconnecting... 1/5"). The turn continues.
struct ThreadErrorEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view kind = "error";
    /// The notice.
    std::string message;
};

/// Every kind of event.
using EventValue = std::variant<UnknownEvent, ThreadStartedEvent, TurnStartedEvent, ItemStartedEvent, ItemUpdatedEvent,
                                ItemCompletedEvent, TurnCompletedEvent, TurnFailedEvent, ThreadErrorEvent>;

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_EVENT_KINDS_HPP
