/// @file codex_sdk.hpp
/// The OpenAI Codex agent in a C++ program: start or resume a conversation, follow what the agent does as typed events,
/// get its answer as text or as data, and end it at any moment with everything it has started.
///
/// @code
/// codex_sdk::Codex codex;
/// codex_sdk::Thread thread = codex.start_thread();
/// for (auto& event : thread.run_streamed("What is in this folder?").events()) {
///     if (auto* message = event.completed<codex_sdk::AgentMessageItem>()) std::puts(message->text.c_str());
/// }
/// @endcode
///
/// C++17 and newer, over `codex_sdk.h` (link `libcodex_sdk`), and nothing else. What can fail has two forms: `run`
/// throws an @ref codex_sdk::Error, `try_run` returns a @ref codex_sdk::Result that may hold one; without exceptions
/// (`-fno-exceptions`) there is the second form only. JSON stays text (@ref codex_sdk::Json); with
/// `<nlohmann/json.hpp>` included before this file, it also comes as values.
///
/// Objects are move-only and free what they hold. Different objects may be used from different threads at any time;
/// what may be done with one object from several threads is said with each class. One that was moved from answers
/// every call with @ref codex_sdk::ErrorCode::invalid_handle.

#ifndef CODEX_SDK_HPP
#define CODEX_SDK_HPP

#include "codex_sdk.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <climits>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <iomanip>
#include <iterator>
#include <limits>
#include <locale>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>
#if __has_include(<version>)
#include <version>
#endif

/// 1 where there are exceptions, and with them the throwing form of every function.
#if defined(__cpp_exceptions)
#define CODEX_SDK_HAS_EXCEPTIONS 1
#else
#define CODEX_SDK_HAS_EXCEPTIONS 0
#endif

/// 1 where @ref codex_sdk::expected is `std::expected`.
#if defined(__cpp_lib_expected)
#define CODEX_SDK_HAS_STD_EXPECTED 1
#include <expected>
#else
#define CODEX_SDK_HAS_STD_EXPECTED 0
#endif

/// 1 where a `std::stop_token` can cancel a turn.
#if defined(__cpp_lib_jthread)
#define CODEX_SDK_HAS_STOP_TOKEN 1
#include <stop_token>
#else
#define CODEX_SDK_HAS_STOP_TOKEN 0
#endif

// What is declared here depends on those three. Each combination has names of its own, so that units compiled in
// different ways can be linked into one program.
#if CODEX_SDK_HAS_STD_EXPECTED && CODEX_SDK_HAS_STOP_TOKEN
#define CODEX_SDK_DIALECT cxx23
#elif CODEX_SDK_HAS_STD_EXPECTED
#define CODEX_SDK_DIALECT cxx23_without_stop_token
#elif CODEX_SDK_HAS_STOP_TOKEN
#define CODEX_SDK_DIALECT cxx20
#else
#define CODEX_SDK_DIALECT cxx17
#endif
#if CODEX_SDK_HAS_EXCEPTIONS
#define CODEX_SDK_FORM throwing
#else
#define CODEX_SDK_FORM not_throwing
#endif

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

// ---------------------------------------------------------------------------------------------------------- expected

#if CODEX_SDK_HAS_STD_EXPECTED

/// A value, or the error that is there instead.
template <class T, class E>
using expected = std::expected<T, E>;

/// An error on its way into an @ref expected.
template <class E>
using unexpected = std::unexpected<E>;

#else

/// An error on its way into an @ref expected.
template <class E>
class unexpected {
public:
    /// Holds this error.
    explicit unexpected(E error) : error_(std::move(error)) {}
    /// The error.
    [[nodiscard]] const E& error() const& noexcept { return error_; }
    /// The error, to be moved from.
    [[nodiscard]] E&& error() && noexcept { return std::move(error_); }

private:
    E error_;
};

#if CODEX_SDK_HAS_EXCEPTIONS
/// `value()` was asked of an @ref expected that has none.
template <class E>
class bad_expected_access : public std::exception {
public:
    /// For an error that was there instead.
    explicit bad_expected_access(E error) : error_(std::move(error)) {}
    /// The error that was there instead.
    [[nodiscard]] const E& error() const noexcept { return error_; }
    /// Words for people.
    [[nodiscard]] const char* what() const noexcept override { return "an error where a value was expected"; }

private:
    E error_;
};
#endif

/// A value, or the error that is there instead: as much of C++23's `std::expected` as is used here; where that is to be
/// had, it is `std::expected` itself.
template <class T, class E>
class [[nodiscard]] expected {
public:
    using value_type = T;  ///< Of the value.
    using error_type = E;  ///< Of the error.

    /// Holds a value.
    template <class U = T,
              class = std::enable_if_t<std::is_constructible_v<T, U> && !std::is_same_v<std::decay_t<U>, expected> &&
                                       !std::is_same_v<std::decay_t<U>, unexpected<E>>>>
    expected(U&& value)
        : state_(std::in_place_index<0>, std::forward<U>(value)) {}  // NOLINT: implicit, as the standard's
    /// Holds an error.
    expected(unexpected<E> error) : state_(std::in_place_index<1>, std::move(error).error()) {}  // NOLINT

    /// Whether there is a value.
    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    /// Whether there is a value.
    explicit operator bool() const noexcept { return has_value(); }

    /// The value; there must be one.
    [[nodiscard]] T& operator*() & noexcept { return *std::get_if<0>(&state_); }
    /// The value; there must be one.
    [[nodiscard]] const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
    /// The value, to be moved from; there must be one.
    [[nodiscard]] T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
    /// A member of the value; there must be one.
    [[nodiscard]] T* operator->() noexcept { return std::get_if<0>(&state_); }
    /// A member of the value; there must be one.
    [[nodiscard]] const T* operator->() const noexcept { return std::get_if<0>(&state_); }
    /// The error; there must be one.
    [[nodiscard]] const E& error() const noexcept { return *std::get_if<1>(&state_); }

    /// The value, or this one.
    template <class U>
    [[nodiscard]] T value_or(U&& other) const& {
        return has_value() ? **this : static_cast<T>(std::forward<U>(other));
    }
    /// The value, moved out, or this one.
    template <class U>
    [[nodiscard]] T value_or(U&& other) && {
        return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(other));
    }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// The value; throws a @ref bad_expected_access if there is none.
    [[nodiscard]] T& value() & { return checked(), **this; }
    /// The value; throws a @ref bad_expected_access if there is none.
    [[nodiscard]] const T& value() const& { return checked(), **this; }
    /// The value, to be moved from; throws a @ref bad_expected_access if there is none.
    [[nodiscard]] T&& value() && { return checked(), *std::move(*this); }
#endif

private:
#if CODEX_SDK_HAS_EXCEPTIONS
    void checked() const {
        if (!has_value()) throw bad_expected_access<E>(error());
    }
#endif

    std::variant<T, E> state_;
};

#endif

// -------------------------------------------------------------------------------------------------------------- JSON

/// A value in JSON, as text.
///
/// A JSON library's values become one by themselves if they have a `dump()`, as those of nlohmann/json have. Nothing is
/// checked here: what takes it says what is wrong with it.
class Json {
public:
    /// null.
    Json() = default;
    /// This text, which must be JSON: `Json(R"({"type": "object"})")`.
    explicit Json(std::string text) : text_(std::move(text)) {}
    /// A value of a JSON library's.
    template <class Value,
              class = std::enable_if_t<std::is_same_v<decltype(std::declval<const Value&>().dump()), std::string>>>
    Json(const Value& value) : text_(value.dump()) {}  // NOLINT: implicit, to be given wherever JSON is wanted

    /// The text.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

    /// The value at a JSON Pointer (RFC 6901) such as "/item/text": the text of a string, the JSON of anything else;
    /// nothing if there is none, or if this is no JSON.
    [[nodiscard]] std::optional<std::string> get(const std::string& pointer) const;
    /// The members of an object by their names; nothing if this is no object. The last one of a name counts.
    [[nodiscard]] std::optional<std::map<std::string, Json>> members() const;

    /// Whether both are the same text.
    friend bool operator==(const Json& left, const Json& right) noexcept { return left.text_ == right.text_; }
    /// Whether they are not the same text.
    friend bool operator!=(const Json& left, const Json& right) noexcept { return left.text_ != right.text_; }

private:
    std::string text_ = "null";
};

/// How an answer of the agent becomes a `T`: by `static T decode(const Json&)`, which may throw a `std::exception`, or
/// by `static expected<T, std::string> decode(const Json&)`, which gives a `T` or says what is wrong with the answer.
///
/// With `<nlohmann/json.hpp>` included before this file there is one for everything that nlohmann/json converts to. For
/// another JSON library, specialise it.
template <class T>
struct JsonDecoder;

// ------------------------------------------------------------------------------------------------------------ errors

/// What went wrong. A newer library may answer with others.
enum class ErrorCode : std::int32_t {
    /// An argument or option is not what it must be; `option()` names it.
    invalid_argument = CODEX_SDK_ERROR_INVALID_ARGUMENT,
    /// The object was closed, or moved from.
    invalid_handle = CODEX_SDK_ERROR_INVALID_HANDLE,
    /// The thread has a turn that is still running, or somebody else is reading this turn.
    busy = CODEX_SDK_ERROR_BUSY,
    /// There is no Codex CLI; `tried()` lists every place where it was looked for.
    cli_not_found = CODEX_SDK_ERROR_CLI_NOT_FOUND,
    /// The operating system refused to start the CLI.
    spawn_failed = CODEX_SDK_ERROR_SPAWN_FAILED,
    /// The CLI ended without finishing the turn: see `exit_code()` or `signal()`, and `stderr_text()`.
    cli_failed = CODEX_SDK_ERROR_CLI_FAILED,
    /// The CLI printed what is no event; `line()` shows it.
    protocol = CODEX_SDK_ERROR_PROTOCOL,
    /// The agent reported the turn as failed; the message is its own.
    turn_failed = CODEX_SDK_ERROR_TURN_FAILED,
    /// The turn was cancelled; nothing that it started is left.
    cancelled = CODEX_SDK_ERROR_CANCELLED,
    /// The turn ran into the time-out that `option()` names.
    turn_timeout = CODEX_SDK_ERROR_TURN_TIMEOUT,
    /// The thread to resume is not known to the CLI.
    thread_not_found = CODEX_SDK_ERROR_THREAD_NOT_FOUND,
    /// The operating system refused something.
    io = CODEX_SDK_ERROR_IO,
    /// The process was forked while a client was alive, or the object was made before the fork.
    forked = CODEX_SDK_ERROR_FORKED,
    /// The `Codex` object was closed meanwhile.
    shut_down = CODEX_SDK_ERROR_SHUT_DOWN,
    /// A bug in the library; please report it.
    internal = CODEX_SDK_ERROR_INTERNAL,
    /// The agent's answer is not what was asked for; `response()` is its text. No status of the library.
    invalid_response = -1001,
    /// The program found another version of the library than it was compiled for. No status of the library.
    library = -1002,
};

