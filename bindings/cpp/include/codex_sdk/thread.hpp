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

/// A conversation with the agent. It runs one turn at a time (@ref ErrorCode::busy otherwise); threads run side by
/// side.
///
/// Destroying it ends nothing: a turn that runs goes on, and the conversation can be resumed. It may be used from
/// several threads of the program at a time.
class Thread {
public:
    Thread(Thread&&) noexcept = default;
    Thread& operator=(Thread&&) noexcept = default;
    ~Thread() = default;

    /// The id, with which @ref Codex::resume_thread goes on; nothing before the first turn has begun.
    [[nodiscard]] Result<std::optional<std::string>> try_id() const {
        detail::Text id;
        detail::Text error;
        const codex_sdk_status status = codex_sdk_thread_id(thread_.get(), id.out(), error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return id.get() == nullptr ? std::nullopt : std::optional<std::string>(id.get());
    }

    /// Runs a turn to its end.
    [[nodiscard]] Result<TurnResult> try_run(const Input& input, const TurnOptions& options = {}) {
        auto turn = try_run_streamed(input, options);
        if (!turn) return unexpected<Error>(turn.error());
        return turn->try_wait();
    }

    /// Starts a turn whose events are read as they come.
    [[nodiscard]] Result<Turn> try_run_streamed(const Input& input, const TurnOptions& options = {}) {
        const auto json = detail::json_of(input, options);
        if (!json) return unexpected<Error>(json.error());
        if (auto error = detail::with_a_nul("the prompt", input.prompt().value_or(""))) {
            return unexpected<Error>(*std::move(error));
        }
        auto turn = std::make_shared<detail::PullTurnState>(client_);
        detail::Text error;
        const codex_sdk_status status =
            codex_sdk_turn_start(thread_.get(), prompt_of(input), json->c_str(), turn->out(), error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        turn->started(options);
        return Turn(std::move(turn));
    }

    /// Starts a turn whose events are brought to `on_event(Event)`, and its end to `on_end(const Result<TurnResult>&)`,
    /// exactly once and last.
    ///
    /// They come from a thread of the library's, never from inside this call, and may use and destroy every object,
    /// those of their own turn included; a slow one holds up the others of the same `Codex` object. Whatever they throw
    /// ends the turn, and is thrown by @ref CallbackTurn::wait. What they hold is destroyed before that returns.
    template <class OnEvent, class OnEnd,
              class = std::enable_if_t<std::is_invocable_v<std::decay_t<OnEnd>&, const Result<TurnResult>&>>>
    [[nodiscard]] Result<CallbackTurn> try_run_with_callbacks(const Input& input, OnEvent&& on_event, OnEnd&& on_end,
                                                              const TurnOptions& options = {}) {
        static_assert(std::is_invocable_v<std::decay_t<OnEvent>&, Event&&>, "on_event takes a codex_sdk::Event");
        const auto json = detail::json_of(input, options);
        if (!json) return unexpected<Error>(json.error());
        if (auto error = detail::with_a_nul("the prompt", input.prompt().value_or(""))) {
            return unexpected<Error>(*std::move(error));
        }
        using CallbackTurnImpl = detail::CallbackTurnImpl<std::decay_t<OnEvent>, std::decay_t<OnEnd>>;
        std::shared_ptr<detail::CallbackTurnState> turn =
            std::make_shared<CallbackTurnImpl>(client_, std::forward<OnEvent>(on_event), std::forward<OnEnd>(on_end));
        detail::Text error;
        const codex_sdk_status status =
            detail::CallbackTurnState::start(turn, thread_.get(), prompt_of(input), *json, options, error);
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return CallbackTurn(std::move(turn));
    }

    /// The same for whoever does without the callback for the end.
    template <class OnEvent>
    [[nodiscard]] Result<CallbackTurn> try_run_with_callbacks(const Input& input, OnEvent&& on_event,
                                                              const TurnOptions& options = {}) {
        return try_run_with_callbacks(input, std::forward<OnEvent>(on_event), detail::Ignore(), options);
    }

    /// Runs a turn whose answer follows a JSON Schema, and gives the answer: @ref ErrorCode::invalid_response if it is
    /// no JSON. OpenAI's models want every property of a schema required, and no others.
    [[nodiscard]] Result<Json> try_run_json(const Input& input, const Json& schema, TurnOptions options = {}) {
        options.output_schema = schema;
        auto result = try_run(input, options);
        if (!result) return unexpected<Error>(result.error());
        if (!detail::is_json(result->final_response)) {
            return misfit("the agent's answer is no JSON", std::move(result->final_response));
        }
        return Json(std::move(result->final_response));
    }

    /// The same as a `T`, see @ref JsonDecoder.
    template <class T>
    [[nodiscard]] Result<T> try_run_json(const Input& input, const Json& schema, TurnOptions options = {}) {
        auto json = try_run_json(input, schema, std::move(options));
        if (!json) return unexpected<Error>(json.error());
        auto answer = detail::decoded<T>(*json);
        if (!answer) return misfit("the agent's answer is not what was asked for: " + answer.error(), json->text());
        return *std::move(answer);
    }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// As @ref try_id; throws the error.
    [[nodiscard]] std::optional<std::string> id() const { return detail::value_or_raise(try_id()); }
    /// As @ref try_run; throws the error.
    TurnResult run(const Input& input, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run(input, options));
    }
    /// As @ref try_run_streamed; throws the error.
    [[nodiscard]] Turn run_streamed(const Input& input, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run_streamed(input, options));
    }
    /// As @ref try_run_with_callbacks; throws the error.
    template <class OnEvent, class OnEnd,
              class = std::enable_if_t<std::is_invocable_v<std::decay_t<OnEnd>&, const Result<TurnResult>&>>>
    [[nodiscard]] CallbackTurn run_with_callbacks(const Input& input, OnEvent&& on_event, OnEnd&& on_end,
                                                  const TurnOptions& options = {}) {
        return detail::value_or_raise(
            try_run_with_callbacks(input, std::forward<OnEvent>(on_event), std::forward<OnEnd>(on_end), options));
    }
    /// The same for whoever does without the callback for the end.
    template <class OnEvent>
    [[nodiscard]] CallbackTurn run_with_callbacks(const Input& input, OnEvent&& on_event,
                                                  const TurnOptions& options = {}) {
        return run_with_callbacks(input, std::forward<OnEvent>(on_event), detail::Ignore(), options);
    }
    /// As @ref try_run_json; throws the error.
    [[nodiscard]] Json run_json(const Input& input, const Json& schema, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run_json(input, schema, options));
    }
    /// The same as a `T`, see @ref JsonDecoder.
    template <class T>
    [[nodiscard]] T run_json(const Input& input, const Json& schema, const TurnOptions& options = {}) {
        return detail::value_or_raise(try_run_json<T>(input, schema, options));
    }
#endif

private:
    friend class Codex;

    Thread(detail::ClientPointer client, detail::ThreadPointer thread)
        : client_(std::move(client)), thread_(std::move(thread)) {}

    /// The turn is over, so the thread has its id.
    [[nodiscard]] unexpected<Error> misfit(std::string message, std::string response) const {
        const auto id = try_id();
        return unexpected<Error>(
            detail::invalid_response(std::move(message), std::move(response), id ? *id : std::nullopt));
    }
    static const char* prompt_of(const Input& input) noexcept {
        return input.prompt() ? input.prompt()->c_str() : nullptr;
    }

    detail::ClientPointer client_;
    detail::ThreadPointer thread_;
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_THREAD_HPP
