/// @file
/// Conversions between JSON as text and values of nlohmann/json.

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

/// Decodes answers into any type that nlohmann/json converts to. Without exceptions only `nlohmann::json` itself is
/// supported, since the conversion to other types could not report an error.
template <class T>
struct JsonDecoder<T, void> {
#if CODEX_SDK_HAS_EXCEPTIONS
    /// Decodes the answer, which is JSON.
    static T decode(const Json& json) { return nlohmann::json::parse(json.text()).template get<T>(); }
#else
    static_assert(std::is_same_v<T, nlohmann::json>, "without exceptions, decode answers into nlohmann::json");
    /// Decodes the answer, which is JSON but may have numbers that nlohmann/json cannot represent.
    static expected<T, std::string> decode(const Json& json) {
        T value = T::parse(json.text(), nullptr, false);
        if (value.is_discarded()) return unexpected<std::string>("nlohmann/json cannot read it");
        return expected<T, std::string>(std::move(value));
    }
#endif
};

/// Converts @ref Json to a value: `nlohmann::json arguments = item.arguments;`. Without exceptions, JSON that
/// nlohmann/json cannot read becomes a value that `is_discarded()`.
inline void to_json(nlohmann::json& to, const Json& from) {
    to = nlohmann::json::parse(from.text(), nullptr, CODEX_SDK_HAS_EXCEPTIONS != 0);
}

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_NLOHMANN_HPP