/// What is known of an error; see @ref Error.
struct ErrorDetails {
    std::string code;                            ///< In words: "turn_failed".
    std::string message;                         ///< For people.
    bool retryable = false;                      ///< Whether the same call can succeed without anything being changed.
    std::optional<std::string> thread_id;        ///< Of the thread whose turn it was; it can be resumed.
    std::optional<int> exit_code;                ///< How the CLI ended.
    std::optional<int> signal;                   ///< Which signal ended the CLI.
    std::optional<std::string> stderr_text;      ///< The end of what the CLI wrote there, 16 KiB at the most.
    std::optional<bool> stderr_truncated;        ///< Whether it wrote more.
    std::optional<std::string> line;             ///< The line that could not be read, up to 1000 bytes.
    std::vector<std::string> tried;              ///< Every place where the CLI was looked for.
    std::optional<std::string> not_used;         ///< A CLI in or above the current directory, which nobody named.
    std::optional<std::string> option;           ///< The option that is not right.
    std::optional<std::string> last_event_type;  ///< Of the last event before.
    std::optional<std::string> response;         ///< The answer that is not what was asked for.
    Json raw;                                    ///< All of it, as the library gave it.
};

/// Something went wrong; `what()` says what, with which value, and what to do.
///
/// Programs go by `code()`, or catch one of the classes below, such as @ref TurnFailedError. Copies share their
/// details and throw nothing.
class Error : public std::runtime_error {
public:
    /// An error with these details.
    Error(ErrorCode code, ErrorDetails details)
        : std::runtime_error(details.message),
          code_(code),
          details_(std::make_shared<const ErrorDetails>(std::move(details))) {}
    /// A copy. There is no move: an error always has its details.
    Error(const Error&) noexcept = default;
    /// A copy.
    Error& operator=(const Error&) noexcept = default;
    ~Error() override = default;

    /// Which kind of error it is.
    [[nodiscard]] ErrorCode code() const noexcept { return code_; }
    /// The same in words: "turn_failed".
    [[nodiscard]] const std::string& code_name() const noexcept { return details_->code; }
    /// The sentence of `what()`.
    [[nodiscard]] const std::string& message() const noexcept { return details_->message; }
    /// Whether the same call can succeed without anything being changed.
    [[nodiscard]] bool retryable() const noexcept { return details_->retryable; }
    /// The id of the thread whose turn it was; it can be resumed.
    [[nodiscard]] const std::optional<std::string>& thread_id() const noexcept { return details_->thread_id; }
    /// The exit code of the CLI.
    [[nodiscard]] std::optional<int> exit_code() const noexcept { return details_->exit_code; }
    /// The signal that ended the CLI.
    [[nodiscard]] std::optional<int> signal() const noexcept { return details_->signal; }
    /// The end of what the CLI wrote to its stderr, 16 KiB at the most.
    [[nodiscard]] const std::optional<std::string>& stderr_text() const noexcept { return details_->stderr_text; }
    /// Whether it wrote more than that.
    [[nodiscard]] std::optional<bool> stderr_truncated() const noexcept { return details_->stderr_truncated; }
    /// The line of the CLI that could not be read, up to 1000 bytes.
    [[nodiscard]] const std::optional<std::string>& line() const noexcept { return details_->line; }
    /// Every place where the CLI was looked for.
    [[nodiscard]] const std::vector<std::string>& tried() const noexcept { return details_->tried; }
    /// A CLI in or above the current directory, which nobody named and so was not used.
    [[nodiscard]] const std::optional<std::string>& not_used() const noexcept { return details_->not_used; }
    /// The option that is not right.
    [[nodiscard]] const std::optional<std::string>& option() const noexcept { return details_->option; }
    /// The type of the last event before.
    [[nodiscard]] const std::optional<std::string>& last_event_type() const noexcept {
        return details_->last_event_type;
    }
    /// The agent's answer that is not what was asked for.
    [[nodiscard]] const std::optional<std::string>& response() const noexcept { return details_->response; }
    /// All of it, as the library gave it: what this version does not know is there, too.
    [[nodiscard]] const Json& raw() const noexcept { return details_->raw; }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// Throws it as the class for its code.
    [[noreturn]] void raise() const;
#endif

private:
    ErrorCode code_;
    std::shared_ptr<const ErrorDetails> details_;
};

/// What the classes of the errors have in common, one for each code, to be caught.
template <ErrorCode Code>
class ErrorOf : public Error {
public:
    /// The same error, as this class.
    explicit ErrorOf(const Error& error) : Error(error) {}
};

/// @ref ErrorCode::invalid_argument
struct InvalidArgumentError : ErrorOf<ErrorCode::invalid_argument> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::invalid_handle
struct InvalidHandleError : ErrorOf<ErrorCode::invalid_handle> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::busy
struct BusyError : ErrorOf<ErrorCode::busy> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::cli_not_found
struct CliNotFoundError : ErrorOf<ErrorCode::cli_not_found> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::spawn_failed
struct SpawnFailedError : ErrorOf<ErrorCode::spawn_failed> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::cli_failed
struct CliFailedError : ErrorOf<ErrorCode::cli_failed> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::protocol
struct ProtocolError : ErrorOf<ErrorCode::protocol> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::turn_failed
struct TurnFailedError : ErrorOf<ErrorCode::turn_failed> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::cancelled
struct TurnCancelledError : ErrorOf<ErrorCode::cancelled> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::turn_timeout
struct TurnTimeoutError : ErrorOf<ErrorCode::turn_timeout> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::thread_not_found
struct ThreadNotFoundError : ErrorOf<ErrorCode::thread_not_found> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::io
struct IoError : ErrorOf<ErrorCode::io> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::forked
struct ForkedError : ErrorOf<ErrorCode::forked> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::shut_down
struct ShutDownError : ErrorOf<ErrorCode::shut_down> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::internal
struct InternalError : ErrorOf<ErrorCode::internal> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::invalid_response
struct InvalidResponseError : ErrorOf<ErrorCode::invalid_response> {
    using ErrorOf::ErrorOf;  ///< From any error.
};
/// @ref ErrorCode::library
struct LibraryError : ErrorOf<ErrorCode::library> {
    using ErrorOf::ErrorOf;  ///< From any error.
};

/// What the `try_` functions return: a value, or an @ref Error.
template <class T>
using Result = expected<T, Error>;

// ------------------------------------------------------------------------------------------------------------- items

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

// ------------------------------------------------------------------------------------------------------------ events

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

/// What a turn came to.
struct TurnResult {
    std::vector<Item> items;               ///< Everything completed that was not read as an event, in order.
    std::string final_response;            ///< The agent's last message; with an output schema its last that is JSON.
    std::optional<Usage> usage;            ///< The CLI's figures, which count the whole thread.
    std::optional<Usage> turn_usage;       ///< This turn's share of them; nothing if what came before is not known.
    std::optional<std::string> thread_id;  ///< Of the thread, to resume it.
    Json raw;                              ///< All of it, as the library gave it.

    /// Whether both are the same JSON text.
    friend bool operator==(const TurnResult& left, const TurnResult& right) noexcept { return left.raw == right.raw; }
    /// Whether they are not the same JSON text.
    friend bool operator!=(const TurnResult& left, const TurnResult& right) noexcept { return !(left == right); }
};

/// What a client works with.
struct CodexInfo {
    std::string cli_path;     ///< Of the CLI that is run.
    std::string cli_version;  ///< Of that CLI.
    std::string found_by;     ///< How it was found.
    Json raw;                 ///< All of it, as the library gave it.
};

// ----------------------------------------------------------------------------------------------------------- options

/// Options by their names in the library, for those that this version does not know: they are passed on as they are.
/// One that is also given by its own member is refused.
using ExtraOptions = std::map<std::string, Json>;

/// How the Codex CLI is reached. What is left out has its default.
struct CodexOptions {
    /// Path of the CLI to run; a name without `/` is looked up in `PATH`. Nothing else is searched.
    std::optional<std::string> codex_path_override = {};
    /// Base URL of the OpenAI API.
    std::optional<std::string> base_url = {};
    /// API key, given to the CLI in its environment, never on a command line.
    std::optional<std::string> api_key = {};
    /// true lets the commands that the agent runs see the key.
    std::optional<bool> api_key_in_commands = {};
    /// The CLI's whole environment. Without it the CLI inherits that of the program, as it is now.
    std::optional<std::map<std::string, std::string>> env = {};
    /// An object: configuration of the CLI, nested as in its `config.toml`.
    std::optional<Json> config = {};
    /// `key=value` texts with the value in TOML, which win over `config`.
    std::vector<std::string> config_overrides = {};
    /// How the program names itself to the service; `codex_sdk_cpp` unless given.
    std::optional<std::string> originator = {};
    /// How long a program that you configured the CLI to start and forget (`notify`, hooks) may run on after a
    /// completed turn; 10 seconds unless given, 0 not at all. In the library: `helper_grace_ms`.
    std::optional<std::chrono::milliseconds> helper_grace = {};
    /// A folder in which each turn is recorded, as one file of JSON lines. It is made if it is not there.
    std::optional<std::string> record = {};
    /// A folder of recordings that answer the turns. No CLI is looked for, and none runs.
    std::optional<std::string> replay = {};
    /// Playback speed: 1 is real time, 2 is twice as fast. No delays unless given.
    std::optional<double> replay_speed = {};
    /// Which recording answers a turn: "prompt", the first unused one with the same prompt and images, or "order", the
    /// next one whatever was asked. "prompt" unless given.
    std::optional<std::string> replay_match = {};
    /// See @ref ExtraOptions.
    ExtraOptions extra = {};
};

