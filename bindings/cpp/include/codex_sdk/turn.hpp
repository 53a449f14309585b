/// @file
/// A turn.

#ifndef CODEX_SDK_TURN_HPP
#define CODEX_SDK_TURN_HPP

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "codex_sdk.h"
#include "detail/callback_turn.hpp"
#include "detail/dialect.hpp"
#include "detail/handles.hpp"
#include "detail/pull_turn.hpp"
#include "detail/turn_range.hpp"
#include "error.hpp"
#include "event.hpp"
#include "result.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// Over events: `for (auto& event : turn.events())`. After the last one it throws the error with which the turn ended,
/// if it did not end well.
using Events = detail::TurnRange<Event>;

/// The same without exceptions: the error comes as the last element.
using EventResults = detail::TurnRange<Result<Event>>;

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
        return next_within(detail::clamp_timeout(timeout));
    }
    /// Waits for the end, and gives the result, with every item that was not read as an event.
    [[nodiscard]] Result<TurnResult> try_wait() {
        auto result = wait_within(detail::for_ever);
        if (!result) return unexpected<Error>(result.error());
        return **std::move(result);
    }
    /// Waits so long for the end; nothing if it does not come in time. The turn goes on, and nothing is lost.
    [[nodiscard]] Result<std::optional<TurnResult>> try_wait_for(std::chrono::milliseconds timeout) {
        return wait_within(detail::clamp_timeout(timeout));
    }
    /// A range over the events that are still to come; an error is its last element. It holds on to the turn.
    [[nodiscard]] EventResults try_events() { return EventResults(turn_); }

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

    explicit Turn(std::shared_ptr<detail::PullTurnState> turn) : turn_(std::move(turn)) {}

    Result<std::optional<Event>> next_within(std::int32_t timeout_ms) {
        return detail::next_of(turn_.get(), timeout_ms);
    }
    Result<std::optional<TurnResult>> wait_within(std::int32_t timeout_ms) {
        if (!turn_) return unexpected<Error>(detail::failure(CODEX_SDK_ERROR_INVALID_HANDLE, nullptr));
        return turn_->wait(timeout_ms);
    }

    std::shared_ptr<detail::PullTurnState> turn_;
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
        return outcome(std::chrono::milliseconds(detail::clamp_timeout(timeout)));
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

    explicit CallbackTurn(std::shared_ptr<detail::CallbackTurnState> turn) : turn_(std::move(turn)) {}

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
