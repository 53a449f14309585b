/// @file
/// Answers what the agent asks in a turn, with the handlers of its thread.

#ifndef CODEX_SDK_DETAIL_HANDLING_HPP
#define CODEX_SDK_DETAIL_HANDLING_HPP

#include <atomic>
#include <exception>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "../error.hpp"
#include "../event.hpp"
#include "../handlers.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "codex_sdk.h"
#include "dialect.hpp"
#include "failure.hpp"
#include "text.hpp"
#include "turn_calls.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// The handlers of a thread.
struct Handlers {
    ApprovalHandler on_approval;
    std::map<std::string, ToolFunction> tools;
};

/// NULL if there are none.
inline std::shared_ptr<const Handlers> handlers_of(const ThreadOptions& options) {
    auto handlers = std::make_shared<Handlers>();
    handlers->on_approval = options.on_approval;
    for (const Tool& tool : options.tools) {
        if (tool.function()) handlers->tools[tool.name()] = tool.function();
    }
    if (!handlers->on_approval && handlers->tools.empty()) return nullptr;
    return handlers;
}

class Handling;

/// Whose handler the current thread runs.
inline thread_local const Handling* handler_of = nullptr;

/// Answers what the agent asks in one turn. Every call of a handler has a thread of its own, which shares this object,
/// so that a turn may even be destroyed in a handler.
class Handling : public std::enable_shared_from_this<Handling> {
public:
    explicit Handling(std::shared_ptr<const Handlers> handlers) : handlers_(std::move(handlers)) {}
    Handling(const Handling&) = delete;
    Handling& operator=(const Handling&) = delete;
    ~Handling() {
        // Those that nobody could join: the turn was destroyed in one of them, or in a callback.
        for (Running& running : running_) running.thread.detach();
    }

    /// For a turn of a thread with these handlers, if it has any.
    static std::shared_ptr<Handling> of(const std::shared_ptr<const Handlers>& handlers) {
        return handlers == nullptr ? nullptr : std::make_shared<Handling>(handlers);
    }

    /// Answers the event if it asks for something that there is a handler for. Does not wait.
    void see(const Event& event, codex_sdk_turn* turn) {
        if (const auto* asked = event.as<ApprovalRequestedEvent>(); asked != nullptr && handlers_->on_approval) {
            run([this, turn, event] { approve(*event.as<ApprovalRequestedEvent>(), turn); });
        } else if (const auto* called = event.as<ToolRequestedEvent>(); called != nullptr) {
            const auto tool = handlers_->tools.find(called->tool);
            if (tool == handlers_->tools.end()) return;
            run([this, turn, event, &function = tool->second] {
                call(function, *event.as<ToolRequestedEvent>(), turn);
            });
        }
    }

    /// Whether the current thread runs one of this turn's handlers, which must not wait for itself.
    [[nodiscard]] bool is_running_here() const noexcept { return handler_of == this; }

    /// Waits until all handlers have returned.
    void join() noexcept {
        if (is_running_here()) return;
        const std::lock_guard joining(joining_);
        std::list<Running> all;
        {
            const std::lock_guard lock(mutex_);
            all.swap(running_);
        }
        for (Running& running : all) running.thread.join();
    }

    /// The first thing that went wrong. Throws what a handler threw.
    [[nodiscard]] std::optional<Error> failure() const {
        const std::lock_guard lock(mutex_);
#if CODEX_SDK_HAS_EXCEPTIONS
        if (thrown_) std::rethrow_exception(thrown_);
#endif
        return error_;
    }

private:
    struct Running {
        std::thread thread;
        std::shared_ptr<std::atomic<bool>> is_over;
    };

    template <class Work>
    void run(Work work) {
        const std::lock_guard lock(mutex_);
        // A thread that has ended keeps its stack until somebody joins it.
        for (auto running = running_.begin(); running != running_.end();) {
            if (*running->is_over) running->thread.join();
            running = *running->is_over ? running_.erase(running) : std::next(running);
        }
        const auto is_over = std::make_shared<std::atomic<bool>>(false);
        running_.push_back({std::thread([self = shared_from_this(), is_over, work = std::move(work)] {
                                handler_of = self.get();
                                work();
                                handler_of = nullptr;
                                *is_over = true;
                            }),
                            is_over});
    }

    void approve(const ApprovalRequestedEvent& asked, codex_sdk_turn* turn) noexcept {
        const auto refuse = [](const std::string&) { return Json(R"({"decision":"decline"})"); };
        answer(turn, asked.request_id, refuse, [&] { return handlers_->on_approval(asked).json(); });
    }

    void call(const ToolFunction& function, const ToolRequestedEvent& called, codex_sdk_turn* turn) noexcept {
        const auto refuse = [](const std::string& why) { return ToolResult::failure(why).json(); };
        answer(turn, called.request_id, refuse, [&] { return function(called.arguments).json(); });
    }

    /// Answers with what the handler returns, or that it failed.
    template <class Refuse, class Handler>
    void answer(codex_sdk_turn* turn, const std::string& request_id, Refuse refuse, Handler handler) noexcept {
#if CODEX_SDK_HAS_EXCEPTIONS
        std::string why = "the handler threw something that is no std::exception";
        try {
            return answer_with(handler(), turn, request_id, refuse);
        } catch (const std::exception& error) {
            why = error.what();
            note(std::current_exception());
        } catch (...) {
            note(std::current_exception());
        }
        if (!respond(turn, request_id, refuse(why))) {
            // Words that are not UTF-8.
            static_cast<void>(respond(turn, request_id, refuse("the handler failed")));
        }
#else
        answer_with(handler(), turn, request_id, refuse);
#endif
    }

    template <class Refuse>
    void answer_with(const Json& response, codex_sdk_turn* turn, const std::string& request_id, Refuse refuse) {
        const auto done = respond(turn, request_id, response);
        // It does not fit, or the request is not open any more; then it cannot be refused either.
        if (done || done.error().code() != ErrorCode::invalid_argument) return;
        if (!respond(turn, request_id, refuse("the handler's response does not fit"))) return;
        const std::lock_guard lock(mutex_);
        if (has_failed()) return;
        error_ = own_error(ErrorCode::invalid_argument, "invalid_argument",
                           "a handler returned " + response.text() +
                               ", which is no response to what the agent asked: " + done.error().message());
    }

#if CODEX_SDK_HAS_EXCEPTIONS
    void note(std::exception_ptr thrown) noexcept {
        const std::lock_guard lock(mutex_);
        if (!has_failed()) thrown_ = std::move(thrown);
    }
    [[nodiscard]] bool has_failed() const noexcept { return error_ || thrown_; }
#else
    [[nodiscard]] bool has_failed() const noexcept { return error_.has_value(); }
#endif

    std::shared_ptr<const Handlers> handlers_;
    mutable std::mutex mutex_;
    std::mutex joining_;
    std::list<Running> running_;
    std::optional<Error> error_;
#if CODEX_SDK_HAS_EXCEPTIONS
    std::exception_ptr thrown_;
#endif
};

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_HANDLING_HPP
