/// @file
/// The state of a turn that the program reads.

#ifndef CODEX_SDK_DETAIL_PULL_TURN_HPP
#define CODEX_SDK_DETAIL_PULL_TURN_HPP

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../error.hpp"
#include "../event.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "../result.hpp"
#include "codex_sdk.h"
#include "dialect.hpp"
#include "failure.hpp"
#include "handles.hpp"
#include "handling.hpp"
#include "members.hpp"
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
    PullTurnState(ClientPointer client, std::shared_ptr<Handling> handling)
        : client_(std::move(client)), handling_(std::move(handling)) {}
    PullTurnState(const PullTurnState&) = delete;
    PullTurnState& operator=(const PullTurnState&) = delete;
    ~PullTurnState() {
        close();
        // In a handler, that has only cancelled.
        codex_sdk_turn_free(turn_);
    }

    [[nodiscard]] codex_sdk_turn** out() noexcept { return &turn_; }

    void started(const TurnOptions& options) {
#if CODEX_SDK_HAS_STOP_TOKEN
        if (options.stop_token.stop_possible()) stop_.emplace(options.stop_token, CancelTurn{turn_});
#else
        static_cast<void>(options);
#endif
    }

    Result<std::optional<Event>> next(std::int32_t timeout_ms) {
        if (is_in_handler()) return unexpected<Error>(in_handler());
        const std::unique_lock lock(reading_, std::try_to_lock);
        if (!lock) return unexpected<Error>(busy("another thread is reading this turn"));
        return read(timeout_ms);
    }

    Result<std::optional<TurnResult>> wait(std::int32_t timeout_ms) {
        if (is_in_handler()) return unexpected<Error>(in_handler());
        const std::unique_lock lock(reading_, std::try_to_lock);
        if (!lock) return unexpected<Error>(busy("another thread is reading this turn"));
        if (handling_) {
            // The library's wait would pass over what the agent asks.
            auto ended = read_to_the_end(timeout_ms);
            if (!ended) return unexpected<Error>(ended.error());
            if (!*ended) return std::optional<TurnResult>();
        }
        Text result;
        Text error;
        const codex_sdk_status status = codex_sdk_turn_wait(turn_, timeout_ms, result.out(), error.out());
        if (may_be_of_the_call(status)) {
            // Asks whether the turn has ended. What this takes, the call would have taken, too.
            ended_ = codex_sdk_turn_wait(turn_, 0, nullptr, nullptr) != CODEX_SDK_TIMEOUT;
        }
        if (status != CODEX_SDK_OK) return none_or_error<TurnResult>(status, error);
        ended_ = true;
        if (passed_.empty()) return std::optional<TurnResult>(from_json<TurnResult>(result.get()));
        return std::optional<TurnResult>(from_json<TurnResult>(with_passed(result.get()).c_str()));
    }

    [[nodiscard]] codex_sdk_turn* handle() const noexcept { return turn_; }
    codex_sdk_status cancel() const noexcept { return codex_sdk_turn_cancel(turn_); }
    [[nodiscard]] bool ended() const noexcept { return ended_; }
    [[nodiscard]] int fd() const noexcept { return codex_sdk_turn_fd(turn_); }

    /// Cancels the turn, waits until its processes are gone, and frees it.
    void close() noexcept {
        if (is_in_handler()) {
            cancel();
            return;
        }
        // In a forked child nobody may be left to release the lock.
        if (cancel() == CODEX_SDK_ERROR_FORKED) return;
        // A current reader is told that the turn was cancelled, and releases the lock.
        const std::lock_guard lock(reading_);
        if (!ended_) codex_sdk_turn_wait(turn_, no_timeout, nullptr, nullptr);
        ended_ = true;
        codex_sdk_turn_free(turn_);
        if (handling_) handling_->join();
    }

private:
    [[nodiscard]] bool is_in_handler() const noexcept { return handling_ && handling_->is_running_here(); }
    static Error in_handler() {
        return own_error(ErrorCode::busy, "busy", "a handler cannot read its own turn, since the turn waits for it");
    }

    /// The next event. The caller has the lock.
    Result<std::optional<Event>> read(std::int32_t timeout_ms) {
        const char* line = nullptr;
        std::size_t length = 0;
        Text error;
        const codex_sdk_status status = codex_sdk_turn_next(turn_, timeout_ms, &line, &length, error.out());
        if (status != CODEX_SDK_OK) return none_or_error<Event>(status, error);
        // The text is borrowed until the next call on this turn, which the lock delays.
        Event event(FromLibrary(), std::string(line, length));
        if (handling_) handling_->see(event, turn_);
        return std::optional<Event>(std::move(event));
    }

    /// Passes over all events, and keeps their items for the result. False on time-out.
    Result<bool> read_to_the_end(std::int32_t timeout_ms) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
        for (;;) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
            auto event = read(timeout_ms < 0 ? no_timeout : clamp_timeout(left));
            if (!event) return unexpected<Error>(event.error());
            if (!*event) return ended();
            if ((*event)->as<ItemCompletedEvent>() != nullptr) passed_.push_back((*event)->item()->raw());
        }
    }

    /// The result with the items that `read_to_the_end` has passed over.
    [[nodiscard]] std::string with_passed(const char* result) const {
        std::string items;
        for (const Json& item : passed_) items += (items.empty() ? "" : ",") + item.text();
        std::string text;
        for (const Member& member : Members(result)) {
            const bool is_items = member.name == "items";
            text += (text.empty() ? '{' : ',') + as_json(member.name) + ':';
            text += is_items ? '[' + items + ']' : std::string(member.json);
        }
        return text + '}';
    }

    /// These two may concern one call only, as when no memory is left; then the turn continues.
    static bool may_be_of_the_call(codex_sdk_status status) noexcept {
        return status == CODEX_SDK_ERROR_IO || status == CODEX_SDK_ERROR_INTERNAL;
    }

    template <class T>
    Result<std::optional<T>> none_or_error(codex_sdk_status status, const Text& error) {
        if (status == CODEX_SDK_TIMEOUT) return std::optional<T>();
        if (!may_be_of_the_call(status)) ended_ = true;
        if (ended_ && handling_) {
            handling_->join();
            if (auto failure = handling_->failure()) return unexpected<Error>(*std::move(failure));
        }
        if (status == CODEX_SDK_END) return std::optional<T>();
        return failed(status, error);
    }

    ClientPointer client_;
    std::shared_ptr<Handling> handling_;
    std::vector<Json> passed_;
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
