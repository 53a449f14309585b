/// @file
/// Turns.

#ifndef CODEX_SDK_TURN_HPP
#define CODEX_SDK_TURN_HPP

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "codex_sdk.h"
#include "detail/callback_turn.hpp"
#include "detail/dialect.hpp"
#include "detail/handles.hpp"
#include "detail/pull_turn.hpp"
#include "detail/range.hpp"
#include "detail/turn_calls.hpp"
#include "error.hpp"
#include "event.hpp"
#include "input.hpp"
#include "json.hpp"
#include "result.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// A range of events: `for (auto& event : turn.events())`. If the turn ends with an error, the range throws it after
/// the last event.
using Events = detail::Range<Event, detail::PullTurnState>;

/// A range of events that does not throw: if the turn ends with an error, the error is the last element.
using EventResults = detail::Range<Result<Event>, detail::PullTurnState>;

/// A turn: one prompt, and everything the agent does until it has answered.
///
/// Destroying the turn and the last range over its events ends the turn if it is running, and waits until nothing that
/// it started is running, at most two seconds. Leaving a loop or a function early, even by an exception, therefore
/// leaves nothing running.
///
/// Only one thread at a time may read (`next`, `wait`, `events`); another one gets @ref ErrorCode::busy. Meanwhile you
/// may call every other function from any thread. You may move a running turn, but not while another thread uses it.
///
/// If the thread has handlers (`on_approval`, `tools`), the end of the turn waits for them to return; reading then
/// throws what one of them threw. A handler may use its turn but not read it, and closing only cancels there.
class Turn {
public:
    Turn(Turn&&) noexcept = default;
    Turn& operator=(Turn&&) noexcept = default;
    ~Turn() = default;

    /// Waits for the next event. Returns nothing after the last event of a turn that completed.
    [[nodiscard]] Result<std::optional<Event>> try_next() { return next_within(detail::no_timeout); }
    /// Waits for the next event, at most this long. Returns nothing after a time-out and after the last event;
    /// `ended()` tells which.
    [[nodiscard]] Result<std::optional<Event>> try_next_for(std::chrono::milliseconds timeout) {
        return next_within(detail::clamp_timeout(timeout));
    }
    /// Waits for the end and returns the result, with every item that was not read as an event.
    [[nodiscard]] Result<TurnResult> try_wait() {
        auto result = wait_within(detail::no_timeout);
        if (!result) return unexpected<Error>(result.error());
        return **std::move(result);
    }
    /// Waits for the end, at most this long. Returns nothing after a time-out: the turn continues, and nothing is lost.
    [[nodiscard]] Result<std::optional<TurnResult>> try_wait_for(std::chrono::milliseconds timeout) {
        return wait_within(detail::clamp_timeout(timeout));
    }
    /// A range of the remaining events; an error is its last element. The range keeps the turn alive.
    [[nodiscard]] EventResults try_events() { return EventResults(turn_); }
    /// Answers a request of the agent, without waiting: the `request_id` of an @ref ApprovalRequestedEvent or a
    /// @ref ToolRequestedEvent, and a response such as `{"decision":"accept"}`. A response that does not fit, and a
    /// request that is not open, is @ref ErrorCode::invalid_argument. After the end of the turn it does nothing. Call
    /// it from any thread.
    [[nodiscard]] Result<void> try_respond(const std::string& request_id, const Json& response) {
        return detail::respond(handle(), request_id, response);
    }
    /// Says something to the agent while the turn runs, without waiting. It takes note of it before its next step, and
    /// a @ref TurnSteeredEvent follows. If the turn ends first, nothing happens. Call it from any thread.
    [[nodiscard]] Result<void> try_steer(const Input& input) { return detail::steer(handle(), input); }
    /// The id of the turn, for the thread option `last_turn_id`. Empty before the @ref TurnStartedEvent, and always
    /// with the transport `exec`.
    [[nodiscard]] Result<std::optional<std::string>> try_id() const { return detail::turn_id(handle()); }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// Like @ref try_next, but throws the error.
    [[nodiscard]] std::optional<Event> next() { return detail::value_or_raise(try_next()); }
    /// Like @ref try_next_for, but throws the error.
    [[nodiscard]] std::optional<Event> next_for(std::chrono::milliseconds timeout) {
        return detail::value_or_raise(try_next_for(timeout));
    }
    /// Like @ref try_wait, but throws the error.
    TurnResult wait() { return detail::value_or_raise(try_wait()); }
    /// Like @ref try_wait_for, but throws the error.
    [[nodiscard]] std::optional<TurnResult> wait_for(std::chrono::milliseconds timeout) {
        return detail::value_or_raise(try_wait_for(timeout));
    }
    /// A range of the remaining events. The range keeps the turn alive.
    [[nodiscard]] Events events() { return Events(turn_); }
    /// Like @ref try_respond, but throws the error.
    void respond(const std::string& request_id, const Json& response) {
        detail::value_or_raise(try_respond(request_id, response));
    }
    /// Like @ref try_steer, but throws the error.
    void steer(const Input& input) { detail::value_or_raise(try_steer(input)); }
    /// Like @ref try_id, but throws the error.
    [[nodiscard]] std::optional<std::string> id() const { return detail::value_or_raise(try_id()); }
#endif

