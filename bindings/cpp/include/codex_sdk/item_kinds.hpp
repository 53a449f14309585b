// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// The kinds of items.

#ifndef CODEX_SDK_ITEM_KINDS_HPP
#define CODEX_SDK_ITEM_KINDS_HPP

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "any.hpp"
#include "detail/dialect.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// One changed file.
struct FileUpdateChange {
    /// Absolute path of the file (CLI 0.171.0).
    std::string path;
    /// The kind of change: "add", "delete", "update", …
    std::string kind;
};

/// What a tool returned.
struct McpToolCallResult {
    /// Content blocks, as defined by MCP.
    Json content = Json("[]");
    /// The result as structured data.
    std::optional<Json> structured_content;
};

/// Why a tool failed.
struct McpToolCallError {
    /// The error message.
    std::string message;
};

/// The state of another agent.
struct CollabAgentState {
    /// Status of the agent: "pending_init", "running", "interrupted", "completed", "errored", "shutdown", "not_found",
    /// …
    std::string status;
    /// The agent's message, if it sent one.
    std::optional<std::string> message;
};

/// One step of a plan.
struct TodoItem {
    /// What to do.
    std::string text;
    /// Whether the step is done.
    bool completed = false;
};

/// A message from the agent. With an output schema, it is JSON.
struct AgentMessageItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view type_name = "agent_message";
    /// The message.
    std::string text;
    /// The role of the message in the turn, if the model stated it. Only with the `app_server` transport: "commentary",
    /// "partial_answer", "final_answer", …
    std::string phase;
};

/// A summary of the agent's reasoning.
struct ReasoningItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view type_name = "reasoning";
    /// The summary.
    std::string text;
};

/// A command that the agent runs.
struct CommandExecutionItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view type_name = "command_execution";
    /// The shell command line.
    std::string command;
    /// Output so far, stdout and stderr combined.
    std::string aggregated_output;
    /// Exit code of the command, or `std::nullopt` if it has not ended or was not run.
    std::optional<std::int64_t> exit_code;
    /// Status of the command: "in_progress", "completed", "failed", "declined", …
    std::string status;
};

/// A change to files.
struct FileChangeItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view type_name = "file_change";
    /// The changed files.
    std::vector<FileUpdateChange> changes;
    /// Status of the change: "in_progress", "completed", "failed", …
    std::string status;
};

/// A call to a tool of an MCP server.
struct McpToolCallItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view type_name = "mcp_tool_call";
    /// Name of the server in the CLI's configuration.
    std::string server;
    /// Name of the tool.
    std::string tool;
    /// Arguments of the call.
    Json arguments;
    /// What the tool returned, once it has returned.
    std::optional<McpToolCallResult> result;
    /// Why the call failed, if it did.
    std::optional<McpToolCallError> error;
    /// Status of the call: "in_progress", "completed", "failed", …
    std::string status;
};

/// A call through which the agent works with other agents.
struct CollabToolCallItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view type_name = "collab_tool_call";
    /// The operation: "spawn_agent", "send_input", "wait", "close_agent", …
    std::string tool;
    /// Thread id of the calling agent.
    std::string sender_thread_id;
    /// Thread ids of the other agents.
    std::vector<std::string> receiver_thread_ids;
    /// The prompt for the other agents, if there is one.
    std::optional<std::string> prompt;
    /// States of the other agents, by thread id.
    std::map<std::string, CollabAgentState> agents_states;
    /// Status of the call: "in_progress", "completed", "failed", …
    std::string status;
};

/// A web search.
struct WebSearchItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view type_name = "web_search";
    /// The search query; empty when the search starts.
    std::string query;
    /// What the search does, as an object whose `type` is, for example, `search`, `open_page` or `find_in_page`.
    std::optional<Json> action;
    /// Search results. Only some searches have them.
    std::optional<Json> results;
};

/// The agent's plan.
struct TodoListItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view type_name = "todo_list";
    /// The steps of the plan.
    std::vector<TodoItem> items;
};

/// A warning from the CLI. The turn continues.
struct ErrorItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view type_name = "error";
    /// The warning.
    std::string message;
};

/// Every kind of item.
using ItemValue = std::variant<UnknownItem, AgentMessageItem, ReasoningItem, CommandExecutionItem, FileChangeItem,
                               McpToolCallItem, CollabToolCallItem, WebSearchItem, TodoListItem, ErrorItem>;

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_ITEM_KINDS_HPP
