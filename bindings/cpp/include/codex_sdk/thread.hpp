/// @file
/// A conversation.

#ifndef CODEX_SDK_THREAD_HPP
#define CODEX_SDK_THREAD_HPP

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "codex_sdk.h"
#include "detail/callback_turn.hpp"
#include "detail/dialect.hpp"
#include "detail/encode.hpp"
#include "detail/failure.hpp"
#include "detail/handles.hpp"
#include "detail/handling.hpp"
#include "detail/pull_turn.hpp"
#include "detail/text.hpp"
#include "error.hpp"
#include "event.hpp"
#include "input.hpp"
#include "json.hpp"
#include "options.hpp"
#include "result.hpp"
#include "turn.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// A conversation with the agent. It runs one turn at a time; a second one fails with @ref ErrorCode::busy. Different
/// threads run concurrently.
///
/// Destroying a thread does not end its running turn, and the conversation can be resumed. You may use a thread from
/// several threads of the program at once.
class Thread {
public:
    Thread(Thread&&) noexcept = default;
    Thread& operator=(Thread&&) noexcept = default;
    ~Thread() = default;

    /// The id to pass to @ref Codex::resume_thread. Empty until the first turn has begun.
    [[nodiscard]] Result<std::optional<std::string>> try_id() const {
        detail::Text id;
        detail::Text error;
        const codex_sdk_status status = codex_sdk_thread_id(thread_.get(), id.out(), error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return id.get() == nullptr ? std::nullopt : std::optional<std::string>(id.get());
    }

    /// Starts a conversation that begins as a copy of this one; see @ref Codex::try_fork_thread. Fails with
    /// @ref ErrorCode::invalid_argument if this thread has no id yet.
    [[nodiscard]] Result<Thread> try_fork(const ThreadOptions& options = {}) {
        const auto thread_id = try_id();
        if (!thread_id) return unexpected<Error>(thread_id.error());
        if (!*thread_id) {
            return unexpected<Error>(
                detail::own_error(ErrorCode::invalid_argument, "invalid_argument",
                                  "a thread that has no id yet cannot be forked: run its first turn before"));
        }
        return forked(client_, **thread_id, options);
    }

    /// Runs a turn and returns its result.
    [[nodiscard]] Result<TurnResult> try_run(const Input& input, const TurnOptions& options = {}) {
        auto turn = try_run_streamed(input, options);
        if (!turn) return unexpected<Error>(turn.error());
        return turn->try_wait();
    }

    /// Starts a turn and returns immediately. Read its events as they arrive.
    [[nodiscard]] Result<Turn> try_run_streamed(const Input& input, const TurnOptions& options = {}) {
        const auto json = detail::json_of(input, options);
        if (!json) return unexpected<Error>(json.error());
        auto turn = std::make_shared<detail::PullTurnState>(client_, detail::Handling::of(handlers_));
        detail::Text error;
        const codex_sdk_status status =
            codex_sdk_turn_start(thread_.get(), detail::prompt_of(input), json->c_str(), turn->out(), error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        turn->started(options);
        return Turn(std::move(turn));
    }

    /// Starts a turn that calls `on_event(Event)` for each event, and finally `on_end(const Result<TurnResult>&)`,
    /// exactly once.
    ///
    /// A thread of the library makes the calls, never this function. A callback may use and destroy every object,
    /// including its own turn. A slow callback delays the others of the same `Codex` object. An exception from
    /// a callback ends the turn, and @ref CallbackTurn::wait rethrows it. The callbacks are destroyed before `wait`
    /// returns.
    template <class OnEvent, class OnEnd,
              class = std::enable_if_t<std::is_invocable_v<std::decay_t<OnEnd>&, const Result<TurnResult>&>>>
    [[nodiscard]] Result<CallbackTurn> try_run_with_callbacks(const Input& input, OnEvent&& on_event, OnEnd&& on_end,
                                                              const TurnOptions& options = {}) {
        static_assert(std::is_invocable_v<std::decay_t<OnEvent>&, Event&&>, "on_event takes a codex_sdk::Event");
        const auto json = detail::json_of(input, options);
        if (!json) return unexpected<Error>(json.error());
        using CallbackTurnImpl = detail::CallbackTurnImpl<std::decay_t<OnEvent>, std::decay_t<OnEnd>>;
        std::shared_ptr<detail::CallbackTurnState> turn = std::make_shared<CallbackTurnImpl>(
            client_, detail::Handling::of(handlers_), std::forward<OnEvent>(on_event), std::forward<OnEnd>(on_end));
        detail::Text error;
        const codex_sdk_status status =
            detail::CallbackTurnState::start(turn, thread_.get(), detail::prompt_of(input), *json, options, error);
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return CallbackTurn(std::move(turn));
    }

    /// The same without a callback for the end.
    template <class OnEvent>
    [[nodiscard]] Result<CallbackTurn> try_run_with_callbacks(const Input& input, OnEvent&& on_event,
                                                              const TurnOptions& options = {}) {
        return try_run_with_callbacks(input, std::forward<OnEvent>(on_event), detail::Ignore(), options);
    }

    /// Runs a turn whose answer must follow a JSON Schema, and returns the answer. If the answer is not JSON, the error
    /// is @ref ErrorCode::invalid_response. OpenAI's models require every property to be listed in `required`, and
    /// `additionalProperties` to be false.
    [[nodiscard]] Result<Json> try_run_json(const Input& input, const Json& schema, TurnOptions options = {}) {
        options.output_schema = schema;
        auto result = try_run(input, options);
        if (!result) return unexpected<Error>(result.error());
        if (!detail::is_json(result->final_response)) {
            return invalid_answer("the agent's answer is not JSON", std::move(result->final_response));
        }
        return Json(std::move(result->final_response));
    }

    /// The same, with the answer decoded as a `T`; see @ref JsonDecoder.
    template <class T>
    [[nodiscard]] Result<T> try_run_json(const Input& input, const Json& schema, TurnOptions options = {}) {
        auto json = try_run_json(input, schema, std::move(options));
        if (!json) return unexpected<Error>(json.error());
        auto answer = detail::decoded<T>(*json);
        if (!answer)
            return invalid_answer("the agent's answer does not have the requested form: " + answer.error(),
                                  json->text());
        return *std::move(answer);
    }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// Like @ref try_id, but throws the error.
    [[nodiscard]] std::optional<std::string> id() const { return detail::value_or_raise(try_id()); }
    /// Like @ref try_fork, but throws the error.
    [[nodiscard]] Thread fork(const ThreadOptions& options = {}) { return detail::value_or_raise(try_fork(options)); }
    /// Like @ref try_run, but throws the error.
    TurnResult run(const Input& input, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run(input, options));
    }
    /// Like @ref try_run_streamed, but throws the error.
    [[nodiscard]] Turn run_streamed(const Input& input, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run_streamed(input, options));
    }
    /// Like @ref try_run_with_callbacks, but throws the error.
    template <class OnEvent, class OnEnd,
              class = std::enable_if_t<std::is_invocable_v<std::decay_t<OnEnd>&, const Result<TurnResult>&>>>
    [[nodiscard]] CallbackTurn run_with_callbacks(const Input& input, OnEvent&& on_event, OnEnd&& on_end,
                                                  const TurnOptions& options = {}) {
        return detail::value_or_raise(
            try_run_with_callbacks(input, std::forward<OnEvent>(on_event), std::forward<OnEnd>(on_end), options));
    }
    /// The same without a callback for the end.
    template <class OnEvent>
    [[nodiscard]] CallbackTurn run_with_callbacks(const Input& input, OnEvent&& on_event,
                                                  const TurnOptions& options = {}) {
        return run_with_callbacks(input, std::forward<OnEvent>(on_event), detail::Ignore(), options);
    }
    /// Like @ref try_run_json, but throws the error.
    [[nodiscard]] Json run_json(const Input& input, const Json& schema, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run_json(input, schema, options));
    }
    /// The same, with the answer decoded as a `T`; see @ref JsonDecoder.
    template <class T>
    [[nodiscard]] T run_json(const Input& input, const Json& schema, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run_json<T>(input, schema, options));
    }
