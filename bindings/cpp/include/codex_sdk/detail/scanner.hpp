/// @file
/// Finds the parts of a JSON text without copying them.

#ifndef CODEX_SDK_DETAIL_SCANNER_HPP
#define CODEX_SDK_DETAIL_SCANNER_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "dialect.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// The first quote or backslash of a text, or its end. Eight bytes at a time: most of an event is strings.
inline const char* find_special(const char* at, const char* end) noexcept {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t tops = 0x8080808080808080U;
    for (; end - at >= 8; at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        const std::uint64_t quotes = word ^ (ones * '"');
        const std::uint64_t backslashes = word ^ (ones * '\\');
        // A byte that is zero in one of them gets its highest bit; the lowest such byte is exact.
        const std::uint64_t found = (((quotes - ones) & ~quotes) | ((backslashes - ones) & ~backslashes)) & tops;
        if (found != 0) return at + __builtin_ctzll(found) / 8;
    }
#endif
    while (at != end && *at != '"' && *at != '\\') ++at;
    return at;
}

class Members;

/// A member of an object or an element of an array, as the text has it.
struct Member {
    std::string_view name;  ///< Empty for an element.
    std::string_view json;  ///< The value. Never empty.
    bool has_escapes;       ///< Whether the value is a string with escapes.
    const Members* inside;  ///< What is in the value, if it was looked for.

    /// The value without the quotes of a string. Escapes are as they are.
    [[nodiscard]] std::string_view written() const noexcept {
        return is_string() ? json.substr(1, json.size() - 2) : json;
    }
    [[nodiscard]] bool is_null() const noexcept { return json.front() == 'n'; }
    [[nodiscard]] bool is_number() const noexcept {
        return json.front() == '-' || (json.front() >= '0' && json.front() <= '9');
    }
    [[nodiscard]] bool is_string() const noexcept { return json.front() == '"'; }
    [[nodiscard]] bool is_array() const noexcept { return json.front() == '['; }
    [[nodiscard]] bool is_object() const noexcept { return json.front() == '{'; }
};

/// Walks over a JSON text. The text is known to be JSON: the library has validated what it hands out, and `is_json` any
/// other. The scanner checks no more than it needs to stay within it.
class Scanner {
public:
    explicit Scanner(std::string_view json) noexcept : at_(json.data()), end_(json.data() + json.size()) {}

    [[nodiscard]] bool is_next(char wanted) const noexcept { return at_ != end_ && *at_ == wanted; }
    /// Takes this character, if it is next.
    bool take(char wanted) noexcept {
        const bool is_there = is_next(wanted);
        at_ += is_there ? 1 : 0;
        return is_there;
    }
    void space() noexcept {
        // One comparison, mostly: there is seldom any.
        while (at_ != end_ && *at_ <= ' ' && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r')) ++at_;
    }
    [[nodiscard]] bool is_at_end() const noexcept { return at_ == end_; }

    /// Takes the value that comes next. False if there is none.
    bool value(Member& to) noexcept {
        const char* const begin = at_;
        to.has_escapes = false;
        if (at_ == end_) return false;
        const bool is_there = take('"') ? string(to.has_escapes) : *at_ == '{' || *at_ == '[' ? container() : scalar();
        to.json = std::string_view(begin, static_cast<std::size_t>(at_ - begin));
        return is_there;
    }
    /// Takes a string behind its first quote. False if it has no end.
    bool string(bool& has_escapes) noexcept {
        for (;;) {
            at_ = find_special(at_, end_);
            if (at_ == end_) return false;
            if (*at_++ == '"') return true;
            has_escapes = true;
            if (at_ == end_) return false;
            ++at_;
        }
    }
    [[nodiscard]] const char* at() const noexcept { return at_; }

private:
    // Without recursion: a line may be nested as deep as it likes.
    bool container() noexcept {
        std::size_t depth = 0;
        for (bool ignored = false; at_ != end_;) {
            const char next = *at_++;
            if (next == '"' && !string(ignored)) return false;
            if (next == '{' || next == '[') ++depth;
            if ((next == '}' || next == ']') && --depth == 0) return true;
        }
        return false;
    }
    bool scalar() noexcept {
        const char* const begin = at_;
        while (at_ != end_ && !ends_scalar(*at_)) ++at_;
        return at_ != begin;
    }
    static bool ends_scalar(char next) noexcept {
        return next == ',' || next == '}' || next == ']' || next == ':' || next == ' ' || next == '\n' ||
               next == '\r' || next == '\t';
    }

    const char* at_;
    const char* end_;
};

inline void append_utf8(std::uint32_t code, std::string& to) {
    const auto put = [&](std::uint32_t byte) { to += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | code >> 6U);
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | code >> 12U);
        put(0x80U | (code >> 6U & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | code >> 18U);
        put(0x80U | (code >> 12U & 0x3FU));
        put(0x80U | (code >> 6U & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

/// The number in the four hexadecimal digits at the beginning of a text; too high for one if they are not there.
inline std::uint32_t four_digits(std::string_view text) noexcept {
    std::uint32_t number = 0;
    if (text.size() < 4) return UINT32_MAX;
    for (const char digit : text.substr(0, 4)) {
        const char lower = static_cast<char>(digit | 0x20);
        const bool is_letter = lower >= 'a' && lower <= 'f';
        if (!is_letter && (digit < '0' || digit > '9')) return UINT32_MAX;
        number = number << 4U | static_cast<std::uint32_t>(is_letter ? lower - 'a' + 10 : digit - '0');
    }
    return number;
}

/// Appends what the escapes and characters between the quotes of a string stand for, with U+FFFD for half of a
/// surrogate pair.
inline void decode_string(std::string_view inner, std::string& to) {
    constexpr std::uint32_t replacement = 0xFFFD;
    to.reserve(to.size() + inner.size());
    for (std::size_t backslash = inner.find('\\'); backslash != std::string_view::npos; backslash = inner.find('\\')) {
        to.append(inner.substr(0, backslash));
        const char escaped = backslash + 1 < inner.size() ? inner[backslash + 1] : '\\';
        inner.remove_prefix(std::min(backslash + 2, inner.size()));
        static constexpr char letters[] = "bfnrt";
        static constexpr char meanings[] = "\b\f\n\r\t";
        const char* const letter = escaped == '\0' ? nullptr : std::strchr(letters, escaped);
        if (letter != nullptr) {
            to += meanings[letter - letters];
        } else if (escaped != 'u') {
            to += escaped;
        } else {
            std::uint32_t code = four_digits(inner);
            inner.remove_prefix(std::min<std::size_t>(4, inner.size()));
            if (code >= 0xD800 && code < 0xDC00 && inner.substr(0, 2) == "\\u") {
                const std::uint32_t low = four_digits(inner.substr(2));
                if (low >= 0xDC00 && low < 0xE000) {
                    code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
                    inner.remove_prefix(6);
                }
            }
            append_utf8((code >= 0xD800 && code < 0xE000) || code > 0x10FFFF ? replacement : code, to);
        }
    }
    to.append(inner);
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_SCANNER_HPP
