// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// Codes of errors, and what is known of an error.

#ifndef CODEX_SDK_ERROR_CODE_HPP
#define CODEX_SDK_ERROR_CODE_HPP

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "codex_sdk.h"
#include "detail/dialect.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// What went wrong. A newer library may return others.
enum class ErrorCode : std::int32_t {
    /// An argument or option is missing or not valid: text that is not UTF-8, an unknown option, a value of the wrong
    /// type, or a file or folder that does not exist. If it is an option, `option()` names it.
    invalid_argument = CODEX_SDK_ERROR_INVALID_ARGUMENT,
    /// The client, thread or turn has already been closed or freed, or the handle is not valid.
    invalid_handle = CODEX_SDK_ERROR_INVALID_HANDLE,
    /// The thread is already running a turn, here or in another process, or another caller is already reading this
    /// turn's events.
    busy = CODEX_SDK_ERROR_BUSY,
    /// No Codex CLI was found. `tried()` lists every place searched.
    cli_not_found = CODEX_SDK_ERROR_CLI_NOT_FOUND,
    /// The operating system could not start the CLI.
    spawn_failed = CODEX_SDK_ERROR_SPAWN_FAILED,
    /// The CLI exited before the turn was finished, or exited with an error afterwards (reported only with
    /// `wait_for_exit`). See `exit_code()`, `signal()` and `stderr_text()`.
    cli_failed = CODEX_SDK_ERROR_CLI_FAILED,
    /// The CLI printed a line that is not a valid event or is longer than `max_line_bytes`. `line()` has the beginning
    /// of that line.
    protocol = CODEX_SDK_ERROR_PROTOCOL,
    /// The agent reported that the turn failed, in which case the message is the agent's own, or the turn exceeded
    /// `offline_timeout`, in which case `option()` is `offline_timeout_ms`.
    turn_failed = CODEX_SDK_ERROR_TURN_FAILED,
    /// The turn was cancelled before it finished.
    cancelled = CODEX_SDK_ERROR_CANCELLED,
    /// The turn exceeded `timeout` or `idle_timeout`; `option()` says which of them.
    turn_timeout = CODEX_SDK_ERROR_TURN_TIMEOUT,
    /// The CLI does not know the thread to resume, or resumed a different one.
    thread_not_found = CODEX_SDK_ERROR_THREAD_NOT_FOUND,
    /// The operating system refused something that the library needs: a file, a descriptor, memory or a thread.
    io = CODEX_SDK_ERROR_IO,
    /// The process was forked while a client existed, so the child cannot use the library; or the client, thread or
    /// turn was created before the fork.
    forked = CODEX_SDK_ERROR_FORKED,
    /// The client was closed or freed, which ended its threads and turns.
    shut_down = CODEX_SDK_ERROR_SHUT_DOWN,
    /// A bug in the library. Please report it.
    internal = CODEX_SDK_ERROR_INTERNAL,
    /// The CLI's app-server refused a request or did not answer it. `rpc_code()` is the error code of a refusal.
    request_failed = CODEX_SDK_ERROR_REQUEST_FAILED,
    /// The client's transport does not support what was asked for. The message says which transport does; `option()`
    /// names the option.
    unsupported = CODEX_SDK_ERROR_UNSUPPORTED,
    /// The agent's answer does not have the requested form; `response()` is its text. Not a status of the library.
    invalid_response = -1001,
    /// The program loaded another version of the library than it was compiled for. Not a status of the library.
    library = -1002,
};

