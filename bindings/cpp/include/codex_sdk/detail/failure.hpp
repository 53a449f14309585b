/// @file
/// Errors out of what the library answers, and the binding's own.

#ifndef CODEX_SDK_DETAIL_FAILURE_HPP
#define CODEX_SDK_DETAIL_FAILURE_HPP

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "../error.hpp"
#include "codex_sdk.h"
#include "dialect.hpp"
#include "error_fields.hpp"
#include "read.hpp"
#include "text.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// An error of the binding itself, in the form of the library's errors.
inline Error own_error(ErrorCode code, ErrorDetails details) {
    std::string raw = "{\"code\":" + as_json(details.code) + ",\"message\":" + as_json(details.message);
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) raw += ",\"" + std::string(name) + "\":" + as_json(*value);
    };
    add("thread_id", details.thread_id);
    add("option", details.option);
    add("response", details.response);
    details.raw = Json(raw + (details.retryable ? ",\"retryable\":true}" : "}"));
    return Error(code, std::move(details));
}

inline Error own_error(ErrorCode code, const char* name, std::string message,
                       std::optional<std::string> option = std::nullopt) {
    ErrorDetails details;
    details.code = name;
    details.message = std::move(message);
    details.option = std::move(option);
    return own_error(code, std::move(details));
}

/// The same call can succeed later.
inline Error busy(const char* message) {
    ErrorDetails details;
    details.code = "busy";
    details.message = message;
    details.retryable = true;
    return own_error(ErrorCode::busy, std::move(details));
}

/// The error that the library returned.
inline Error failure(codex_sdk_status status, const char* json) {
    auto details = from_json<ErrorDetails>(json == nullptr ? "{}" : json);
    if (details.code.empty()) {
        for (const char letter : std::string_view(codex_sdk_status_name(status))) {
            details.code += static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
        }
    }
    // The library's messages for these two speak of handles.
    if (status == CODEX_SDK_ERROR_INVALID_HANDLE) {
        details.message = "this Codex object, thread or turn was closed or moved from";
    } else if (status == CODEX_SDK_ERROR_SHUT_DOWN) {
        details.message = "the Codex object was closed";
    } else if (details.message.empty()) {
        details.message = "the library returned " + details.code + " without further details";
    }
    return Error(static_cast<ErrorCode>(status), std::move(details));
}

inline unexpected<Error> failed(codex_sdk_status status, const Text& error) {
    return unexpected<Error>(failure(status, error.get()));
}

/// C would read only the part before the NUL.
inline std::optional<Error> nul_error(const char* what, std::string_view text) {
    if (text.find('\0') == std::string_view::npos) return std::nullopt;
    return own_error(ErrorCode::invalid_argument, "invalid_argument",
                     std::string(what) + " contains a NUL character, which the library does not accept");
}

/// The agent's answer does not have the requested form.
inline Error invalid_response(std::string message, std::string response, std::optional<std::string> thread_id) {
    ErrorDetails details;
    details.code = "invalid_response";
    details.message = std::move(message);
    details.thread_id = std::move(thread_id);
    details.response = std::move(response);
    return own_error(ErrorCode::invalid_response, std::move(details));
}

inline Error other_library() {
    return own_error(ErrorCode::library, "library",
                     "the program was compiled for libcodex_sdk " CODEX_SDK_VERSION " but loaded version " +
                         std::string(codex_sdk_version()) + ", which is incompatible");
}

/// The decoded answer, or what is wrong with it.
template <class T>
expected<T, std::string> decoded(const Json& json) {
#if CODEX_SDK_HAS_EXCEPTIONS
    try {
        return JsonDecoder<T>::decode(json);
    } catch (const std::exception& error) {
        return unexpected<std::string>(error.what());
    }
#else
    return JsonDecoder<T>::decode(json);
#endif
}

#if CODEX_SDK_HAS_EXCEPTIONS
template <class T>
T value_or_raise(Result<T> result) {
    if (!result) result.error().raise();
    return *std::move(result);
}
#endif

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_FAILURE_HPP