/// Options of a conversation, for every turn of it. Strings whose values belong to the CLI are passed on unchecked.
struct ThreadOptions {
    /// The model to use.
    std::optional<std::string> model = {};
    /// What the agent's commands may do: "read-only", "workspace-write" or "danger-full-access".
    std::optional<std::string> sandbox_mode = {};
    /// The folder the agent works in; it must exist.
    std::optional<std::string> working_directory = {};
    /// true lets the agent work outside a Git repository.
    std::optional<bool> skip_git_repo_check = {};
    /// How hard the model thinks: "minimal", "low", "medium", "high", … as the model allows.
    std::optional<std::string> model_reasoning_effort = {};
    /// true gives commands in the "workspace-write" sandbox the network.
    std::optional<bool> network_access_enabled = {};
    /// "disabled", "cached" or "live".
    std::optional<std::string> web_search_mode = {};
    /// true is "live", false "disabled"; `web_search_mode` wins over it.
    std::optional<bool> web_search_enabled = {};
    /// When the CLI would ask somebody: "never", "on-request", …. Nobody can answer in this mode of the CLI.
    std::optional<std::string> approval_policy = {};
    /// More folders the agent may write to.
    std::vector<std::string> additional_directories = {};
    /// A word that classifies a new thread.
    std::optional<std::string> thread_source = {};
    /// See @ref ExtraOptions.
    ExtraOptions extra = {};
};

/// Options of one turn.
struct TurnOptions {
    /// A JSON Schema that the answer must follow.
    std::optional<Json> output_schema = {};
    /// For the whole turn: then it ends with @ref ErrorCode::turn_timeout, with 0 at once. In the library:
    /// `timeout_ms`.
    std::optional<std::chrono::milliseconds> timeout = {};
    /// Likewise, for the time without an event; retry notices do not count. In the library: `idle_timeout_ms`.
    std::optional<std::chrono::milliseconds> idle_timeout = {};
    /// Ends a turn that has brought nothing but retry notices for so long with @ref ErrorCode::turn_failed, retryable,
    /// with the last notice as its message; two minutes unless given, 0 never. In the library: `offline_timeout_ms`.
    std::optional<std::chrono::milliseconds> offline_timeout = {};
    /// true ends the turn only when the CLI's process has exited and its temporary files are gone; a non-zero exit
    /// after the agent's answer is then @ref ErrorCode::cli_failed. For programs that delete `CODEX_HOME` or the
    /// working directory right afterwards, or rely on the exit code; for others it only adds waiting.
    std::optional<bool> wait_for_exit = {};
    /// A longer line of the CLI ends the turn with @ref ErrorCode::protocol; 64 MiB unless given.
    std::optional<std::int64_t> max_line_bytes = {};
    /// Experimental: "standard", "daybreak_blue", "daybreak_red".
    std::optional<std::string> cyber_access_program = {};
#if CODEX_SDK_HAS_STOP_TOKEN
    /// Cancels the turn when a stop is requested, from any thread.
    std::stop_token stop_token = {};
#endif
    /// See @ref ExtraOptions.
    ExtraOptions extra = {};
};

/// An image by the path of its file: PNG, JPEG, GIF or WebP.
struct LocalImage {
    std::string path;  ///< Of the file.
};

/// An image as the bytes of its file: PNG, JPEG, GIF or WebP.
struct ImageData {
    std::string bytes;  ///< Of the file.

    /// Bytes in a `std::string`, a `std::vector<std::byte>`, a `std::span<const unsigned char>`, …
    template <class Bytes, class = std::enable_if_t<!std::is_array_v<Bytes> &&
                                                    sizeof(*std::data(std::declval<const Bytes&>())) == 1>>
    explicit ImageData(const Bytes& of_the_file)
        : bytes(reinterpret_cast<const char*>(std::data(of_the_file)), std::size(of_the_file)) {}
};

/// One of several things that are said to the agent: a text or an image.
class InputEntry {
public:
    /// A text. NULL is an entry that the library refuses.
    InputEntry(const char* text) {  // NOLINT: entries are written as what they are
        if (text != nullptr) *this = InputEntry(std::string_view(text));
    }
    /// A text.
    InputEntry(const std::string& text) : InputEntry(std::string_view(text)) {}  // NOLINT
    /// A text.
    InputEntry(std::string_view text);  // NOLINT
    /// An image in a file.
    InputEntry(const LocalImage& image);  // NOLINT
    /// An image.
    InputEntry(const ImageData& image);  // NOLINT
    /// An entry as the library takes it: `{"type":"local_image","path":…}`.
    InputEntry(Json entry) : json_(std::move(entry)) {}  // NOLINT

    /// The entry as the library takes it.
    [[nodiscard]] const Json& json() const noexcept { return json_; }

private:
    Json json_;
};

/// What is said to the agent in a turn: a text, or texts and images, `{"What is this?", LocalImage{"page.png"}}`. Texts
/// are joined by a blank line.
class Input {
public:
    /// Nothing: then the option `input` says it, as one of the extra ones.
    Input() = default;
    /// A text. NULL is nothing.
    Input(const char* prompt) {  // NOLINT: prompts are written as what they are
        if (prompt != nullptr) prompt_ = prompt;
    }
    /// A text.
    Input(std::string prompt) : prompt_(std::move(prompt)) {}  // NOLINT
    /// A text.
    Input(std::string_view prompt) : prompt_(prompt) {}  // NOLINT
    /// Texts and images.
    Input(std::initializer_list<InputEntry> entries) : entries_(std::in_place, entries) {}
    /// Texts and images.
    Input(std::vector<InputEntry> entries) : entries_(std::move(entries)) {}  // NOLINT
    /// No text.
    Input(std::nullptr_t) = delete;

    /// The text, if it is one.
    [[nodiscard]] const std::optional<std::string>& prompt() const noexcept { return prompt_; }
    /// Texts and images, if it is those.
    [[nodiscard]] const std::optional<std::vector<InputEntry>>& entries() const noexcept { return entries_; }

private:
    std::optional<std::string> prompt_;
    std::optional<std::vector<InputEntry>> entries_;
};

// ---------------------------------------------------------------------------------------- between C++ and the library

namespace detail {

/// A string that the library hands over.
class Text {
public:
    Text() = default;
    Text(const Text&) = delete;
    Text& operator=(const Text&) = delete;
    ~Text() { codex_sdk_string_free(text_); }

    [[nodiscard]] char** out() noexcept { return &text_; }
    [[nodiscard]] const char* get() const noexcept { return text_; }

private:
    char* text_ = nullptr;
};

using Member = codex_sdk_json_member;

inline std::string_view value_of(const Member& member) noexcept { return {member.value, member.value_length}; }

/// What is in a JSON object or array, one level deep; nothing, if it is neither.
class Members {
public:
    explicit Members(const char* json) noexcept
        : is_json_(codex_sdk_json_members(json, &members_, &count_, nullptr) == CODEX_SDK_OK) {}
    /// A value in the place of an object: the first field that is asked for takes it.
    explicit Members(const Member& value) noexcept : instead_(&value), is_json_(true) {}
    Members(const Members&) = delete;
    Members& operator=(const Members&) = delete;
    ~Members() { codex_sdk_json_members_free(members_); }

    [[nodiscard]] bool is_json() const noexcept { return is_json_; }
    [[nodiscard]] const Member* begin() const noexcept { return members_; }
    [[nodiscard]] const Member* end() const noexcept { return members_ + count_; }

    /// Reads the member of this name into the field, if it is there.
    template <class T>
    const Members& operator()(std::string_view name, T& field) const;

    /// Whether a field was there.
    [[nodiscard]] bool found() const noexcept { return found_; }

    /// The last one of this name counts; NULL if there is none.
    [[nodiscard]] const Member* find(std::string_view name) const noexcept {
        const Member* found = nullptr;
        for (const Member& member : *this) {
            if (member.name != nullptr && std::string_view(member.name, member.name_length) == name) found = &member;
        }
        return found;
    }

private:
    Member* members_ = nullptr;
    std::size_t count_ = 0;
    mutable const Member* instead_ = nullptr;
    mutable bool found_ = false;
    bool is_json_;
};

inline std::string as_json(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string json = "\"";
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            json += '\\';
            json += character;
        } else if (byte < 0x20) {
            json += "\\u00";
            json += digits[byte >> 4U];
            json += digits[byte & 0xFU];
        } else {
            json += character;
        }
    }
    json += '"';
    return json;
}

// Each reads a value into a field and tells whether the field holds anything of it. A value of another shape is held as
// far as it can be: a string takes the JSON of any value but null; numbers, true and false may be written as strings; a
// single value is a list of one; and the first field of a struct takes what is no object, or one with none of its
// fields.

inline std::string json_of(const Member& member) {
    return member.kind == CODEX_SDK_JSON_STRING ? as_json(value_of(member)) : std::string(value_of(member));
}

inline bool read(const Member& from, std::string& to) {
    const bool fits = from.kind != CODEX_SDK_JSON_NULL;
    to = fits ? value_of(from) : std::string_view();
    return fits;
}

inline bool read(const Member& from, bool& to) {
    // As a todo's `status` says it, too.
    to = value_of(from) == "true" || value_of(from) == "completed";
    return from.kind != CODEX_SDK_JSON_NULL;
}

inline bool read(const Member& from, std::int64_t& to) {
    const bool is_simple = from.kind == CODEX_SDK_JSON_NUMBER || from.kind == CODEX_SDK_JSON_STRING;
    const char* end = from.value + from.value_length;
    to = 0;
    const auto whole = std::from_chars(from.value, end, to);
    if (is_simple && whole.ptr == end && whole.ec == std::errc()) return true;
    // 3.0 is a whole number, too.
    const bool fits = is_simple && whole.ec == std::errc() && end - whole.ptr > 1 && *whole.ptr == '.' &&
                      std::all_of(whole.ptr + 1, end, [](char digit) { return digit == '0'; });
    if (!fits) to = 0;
    return fits;
}

inline bool read(const Member& from, int& to) {
    std::int64_t number = 0;
    const bool fits = read(from, number) && number >= INT_MIN && number <= INT_MAX;
    to = fits ? static_cast<int>(number) : 0;
    return fits;
}

inline bool read(const Member& from, Json& to) {
    to = Json(json_of(from));
    return true;
}

inline bool read(const Member& from, Item& to) {
    to = Item(Json(json_of(from)));
    return true;
}

/// A struct.
template <class T>
bool read(const Member& from, T& to);

template <class T>
bool read(const Member& from, std::optional<T>& to) {
    const bool fits = from.kind != CODEX_SDK_JSON_NULL && read(from, to.emplace());
    if (!fits) to.reset();
    return fits;
}

template <class T>
bool read(const Member& from, std::vector<T>& to) {
    to.clear();
    if (from.kind == CODEX_SDK_JSON_NULL) return false;
    if (from.kind != CODEX_SDK_JSON_ARRAY) {
        read(from, to.emplace_back());
        return true;
    }
    for (const Member& element : Members(from.value)) read(element, to.emplace_back());
    return true;
}