/// What is known of an error; see @ref Error.
struct ErrorDetails {
    /// What kind of error it is, such as `turn_failed`.
    std::string code;
    /// What happened, with which value, and what to do about it. It is meant for people.
    std::string message;
    /// Whether the same call, unchanged, may succeed later.
    bool retryable = false;
    /// Id of the thread; use it to resume the thread.
    std::optional<std::string> thread_id;
    /// Exit code of the CLI.
    std::optional<std::int64_t> exit_code;
    /// Error code of a request that the CLI's app-server refused.
    std::optional<std::int64_t> rpc_code;
    /// Number of the signal that ended the CLI.
    std::optional<std::int64_t> signal;
    /// The end of the CLI's stderr, at most 16 KiB.
    std::optional<std::string> stderr_text;
    /// Whether the CLI wrote more to stderr than `stderr_text()` holds.
    std::optional<bool> stderr_truncated;
    /// The line from the CLI that could not be read: at most its first 1000 bytes.
    std::optional<std::string> line;
    /// Every place searched for the CLI.
    std::vector<std::string> tried;
    /// A CLI found in or above the current directory. It was not run because it was not named explicitly.
    std::optional<std::string> untrusted_cli;
    /// The option that is not valid, or that ended the turn, under the library's name for it, such as `timeout_ms`.
    std::optional<std::string> option;
    /// How many tokens or commands were used when a limit ended the turn.
    std::optional<std::int64_t> used;
    /// Type of the last event before the error.
    std::optional<std::string> last_event_type;
    /// The agent's answer, if it does not have the requested form.
    std::optional<std::string> response;
    /// All of it as JSON, with what this version does not know.
    Json raw;
};

/// Access to what is known of an error. Copies share it.
class ErrorFields {
public:
    /// What kind of error it is, such as `turn_failed`.
    [[nodiscard]] const std::string& code_name() const noexcept { return details_->code; }
    /// What happened, with which value, and what to do about it. It is meant for people.
    [[nodiscard]] const std::string& message() const noexcept { return details_->message; }
    /// Whether the same call, unchanged, may succeed later.
    [[nodiscard]] bool retryable() const noexcept { return details_->retryable; }
    /// Id of the thread; use it to resume the thread.
    [[nodiscard]] const std::optional<std::string>& thread_id() const noexcept { return details_->thread_id; }
    /// Exit code of the CLI.
    [[nodiscard]] std::optional<std::int64_t> exit_code() const noexcept { return details_->exit_code; }
    /// Error code of a request that the CLI's app-server refused.
    [[nodiscard]] std::optional<std::int64_t> rpc_code() const noexcept { return details_->rpc_code; }
    /// Number of the signal that ended the CLI.
    [[nodiscard]] std::optional<std::int64_t> signal() const noexcept { return details_->signal; }
    /// The end of the CLI's stderr, at most 16 KiB.
    [[nodiscard]] const std::optional<std::string>& stderr_text() const noexcept { return details_->stderr_text; }
    /// Whether the CLI wrote more to stderr than `stderr_text()` holds.
    [[nodiscard]] std::optional<bool> stderr_truncated() const noexcept { return details_->stderr_truncated; }
    /// The line from the CLI that could not be read: at most its first 1000 bytes.
    [[nodiscard]] const std::optional<std::string>& line() const noexcept { return details_->line; }
    /// Every place searched for the CLI.
    [[nodiscard]] const std::vector<std::string>& tried() const noexcept { return details_->tried; }
    /// A CLI found in or above the current directory. It was not run because it was not named explicitly.
    [[nodiscard]] const std::optional<std::string>& untrusted_cli() const noexcept { return details_->untrusted_cli; }
    /// The option that is not valid, or that ended the turn, under the library's name for it, such as `timeout_ms`.
    [[nodiscard]] const std::optional<std::string>& option() const noexcept { return details_->option; }
    /// How many tokens or commands were used when a limit ended the turn.
    [[nodiscard]] std::optional<std::int64_t> used() const noexcept { return details_->used; }
    /// Type of the last event before the error.
    [[nodiscard]] const std::optional<std::string>& last_event_type() const noexcept {
        return details_->last_event_type;
    }
    /// The agent's answer, if it does not have the requested form.
    [[nodiscard]] const std::optional<std::string>& response() const noexcept { return details_->response; }
    /// All of it as JSON, with what this version does not know.
    [[nodiscard]] const Json& raw() const noexcept { return details_->raw; }

protected:
    /// For these details.
    explicit ErrorFields(ErrorDetails details) : details_(std::make_shared<const ErrorDetails>(std::move(details))) {}

private:
    std::shared_ptr<const ErrorDetails> details_;
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_ERROR_CODE_HPP
