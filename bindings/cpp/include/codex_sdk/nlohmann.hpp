/// @file
/// Answers and JSON as values of nlohmann/json.

#ifndef CODEX_SDK_NLOHMANN_HPP
#define CODEX_SDK_NLOHMANN_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>

#include "../codex_sdk.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// Answers as whatever nlohmann/json converts to; without exceptions only as its own values, since the rest could not
/// be refused.
template <class T>
struct JsonDecoder<T, void> {
#if CODEX_SDK_HAS_EXCEPTIONS
    /// The answer, which is JSON.
    static T decode(const Json& json) { return nlohmann::json::parse(json.text()).template get<T>(); }
#else
    static_assert(std::is_same_v<T, nlohmann::json>, "without exceptions an answer comes as nlohmann::json");
    /// The answer, which is JSON, though it may have numbers that are none for nlohmann/json.
    static expected<T, std::string> decode(const Json& json) {
        T value = T::parse(json.text(), nullptr, false);
        if (value.is_discarded()) return unexpected<std::string>("nlohmann/json cannot read it");
        return expected<T, std::string>(std::move(value));
    }
#endif
};

/// @ref Json as a value: `nlohmann::json arguments = item.arguments;`. Without exceptions, what nlohmann/json cannot
/// read becomes one that `is_discarded()`.
inline void to_json(nlohmann::json& to, const Json& from) {
    to = nlohmann::json::parse(from.text(), nullptr, CODEX_SDK_HAS_EXCEPTIONS != 0);
}

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_NLOHMANN_HPP