template <class T>
bool read(const Member& from, std::map<std::string, T>& to) {
    to.clear();
    if (from.kind != CODEX_SDK_JSON_OBJECT) return false;
    for (const Member& member : Members(from.value)) read(member, to[std::string(member.name, member.name_length)]);
    return true;
}

template <class T>
const Members& Members::operator()(std::string_view name, T& field) const {
    const Member* member = instead_ != nullptr && !found_ ? instead_ : find(name);
    if (member != nullptr) read(*member, field);
    found_ = found_ || member != nullptr;
    return *this;
}

inline std::string type_of(const Members& members) {
    const Member* type = members.find("type");
    return type != nullptr && type->kind == CODEX_SDK_JSON_STRING ? std::string(value_of(*type)) : std::string();
}

// The fields of every struct by their names on the wire, but for those that all of its family have.

inline void read_fields(const Members& from, FileUpdateChange& change) {
    from("path", change.path)("kind", change.kind);
}

inline void read_fields(const Members& from, McpToolCallResult& result) {
    from("content", result.content)("structured_content", result.structured_content);
}

inline void read_fields(const Members& from, McpToolCallError& error) { from("message", error.message); }

inline void read_fields(const Members& from, CollabAgentState& state) {
    from("status", state.status)("message", state.message);
}

inline void read_fields(const Members& from, TodoItem& step) {
    // `completed` wins over a `status`.
    from("text", step.text)("status", step.completed)("completed", step.completed);
}

inline void read_fields(const Members& from, Usage& usage) {
    from("input_tokens", usage.input_tokens)("cached_input_tokens", usage.cached_input_tokens)(
        "cache_write_input_tokens", usage.cache_write_input_tokens)("output_tokens", usage.output_tokens)(
        "reasoning_output_tokens", usage.reasoning_output_tokens);
}

inline void read_fields(const Members& from, ThreadError& error) { from("message", error.message); }

inline void read_fields(const Members& from, ErrorDetails& error) {
    from("code", error.code)("message", error.message)("retryable", error.retryable)("thread_id", error.thread_id)(
        "exit_code", error.exit_code)("signal", error.signal)("stderr", error.stderr_text)(
        "stderr_truncated", error.stderr_truncated)("line", error.line)("tried", error.tried)(
        "not_used", error.not_used)("option", error.option)("last_event_type", error.last_event_type);
}

inline void read_fields(const Members& from, AgentMessageItem& item) { from("text", item.text); }

inline void read_fields(const Members& from, ReasoningItem& item) { from("text", item.text); }

inline void read_fields(const Members& from, CommandExecutionItem& item) {
    from("command", item.command)("aggregated_output", item.aggregated_output)("exit_code", item.exit_code)(
        "status", item.status);
}

inline void read_fields(const Members& from, FileChangeItem& item) {
    from("changes", item.changes)("status", item.status);
}

inline void read_fields(const Members& from, McpToolCallItem& item) {
    from("server", item.server)("tool", item.tool)("arguments", item.arguments)("result", item.result)(
        "error", item.error)("status", item.status);
}

inline void read_fields(const Members& from, CollabToolCallItem& item) {
    from("tool", item.tool)("sender_thread_id", item.sender_thread_id)("receiver_thread_ids", item.receiver_thread_ids)(
        "prompt", item.prompt)("agents_states", item.agents_states)("status", item.status);
}

inline void read_fields(const Members& from, WebSearchItem& item) {
    from("query", item.query)("action", item.action)("results", item.results);
}

inline void read_fields(const Members& from, TodoListItem& item) { from("items", item.items); }

inline void read_fields(const Members& from, ErrorItem& item) { from("message", item.message); }

inline void read_fields(const Members& from, ThreadStartedEvent& event) { from("thread_id", event.thread_id); }

inline void read_fields(const Members& from, ItemStartedEvent& event) { from("item", event.item); }

inline void read_fields(const Members& from, ItemUpdatedEvent& event) { from("item", event.item); }

inline void read_fields(const Members& from, ItemCompletedEvent& event) { from("item", event.item); }

inline void read_fields(const Members& from, TurnCompletedEvent& event) { from("usage", event.usage); }

inline void read_fields(const Members& from, TurnFailedEvent& event) { from("error", event.error); }

inline void read_fields(const Members& from, ThreadErrorEvent& event) { from("message", event.message); }

inline void read_fields(const Members& from, TurnResult& result) {
    from("items", result.items)("final_response", result.final_response)("usage", result.usage)(
        "turn_usage", result.turn_usage)("thread_id", result.thread_id);
}

inline void read_fields(const Members& from, CodexInfo& info) {
    from("cli_path", info.cli_path)("cli_version", info.cli_version)("found_by", info.found_by);
}

inline void read_fields(const Members&, UnknownItem&) {}
inline void read_fields(const Members&, TurnStartedEvent&) {}
inline void read_fields(const Members&, UnknownEvent&) {}

template <class T>
bool read(const Member& from, T& to) {
    to = T();
    if (from.kind == CODEX_SDK_JSON_OBJECT) {
        const Members members(from.value);
        read_fields(members, to);
        if (members.found() || members.begin() == members.end()) return true;
    }
    // Which of the figures a single one is, nobody knows.
    if (from.kind == CODEX_SDK_JSON_NULL || std::is_same_v<T, Usage>) return false;
    read_fields(Members(from), to);
    return true;
}

template <class Kind, class Value>
bool make_if(std::string_view type, Value& value, const Members& members) {
    if (type != Kind::kind) return false;
    read_fields(members, value.template emplace<Kind>());
    return true;
}

/// Makes the struct for what a type of item or event is called on the wire.
template <class... Kinds>
void make(std::string_view type, std::variant<Kinds...>& value, const Members& members) {
    static_cast<void>((make_if<Kinds>(type, value, members) || ...));
}

template <class Struct>
Struct from_json(const char* json) {
    Struct object;
    read_fields(Members(json), object);
    object.raw = Json(json);
    return object;
}

/// An error of this header's own, written as the library writes its.
inline Error own_error(ErrorCode code, ErrorDetails details) {
    std::string raw = "{\"code\":" + as_json(details.code) + ",\"message\":" + as_json(details.message);
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) raw += ",\"" + std::string(name) + "\":" + as_json(*value);
    };
    add("thread_id", details.thread_id);
    add("option", details.option);
    add("response", details.response);
    details.raw = Json(raw + "}");
    return Error(code, std::move(details));
}

inline Error own_error(ErrorCode code, const char* name, std::string message,
                       std::optional<std::string> option = std::nullopt) {
    ErrorDetails details;
    details.code = name;
    details.message = std::move(message);
    details.option = std::move(option);
    return own_error(code, std::move(details));
}

/// The library's answer as an error.
inline Error failure(codex_sdk_status status, const char* json) {
    auto details = from_json<ErrorDetails>(json == nullptr ? "{}" : json);
    if (details.code.empty()) {
        for (const char letter : std::string_view(codex_sdk_status_name(status))) {
            details.code += static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
        }
    }
    // The library's own words for these two are about handles.
    if (status == CODEX_SDK_ERROR_INVALID_HANDLE) {
        details.message = "this Codex object, thread or turn is closed, or was moved from";
    } else if (status == CODEX_SDK_ERROR_SHUT_DOWN) {
        details.message = "the Codex object was closed";
    } else if (details.message.empty()) {
        details.message = "the library answered " + details.code + " and said no more";
    }
    return Error(static_cast<ErrorCode>(status), std::move(details));
}

inline unexpected<Error> failed(codex_sdk_status status, const Text& error) {
    return unexpected<Error>(failure(status, error.get()));
}

/// C would read only what stands before a NUL.
inline std::optional<Error> with_a_nul(const char* what, std::string_view text) {
    if (text.find('\0') == std::string_view::npos) return std::nullopt;
    return own_error(ErrorCode::invalid_argument, "invalid_argument",
                     std::string(what) + " has a NUL character, which cannot be passed on");
}

/// An answer that is not what was asked for.
inline Error invalid_response(std::string message, std::string response, std::optional<std::string> thread_id) {
    ErrorDetails details;
    details.code = "invalid_response";
    details.message = std::move(message);
    details.thread_id = std::move(thread_id);
    details.response = std::move(response);
    return own_error(ErrorCode::invalid_response, std::move(details));
}

inline Error other_library() {
    return own_error(ErrorCode::library, "library",
                     "the program was compiled for libcodex_sdk " CODEX_SDK_VERSION ", and has found version " +
                         std::string(codex_sdk_version()) + ", which it cannot use");
}

/// The answer, or what is wrong with it.
template <class T>
expected<T, std::string> decoded(const Json& json) {
#if CODEX_SDK_HAS_EXCEPTIONS
    try {
        return JsonDecoder<T>::decode(json);
    } catch (const std::exception& misfit) {
        return unexpected<std::string>(misfit.what());
    }
#else
    return JsonDecoder<T>::decode(json);
#endif
}

#if CODEX_SDK_HAS_EXCEPTIONS
template <class T>
T value_or_raise(Result<T> result) {
    if (!result) result.error().raise();
    return *std::move(result);
}
#endif

/// What is wrong with JSON that somebody has given, in the library's words; nothing if it is one value.
inline std::optional<std::string> flaw(const std::string& json) {
    if (json.find('\0') != std::string::npos) return "it has a NUL character, which cannot be passed on";
    codex_sdk_json_member* members = nullptr;
    std::size_t count = 0;
    Text error;
    const codex_sdk_status status = codex_sdk_json_members(json.c_str(), &members, &count, error.out());
    codex_sdk_json_members_free(members);
    if (status == CODEX_SDK_OK) return std::nullopt;
    return failure(status, error.get()).message();
}

/// Options as the JSON object that the library takes. Each is one value and nothing else, so that no text can say more
/// than the option it was given for.
class OptionsText {
public:
    /// Of a "thread", for example, for whoever reads what is wrong.
    explicit OptionsText(const char* whose) : whose_(whose) {}

    template <class T>
    void add(const char* name, const std::optional<T>& value) {
        if (value) say(name, json_of(*value));
    }
    void add(const char* name, const std::vector<std::string>& value) {
        if (!value.empty()) say(name, json_of(value));
    }
    void add(const ExtraOptions& extra) {
        for (const auto& [name, value] : extra) {
            if (names_.count(name) != 0) refuse(name, "is given twice: as itself, and as an extra one");
            say(name, value.text());
        }
    }

