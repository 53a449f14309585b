/// @file
/// The Codex CLI with its configuration.

#ifndef CODEX_SDK_CODEX_HPP
#define CODEX_SDK_CODEX_HPP

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "codex_sdk.h"
#include "detail/dialect.hpp"
#include "detail/encode.hpp"
#include "detail/failure.hpp"
#include "detail/handles.hpp"
#include "detail/notification_reader.hpp"
#include "detail/range.hpp"
#include "detail/read.hpp"
#include "detail/result_fields.hpp"
#include "detail/text.hpp"
#include "error.hpp"
#include "json.hpp"
#include "notification.hpp"
#include "options.hpp"
#include "result.hpp"
#include "thread.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// A range of notifications: `for (auto& notification : codex.notifications())`. It throws errors.
using Notifications = detail::Range<Notification, detail::NotificationReader>;

/// A range of notifications that does not throw: an error is its last element.
using NotificationResults = detail::Range<Result<Notification>, detail::NotificationReader>;

/// A Codex CLI with its configuration and environment. A program usually has one.
///
/// You may destroy it before its threads and turns, which keep what they need of it; running turns continue until
/// `close` is called. You may use it from several threads at once.
class Codex {
public:
    Codex(Codex&&) noexcept = default;
    Codex& operator=(Codex&&) noexcept = default;
    ~Codex() = default;

    /// Checks the options and finds the CLI. Starts no process.
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

