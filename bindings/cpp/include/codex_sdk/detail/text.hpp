/// @file
/// Strings of the library, and strings in JSON.

#ifndef CODEX_SDK_DETAIL_TEXT_HPP
#define CODEX_SDK_DETAIL_TEXT_HPP

#include <cstddef>
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

/// Whether a text is one JSON value.
inline bool is_json(const std::string& text) noexcept {
    // C would read only what stands before a NUL.
    if (text.find('\0') != std::string::npos) return false;
    codex_sdk_json_member* members = nullptr;
    std::size_t count = 0;
    const codex_sdk_status status = codex_sdk_json_members(text.c_str(), &members, &count, nullptr);
    codex_sdk_json_members_free(members);
    return status == CODEX_SDK_OK;
}

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
