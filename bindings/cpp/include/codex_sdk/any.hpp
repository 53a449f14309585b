/// @file
/// What all items and all events have in common, and those of unknown types.

#ifndef CODEX_SDK_ANY_HPP
#define CODEX_SDK_ANY_HPP

#include <string>
#include <string_view>

#include "detail/dialect.hpp"
#include "detail/members.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// The fields that every item has. A field that the CLI leaves out is empty, 0 or false. A value of an unexpected shape
/// is kept as far as possible: a string, for example, takes the JSON of the value.
struct AnyItem {
    /// The same in all events about the item.
    std::string id;
    /// The CLI's word for the kind: "agent_message".
    std::string type;
    /// All of it, with fields that this version does not know.
    Json raw;
};

/// An item of a type that this version does not know; all of it is in `raw`.
struct UnknownItem : AnyItem {
    /// None.
    static constexpr std::string_view kind = {};
};

/// The fields that every event has. Absent and unexpected values are treated as in @ref AnyItem.
struct AnyEvent {
    /// The CLI's word for the kind: "item.completed".
    std::string type;
    /// The line that the CLI printed, byte for byte.
    Json raw;
};

/// An event of a type that this version does not know; all of it is in `raw`.
struct UnknownEvent : AnyEvent {
    /// None.
    static constexpr std::string_view kind = {};
};

namespace detail {

inline bool read_field(const Member&, UnknownItem&) { return false; }
inline bool read_field(const Member&, UnknownEvent&) { return false; }

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_ANY_HPP