    /// Returns the path and version of the CLI. The first call runs the CLI to ask for its version.
    [[nodiscard]] Result<CliInfo> try_info() const {
        detail::Text info;
        detail::Text error;
        const codex_sdk_status status = codex_sdk_client_info(client_.get(), info.out(), error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return detail::from_json<CliInfo>(info.get());
    }

    /// Starts a conversation. Nothing is sent before its first turn.
    [[nodiscard]] Result<Thread> try_start_thread(const ThreadOptions& options = {}) {
        return Thread::made(client_, options,
                            [&](auto... out) { return codex_sdk_thread_start(client_.get(), out...); });
    }

    /// Resumes a conversation. If the CLI does not know it, the first turn ends with @ref ErrorCode::thread_not_found.
    /// The CLI does not store options with a conversation: pass them again.
    [[nodiscard]] Result<Thread> try_resume_thread(const std::string& thread_id, const ThreadOptions& options = {}) {
        if (auto error = detail::nul_error("the thread id", thread_id)) return unexpected<Error>(*std::move(error));
        return Thread::made(client_, options, [&](auto... out) {
            return codex_sdk_thread_resume(client_.get(), thread_id.c_str(), out...);
        });
    }

    /// Starts a conversation that begins as a copy of another one, which stays as it is. Nothing is copied before its
    /// first turn, and only then does it have an id. The other one must have had a turn; if the CLI does not know it,
    /// the first turn ends with @ref ErrorCode::thread_not_found. Pass the options again.
    [[nodiscard]] Result<Thread> try_fork_thread(const std::string& thread_id, const ThreadOptions& options = {}) {
        return Thread::forked(client_, thread_id, options);
    }

    /// Sends a request to the CLI's app-server and returns the answer: any method, for whatever has no function here.
    /// `params` is an object; null means none. A request that is refused is @ref ErrorCode::request_failed. Requires
    /// the option `transport` to be `app_server`. Do not start, steer or interrupt turns of this object's threads in
    /// this way.
    [[nodiscard]] Result<Json> try_request(const std::string& method, const Json& params = {}) {
        auto result = request_within(method, params, detail::no_timeout);
        if (!result) return unexpected<Error>(result.error());
        return **std::move(result);
    }
    /// The same, waiting at most this long. Returns nothing after a time-out; the app-server may still carry out the
    /// request.
    [[nodiscard]] Result<std::optional<Json>> try_request_for(const std::string& method, const Json& params,
                                                              std::chrono::milliseconds timeout) {
        return request_within(method, params, detail::clamp_timeout(timeout));
    }

    /// Waits for the next notification that belongs to no turn of this object. Only one thread at a time may read them;
    /// another one gets @ref ErrorCode::busy. Fails with @ref ErrorCode::shut_down if this object is closed meanwhile.
    /// Requires the option `transport` to be `app_server`.
    [[nodiscard]] Result<Notification> try_next_notification() {
        auto next = notification_within(detail::no_timeout);
        if (!next) return unexpected<Error>(next.error());
        return **std::move(next);
    }
    /// The same, waiting at most this long. Returns nothing after a time-out.
    [[nodiscard]] Result<std::optional<Notification>> try_next_notification_for(std::chrono::milliseconds timeout) {
        return notification_within(detail::clamp_timeout(timeout));
    }
    /// A range of the notifications; it ends when this object is closed, and an error is its last element.
    [[nodiscard]] NotificationResults try_notifications() { return NotificationResults(notifications_); }
    /// A descriptor for an event loop: readable while `next_notification_for` would return at once. It belongs to this
    /// object; do not read or close it. -1 if the option `transport` is not `app_server`.
    [[nodiscard]] int notification_fd() const noexcept { return codex_sdk_client_fd(client_.get()); }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// Uses the installed CLI with its own configuration and login. Throws if there is no CLI.
    Codex() : Codex(CodexOptions()) {}
    /// Like @ref try_create, but throws the error.
    explicit Codex(const CodexOptions& options) : Codex(detail::value_or_raise(try_create(options))) {}

    /// Like @ref try_info, but throws the error.
    [[nodiscard]] CliInfo info() const { return detail::value_or_raise(try_info()); }
    /// Like @ref try_start_thread, but throws the error.
    [[nodiscard]] Thread start_thread(const ThreadOptions& options = {}) {
        return detail::value_or_raise(try_start_thread(options));
    }
    /// Like @ref try_resume_thread, but throws the error.
    [[nodiscard]] Thread resume_thread(const std::string& thread_id, const ThreadOptions& options = {}) {
        return detail::value_or_raise(try_resume_thread(thread_id, options));
    }
    /// Like @ref try_fork_thread, but throws the error.
    [[nodiscard]] Thread fork_thread(const std::string& thread_id, const ThreadOptions& options = {}) {
        return detail::value_or_raise(try_fork_thread(thread_id, options));
    }
    /// Like @ref try_request, but throws the error.
    Json request(const std::string& method, const Json& params = {}) {
        return detail::value_or_raise(try_request(method, params));
    }
    /// Like @ref try_request_for, but throws the error.
    [[nodiscard]] std::optional<Json> request_for(const std::string& method, const Json& params,
                                                  std::chrono::milliseconds timeout) {
        return detail::value_or_raise(try_request_for(method, params, timeout));
    }
    /// Like @ref try_next_notification, but throws the error.
    [[nodiscard]] Notification next_notification() { return detail::value_or_raise(try_next_notification()); }
    /// Like @ref try_next_notification_for, but throws the error.
    [[nodiscard]] std::optional<Notification> next_notification_for(std::chrono::milliseconds timeout) {
        return detail::value_or_raise(try_next_notification_for(timeout));
    }
    /// A range of the notifications: `for (auto& notification : codex.notifications())`. It ends when this object is
    /// closed.
    [[nodiscard]] Notifications notifications() { return Notifications(notifications_); }
#endif

    /// Ends all turns with @ref ErrorCode::shut_down, without waiting. Call it from any thread. Later calls on this
    /// object fail with @ref ErrorCode::invalid_handle, and calls on its threads with @ref ErrorCode::shut_down.
    void close() noexcept { codex_sdk_client_free(client_.get()); }

private:
    explicit Codex(const detail::ClientPointer& client)
        : client_(client), notifications_(std::make_shared<detail::NotificationReader>(client)) {}

    Result<std::optional<Json>> request_within(const std::string& method, const Json& params, std::int32_t timeout_ms) {
        if (auto error = detail::nul_error("the method", method)) return unexpected<Error>(*std::move(error));
        if (auto error = detail::nul_error("the params", params.text())) return unexpected<Error>(*std::move(error));
        const char* const given = params == Json() ? nullptr : params.text().c_str();
        detail::Text result;
        detail::Text error;
        const codex_sdk_status status =
            codex_sdk_client_request(client_.get(), method.c_str(), given, timeout_ms, result.out(), error.out());
        if (status == CODEX_SDK_TIMEOUT) return std::optional<Json>();
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return std::optional<Json>(Json(result.get()));
    }
    Result<std::optional<Notification>> notification_within(std::int32_t timeout_ms) {
        if (!notifications_) return unexpected<Error>(detail::failure(CODEX_SDK_ERROR_INVALID_HANDLE, nullptr));
        return notifications_->next(timeout_ms);
    }

    detail::ClientPointer client_;
    std::shared_ptr<detail::NotificationReader> notifications_;
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_CODEX_HPP
