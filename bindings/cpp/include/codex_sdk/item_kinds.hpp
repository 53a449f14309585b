// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// The kinds of items.

#ifndef CODEX_SDK_ITEM_KINDS_HPP
#define CODEX_SDK_ITEM_KINDS_HPP

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
    /// Path of the file, absolute (CLI 0.169.0).
    std::string path;
    /// What happens to the file: "add", "delete", "update", …
    std::string kind;
};

/// What a tool returned.
struct McpToolCallResult {
    /// Blocks of content, as MCP defines them.
    Json content = Json("[]");
    /// The result as data.
    std::optional<Json> structured_content;
};

/// Why a tool failed.
struct McpToolCallError {
    /// The error message.
    std::string message;
};

/// The state of another agent.
struct CollabAgentState {
    /// How the agent is doing: "pending_init", "running", "interrupted", "completed", "errored", "shutdown",
    /// "not_found", …
    std::string status;
    /// The agent's message, if it sent one.
    std::optional<std::string> message;
};

/// One step of a plan.
struct TodoItem {
    /// What is to be done.
    std::string text;
    /// Whether the step is done.
    bool completed = false;
};

/// A message from the agent; with an output schema, JSON.
struct AgentMessageItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view kind = "agent_message";
    /// The message.
    std::string text;
};

/// A summary of the agent's reasoning.
struct ReasoningItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view kind = "reasoning";
    /// The summary.
    std::string text;
};

/// A command the agent runs.
struct CommandExecutionItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view kind = "command_execution";
    /// The shell command line.
    std::string command;
    /// Output so far, stdout and stderr together.
    std::string aggregated_output;
    /// Exit code, once the command has ended. Absent if it was not run.
    std::optional<int> exit_code;
    /// How far the command has come: "in_progress", "completed", "failed", "declined", …
    std::string status;
};

/// A change to files.
struct FileChangeItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view kind = "file_change";
    /// The changed files.
    std::vector<FileUpdateChange> changes;
    /// How far the change has come: "in_progress", "completed", "failed", …
    std::string status;
};

/// A call to a tool of an MCP server.
struct McpToolCallItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view kind = "mcp_tool_call";
    /// Name of the server in the CLI's configuration.
    std::string server;
    /// Name of the tool.
    std::string tool;
    /// Arguments of the call.
    Json arguments;
    /// What the tool returned, once it has.
    std::optional<McpToolCallResult> result;
    /// Why the call failed, if it did.
    std::optional<McpToolCallError> error;
    /// How far the call has come: "in_progress", "completed", "failed", …
    std::string status;
};

/// Work with other agents.
struct CollabToolCallItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view kind = "collab_tool_call";
    /// What the agent does with the others: "spawn_agent", "send_input", "wait", "close_agent", …
    std::string tool;
    /// Thread id of the calling agent.
    std::string sender_thread_id;
    /// Thread ids of the other agents.
    std::vector<std::string> receiver_thread_ids;
    /// What the others are told.
    std::optional<std::string> prompt;
    /// States of the other agents, by thread id.
    std::map<std::string, CollabAgentState> agents_states;
    /// How far the call has come: "in_progress", "completed", "failed", …
    std::string status;
};

/// A web search.
struct WebSearchItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view kind = "web_search";
    /// The search query; empty when the search begins.
    std::string query;
    /// What the search does: an object whose `type` is `search`, `open_page`, `find_in_page`, …
    std::optional<Json> action;
    /// Search results, for some searches.
    std::optional<Json> results;
};

/// The agent's plan.
struct TodoListItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view kind = "todo_list";
    /// Steps of the plan.
    std::vector<TodoItem> items;
};

/// A warning from the CLI. The turn continues.
struct ErrorItem : AnyItem {
    /// Its `type`.
    static constexpr std::string_view kind = "error";
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
