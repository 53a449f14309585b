/// @file
/// Values out of JSON into fields.

#ifndef CODEX_SDK_DETAIL_READ_HPP
#define CODEX_SDK_DETAIL_READ_HPP

#include <algorithm>
#include <charconv>
#include <climits>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <variant>
#include <vector>

#include "../json.hpp"
#include "codex_sdk.h"
#include "dialect.hpp"
#include "members.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

class Item;
struct Usage;

namespace detail {

// Each reads a value into a field and tells whether the field holds anything of it. A value of another shape is held as
// far as it can be: a string takes the JSON of any value but null; numbers, true and false may be written as strings; a
// single value is a list of one; and the first field of a struct takes what is no object, or one with none of its
// fields.

inline bool read(const Member& from, std::string& to) {
    const bool fits = from.kind != CODEX_SDK_JSON_NULL;
    to = fits ? value_of(from) : std::string_view();
    return fits;
}

inline bool read(const Member& from, bool& to) {
    // As a todo's `status` says it, too.
    to = value_of(from) == "true" || value_of(from) == "completed";
    return from.kind != CODEX_SDK_JSON_NULL;
}

inline bool read(const Member& from, std::int64_t& to) {
    const bool is_simple = from.kind == CODEX_SDK_JSON_NUMBER || from.kind == CODEX_SDK_JSON_STRING;
    const char* end = from.value + from.value_length;
    to = 0;
    const auto whole = std::from_chars(from.value, end, to);
    if (is_simple && whole.ptr == end && whole.ec == std::errc()) return true;
    // 3.0 is a whole number, too.
    const bool fits = is_simple && whole.ec == std::errc() && end - whole.ptr > 1 && *whole.ptr == '.' &&
                      std::all_of(whole.ptr + 1, end, [](char digit) { return digit == '0'; });
    if (!fits) to = 0;
    return fits;
}

inline bool read(const Member& from, int& to) {
    std::int64_t number = 0;
    const bool fits = read(from, number) && number >= INT_MIN && number <= INT_MAX;
    to = fits ? static_cast<int>(number) : 0;
    return fits;
}

inline bool read(const Member& from, Json& to) {
    to = Json(json_of(from));
    return true;
}

bool read(const Member& from, Item& to);

/// A struct.
template <class T>
bool read(const Member& from, T& to);

template <class T>
bool read(const Member& from, std::optional<T>& to) {
    const bool fits = from.kind != CODEX_SDK_JSON_NULL && read(from, to.emplace());
    if (!fits) to.reset();
    return fits;
}

template <class T>
bool read(const Member& from, std::vector<T>& to) {
    to.clear();
    if (from.kind == CODEX_SDK_JSON_NULL) return false;
    if (from.kind != CODEX_SDK_JSON_ARRAY) {
        read(from, to.emplace_back());
        return true;
    }
    for (const Member& element : Members(from.value)) read(element, to.emplace_back());
    return true;
}

template <class T>
bool read(const Member& from, std::map<std::string, T>& to) {
    to.clear();
    if (from.kind != CODEX_SDK_JSON_OBJECT) return false;
    for (const Member& member : Members(from.value)) read(member, to[std::string(member.name, member.name_length)]);
    return true;
}

template <class T>
const Members& Members::operator()(std::string_view name, T& field) const {
    const Member* member = instead_ != nullptr && !found_ ? instead_ : find(name);
    if (member != nullptr) read(*member, field);
    found_ = found_ || member != nullptr;
    return *this;
}

inline std::string type_of(const Members& members) {
    const Member* type = members.find("type");
    return type != nullptr && type->kind == CODEX_SDK_JSON_STRING ? std::string(value_of(*type)) : std::string();
}

// The fields of every struct by their names on the wire, but for those that all of its family have.

template <class T>
bool read(const Member& from, T& to) {
    to = T();
    if (from.kind == CODEX_SDK_JSON_OBJECT) {
        const Members members(from.value);
        read_fields(members, to);
        if (members.found() || members.begin() == members.end()) return true;
    }
    // Which of the figures a single one is, nobody knows.
    if (from.kind == CODEX_SDK_JSON_NULL || std::is_same_v<T, Usage>) return false;
    read_fields(Members(from), to);
    return true;
}

template <class Kind, class Value>
bool make_if(std::string_view type, Value& value, const Members& members) {
    if (type != Kind::kind) return false;
    read_fields(members, value.template emplace<Kind>());
    return true;
}

/// Makes the struct for what a type of item or event is called on the wire.
template <class... Kinds>
void make(std::string_view type, std::variant<Kinds...>& value, const Members& members) {
    static_cast<void>((make_if<Kinds>(type, value, members) || ...));
}

template <class Struct>
Struct from_json(const char* json) {
    Struct object;
    read_fields(Members(json), object);
    object.raw = Json(json);
    return object;
}

}  // namespace detail

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_READ_HPP
