/// @file
/// JSON as text.

#ifndef CODEX_SDK_JSON_HPP
#define CODEX_SDK_JSON_HPP

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "codex_sdk.h"
#include "detail/dialect.hpp"
#include "detail/members.hpp"
#include "detail/text.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// JSON as text. Values of a JSON library that have a `dump()`, such as those of nlohmann/json, convert to it. The text
/// is not checked here; the function that takes it reports what is wrong with it.
class Json {
public:
    /// null.
    Json() = default;
    /// Takes a text, which must be JSON: `Json(R"({"type": "object"})")`.
    explicit Json(std::string text) : text_(std::move(text)) {}
    /// A value of a JSON library.
    template <class Value,
              class = std::enable_if_t<std::is_same_v<decltype(std::declval<const Value&>().dump()), std::string>>>
    Json(const Value& value) : text_(value.dump()) {}  // NOLINT: implicit, to be given wherever JSON is wanted

    /// The text.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

    /// The value at a JSON Pointer (RFC 6901) such as "/item/text": the text of a string, or the JSON of anything else.
    /// Empty if there is no such value or the text is not JSON. In a string, U+FFFD stands for a NUL and for half a
    /// surrogate pair.
    [[nodiscard]] std::optional<std::string> get(const std::string& pointer) const;
    /// The members of an object, by name. Empty if the text is not an object. If a name appears twice, the last one
    /// counts.
    [[nodiscard]] std::optional<std::map<std::string, Json>> members() const;

    /// Whether the texts are the same.
    friend bool operator==(const Json& left, const Json& right) noexcept { return left.text_ == right.text_; }
    /// Whether the texts differ.
    friend bool operator!=(const Json& left, const Json& right) noexcept { return left.text_ != right.text_; }

private:
    std::string text_ = "null";
};

/// Decodes an answer of the agent as a `T`. Specialise it with `static T decode(const Json&)`, which may throw a
/// `std::exception`, or with `static expected<T, std::string> decode(const Json&)`, whose error says what is wrong with
/// the answer.
///
/// `<codex_sdk/nlohmann.hpp>` has a decoder for every type that nlohmann/json converts to.
template <class T, class = void>
struct JsonDecoder {
    static_assert(!std::is_same_v<T, T>,
                  "include <codex_sdk/nlohmann.hpp>, or specialise codex_sdk::JsonDecoder for this type");
    static T decode(const Json&);
};

inline std::optional<std::string> Json::get(const std::string& pointer) const {
    // C would read only what stands before it.
    if (text_.find('\0') != std::string::npos || pointer.find('\0') != std::string::npos) return std::nullopt;
    detail::Text value;
    codex_sdk_json_get(text_.c_str(), pointer.c_str(), value.out(), nullptr);
    return value.get() == nullptr ? std::nullopt : std::optional<std::string>(value.get());
}

inline std::optional<std::map<std::string, Json>> Json::members() const {
    const std::size_t begin = text_.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos || text_[begin] != '{' || !detail::is_json(text_)) return std::nullopt;
    std::map<std::string, Json> members;
    for (const auto& member : detail::Members(text_)) {
        members[std::string(member.name)] = Json(std::string(member.json));
    }
    return members;
}

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_JSON_HPP
