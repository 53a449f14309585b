/// @file
/// Calls that both kinds of turns have.

#ifndef CODEX_SDK_DETAIL_TURN_CALLS_HPP
#define CODEX_SDK_DETAIL_TURN_CALLS_HPP

#include <optional>
#include <string>
#include <utility>

#include "../error.hpp"
#include "../input.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "codex_sdk.h"
#include "dialect.hpp"
#include "encode.hpp"
#include "failure.hpp"
#include "text.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

inline Result<void> respond(codex_sdk_turn* turn, const std::string& request_id, const Json& response) {
    if (auto error = nul_error("the request id", request_id)) return unexpected<Error>(*std::move(error));
    if (auto error = nul_error("the response", response.text())) return unexpected<Error>(*std::move(error));
    Text error;
    const codex_sdk_status status =
        codex_sdk_turn_respond(turn, request_id.c_str(), response.text().c_str(), error.out());
    if (status != CODEX_SDK_OK) return failed(status, error);
    return {};
}

inline Result<void> steer(codex_sdk_turn* turn, const Input& input) {
    const auto json = json_of(input, TurnOptions());
    if (!json) return unexpected<Error>(json.error());
    Text error;
    const codex_sdk_status status = codex_sdk_turn_steer(turn, prompt_of(input), json->c_str(), error.out());
    if (status != CODEX_SDK_OK) return failed(status, error);
    return {};
}

inline Result<std::optional<std::string>> turn_id(codex_sdk_turn* turn) {
    Text id;
    Text error;
    const codex_sdk_status status = codex_sdk_turn_id(turn, id.out(), error.out());
    if (status != CODEX_SDK_OK) return failed(status, error);
    return id.get() == nullptr ? std::nullopt : std::optional<std::string>(id.get());
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_TURN_CALLS_HPP