#endif

private:
    friend class Codex;

    Thread(detail::ClientPointer client, detail::ThreadPointer thread, std::shared_ptr<const detail::Handlers> handlers)
        : client_(std::move(client)), thread_(std::move(thread)), handlers_(std::move(handlers)) {}

    /// Makes a thread by this call.
    template <class Call>
    static Result<Thread> made(const detail::ClientPointer& client, const ThreadOptions& options, Call call) {
        const auto json = detail::json_of(options);
        if (!json) return unexpected<Error>(json.error());
        codex_sdk_thread* thread = nullptr;
        detail::Text error;
        const codex_sdk_status status = call(json->c_str(), &thread, error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return Thread(client, detail::ThreadPointer(thread), detail::handlers_of(options));
    }
    static Result<Thread> forked(const detail::ClientPointer& client, const std::string& thread_id,
                                 const ThreadOptions& options) {
        if (auto error = detail::nul_error("the thread id", thread_id)) return unexpected<Error>(*std::move(error));
        return made(client, options,
                    [&](auto... out) { return codex_sdk_thread_fork(client.get(), thread_id.c_str(), out...); });
    }
    /// The turn has ended, so the thread has its id.
    [[nodiscard]] unexpected<Error> invalid_answer(std::string message, std::string response) const {
        const auto id = try_id();
        return unexpected<Error>(
            detail::invalid_response(std::move(message), std::move(response), id ? *id : std::nullopt));
    }

    detail::ClientPointer client_;
    detail::ThreadPointer thread_;
    std::shared_ptr<const detail::Handlers> handlers_;
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_THREAD_HPP
