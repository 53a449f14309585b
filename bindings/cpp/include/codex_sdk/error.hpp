/// @file
/// What can go wrong.

#ifndef CODEX_SDK_ERROR_HPP
#define CODEX_SDK_ERROR_HPP

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "codex_sdk.h"
#include "detail/dialect.hpp"
#include "expected.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

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

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_ERROR_HPP
