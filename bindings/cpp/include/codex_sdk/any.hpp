/// @file
/// The fields that all items and all events have, and the items and events of unknown kinds.

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

/// The fields that every item has. A field that the CLI left out is empty, 0 or false. If a value has an unexpected
/// shape, its field takes what it can: a string, for example, takes the JSON of the value.
struct AnyItem {
    /// Id of the item, the same in all events about it.
    std::string id;
    /// The CLI's name for the kind, such as "agent_message".
    std::string type;
    /// The item's JSON, including fields that this version does not know.
    Json raw;
};

/// An item of a kind that this version does not know. Its JSON is in `raw`.
struct UnknownItem : AnyItem {
    /// Empty: the kind is not known.
    static constexpr std::string_view type_name = {};
};

/// The fields that every event has. The rules of @ref AnyItem for missing and unexpected values apply here, too.
struct AnyEvent {
    /// The CLI's name for the kind, such as "item.completed".
    std::string type;
    /// The line that the CLI printed, byte for byte.
    Json raw;
};

/// An event of a kind that this version does not know. Its JSON is in `raw`.
struct UnknownEvent : AnyEvent {
    /// Empty: the kind is not known.
    static constexpr std::string_view type_name = {};
};

namespace detail {

inline bool read_field(const Member&, UnknownItem&) { return false; }
inline bool read_field(const Member&, UnknownEvent&) { return false; }

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_ANY_HPP