    /// The object, or what is wrong with the first option that is not right.
    [[nodiscard]] Result<std::string> text() const {
        if (error_) return unexpected<Error>(*error_);
        return text_.empty() ? "{}" : text_ + '}';
    }

private:
    static std::string json_of(const Json& value) { return value.text(); }
    static std::string json_of(const InputEntry& value) { return value.json().text(); }
    static std::string json_of(const std::string& value) { return as_json(value); }
    static std::string json_of(bool value) { return value ? "true" : "false"; }
    static std::string json_of(std::int64_t value) { return std::to_string(value); }
    static std::string json_of(double value) {
        std::ostringstream text;
        // A program's own locale may write a comma.
        text.imbue(std::locale::classic());
        text << std::setprecision(std::numeric_limits<double>::max_digits10) << value;
        return text.str();
    }
    /// None at all is over at once; the library's 0 would be for ever.
    static std::string json_of(std::chrono::milliseconds value) {
        return std::to_string(value.count() == 0 ? 1 : value.count());
    }
    static std::string json_of(const std::map<std::string, std::string>& value) {
        std::string object;
        for (const auto& [key, text] : value)
            object += (object.empty() ? "{" : ",") + as_json(key) + ':' + as_json(text);
        return object.empty() ? "{}" : object + '}';
    }
    template <class T>
    static std::string json_of(const std::vector<T>& values) {
        std::string array;
        for (const T& value : values) array += (array.empty() ? '[' : ',') + json_of(value);
        return array.empty() ? "[]" : array + ']';
    }

    void say(const std::string& name, const std::string& json) {
        if (const auto wrong = flaw(json)) refuse(name, "cannot be said in JSON: " + *wrong);
        names_.insert(name);
        text_ += (text_.empty() ? '{' : ',') + as_json(name) + ':' + json;
    }
    void refuse(const std::string& name, const std::string& why) {
        if (error_) return;
        error_ = own_error(ErrorCode::invalid_argument, "invalid_argument",
                           std::string(whose_) + " option `" + name + "` " + why, name);
    }

    const char* whose_;
    std::set<std::string> names_;
    std::string text_;
    std::optional<Error> error_;
};

/// For times of which 0 means 0, here as in the library.
inline std::optional<std::int64_t> milliseconds_of(const std::optional<std::chrono::milliseconds>& time) {
    return time ? std::optional<std::int64_t>(time->count()) : std::nullopt;
}

inline Result<std::string> json_of(const CodexOptions& options) {
    // The originator is always said, and may be an extra one.
    auto originator = options.originator;
    if (!originator && options.extra.count("originator") == 0) originator = "codex_sdk_cpp";
    OptionsText object("Codex");
    object.add("codex_path_override", options.codex_path_override);
    object.add("base_url", options.base_url);
    object.add("api_key", options.api_key);
    object.add("api_key_in_commands", options.api_key_in_commands);
    object.add("env", options.env);
    object.add("config", options.config);
    object.add("config_overrides", options.config_overrides);
    object.add("originator", originator);
    object.add("helper_grace_ms", milliseconds_of(options.helper_grace));
    object.add("record", options.record);
    object.add("replay", options.replay);
    object.add("replay_speed", options.replay_speed);
    object.add("replay_match", options.replay_match);
    object.add(options.extra);
    return object.text();
}

inline Result<std::string> json_of(const ThreadOptions& options) {
    OptionsText object("thread");
    object.add("model", options.model);
    object.add("sandbox_mode", options.sandbox_mode);
    object.add("working_directory", options.working_directory);
    object.add("skip_git_repo_check", options.skip_git_repo_check);
    object.add("model_reasoning_effort", options.model_reasoning_effort);
    object.add("network_access_enabled", options.network_access_enabled);
    object.add("web_search_mode", options.web_search_mode);
    object.add("web_search_enabled", options.web_search_enabled);
    object.add("approval_policy", options.approval_policy);
    object.add("additional_directories", options.additional_directories);
    object.add("thread_source", options.thread_source);
    object.add(options.extra);
    return object.text();
}

/// Each entry is one, too.
inline Result<std::string> json_of(const Input& input, const TurnOptions& options) {
    if (input.entries()) {
        for (const InputEntry& entry : *input.entries()) {
            if (const auto wrong = flaw(entry.json().text())) {
                return unexpected<Error>(own_error(ErrorCode::invalid_argument, "invalid_argument",
                                                   "an entry of the input is not JSON: " + *wrong, "input"));
            }
        }
    }
    OptionsText object("turn");
    object.add("input", input.entries());
    object.add("output_schema", options.output_schema);
    object.add("timeout_ms", options.timeout);
    object.add("idle_timeout_ms", options.idle_timeout);
    object.add("offline_timeout_ms", milliseconds_of(options.offline_timeout));
    object.add("wait_for_exit", options.wait_for_exit);
    object.add("max_line_bytes", options.max_line_bytes);
    object.add("cyber_access_program", options.cyber_access_program);
    object.add(options.extra);
    return object.text();
}

inline std::string base64(std::string_view bytes) {
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto byte = [&](std::size_t index) -> std::uint32_t {
            return at + index < bytes.size() ? static_cast<unsigned char>(bytes[at + index]) : 0U;
        };
        const std::uint32_t three = byte(0) << 16U | byte(1) << 8U | byte(2);
        text += digits[three >> 18U & 63U];
        text += digits[three >> 12U & 63U];
        text += at + 1 < bytes.size() ? digits[three >> 6U & 63U] : '=';
        text += at + 2 < bytes.size() ? digits[three & 63U] : '=';
    }
    return text;
}

/// For ever, if it is -1.
inline std::int32_t patience(std::chrono::milliseconds timeout) noexcept {
    constexpr std::int64_t longest = INT32_MAX;
    const std::int64_t count = timeout.count();
    return static_cast<std::int32_t>(count < 0 ? 0 : count > longest ? longest : count);
}

inline constexpr std::int32_t for_ever = -1;

using ClientPointer = std::shared_ptr<codex_sdk_client>;

struct FreeThread {
    void operator()(codex_sdk_thread* thread) const noexcept { codex_sdk_thread_free(thread); }
};
using ThreadPointer = std::unique_ptr<codex_sdk_thread, FreeThread>;

/// Ends a turn when a stop is requested; the library knows whether there is anything left to end.
struct CancelTurn {
    codex_sdk_turn* turn;
    void operator()() const noexcept { codex_sdk_turn_cancel(turn); }
};

/// A turn that is read by the program: what its `Turn` and its ranges share. The last of them ends it.
class ReadTurn {
public:
    explicit ReadTurn(ClientPointer client) : client_(std::move(client)) {}
    ReadTurn(const ReadTurn&) = delete;
    ReadTurn& operator=(const ReadTurn&) = delete;
    ~ReadTurn() { close(); }

    [[nodiscard]] codex_sdk_turn** out() noexcept { return &turn_; }

    void started(const TurnOptions& options) {
#if CODEX_SDK_HAS_STOP_TOKEN
        if (options.stop_token.stop_possible()) stop_.emplace(options.stop_token, CancelTurn{turn_});
#else
        static_cast<void>(options);
#endif
    }

    Result<std::optional<Event>> next(std::int32_t timeout_ms) {
        const std::unique_lock lock(reading_, std::try_to_lock);
        if (!lock) return busy();
        const char* event = nullptr;
        std::size_t length = 0;
        Text error;
        const codex_sdk_status status = codex_sdk_turn_next(turn_, timeout_ms, &event, &length, error.out());
        // Borrowed until the next call on this turn, which the lock holds back.
        if (status == CODEX_SDK_OK) return std::optional<Event>(std::in_place, std::string(event, length));
        return none_or_error<Event>(status, error);
    }

    Result<std::optional<TurnResult>> wait(std::int32_t timeout_ms) {
        const std::unique_lock lock(reading_, std::try_to_lock);
        if (!lock) return busy();
        Text result;
        Text error;
        const codex_sdk_status status = codex_sdk_turn_wait(turn_, timeout_ms, result.out(), error.out());
        if (status != CODEX_SDK_OK) return none_or_error<TurnResult>(status, error);
        ended_ = true;
        return std::optional<TurnResult>(from_json<TurnResult>(result.get()));
    }

    codex_sdk_status cancel() const noexcept { return codex_sdk_turn_cancel(turn_); }
    [[nodiscard]] bool ended() const noexcept { return ended_; }
    [[nodiscard]] int fd() const noexcept { return codex_sdk_turn_fd(turn_); }

    /// Cancels, waits until nothing of the turn is left, and frees it.
    void close() noexcept {
        // In a forked child the lock may be one that nobody there gives back.
        if (cancel() == CODEX_SDK_ERROR_FORKED) return;
        // Whoever reads now is told that the turn was cancelled, and lets go.
        const std::lock_guard lock(reading_);
        if (!ended_) codex_sdk_turn_wait(turn_, for_ever, nullptr, nullptr);
        ended_ = true;
        codex_sdk_turn_free(turn_);
    }

private:
    static unexpected<Error> busy() {
        return unexpected<Error>(own_error(ErrorCode::busy, "busy", "somebody else is reading this turn"));
    }

    template <class T>
    Result<std::optional<T>> none_or_error(codex_sdk_status status, const Text& error) {
        if (status == CODEX_SDK_TIMEOUT) return std::optional<T>();
        // These two may be about this call only, as when no memory is left; then the turn goes on.
        const bool of_the_call = status == CODEX_SDK_ERROR_IO || status == CODEX_SDK_ERROR_INTERNAL;
        ended_ = !of_the_call || codex_sdk_turn_wait(turn_, 0, nullptr, nullptr) != CODEX_SDK_TIMEOUT;
        if (status == CODEX_SDK_END) return std::optional<T>();
        return failed(status, error);
    }

    ClientPointer client_;
    codex_sdk_turn* turn_ = nullptr;
    std::mutex reading_;
    std::atomic<bool> ended_{false};
#if CODEX_SDK_HAS_STOP_TOKEN
    std::optional<std::stop_callback<CancelTurn>> stop_;
#endif
};

/// NULL is a turn that was moved from.
inline Result<std::optional<Event>> next_of(ReadTurn* turn, std::int32_t timeout_ms) {
    if (turn == nullptr) return unexpected<Error>(failure(CODEX_SDK_ERROR_INVALID_HANDLE, nullptr));
    return turn->next(timeout_ms);
}

/// Whether this thread is the library's, inside a callback of the program's.
inline thread_local bool in_callback = false;

/// What a turn has that is brought to the program. The library holds on to it until the end.
class CalledTurn {
public:
    explicit CalledTurn(ClientPointer client) : client_(std::move(client)) {}
    CalledTurn(const CalledTurn&) = delete;
    CalledTurn& operator=(const CalledTurn&) = delete;
    virtual ~CalledTurn() { codex_sdk_turn_free(turn_); }

