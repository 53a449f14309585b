/// @file
/// What the agent says and does.

#ifndef CODEX_SDK_ITEM_HPP
#define CODEX_SDK_ITEM_HPP

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "detail/dialect.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// What every item has. Fields that the CLI leaves out are empty. One of another shape than expected holds what it can:
/// a string the JSON of the value, for example. `raw` has everything as it is.
struct AnyItem {
    std::string id;    ///< Within the turn.
    std::string type;  ///< The CLI's word for it: "agent_message".
    Json raw;          ///< All of it, fields that this version does not know included.
};

/// The agent says something; with an output schema, JSON.
struct AgentMessageItem : AnyItem {
    static constexpr std::string_view kind = "agent_message";  ///< Its `type`.
    std::string text;                                          ///< What it says.
};

/// A summary of what the agent thinks.
struct ReasoningItem : AnyItem {
    static constexpr std::string_view kind = "reasoning";  ///< Its `type`.
    std::string text;                                      ///< What it thinks.
};

/// The agent runs a command.
struct CommandExecutionItem : AnyItem {
    static constexpr std::string_view kind = "command_execution";  ///< Its `type`.
    std::string command;                                           ///< As the shell gets it.
    std::string aggregated_output;                                 ///< stdout and stderr together, when it is over.
    std::optional<int> exit_code;                                  ///< When it is over.
    std::string status;  ///< "in_progress", "completed", "failed", "declined", …
};

/// A file that is changed.
struct FileUpdateChange {
    std::string path;  ///< Absolute (CLI 0.169.0).
    std::string kind;  ///< "add", "delete", "update", …
};

/// The agent changes files.
struct FileChangeItem : AnyItem {
    static constexpr std::string_view kind = "file_change";  ///< Its `type`.
    std::vector<FileUpdateChange> changes;                   ///< One for each file.
    std::string status;                                      ///< "in_progress", "completed", "failed", …
};

/// What a tool of an MCP server answered.
struct McpToolCallResult {
    Json content;                            ///< An array of content blocks, as MCP defines them.
    std::optional<Json> structured_content;  ///< The same as data, if the tool gives any.
};

/// Why a tool of an MCP server failed.
struct McpToolCallError {
    std::string message;  ///< For people.
};

/// The agent calls a tool of an MCP server.
struct McpToolCallItem : AnyItem {
    static constexpr std::string_view kind = "mcp_tool_call";  ///< Its `type`.
    std::string server;                                        ///< The name of the server.
    std::string tool;                                          ///< The name of the tool.
    Json arguments;                                            ///< What the tool is given.
    std::optional<McpToolCallResult> result;                   ///< When it has answered.
    std::optional<McpToolCallError> error;                     ///< When it has failed.
    std::string status;                                        ///< "in_progress", "completed", "failed", …
};

/// How another agent is doing.
struct CollabAgentState {
    std::string status;                  ///< "running", "completed", "errored", …
    std::optional<std::string> message;  ///< What it says.
};

/// The agent works with other agents.
struct CollabToolCallItem : AnyItem {
    static constexpr std::string_view kind = "collab_tool_call";  ///< Its `type`.
    std::string tool;                                             ///< "spawn_agent", "send_input", "wait", …
    std::string sender_thread_id;                                 ///< Of this agent.
    std::vector<std::string> receiver_thread_ids;                 ///< Of the others.
    std::optional<std::string> prompt;                            ///< What it tells them.
    std::map<std::string, CollabAgentState> agents_states;        ///< By the ids of their threads.
    std::string status;                                           ///< "in_progress", "completed", "failed", …
};

/// The agent searches the web.
struct WebSearchItem : AnyItem {
    static constexpr std::string_view kind = "web_search";  ///< Its `type`.
    std::string query;                                      ///< What it looks for.
    std::optional<Json> action;   ///< How: `{"type":"search",…}`, `open_page`, `find_in_page`.
    std::optional<Json> results;  ///< Of some searches.
};

/// One step of the agent's plan.
struct TodoItem {
    std::string text;        ///< What is to be done.
    bool completed = false;  ///< Whether it is.
};

/// The agent's plan.
struct TodoListItem : AnyItem {
    static constexpr std::string_view kind = "todo_list";  ///< Its `type`.
    std::vector<TodoItem> items;                           ///< Its steps.
};

/// A warning of the CLI; it ends nothing and is no exception.
struct ErrorItem : AnyItem {
    static constexpr std::string_view kind = "error";  ///< Its `type`.
    std::string message;                               ///< For people.
};

/// A kind of item that this version does not know; all of it is in `raw`.
struct UnknownItem : AnyItem {
    static constexpr std::string_view kind = {};  ///< None.
};

/// What the agent has said or done. It does not change, and its copies share it.
///
/// @code
/// if (auto* command = item.as<codex_sdk::CommandExecutionItem>()) std::puts(command->command.c_str());
/// @endcode
class Item {
public:
    /// Every kind of item.
    using Value = std::variant<UnknownItem, AgentMessageItem, ReasoningItem, CommandExecutionItem, FileChangeItem,
                               McpToolCallItem, CollabToolCallItem, WebSearchItem, TodoListItem, ErrorItem>;

    /// An unknown item without anything.
    Item() = default;
    /// The item that this JSON says.
    explicit Item(Json raw);

    /// The item if it is of this kind, NULL otherwise.
    template <class Kind>
    [[nodiscard]] const Kind* as() const noexcept {
        return std::get_if<Kind>(&value());
    }
    /// For `std::visit`.
    [[nodiscard]] const Value& value() const noexcept;
    /// What every item has.
    [[nodiscard]] const AnyItem& any() const noexcept;
    /// Its id, within the turn.
    [[nodiscard]] const std::string& id() const noexcept { return any().id; }
    /// The CLI's word for its kind: "agent_message".
    [[nodiscard]] const std::string& type() const noexcept { return any().type; }
    /// All of it.
    [[nodiscard]] const Json& raw() const noexcept { return any().raw; }

    /// Whether both are the same JSON text.
    friend bool operator==(const Item& left, const Item& right) noexcept { return left.raw() == right.raw(); }
    /// Whether they are not the same JSON text.
    friend bool operator!=(const Item& left, const Item& right) noexcept { return !(left == right); }

private:
    std::shared_ptr<const Value> value_;
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

// Defines the constructors.
#include "detail/item_reader.hpp"

#endif  // CODEX_SDK_ITEM_HPP
