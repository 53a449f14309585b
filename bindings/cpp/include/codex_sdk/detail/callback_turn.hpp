/// @file
/// The state of a turn that calls callbacks.

#ifndef CODEX_SDK_DETAIL_CALLBACK_TURN_HPP
#define CODEX_SDK_DETAIL_CALLBACK_TURN_HPP

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
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
#include "handling.hpp"
#include "read.hpp"
#include "result_fields.hpp"
#include "text.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// Whether the current thread is running a callback.
inline thread_local bool in_callback = false;

/// The state of a turn that calls callbacks. The library keeps it until the end.
class CallbackTurnState {
public:
    CallbackTurnState(ClientPointer client, std::shared_ptr<Handling> handling)
        : client_(std::move(client)), handling_(std::move(handling)) {}
    CallbackTurnState(const CallbackTurnState&) = delete;
    CallbackTurnState& operator=(const CallbackTurnState&) = delete;
    virtual ~CallbackTurnState() { codex_sdk_turn_free(turn_); }

    /// Starts the turn. Its state keeps itself alive until the end.
    static codex_sdk_status start(const std::shared_ptr<CallbackTurnState>& state, codex_sdk_thread* thread,
                                  const char* prompt, const std::string& json, const TurnOptions& options,
                                  Text& error) {
        state->self_ = state;
        const codex_sdk_status status =
            codex_sdk_turn_start_with_callback(thread, prompt, json.c_str(), &CallbackTurnState::event_came,
                                               &CallbackTurnState::end_came, state.get(), &state->turn_, error.out());
        if (status != CODEX_SDK_OK) state->self_.reset();
#if CODEX_SDK_HAS_STOP_TOKEN
        if (status == CODEX_SDK_OK && options.stop_token.stop_possible()) {
            state->stop_.emplace(options.stop_token, CancelTurn{state->turn_});
        }
#else
        static_cast<void>(options);
#endif
        return status;
    }

    /// The outcome, or nothing on time-out.
    Result<std::optional<TurnResult>> wait(std::optional<std::chrono::milliseconds> timeout) {
        if (in_callback) {
            return unexpected<Error>(own_error(
                ErrorCode::busy, "busy", "wait cannot be called inside a callback, since it waits for the callbacks"));
        }
        if (is_in_handler()) {
            return unexpected<Error>(own_error(
                ErrorCode::busy, "busy", "wait cannot be called inside a handler, since it waits for the handlers"));
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
        lock.unlock();
        if (handling_) handling_->join();
#if CODEX_SDK_HAS_EXCEPTIONS
        if (thrown_) std::rethrow_exception(thrown_);
#endif
        if (handling_) {
            if (auto failure = handling_->failure()) return unexpected<Error>(*std::move(failure));
        }
        if (!*outcome_) return unexpected<Error>(outcome_->error());
        return std::optional<TurnResult>(**outcome_);
    }

    [[nodiscard]] codex_sdk_turn* handle() const noexcept { return turn_; }
    codex_sdk_status cancel() const noexcept { return codex_sdk_turn_cancel(turn_); }

    [[nodiscard]] bool ended() noexcept {
        if (forked(nullptr)) return true;
        const std::lock_guard lock(mutex_);
        return over_;
    }

    /// Cancels the turn, and waits until its last callback has returned, unless this is a callback.
    void close() noexcept {
        if (cancel() == CODEX_SDK_ERROR_FORKED || in_callback || is_in_handler()) return;
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [this] { return over_; });
        lock.unlock();
        if (handling_) handling_->join();
    }

protected:
    virtual void on_event(Event&& event) = 0;
    virtual void on_end(const Result<TurnResult>& outcome) = 0;
    /// Destroys the program's callables.
    virtual void forget() noexcept = 0;

private:
    /// No exception of a callback enters the library: it ends the turn, and `wait` rethrows it.
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

    [[nodiscard]] bool is_in_handler() const noexcept { return handling_ && handling_->is_running_here(); }

    /// Whether this process is a fork of the one that started the turn: it has no library thread to report the end.
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
        auto& state = *static_cast<CallbackTurnState*>(user_data);
        if (state.has_thrown()) return;
        state.guarded([&] {
            Event event(FromLibrary(), std::string(json, length));
            if (state.handling_) state.handling_->see(event, state.turn_);
            state.on_event(std::move(event));
        });
    }

    static void end_came(void* user_data, codex_sdk_status status, const char* json, std::size_t) noexcept {
        const std::shared_ptr<CallbackTurnState> state = std::move(static_cast<CallbackTurnState*>(user_data)->self_);
        state->end(status, json);
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
    std::shared_ptr<Handling> handling_;
    codex_sdk_turn* turn_ = nullptr;
    std::shared_ptr<CallbackTurnState> self_;
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

/// Ignores the end.
struct Ignore {
    void operator()(const Result<TurnResult>&) const noexcept {}
};

template <class OnEvent, class OnEnd>
class CallbackTurnImpl final : public CallbackTurnState {
public:
    template <class Event_, class End>
    CallbackTurnImpl(ClientPointer client, std::shared_ptr<Handling> handling, Event_&& on_event, End&& on_end)
        : CallbackTurnState(std::move(client), std::move(handling)),
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

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_CALLBACK_TURN_HPP