    /// Starts `called`, which holds itself until its end.
    static codex_sdk_status start(const std::shared_ptr<CalledTurn>& called, codex_sdk_thread* thread,
                                  const char* prompt, const std::string& json, const TurnOptions& options,
                                  Text& error) {
        called->self_ = called;
        const codex_sdk_status status =
            codex_sdk_turn_start_with_callback(thread, prompt, json.c_str(), &CalledTurn::event_came,
                                               &CalledTurn::end_came, called.get(), &called->turn_, error.out());
        if (status != CODEX_SDK_OK) called->self_.reset();
#if CODEX_SDK_HAS_STOP_TOKEN
        if (status == CODEX_SDK_OK && options.stop_token.stop_possible()) {
            called->stop_.emplace(options.stop_token, CancelTurn{called->turn_});
        }
#else
        static_cast<void>(options);
#endif
        return status;
    }

    /// The outcome, or nothing if it does not come in time.
    Result<std::optional<TurnResult>> wait(std::optional<std::chrono::milliseconds> timeout) {
        if (in_callback) {
            return unexpected<Error>(
                own_error(ErrorCode::busy, "busy", "inside a callback nobody can wait for the end of callbacks"));
        }
        Text error;
        if (forked(error.out())) return failed(CODEX_SDK_ERROR_FORKED, error);
        std::unique_lock lock(mutex_);
        const auto over = [this] { return over_; };
        if (!timeout) {
            ended_.wait(lock, over);
        } else if (!ended_.wait_for(lock, *timeout, over)) {
            return std::optional<TurnResult>();
        }
#if CODEX_SDK_HAS_EXCEPTIONS
        if (thrown_) std::rethrow_exception(thrown_);
#endif
        if (!*outcome_) return unexpected<Error>(outcome_->error());
        return std::optional<TurnResult>(**outcome_);
    }

    codex_sdk_status cancel() const noexcept { return codex_sdk_turn_cancel(turn_); }

    [[nodiscard]] bool ended() noexcept {
        if (forked(nullptr)) return true;
        const std::lock_guard lock(mutex_);
        return over_;
    }

    /// Cancels, and waits until no callback runs any more, unless this is one.
    void close() noexcept {
        if (cancel() == CODEX_SDK_ERROR_FORKED || in_callback) return;
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [this] { return over_; });
    }

protected:
    virtual void on_event(Event&& event) = 0;
    virtual void on_end(const Result<TurnResult>& outcome) = 0;
    /// Gives back what the program has handed over to be called.
    virtual void forget() noexcept = 0;

private:
    /// Nothing that a callback throws gets into the library: it ends the turn, and `wait` throws it.
    template <class Call>
    void guarded(Call call) noexcept {
        in_callback = true;
#if CODEX_SDK_HAS_EXCEPTIONS
        try {
            call();
        } catch (...) {
            if (!thrown_) thrown_ = std::current_exception();
            cancel();
        }
#else
        call();
#endif
        in_callback = false;
    }

    /// Whether this is a child of the process that started the turn: the library's thread is not there to tell the end.
    bool forked(char** error) const noexcept {
        return codex_sdk_turn_wait(turn_, 0, nullptr, error) == CODEX_SDK_ERROR_FORKED;
    }

    [[nodiscard]] bool has_thrown() const noexcept {
#if CODEX_SDK_HAS_EXCEPTIONS
        return thrown_ != nullptr;
#else
        return false;
#endif
    }

    static void event_came(void* user_data, const char* json, std::size_t length) noexcept {
        auto& called = *static_cast<CalledTurn*>(user_data);
        if (!called.has_thrown()) called.guarded([&] { called.on_event(Event(std::string(json, length))); });
    }

    static void end_came(void* user_data, codex_sdk_status status, const char* json, std::size_t) noexcept {
        const std::shared_ptr<CalledTurn> called = std::move(static_cast<CalledTurn*>(user_data)->self_);
        called->end(status, json);
    }

    void end(codex_sdk_status status, const char* json) noexcept {
        if (status == CODEX_SDK_OK) {
            outcome_.emplace(from_json<TurnResult>(json));
        } else {
            outcome_.emplace(unexpected<Error>(failure(status, json)));
        }
        guarded([this] { on_end(*outcome_); });
        in_callback = true;
        forget();
        in_callback = false;
        const std::lock_guard lock(mutex_);
        over_ = true;
        ended_.notify_all();
    }

    ClientPointer client_;
    codex_sdk_turn* turn_ = nullptr;
    std::shared_ptr<CalledTurn> self_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool over_ = false;
    std::optional<Result<TurnResult>> outcome_;
#if CODEX_SDK_HAS_EXCEPTIONS
    std::exception_ptr thrown_;
#endif
#if CODEX_SDK_HAS_STOP_TOKEN
    std::optional<std::stop_callback<CancelTurn>> stop_;
#endif
};

/// For an end that nobody wants to hear of.
struct Ignore {
    void operator()(const Result<TurnResult>&) const noexcept {}
};

template <class OnEvent, class OnEnd>
class Calling final : public CalledTurn {
public:
    template <class Event_, class End>
    Calling(ClientPointer client, Event_&& on_event, End&& on_end)
        : CalledTurn(std::move(client)),
          on_event_(std::in_place, std::forward<Event_>(on_event)),
          on_end_(std::in_place, std::forward<End>(on_end)) {}

private:
    void on_event(Event&& event) override { (*on_event_)(std::move(event)); }
    void on_end(const Result<TurnResult>& outcome) override { (*on_end_)(outcome); }
    void forget() noexcept override {
        on_event_.reset();
        on_end_.reset();
    }

    std::optional<OnEvent> on_event_;
    std::optional<OnEnd> on_end_;
};

/// A range over what is still to come of a turn, read as it is asked for: a single pass, with one iterator.
template <class Element>
class TurnRange {
public:
    /// Over the elements, as they come.
    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Element;
        using difference_type = std::ptrdiff_t;
        using pointer = Element*;
        using reference = Element&;

        iterator() = default;
        explicit iterator(TurnRange* range) : range_(range) { ++*this; }

        [[nodiscard]] reference operator*() const noexcept { return *range_->element_; }
        [[nodiscard]] pointer operator->() const noexcept { return &*range_->element_; }
        iterator& operator++() {
            if (!range_->advance()) range_ = nullptr;
            return *this;
        }
        /// What it pointed at before can still be read, as the standard wants of an input iterator.
        class Previous {
        public:
            explicit Previous(Element element) : element_(std::move(element)) {}
            [[nodiscard]] const Element& operator*() const noexcept { return element_; }

        private:
            Element element_;
        };
        Previous operator++(int) {
            Previous previous(**this);
            ++*this;
            return previous;
        }
        friend bool operator==(const iterator& left, const iterator& right) noexcept {
            return left.range_ == right.range_;
        }
        friend bool operator!=(const iterator& left, const iterator& right) noexcept {
            return left.range_ != right.range_;
        }

    private:
        TurnRange* range_ = nullptr;
    };

    explicit TurnRange(std::shared_ptr<ReadTurn> turn) : turn_(std::move(turn)) {}
    TurnRange(TurnRange&&) noexcept = default;
    TurnRange& operator=(TurnRange&&) noexcept = default;
    ~TurnRange() = default;

    /// Waits for the first element.
    [[nodiscard]] iterator begin() { return iterator(this); }
    /// Where there are no more.
    [[nodiscard]] iterator end() const noexcept { return iterator(); }

private:
    bool advance();

    std::shared_ptr<ReadTurn> turn_;
    std::optional<Element> element_;
};

}  // namespace detail

// ------------------------------------------------------------------------------------------------------------- turns

/// Over events: `for (auto& event : turn.events())`. After the last one it throws the error with which the turn ended,
/// if it did not end well.
using Events = detail::TurnRange<Event>;

/// The same without exceptions: the error comes as the last element.
using TriedEvents = detail::TurnRange<Result<Event>>;

/// A turn that is running, or has ended: one prompt, and everything the agent does until it has answered.
///
/// When it is destroyed, and with it the last range over its events, the turn is cancelled if it still runs, and waited
/// for until nothing of it is left, two seconds at the most. So leaving a loop or a function early, also by an
/// exception, leaves nothing behind.
///
/// One thread at a time reads (`next`, `wait`, `events`), another one gets @ref ErrorCode::busy; `cancel`, `close`,
/// `ended` and `fd` may be called meanwhile. It may be moved while it runs, but not while another thread uses it.
class Turn {
public:
    Turn(Turn&&) noexcept = default;
    Turn& operator=(Turn&&) noexcept = default;
    ~Turn() = default;

    /// Waits for the next event; nothing after the last one of a turn that was completed.
    [[nodiscard]] Result<std::optional<Event>> try_next() { return next_within(detail::for_ever); }
    /// Waits so long for the next event. Nothing comes in time, or after the last one: `ended()` tells which.
    [[nodiscard]] Result<std::optional<Event>> try_next_for(std::chrono::milliseconds timeout) {
        return next_within(detail::patience(timeout));
    }
    /// Waits for the end, and gives the result, with every item that was not read as an event.
    [[nodiscard]] Result<TurnResult> try_wait() {
        auto result = wait_within(detail::for_ever);
        if (!result) return unexpected<Error>(result.error());
        return **std::move(result);
    }
    /// Waits so long for the end; nothing if it does not come in time. The turn goes on, and nothing is lost.
    [[nodiscard]] Result<std::optional<TurnResult>> try_wait_for(std::chrono::milliseconds timeout) {
        return wait_within(detail::patience(timeout));
    }
    /// A range over the events that are still to come; an error is its last element. It holds on to the turn.
    [[nodiscard]] TriedEvents try_events() { return TriedEvents(turn_); }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// As @ref try_next; throws the error.
    [[nodiscard]] std::optional<Event> next() { return detail::value_or_raise(try_next()); }
    /// As @ref try_next_for; throws the error.
    [[nodiscard]] std::optional<Event> next_for(std::chrono::milliseconds timeout) {
        return detail::value_or_raise(try_next_for(timeout));
    }
    /// As @ref try_wait; throws the error.
    TurnResult wait() { return detail::value_or_raise(try_wait()); }
    /// As @ref try_wait_for; throws the error.
    [[nodiscard]] std::optional<TurnResult> wait_for(std::chrono::milliseconds timeout) {
        return detail::value_or_raise(try_wait_for(timeout));
    }
    /// A range over the events that are still to come. It holds on to the turn.
    [[nodiscard]] Events events() { return Events(turn_); }
#endif

