// The calls of the requests, in the form that throws.
#pragma once

#include "codex_sdk.hpp"

namespace driver {

using namespace codex_sdk;

/// What a throwing call comes to. Anything but an Error is a problem, and thrown on.
template <class Call>
auto outcome(Call call) -> Result<decltype(call())> {
    try {
        if constexpr (std::is_void_v<decltype(call())>) {
            return call(), Result<void>();
        } else {
            return call();
        }
    } catch (const Error& error) {
        return unexpected<Error>(error);
    }
}

inline Result<Codex> create(const CodexOptions& options) {
    return outcome([&] { return Codex(options); });
}
inline Result<CliInfo> info(const Codex& codex) {
    return outcome([&] { return codex.info(); });
}
inline Result<Thread> start(Codex& codex, const ThreadOptions& options) {
    return outcome([&] { return codex.start_thread(options); });
}
inline Result<Thread> resume(Codex& codex, const std::string& id, const ThreadOptions& options) {
    return outcome([&] { return codex.resume_thread(id, options); });
}
inline Result<Thread> fork(Codex& codex, const std::string& id, const ThreadOptions& options) {
    return outcome([&] { return codex.fork_thread(id, options); });
}
inline Result<std::optional<Json>> request(Codex& codex, const std::string& method, const Json& params,
                                           int timeout_ms) {
    return outcome([&]() -> std::optional<Json> {
        if (timeout_ms < 0) return codex.request(method, params);
        return codex.request_for(method, params, std::chrono::milliseconds(timeout_ms));
    });
}
inline Result<std::optional<Notification>> notification(Codex& codex, int timeout_ms) {
    return outcome([&]() -> std::optional<Notification> {
        if (timeout_ms < 0) return codex.next_notification();
        return codex.next_notification_for(std::chrono::milliseconds(timeout_ms));
    });
}
/// Of a thread or a turn.
template <class Object>
Result<std::optional<std::string>> id(const Object& object) {
    return outcome([&] { return object.id(); });
}
template <class AnyTurn>
Result<void> respond(AnyTurn& turn, const std::string& request_id, const Json& response) {
    return outcome([&] { turn.respond(request_id, response); });
}
template <class AnyTurn>
Result<void> steer(AnyTurn& turn, const Input& input) {
    return outcome([&] { turn.steer(input); });
}
inline Result<TurnResult> run(Thread& thread, const Input& input, const TurnOptions& options) {
    return outcome([&] { return thread.run(input, options); });
}
inline Result<Turn> run_streamed(Thread& thread, const Input& input, const TurnOptions& options) {
    return outcome([&] { return thread.run_streamed(input, options); });
}
template <class OnEvent, class OnEnd>
Result<CallbackTurn> run_with_callbacks(Thread& thread, const Input& input, OnEvent on_event, OnEnd on_end,
                                        const TurnOptions& options) {
    return outcome([&] { return thread.run_with_callbacks(input, on_event, on_end, options); });
}
inline Result<std::optional<Event>> next(Turn& turn) {
    return outcome([&] { return turn.next(); });
}
inline Result<std::optional<Event>> next_for(Turn& turn, std::chrono::milliseconds timeout) {
    return outcome([&] { return turn.next_for(timeout); });
}
template <class AnyTurn>
Result<TurnResult> wait(AnyTurn& turn) {
    return outcome([&] { return turn.wait(); });
}
template <class AnyTurn>
Result<std::optional<TurnResult>> wait_for(AnyTurn& turn, std::chrono::milliseconds timeout) {
    return outcome([&] { return turn.wait_for(timeout); });
}

using Range = Events;
inline Range range(Turn& turn) { return turn.events(); }
inline Result<Range::iterator> first(Range& range) {
    return outcome([&] { return range.begin(); });
}
inline Result<Range::iterator> following(Range::iterator iterator) {
    return outcome([&] { return ++iterator; });
}
inline Result<Event> at(const Range::iterator& iterator) { return *iterator; }

}  // namespace driver
