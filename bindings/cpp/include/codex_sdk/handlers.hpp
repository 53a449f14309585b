/// @file
/// What a program gives a thread to answer the agent by itself.

#ifndef CODEX_SDK_HANDLERS_HPP
#define CODEX_SDK_HANDLERS_HPP

#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include "detail/dialect.hpp"
#include "detail/text.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

struct ApprovalRequestedEvent;

/// The answer to an @ref ApprovalRequestedEvent: a decision, such as "accept", or a whole response.
class ApprovalResponse {
public:
    /// One of the event's `decisions`.
    ApprovalResponse(const char* decision)
        : ApprovalResponse(std::string(decision)) {}  // NOLINT: handlers return words
    /// One of the event's `decisions`.
    ApprovalResponse(const std::string& decision)  // NOLINT
        : json_("{\"decision\":" + detail::as_json(decision) + "}") {}
    /// A response as @ref Turn::respond takes it.
    ApprovalResponse(Json response) : json_(std::move(response)) {}  // NOLINT

    /// The response.
    [[nodiscard]] const Json& json() const noexcept { return json_; }

private:
    Json json_;
};

/// Answers requests for approval. Runs on a thread of its own for each request, several at a time if the agent asks
/// several questions.
using ApprovalHandler = std::function<ApprovalResponse(const ApprovalRequestedEvent&)>;

/// What a tool returns: a text, or any JSON, which the agent gets as text.
class ToolResult {
public:
    /// A text.
    ToolResult(const char* text) : ToolResult(std::string(text)) {}  // NOLINT: tools return what they have
    /// A text.
    ToolResult(const std::string& text)  // NOLINT
        : json_("{\"content\":[{\"type\":\"text\",\"text\":" + detail::as_json(text) + "}]}") {}
    /// JSON: of a string, the agent gets the text.
    ToolResult(const Json& value) : ToolResult(value.get("").value_or(value.text())) {}  // NOLINT
    /// A value of a JSON library.
    template <class Value,
              class = std::enable_if_t<std::is_same_v<decltype(std::declval<const Value&>().dump()), std::string>>>
    ToolResult(const Value& value) : ToolResult(Json(value)) {}  // NOLINT

    /// The tool failed; the agent is told why, and goes on. An exception from the tool also ends the turn with it.
    [[nodiscard]] static ToolResult failure(const std::string& why) {
        ToolResult result("");
        result.json_ = Json("{\"error\":" + detail::as_json(why) + "}");
        return result;
    }

    /// The response.
    [[nodiscard]] const Json& json() const noexcept { return json_; }

private:
    Json json_;
};

/// Runs a tool. Each call has a thread of its own.
using ToolFunction = std::function<ToolResult(const Json& arguments)>;

/// A tool of the program that the agent may call.
class Tool {
public:
    /// A tool that the binding runs. The schema is a JSON Schema of the arguments.
    Tool(std::string name, const std::string& description, Json schema, ToolFunction function)
        : name_(std::move(name)),
          schema_(std::move(schema)),
          definition_("{\"name\":" + detail::as_json(name_) + ",\"description\":" + detail::as_json(description) +
                      ",\"input_schema\":" + schema_.text() + "}"),
          function_(std::move(function)) {}
    /// A tool by its definition, an object with `name`, `description` and `input_schema`. Answer its
    /// @ref ToolRequestedEvent yourself.
    Tool(Json definition) : definition_(std::move(definition)) {}  // NOLINT: a definition is a tool

    /// Its name, if the binding runs it.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// The schema of its arguments, if the binding runs it.
    [[nodiscard]] const Json& schema() const noexcept { return schema_; }
    /// The definition, as the agent gets it.
    [[nodiscard]] const Json& definition() const noexcept { return definition_; }
    /// What runs it, if the binding does.
    [[nodiscard]] const ToolFunction& function() const noexcept { return function_; }

private:
    std::string name_;
    Json schema_;
    Json definition_;
    ToolFunction function_;
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_HANDLERS_HPP