    /// Asks the turn to end, from any thread, without waiting: it ends with @ref ErrorCode::cancelled when its
    /// processes are gone. Events that came before are still there to be read. After the end it does nothing.
    void cancel() noexcept {
        if (turn_) turn_->cancel();
    }
    /// Whether the end of the turn has been read.
    [[nodiscard]] bool ended() const noexcept { return turn_ == nullptr || turn_->ended(); }
    /// A descriptor for an event loop: readable while `next_for` would not have to wait, and for ever after the end. It
    /// belongs to the turn; do not read or close it. -1 if there is none, since the process has no descriptor left:
    /// then call `next_for` with a short time-out.
    [[nodiscard]] int fd() const noexcept { return turn_ == nullptr ? -1 : turn_->fd(); }
    /// Cancels the turn if it still runs, and waits until nothing of it is left, two seconds at the most. Whoever is
    /// reading it gets @ref ErrorCode::cancelled; later calls get @ref ErrorCode::invalid_handle.
    void close() noexcept {
        if (turn_) turn_->close();
    }

private:
    friend class Thread;

    explicit Turn(std::shared_ptr<detail::ReadTurn> turn) : turn_(std::move(turn)) {}

    Result<std::optional<Event>> next_within(std::int32_t timeout_ms) {
        return detail::next_of(turn_.get(), timeout_ms);
    }
    Result<std::optional<TurnResult>> wait_within(std::int32_t timeout_ms) {
        if (!turn_) return unexpected<Error>(detail::failure(CODEX_SDK_ERROR_INVALID_HANDLE, nullptr));
        return turn_->wait(timeout_ms);
    }

    std::shared_ptr<detail::ReadTurn> turn_;
};

/// A turn whose events are brought to callbacks, by a thread of the library's (one for each `Codex` object, which calls
/// one callback after the other).
///
/// When it is destroyed, the turn is cancelled if it still runs, and waited for until no callback runs any more; inside
/// a callback it is cancelled only, and the callbacks still come. It may be used from several threads at a time. When
/// `wait` returns, the library's thread may still be on its way out of code of the program's: a plugin that had
/// callbacks is better not unloaded (`dlclose`).
class CallbackTurn {
public:
    CallbackTurn(CallbackTurn&&) noexcept = default;
    /// Ends the turn that was here.
    CallbackTurn& operator=(CallbackTurn&& other) noexcept {
        if (this != &other) {
            close();
            turn_ = std::move(other.turn_);
        }
        return *this;
    }
    ~CallbackTurn() { close(); }

    /// Waits for the last callback, and gives the result; its items are those that no callback was given, which are
    /// none. What a callback has thrown is thrown here. Not inside a callback (@ref ErrorCode::busy).
    [[nodiscard]] Result<TurnResult> try_wait() {
        auto result = outcome(std::nullopt);
        if (!result) return unexpected<Error>(result.error());
        return **std::move(result);
    }
    /// Waits so long for the last callback; nothing if it does not come in time.
    [[nodiscard]] Result<std::optional<TurnResult>> try_wait_for(std::chrono::milliseconds timeout) {
        return outcome(std::chrono::milliseconds(detail::patience(timeout)));
    }
#if CODEX_SDK_HAS_EXCEPTIONS
    /// As @ref try_wait; throws the error.
    TurnResult wait() { return detail::value_or_raise(try_wait()); }
    /// As @ref try_wait_for; throws the error.
    [[nodiscard]] std::optional<TurnResult> wait_for(std::chrono::milliseconds timeout) {
        return detail::value_or_raise(try_wait_for(timeout));
    }
#endif

    /// Asks the turn to end, from any thread, without waiting.
    void cancel() noexcept {
        if (turn_) turn_->cancel();
    }
    /// Whether the last callback is over.
    [[nodiscard]] bool ended() const noexcept { return turn_ == nullptr || turn_->ended(); }
    /// Cancels the turn if it still runs, and waits until no callback runs any more; inside a callback it only cancels.
    void close() noexcept {
        if (turn_) turn_->close();
    }

private:
    friend class Thread;

    explicit CallbackTurn(std::shared_ptr<detail::CalledTurn> turn) : turn_(std::move(turn)) {}

    Result<std::optional<TurnResult>> outcome(std::optional<std::chrono::milliseconds> timeout) {
        if (!turn_) return unexpected<Error>(detail::failure(CODEX_SDK_ERROR_INVALID_HANDLE, nullptr));
        return turn_->wait(timeout);
    }

    std::shared_ptr<detail::CalledTurn> turn_;
};

// ----------------------------------------------------------------------------------------------------------- threads

/// A conversation with the agent. It runs one turn at a time (@ref ErrorCode::busy otherwise); threads run side by
/// side.
///
/// Destroying it ends nothing: a turn that runs goes on, and the conversation can be resumed. It may be used from
/// several threads of the program at a time.
class Thread {
public:
    Thread(Thread&&) noexcept = default;
    Thread& operator=(Thread&&) noexcept = default;
    ~Thread() = default;

    /// The id, with which @ref Codex::resume_thread goes on; nothing before the first turn has begun.
    [[nodiscard]] Result<std::optional<std::string>> try_id() const {
        detail::Text id;
        detail::Text error;
        const codex_sdk_status status = codex_sdk_thread_id(thread_.get(), id.out(), error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return id.get() == nullptr ? std::nullopt : std::optional<std::string>(id.get());
    }

    /// Runs a turn to its end.
    [[nodiscard]] Result<TurnResult> try_run(const Input& input, const TurnOptions& options = {}) {
        auto turn = try_run_streamed(input, options);
        if (!turn) return unexpected<Error>(turn.error());
        return turn->try_wait();
    }

    /// Starts a turn whose events are read as they come.
    [[nodiscard]] Result<Turn> try_run_streamed(const Input& input, const TurnOptions& options = {}) {
        const auto json = detail::json_of(input, options);
        if (!json) return unexpected<Error>(json.error());
        if (auto error = detail::with_a_nul("the prompt", input.prompt().value_or(""))) {
            return unexpected<Error>(*std::move(error));
        }
        auto turn = std::make_shared<detail::ReadTurn>(client_);
        detail::Text error;
        const codex_sdk_status status =
            codex_sdk_turn_start(thread_.get(), prompt_of(input), json->c_str(), turn->out(), error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        turn->started(options);
        return Turn(std::move(turn));
    }

    /// Starts a turn whose events are brought to `on_event(Event)`, and its end to `on_end(const Result<TurnResult>&)`,
    /// exactly once and last.
    ///
    /// They come from a thread of the library's, never from inside this call, and may use and destroy every object,
    /// those of their own turn included; a slow one holds up the others of the same `Codex` object. Whatever they throw
    /// ends the turn, and is thrown by @ref CallbackTurn::wait. What they hold is destroyed before that returns.
    template <class OnEvent, class OnEnd,
              class = std::enable_if_t<std::is_invocable_v<std::decay_t<OnEnd>&, const Result<TurnResult>&>>>
    [[nodiscard]] Result<CallbackTurn> try_run_with_callbacks(const Input& input, OnEvent&& on_event, OnEnd&& on_end,
                                                              const TurnOptions& options = {}) {
        static_assert(std::is_invocable_v<std::decay_t<OnEvent>&, Event&&>, "on_event takes a codex_sdk::Event");
        const auto json = detail::json_of(input, options);
        if (!json) return unexpected<Error>(json.error());
        if (auto error = detail::with_a_nul("the prompt", input.prompt().value_or(""))) {
            return unexpected<Error>(*std::move(error));
        }
        using Calling = detail::Calling<std::decay_t<OnEvent>, std::decay_t<OnEnd>>;
        std::shared_ptr<detail::CalledTurn> turn =
            std::make_shared<Calling>(client_, std::forward<OnEvent>(on_event), std::forward<OnEnd>(on_end));
        detail::Text error;
        const codex_sdk_status status =
            detail::CalledTurn::start(turn, thread_.get(), prompt_of(input), *json, options, error);
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return CallbackTurn(std::move(turn));
    }

    /// The same for whoever does without the callback for the end.
    template <class OnEvent>
    [[nodiscard]] Result<CallbackTurn> try_run_with_callbacks(const Input& input, OnEvent&& on_event,
                                                              const TurnOptions& options = {}) {
        return try_run_with_callbacks(input, std::forward<OnEvent>(on_event), detail::Ignore(), options);
    }

    /// Runs a turn whose answer follows a JSON Schema, and gives the answer: @ref ErrorCode::invalid_response if it is
    /// no JSON. OpenAI's models want every property of a schema required, and no others.
    [[nodiscard]] Result<Json> try_run_json(const Input& input, const Json& schema, TurnOptions options = {}) {
        options.output_schema = schema;
        auto result = try_run(input, options);
        if (!result) return unexpected<Error>(result.error());
        if (!detail::Members(result->final_response.c_str()).is_json()) {
            return misfit("the agent's answer is no JSON", std::move(result->final_response));
        }
        return Json(std::move(result->final_response));
    }

    /// The same as a `T`, see @ref JsonDecoder.
    template <class T>
    [[nodiscard]] Result<T> try_run_json(const Input& input, const Json& schema, TurnOptions options = {}) {
        auto json = try_run_json(input, schema, std::move(options));
        if (!json) return unexpected<Error>(json.error());
        auto answer = detail::decoded<T>(*json);
        if (!answer) return misfit("the agent's answer is not what was asked for: " + answer.error(), json->text());
        return *std::move(answer);
    }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// As @ref try_id; throws the error.
    [[nodiscard]] std::optional<std::string> id() const { return detail::value_or_raise(try_id()); }
    /// As @ref try_run; throws the error.
    TurnResult run(const Input& input, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run(input, options));
    }
    /// As @ref try_run_streamed; throws the error.
    [[nodiscard]] Turn run_streamed(const Input& input, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run_streamed(input, options));
    }
    /// As @ref try_run_with_callbacks; throws the error.
    template <class OnEvent, class OnEnd,
              class = std::enable_if_t<std::is_invocable_v<std::decay_t<OnEnd>&, const Result<TurnResult>&>>>
    [[nodiscard]] CallbackTurn run_with_callbacks(const Input& input, OnEvent&& on_event, OnEnd&& on_end,
                                                  const TurnOptions& options = {}) {
        return detail::value_or_raise(
            try_run_with_callbacks(input, std::forward<OnEvent>(on_event), std::forward<OnEnd>(on_end), options));
    }
    /// The same for whoever does without the callback for the end.
    template <class OnEvent>
    [[nodiscard]] CallbackTurn run_with_callbacks(const Input& input, OnEvent&& on_event,
                                                  const TurnOptions& options = {}) {
        return run_with_callbacks(input, std::forward<OnEvent>(on_event), detail::Ignore(), options);
    }
    /// As @ref try_run_json; throws the error.
    [[nodiscard]] Json run_json(const Input& input, const Json& schema, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run_json(input, schema, options));
    }
    /// The same as a `T`, see @ref JsonDecoder.
    template <class T>
    [[nodiscard]] T run_json(const Input& input, const Json& schema, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run_json<T>(input, schema, options));
    }
