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

/// Token counts. Cached tokens are included in `input_tokens`, reasoning tokens in `output_tokens`.
struct Usage {
    /// Tokens the model read.
    std::int64_t input_tokens = 0;
    /// Input tokens read from the cache.
    std::int64_t cached_input_tokens = 0;
    /// Input tokens written to the cache.
    std::int64_t cache_write_input_tokens = 0;
    /// Tokens the model wrote.
    std::int64_t output_tokens = 0;
    /// Output tokens spent on reasoning.
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

/// The first event of a turn. From now on, the thread has an id.
struct ThreadStartedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "thread.started";
    /// Id of the thread; use it to resume the thread.
    std::string thread_id;
};

/// The prompt was sent to the model.
struct TurnStartedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "turn.started";
};

/// The agent started something. Messages and reasoning have only `item.completed`.
struct ItemStartedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "item.started";
    /// The item so far.
    Item item;
};

/// An unfinished item changed: for example, a step of the plan is done.
struct ItemUpdatedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "item.updated";
    /// The item so far.
    Item item;
};

/// The agent finished something.
struct ItemCompletedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "item.completed";
    /// The complete item.
    Item item;
};

/// A piece of a text that is being written. Sent only with the turn option `deltas`.
struct ItemDeltaEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "item.delta";
    /// Id of the item that the piece belongs to.
    std::string item_id;
    /// What the piece belongs to: "agent_message", "reasoning", "reasoning_summary", "plan", "command_output",
    /// "file_change", "mcp_progress", …
    std::string kind;
    /// The piece.
    std::string text;
    /// For `reasoning_summary`, the index of the part of the summary, starting at 0.
    std::optional<std::int64_t> summary_index;
};

/// An item that was started and will not be completed. Only with the `app_server` transport.
struct ItemDroppedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "item.dropped";
    /// Id of the item.
    std::string item_id;
};

/// Token counts after a request to the model. Sent only with the turn option `deltas`.
struct TurnUsageEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "turn.usage";
    /// Token counts of the whole thread.
    std::optional<Usage> usage;
    /// Token counts of the latest request to the model.
    std::optional<Usage> last;
    /// Size of the model's context window, in tokens.
    std::optional<std::int64_t> context_window;
};

/// All file changes of the turn so far. Sent only with the turn option `deltas`.
struct TurnDiffEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "turn.diff";
    /// A unified diff.
    std::string diff;
};

/// A notification of the app-server, as it is. Sent only with the turn option `raw_events`.
struct NotificationEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "notification";
    /// What happened, such as `item/started`.
    std::string method;
    /// The facts, with the app-server's own names.
    std::optional<Json> params;
};

/// The turn completed.
struct TurnCompletedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "turn.completed";
    /// Token counts of the whole thread. The result has this turn's share: @ref TurnResult::turn_usage.
    std::optional<Usage> usage;
};

/// The turn failed. It ends with @ref ErrorCode::turn_failed.
struct TurnFailedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "turn.failed";
    /// Why the turn failed.
    ThreadError error;
};

/// A notice from the CLI, usually that it is retrying ("Reconnecting... 1/5"). The turn continues.
struct ThreadErrorEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "error";
    /// The notice.
    std::string message;
};

/// Every kind of event.
using EventValue = std::variant<UnknownEvent, ThreadStartedEvent, TurnStartedEvent, ItemStartedEvent, ItemUpdatedEvent,
                                ItemCompletedEvent, ItemDeltaEvent, ItemDroppedEvent, TurnUsageEvent, TurnDiffEvent,
                                NotificationEvent, TurnCompletedEvent, TurnFailedEvent, ThreadErrorEvent>;

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_EVENT_KINDS_HPP
