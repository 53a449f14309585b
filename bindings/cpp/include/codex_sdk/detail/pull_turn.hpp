/// @file
/// The state of a turn that the program reads.

#ifndef CODEX_SDK_DETAIL_PULL_TURN_HPP
#define CODEX_SDK_DETAIL_PULL_TURN_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "../error.hpp"
#include "../event.hpp"
#include "../options.hpp"
#include "../result.hpp"
#include "codex_sdk.h"
#include "dialect.hpp"
#include "failure.hpp"
#include "handles.hpp"
#include "read.hpp"
#include "result_fields.hpp"
#include "text.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// A turn that the program reads: the state that its `Turn` and its ranges share. The last of them to be destroyed
/// closes it.
class PullTurnState {
public:
    explicit PullTurnState(ClientPointer client) : client_(std::move(client)) {}
    PullTurnState(const PullTurnState&) = delete;
    PullTurnState& operator=(const PullTurnState&) = delete;
    ~PullTurnState() { close(); }

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
        // The text is borrowed until the next call on this turn, which the lock delays.
        if (status == CODEX_SDK_OK) return std::optional<Event>(Event(FromLibrary(), std::string(event, length)));
        return none_or_error<Event>(status, error);
    }

    Result<std::optional<TurnResult>> wait(std::int32_t timeout_ms) {
        const std::unique_lock lock(reading_, std::try_to_lock);
        if (!lock) return busy();
        Text result;
        Text error;
        const codex_sdk_status status = codex_sdk_turn_wait(turn_, timeout_ms, result.out(), error.out());
        if (may_be_of_the_call(status)) {
            // Asks whether the turn has ended. What this takes, the call would have taken, too.
            ended_ = codex_sdk_turn_wait(turn_, 0, nullptr, nullptr) != CODEX_SDK_TIMEOUT;
        }
        if (status != CODEX_SDK_OK) return none_or_error<TurnResult>(status, error);
        ended_ = true;
        return std::optional<TurnResult>(from_json<TurnResult>(result.get()));
    }

    codex_sdk_status cancel() const noexcept { return codex_sdk_turn_cancel(turn_); }
    [[nodiscard]] bool ended() const noexcept { return ended_; }
    [[nodiscard]] int fd() const noexcept { return codex_sdk_turn_fd(turn_); }

    /// Cancels the turn, waits until its processes are gone, and frees it.
    void close() noexcept {
        // In a forked child nobody may be left to release the lock.
        if (cancel() == CODEX_SDK_ERROR_FORKED) return;
        // A current reader is told that the turn was cancelled, and releases the lock.
        const std::lock_guard lock(reading_);
        if (!ended_) codex_sdk_turn_wait(turn_, no_timeout, nullptr, nullptr);
        ended_ = true;
        codex_sdk_turn_free(turn_);
    }

private:
    static unexpected<Error> busy() {
        ErrorDetails details;
        details.code = "busy";
        details.message = "another thread is reading this turn";
        details.retryable = true;
        return unexpected<Error>(own_error(ErrorCode::busy, std::move(details)));
    }

    /// These two may concern one call only, as when no memory is left; then the turn continues.
    static bool may_be_of_the_call(codex_sdk_status status) noexcept {
        return status == CODEX_SDK_ERROR_IO || status == CODEX_SDK_ERROR_INTERNAL;
    }

    template <class T>
    Result<std::optional<T>> none_or_error(codex_sdk_status status, const Text& error) {
        if (status == CODEX_SDK_TIMEOUT) return std::optional<T>();
        if (!may_be_of_the_call(status)) ended_ = true;
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

/// NULL stands for a turn that was moved from.
inline Result<std::optional<Event>> next_of(PullTurnState* turn, std::int32_t timeout_ms) {
    if (turn == nullptr) return unexpected<Error>(failure(CODEX_SDK_ERROR_INVALID_HANDLE, nullptr));
    return turn->next(timeout_ms);
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_PULL_TURN_HPP