#endif

private:
    friend class Codex;

    Thread(detail::ClientPointer client, detail::ThreadPointer thread)
        : client_(std::move(client)), thread_(std::move(thread)) {}

    /// The turn is over, so the thread has its id.
    [[nodiscard]] unexpected<Error> misfit(std::string message, std::string response) const {
        const auto id = try_id();
        return unexpected<Error>(
            detail::invalid_response(std::move(message), std::move(response), id ? *id : std::nullopt));
    }
    static const char* prompt_of(const Input& input) noexcept {
        return input.prompt() ? input.prompt()->c_str() : nullptr;
    }

    detail::ClientPointer client_;
    detail::ThreadPointer thread_;
};

// ------------------------------------------------------------------------------------------------------------ client

/// A way of reaching the Codex CLI: where it is, its configuration, its environment. A program usually has one.
///
/// Threads and turns keep what they need of it, so it may be destroyed before them: what is running goes on, until
/// `close` is called. It may be used from several threads at a time.
class Codex {
public:
    Codex(Codex&&) noexcept = default;
    Codex& operator=(Codex&&) noexcept = default;
    ~Codex() = default;

    /// Reads the options and finds the CLI; starts no process yet.
    [[nodiscard]] static Result<Codex> try_create(const CodexOptions& options = {}) {
        if (codex_sdk_abi_version() != CODEX_SDK_ABI_VERSION) {
            return unexpected<Error>(detail::other_library());
        }
        const auto json = detail::json_of(options);
        if (!json) return unexpected<Error>(json.error());
        codex_sdk_client* client = nullptr;
        detail::Text error;
        const codex_sdk_status status = codex_sdk_client_new(json->c_str(), &client, error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return Codex(detail::ClientPointer(client, codex_sdk_client_free));
    }

    /// What it works with. Runs `codex --version` at the first call.
    [[nodiscard]] Result<CodexInfo> try_info() const {
        detail::Text info;
        detail::Text error;
        const codex_sdk_status status = codex_sdk_client_info(client_.get(), info.out(), error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return detail::from_json<CodexInfo>(info.get());
    }

    /// Makes a new conversation. Nothing is started before its first turn.
    [[nodiscard]] Result<Thread> try_start_thread(const ThreadOptions& options = {}) {
        return thread(nullptr, options);
    }

    /// Goes on with a conversation. Whether the CLI knows it shows in the first turn
    /// (@ref ErrorCode::thread_not_found). The CLI does not remember the options: give the same ones again.
    [[nodiscard]] Result<Thread> try_resume_thread(const std::string& thread_id, const ThreadOptions& options = {}) {
        if (auto error = detail::with_a_nul("the thread's id", thread_id)) return unexpected<Error>(*std::move(error));
        return thread(thread_id.c_str(), options);
    }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// With the installed CLI, its own configuration and login; throws if there is none.
    Codex() : Codex(CodexOptions()) {}
    /// As @ref try_create; throws the error.
    explicit Codex(const CodexOptions& options) : Codex(detail::value_or_raise(try_create(options))) {}

    /// As @ref try_info; throws the error.
    [[nodiscard]] CodexInfo info() const { return detail::value_or_raise(try_info()); }
    /// As @ref try_start_thread; throws the error.
    [[nodiscard]] Thread start_thread(const ThreadOptions& options = {}) {
        return detail::value_or_raise(try_start_thread(options));
    }
    /// As @ref try_resume_thread; throws the error.
    [[nodiscard]] Thread resume_thread(const std::string& thread_id, const ThreadOptions& options = {}) {
        return detail::value_or_raise(try_resume_thread(thread_id, options));
    }
#endif

    /// Ends every turn of its threads, from any thread, without waiting: they end with @ref ErrorCode::shut_down. Later
    /// calls get @ref ErrorCode::invalid_handle, those of its threads @ref ErrorCode::shut_down.
    void close() noexcept { codex_sdk_client_free(client_.get()); }

private:
    explicit Codex(detail::ClientPointer client) : client_(std::move(client)) {}

    Result<Thread> thread(const char* thread_id, const ThreadOptions& options) {
        const auto json = detail::json_of(options);
        if (!json) return unexpected<Error>(json.error());
        codex_sdk_thread* thread = nullptr;
        detail::Text error;
        const codex_sdk_status status =
            thread_id == nullptr
                ? codex_sdk_thread_start(client_.get(), json->c_str(), &thread, error.out())
                : codex_sdk_thread_resume(client_.get(), thread_id, json->c_str(), &thread, error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return Thread(client_, detail::ThreadPointer(thread));
    }

    detail::ClientPointer client_;
};

// -------------------------------------------------------------------------------------------------------- definitions

inline std::optional<std::string> Json::get(const std::string& pointer) const {
    detail::Text value;
    codex_sdk_json_get(text_.c_str(), pointer.c_str(), value.out(), nullptr);
    return value.get() == nullptr ? std::nullopt : std::optional<std::string>(value.get());
}

inline std::optional<std::map<std::string, Json>> Json::members() const {
    const std::size_t begin = text_.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos || text_[begin] != '{' || text_.find('\0') != std::string::npos) return std::nullopt;
    const detail::Members found(text_.c_str());
    if (!found.is_json()) return std::nullopt;
    std::map<std::string, Json> members;
    for (const auto& member : found) detail::read(member, members[std::string(member.name, member.name_length)]);
    return members;
}

#if CODEX_SDK_HAS_EXCEPTIONS
inline void Error::raise() const {
    switch (code_) {
        case ErrorCode::invalid_argument: throw InvalidArgumentError(*this);
        case ErrorCode::invalid_handle: throw InvalidHandleError(*this);
        case ErrorCode::busy: throw BusyError(*this);
        case ErrorCode::cli_not_found: throw CliNotFoundError(*this);
        case ErrorCode::spawn_failed: throw SpawnFailedError(*this);
        case ErrorCode::cli_failed: throw CliFailedError(*this);
        case ErrorCode::protocol: throw ProtocolError(*this);
        case ErrorCode::turn_failed: throw TurnFailedError(*this);
        case ErrorCode::cancelled: throw TurnCancelledError(*this);
        case ErrorCode::turn_timeout: throw TurnTimeoutError(*this);
        case ErrorCode::thread_not_found: throw ThreadNotFoundError(*this);
        case ErrorCode::io: throw IoError(*this);
        case ErrorCode::forked: throw ForkedError(*this);
        case ErrorCode::shut_down: throw ShutDownError(*this);
        case ErrorCode::internal: throw InternalError(*this);
        case ErrorCode::invalid_response: throw InvalidResponseError(*this);
        case ErrorCode::library: throw LibraryError(*this);
    }
    // Of a newer library.
    throw *this;
}
#endif

inline Item::Item(Json raw) {
    const detail::Members members(raw.text().c_str());
    std::string type = detail::type_of(members);
    const auto value = std::make_shared<Value>();
    detail::make(type, *value, members);
    auto& any = std::visit([](AnyItem& item) -> AnyItem& { return item; }, *value);
    members("id", any.id);
    any.type = std::move(type);
    any.raw = std::move(raw);
    value_ = value;
}

inline const Item::Value& Item::value() const noexcept {
    // Never destroyed: a global of the program's may still ask for it.
    static const Value* const nothing = new Value();
    return value_ ? *value_ : *nothing;
}

inline const AnyItem& Item::any() const noexcept {
    return std::visit([](const AnyItem& item) -> const AnyItem& { return item; }, value());
}

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

inline InputEntry::InputEntry(std::string_view text)
    : json_("{\"type\":\"text\",\"text\":" + detail::as_json(text) + "}") {}

inline InputEntry::InputEntry(const LocalImage& image)
    : json_("{\"type\":\"local_image\",\"path\":" + detail::as_json(image.path) + "}") {}

inline InputEntry::InputEntry(const ImageData& image)
    : json_("{\"type\":\"image\",\"data\":\"" + detail::base64(image.bytes) + "\"}") {}

namespace detail {

#if CODEX_SDK_HAS_EXCEPTIONS
template <>
inline bool TurnRange<Event>::advance() {
    element_ = value_or_raise(next_of(turn_.get(), for_ever));
    return element_.has_value();
}
#endif

template <>
inline bool TurnRange<Result<Event>>::advance() {
    // An error was the last one.
    if (element_ && !*element_) return false;
    auto next = next_of(turn_.get(), for_ever);
    if (!next) {
        element_.emplace(unexpected<Error>(next.error()));
    } else if (*next) {
        element_.emplace(**std::move(next));
    } else {
        element_.reset();
    }
    return element_.has_value();
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

// ------------------------------------------------------------------------------------------------------ nlohmann/json

#if defined(INCLUDE_NLOHMANN_JSON_HPP_) || defined(NLOHMANN_JSON_HPP)

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// Answers as whatever nlohmann/json converts to; without exceptions only as its own values, since the rest could not
/// be refused.
template <class T>
struct JsonDecoder {
#if CODEX_SDK_HAS_EXCEPTIONS
    /// The answer, which is JSON.
    static T decode(const Json& json) { return nlohmann::json::parse(json.text()).template get<T>(); }
#else
    static_assert(std::is_same_v<T, nlohmann::json>, "without exceptions an answer comes as nlohmann::json");
    /// The answer, which is JSON, though it may have numbers that are none for nlohmann/json.
    static expected<T, std::string> decode(const Json& json) {
        T value = T::parse(json.text(), nullptr, false);
        if (value.is_discarded()) return unexpected<std::string>("nlohmann/json cannot read it");
        return expected<T, std::string>(std::move(value));
    }
#endif
};

/// @ref Json as a value: `nlohmann::json arguments = item.arguments;`. Without exceptions, what nlohmann/json cannot
/// read becomes one that `is_discarded()`.
inline void to_json(nlohmann::json& to, const Json& from) {
    to = nlohmann::json::parse(from.text(), nullptr, CODEX_SDK_HAS_EXCEPTIONS != 0);
}

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#else

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

template <class T>
struct JsonDecoder {
    static_assert(
        !std::is_same_v<T, T>,
        "include <nlohmann/json.hpp> before <codex_sdk.hpp>, or specialise codex_sdk::JsonDecoder for this type");
    static T decode(const Json&);
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif

#endif  // CODEX_SDK_HPP
