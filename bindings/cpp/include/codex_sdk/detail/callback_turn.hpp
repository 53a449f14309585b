/// @file
/// A turn whose events are brought to callbacks.

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
#include "read.hpp"
#include "result_fields.hpp"
#include "text.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// Whether this thread is the library's, inside a callback of the program's.
inline thread_local bool in_callback = false;

/// What a turn has that is brought to the program. The library holds on to it until the end.
class CallbackTurnState {
public:
    explicit CallbackTurnState(ClientPointer client) : client_(std::move(client)) {}
    CallbackTurnState(const CallbackTurnState&) = delete;
    CallbackTurnState& operator=(const CallbackTurnState&) = delete;
    virtual ~CallbackTurnState() { codex_sdk_turn_free(turn_); }

    /// Starts `called`, which holds itself until its end.
    static codex_sdk_status start(const std::shared_ptr<CallbackTurnState>& called, codex_sdk_thread* thread,
                                  const char* prompt, const std::string& json, const TurnOptions& options,
                                  Text& error) {
        called->self_ = called;
        const codex_sdk_status status =
            codex_sdk_turn_start_with_callback(thread, prompt, json.c_str(), &CallbackTurnState::event_came,
                                               &CallbackTurnState::end_came, called.get(), &called->turn_, error.out());
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
        auto& called = *static_cast<CallbackTurnState*>(user_data);
        if (!called.has_thrown()) called.guarded([&] { called.on_event(Event(std::string(json, length))); });
    }

    static void end_came(void* user_data, codex_sdk_status status, const char* json, std::size_t) noexcept {
        const std::shared_ptr<CallbackTurnState> called = std::move(static_cast<CallbackTurnState*>(user_data)->self_);
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

/// For an end that nobody wants to hear of.
struct Ignore {
    void operator()(const Result<TurnResult>&) const noexcept {}
};

template <class OnEvent, class OnEnd>
class CallbackTurnImpl final : public CallbackTurnState {
public:
    template <class Event_, class End>
    CallbackTurnImpl(ClientPointer client, Event_&& on_event, End&& on_end)
        : CallbackTurnState(std::move(client)),
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
