/// @file
/// Reads JSON values into fields.

#ifndef CODEX_SDK_DETAIL_READ_HPP
#define CODEX_SDK_DETAIL_READ_HPP

#include <algorithm>
#include <charconv>
#include <climits>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "../json.hpp"
#include "dialect.hpp"
#include "members.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

class Item;

namespace detail {

// Each `read` stores a value in a field and reports whether the field holds anything of it. A value of an unexpected
// shape is kept as far as possible: a string takes the JSON of any value but null; true and false may be written as
// strings, and whole numbers in decimal digits alone; a single value is a list of one; and the first field of a struct
// takes a value that is not an object, or is an object with none of the struct's fields. A struct of numbers takes only
// objects.

/// The text of a string, or the JSON of anything else.
inline std::string text_of(const Member& from) {
    if (!from.has_escapes) return std::string(from.written());
    std::string text;
    decode_string(from.written(), text);
    return text;
}

inline bool read(const Member& from, std::string& to) {
    const bool fits = !from.is_null();
    to = fits ? text_of(from) : std::string();
    return fits;
}

inline bool read(const Member& from, bool& to) {
    to = from.written() == "true";
    return !from.is_null();
}

/// Reads decimal digits, with a minus or without. The field is 0 if there is anything else.
template <class Number>
bool read_digits(std::string_view text, Number& to) {
    const char* const end = text.data() + text.size();
    const auto whole = std::from_chars(text.data(), end, to);
    const bool fits = whole.ec == std::errc() && whole.ptr == end;
    if (!fits) to = 0;
    return fits;
}

/// Reads a JSON number with a fraction or an exponent, such as 1e3, if it is whole.
inline bool read_decimal(std::string_view text, std::int64_t& to) {
    const std::size_t exponent_at = std::min(text.find_first_of("eE"), text.size());
    std::int64_t exponent = 0;
    if (exponent_at != text.size()) {
        std::string_view written = text.substr(exponent_at + 1);
        if (written.front() == '+') written.remove_prefix(1);
        if (!read_digits(written, exponent)) exponent = written.front() == '-' ? INT_MIN : INT_MAX;
    }
    std::string digits(text.substr(0, exponent_at));
    if (const std::size_t point = digits.find('.'); point != std::string::npos) {
        exponent -= static_cast<std::int64_t>(digits.size() - point - 1);
        digits.erase(point, 1);
    }
    const std::size_t last = digits.find_last_not_of("-0");
    if (last == std::string::npos) return to = 0, true;
    exponent += static_cast<std::int64_t>(digits.size() - last - 1);
    digits.resize(last + 1);
    // No number of more than 19 digits fits.
    if (exponent < 0 || exponent > 19) return to = 0, false;
    digits.append(static_cast<std::size_t>(exponent), '0');
    return read_digits(digits, to);
}

inline bool read(const Member& from, std::int64_t& to) {
    if (read_digits(from.written(), to)) return true;
    if (from.is_string()) return from.has_escapes && read_digits(text_of(from), to);
    return from.is_number() && read_decimal(from.json, to);
}

inline bool read(const Member& from, Json& to) {
    to = Json(std::string(from.json));
    return true;
}

inline bool read(const Member& from, Item& to);

/// A struct.
template <class T>
bool read(const Member& from, T& to);

template <class T>
bool read(const Member& from, std::optional<T>& to) {
    const bool fits = !from.is_null() && read(from, to.emplace());
    if (!fits) to.reset();
    return fits;
}

template <class T>
bool read(const Member& from, std::vector<T>& to) {
    to.clear();
    if (from.is_null()) return false;
    if (!from.is_array()) {
        read(from, to.emplace_back());
        return true;
    }
    for (const Member& element : Members(from.json)) read(element, to.emplace_back());
    return true;
}

template <class T>
bool read(const Member& from, std::map<std::string, T>& to) {
    to.clear();
    if (!from.is_object()) return false;
    for (const Member& member : Members(from.json)) read(member, to[std::string(member.name)]);
    return true;
}

/// Reads the members that are fields, and reports whether there are any. `read_field` is generated for each struct.
template <class T>
bool read_fields(const Members& from, T& to) {
    bool found = false;
    for (const Member& member : from) found |= read_field(member, to);
    return found;
}

template <class T>
bool read(const Member& from, T& to) {
    to = T();
    if (from.is_object()) {
        const Members members(from.json);
        if (read_fields(members, to) || members.begin() == members.end()) return true;
    }
    return !from.is_null() && read_first(from, to);
}

template <class Struct>
Struct from_json(const char* json) {
    Struct object;
    object.raw = Json(json);
    read_fields(Members(object.raw.text()), object);
    return object;
}

template <class Kind, class Value>
std::shared_ptr<const Value> make_as(std::string&& type, const Members& members, Json&& raw) {
    auto value = std::make_shared<Value>(std::in_place_type<Kind>);
    Kind& kind = *std::get_if<Kind>(value.get());
    read_fields(members, kind);
    read_common(members, kind);
    kind.type = std::move(type);
    // Last, since the members are in it.
    kind.raw = std::move(raw);
    return value;
}

/// Whether these may be the members of this kind: an event about an item has one.
template <class Kind>
auto may_be(const Members& members, int) -> decltype(std::declval<Kind&>().item, bool()) {
    const Member* const item = members.find("item");
    return item != nullptr && item->is_object();
}
template <class Kind>
bool may_be(const Members&, ...) {
    return true;
}

template <class Kind, class Value>
bool make_if(std::string& type, const Members& members, Json& raw, std::shared_ptr<const Value>& made) {
    if (type != Kind::type_name || !may_be<Kind>(members, 0)) return false;
    made = make_as<Kind, Value>(std::move(type), members, std::move(raw));
    return true;
}

/// Stores the struct for the type that the members name, or the one for unknown types. `raw` is all of the JSON.
template <class Unknown, class... Kinds>
void make(const Members& members, Json&& raw, std::shared_ptr<const std::variant<Unknown, Kinds...>>& made) {
    using Value = std::variant<Unknown, Kinds...>;
    const Member* const member = members.find("type");
    std::string type = member != nullptr && member->is_string() ? text_of(*member) : std::string();
    const bool is_known = (make_if<Kinds>(type, members, raw, made) || ...);
    if (!is_known) made = make_as<Unknown, Value>(std::move(type), members, std::move(raw));
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_READ_HPP
