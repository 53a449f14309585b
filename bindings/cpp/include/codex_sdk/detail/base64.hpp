/// @file
/// Bytes as base64.

#ifndef CODEX_SDK_DETAIL_BASE64_HPP
#define CODEX_SDK_DETAIL_BASE64_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "dialect.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

inline std::string base64(std::string_view bytes) {
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto byte = [&](std::size_t index) -> std::uint32_t {
            return at + index < bytes.size() ? static_cast<unsigned char>(bytes[at + index]) : 0U;
        };
        const std::uint32_t three = byte(0) << 16U | byte(1) << 8U | byte(2);
        text += digits[three >> 18U & 63U];
        text += digits[three >> 12U & 63U];
        text += at + 1 < bytes.size() ? digits[three >> 6U & 63U] : '=';
        text += at + 2 < bytes.size() ? digits[three & 63U] : '=';
    }
    return text;
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_BASE64_HPP
