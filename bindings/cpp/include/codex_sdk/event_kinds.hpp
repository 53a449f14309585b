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
#include <vector>

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

/// The agent has what your program said in the middle of the turn. Only with the `app_server` transport.
struct TurnSteeredEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "turn.steered";
};

/// The agent asks your program for approval or for input, and waits. Sent only with the thread option `approvals`
/// `ask`.
struct ApprovalRequestedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "approval.requested";
    /// Id for your response.
    std::string request_id;
    /// What the agent asks for: "command", "file_change", "permissions", "mcp_elicitation", "user_input", …
    std::string kind;
    /// Id of the item that needs the approval.
    std::optional<std::string> item_id;
    /// Why the agent asks.
    std::optional<std::string> reason;
    /// For `command`, the shell command line.
    std::optional<std::string> command;
    /// For `command` and `permissions`, the working folder.
    std::optional<std::string> cwd;
    /// For `file_change`, the changes.
    std::vector<FileUpdateChange> changes;
    /// For `permissions`, what the agent asks for, with the app-server's own names.
    std::optional<Json> permissions;
    /// For `user_input`, the questions, with the app-server's own names.
    std::optional<Json> questions;
    /// For `mcp_elicitation`, what the MCP server asks.
    std::optional<std::string> message;
    /// For `mcp_elicitation`, a JSON Schema of the content to respond with.
    std::optional<Json> schema;
    /// The decisions that a response may have.
    std::vector<std::string> decisions;
    /// After how many milliseconds the request is declined.
    std::optional<std::int64_t> expires_in_ms;
    /// The whole request, with the app-server's own names.
    std::optional<Json> params;
};

/// A request for approval is settled.
struct ApprovalResolvedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "approval.resolved";
    /// Id of the request.
    std::string request_id;
    /// Who settled it: "host", "timeout", "other", "end", …
    std::string by;
};

/// The agent calls a tool of your program, and waits for its result. Sent only with the thread option `tools`.
struct ToolRequestedEvent : AnyEvent {
    /// Its `type`.
    static constexpr std::string_view type_name = "tool.requested";
    /// Id for your response.
    std::string request_id;
    /// Id of the item of this call.
    std::optional<std::string> item_id;
    /// Name of the tool.
    std::string tool;
    /// The tool's namespace, if it has one.
    std::optional<std::string> namespace_;
    /// The arguments, as the model wrote them.
    Json arguments;
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
                                TurnSteeredEvent, ApprovalRequestedEvent, ApprovalResolvedEvent, ToolRequestedEvent,
                                NotificationEvent, TurnCompletedEvent, TurnFailedEvent, ThreadErrorEvent>;

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_EVENT_KINDS_HPP