    /// Cancels the turn, without waiting. Call it from any thread. The turn ends with @ref ErrorCode::cancelled once
    /// nothing that it started is running. You can still read earlier events. After the end it does nothing.
    void cancel() noexcept {
        if (turn_) turn_->cancel();
    }
    /// Whether the end of the turn has been read.
    [[nodiscard]] bool ended() const noexcept { return turn_ == nullptr || turn_->ended(); }
    /// A descriptor for an event loop: readable while `next_for` would return at once, and always after the end. It
    /// belongs to the turn; do not read or close it. -1 if the process has no descriptors left: then call `next_for`
    /// with a short time-out.
    [[nodiscard]] int fd() const noexcept { return turn_ == nullptr ? -1 : turn_->fd(); }
    /// Ends the turn if it is running, and waits until nothing that it started is running, at most two seconds. A
    /// thread that is reading gets @ref ErrorCode::cancelled; later calls fail with @ref ErrorCode::invalid_handle.
    void close() noexcept {
        if (turn_) turn_->close();
    }

private:
    friend class Thread;

    explicit Turn(std::shared_ptr<detail::PullTurnState> turn) : turn_(std::move(turn)) {}

    [[nodiscard]] codex_sdk_turn* handle() const noexcept { return turn_ == nullptr ? nullptr : turn_->handle(); }
    Result<std::optional<Event>> next_within(std::int32_t timeout_ms) {
        return detail::next_of(turn_.get(), timeout_ms);
    }
    Result<std::optional<TurnResult>> wait_within(std::int32_t timeout_ms) {
        if (!turn_) return unexpected<Error>(detail::failure(CODEX_SDK_ERROR_INVALID_HANDLE, nullptr));
        return turn_->wait(timeout_ms);
    }

    std::shared_ptr<detail::PullTurnState> turn_;
};

/// A turn whose events go to callbacks. They run on a thread of the library: one for each `Codex` object, which runs
/// one callback at a time.
///
/// Destroying the turn cancels it if it is running, and waits until its last callback has returned. Inside a callback,
/// destroying only cancels, and the remaining callbacks still run. You may use the object from several threads at once.
/// When `wait` returns, the library's thread may still be leaving the program's code: do not unload
/// (`dlclose`) a plugin that had callbacks.
class CallbackTurn {
public:
    CallbackTurn(CallbackTurn&&) noexcept = default;
    /// Closes the turn that it held before.
    CallbackTurn& operator=(CallbackTurn&& other) noexcept {
        if (this != &other) {
            close();
            turn_ = std::move(other.turn_);
        }
        return *this;
    }
    ~CallbackTurn() { close(); }

    /// Waits for the last callback and returns the result. Its list of items is empty, because the callbacks got all
    /// of them. Throws what a callback threw. Inside a callback it fails with @ref ErrorCode::busy.
    [[nodiscard]] Result<TurnResult> try_wait() {
        auto result = outcome(std::nullopt);
        if (!result) return unexpected<Error>(result.error());
        return **std::move(result);
    }
    /// Waits for the last callback, at most this long. Returns nothing after a time-out.
    [[nodiscard]] Result<std::optional<TurnResult>> try_wait_for(std::chrono::milliseconds timeout) {
        return outcome(std::chrono::milliseconds(detail::clamp_timeout(timeout)));
    }
    /// Like @ref Turn::try_respond.
    [[nodiscard]] Result<void> try_respond(const std::string& request_id, const Json& response) {
        return detail::respond(handle(), request_id, response);
    }
    /// Like @ref Turn::try_steer.
    [[nodiscard]] Result<void> try_steer(const Input& input) { return detail::steer(handle(), input); }
    /// Like @ref Turn::try_id.
    [[nodiscard]] Result<std::optional<std::string>> try_id() const { return detail::turn_id(handle()); }
#if CODEX_SDK_HAS_EXCEPTIONS
    /// Like @ref try_wait, but throws the error.
    TurnResult wait() { return detail::value_or_raise(try_wait()); }
    /// Like @ref try_wait_for, but throws the error.
    [[nodiscard]] std::optional<TurnResult> wait_for(std::chrono::milliseconds timeout) {
        return detail::value_or_raise(try_wait_for(timeout));
    }
    /// Like @ref try_respond, but throws the error.
    void respond(const std::string& request_id, const Json& response) {
        detail::value_or_raise(try_respond(request_id, response));
    }
    /// Like @ref try_steer, but throws the error.
    void steer(const Input& input) { detail::value_or_raise(try_steer(input)); }
    /// Like @ref try_id, but throws the error.
    [[nodiscard]] std::optional<std::string> id() const { return detail::value_or_raise(try_id()); }
#endif

    /// Cancels the turn, without waiting. Call it from any thread.
    void cancel() noexcept {
        if (turn_) turn_->cancel();
    }
    /// Whether the last callback has returned.
    [[nodiscard]] bool ended() const noexcept { return turn_ == nullptr || turn_->ended(); }
    /// Cancels the turn if it is running, and waits until its last callback has returned. Inside a callback it only
    /// cancels.
    void close() noexcept {
        if (turn_) turn_->close();
    }

private:
    friend class Thread;

    explicit CallbackTurn(std::shared_ptr<detail::CallbackTurnState> turn) : turn_(std::move(turn)) {}

    [[nodiscard]] codex_sdk_turn* handle() const noexcept { return turn_ == nullptr ? nullptr : turn_->handle(); }
    Result<std::optional<TurnResult>> outcome(std::optional<std::chrono::milliseconds> timeout) {
        if (!turn_) return unexpected<Error>(detail::failure(CODEX_SDK_ERROR_INVALID_HANDLE, nullptr));
        return turn_->wait(timeout);
    }

    std::shared_ptr<detail::CallbackTurnState> turn_;
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_TURN_HPP
