/// @file
/// Strings of the library, and strings in JSON.

#ifndef CODEX_SDK_DETAIL_TEXT_HPP
#define CODEX_SDK_DETAIL_TEXT_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "codex_sdk.h"
#include "dialect.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// A string that the library hands over.
class Text {
public:
    Text() = default;
    Text(const Text&) = delete;
    Text& operator=(const Text&) = delete;
    ~Text() {
        if (text_ != nullptr) codex_sdk_string_free(text_);
    }

    [[nodiscard]] char** out() noexcept { return &text_; }
    [[nodiscard]] const char* get() const noexcept { return text_; }

private:
    char* text_ = nullptr;
};

/// What is wrong with a JSON text, in the library's words. Nothing if it is one JSON value.
inline std::optional<std::string> json_error(const std::string& text) {
    // C would read only what stands before it.
    if (text.find('\0') != std::string::npos) return "it contains a NUL character, which the library does not accept";
    codex_sdk_json_member* members = nullptr;
    std::size_t count = 0;
    Text error;
    const codex_sdk_status status = codex_sdk_json_members(text.c_str(), &members, &count, error.out());
    codex_sdk_json_members_free(members);
    if (status == CODEX_SDK_OK) return std::nullopt;
    Text message;
    if (error.get() != nullptr) codex_sdk_json_get(error.get(), "/message", message.out(), nullptr);
    return message.get() == nullptr ? codex_sdk_status_name(status) : message.get();
}

/// Whether a text is one JSON value.
inline bool is_json(const std::string& text) { return !json_error(text); }

inline std::string as_json(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string json = "\"";
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            json += '\\';
            json += character;
        } else if (byte < 0x20) {
            json += "\\u00";
            json += digits[byte >> 4U];
            json += digits[byte & 0xFU];
        } else {
            json += character;
        }
    }
    json += '"';
    return json;
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_TEXT_HPP
