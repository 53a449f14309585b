/// @file
/// What the library's JSON functions give.

#ifndef CODEX_SDK_DETAIL_MEMBERS_HPP
#define CODEX_SDK_DETAIL_MEMBERS_HPP

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
    ~Text() { codex_sdk_string_free(text_); }

    [[nodiscard]] char** out() noexcept { return &text_; }
    [[nodiscard]] const char* get() const noexcept { return text_; }

private:
    char* text_ = nullptr;
};

using Member = codex_sdk_json_member;

inline std::string_view value_of(const Member& member) noexcept { return {member.value, member.value_length}; }

/// What is in a JSON object or array, one level deep; nothing, if it is neither.
class Members {
public:
    explicit Members(const char* json) noexcept
        : is_json_(codex_sdk_json_members(json, &members_, &count_, nullptr) == CODEX_SDK_OK) {}
    /// A value in the place of an object: the first field that is asked for takes it.
    explicit Members(const Member& value) noexcept : instead_(&value), is_json_(true) {}
    Members(const Members&) = delete;
    Members& operator=(const Members&) = delete;
    ~Members() { codex_sdk_json_members_free(members_); }

    [[nodiscard]] bool is_json() const noexcept { return is_json_; }
    [[nodiscard]] const Member* begin() const noexcept { return members_; }
    [[nodiscard]] const Member* end() const noexcept { return members_ + count_; }

    /// Reads the member of this name into the field, if it is there.
    template <class T>
    const Members& operator()(std::string_view name, T& field) const;

    /// Whether a field was there.
    [[nodiscard]] bool found() const noexcept { return found_; }

    /// The last one of this name counts; NULL if there is none.
    [[nodiscard]] const Member* find(std::string_view name) const noexcept {
        const Member* found = nullptr;
        for (const Member& member : *this) {
            if (member.name != nullptr && std::string_view(member.name, member.name_length) == name) found = &member;
        }
        return found;
    }

private:
    Member* members_ = nullptr;
    std::size_t count_ = 0;
    mutable const Member* instead_ = nullptr;
    mutable bool found_ = false;
    bool is_json_;
};

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

inline std::string json_of(const Member& member) {
    return member.kind == CODEX_SDK_JSON_STRING ? as_json(value_of(member)) : std::string(value_of(member));
}

}  // namespace detail

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_MEMBERS_HPP
