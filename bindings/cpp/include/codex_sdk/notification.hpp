/// @file
/// Notifications of the app-server that belong to no turn.

#ifndef CODEX_SDK_NOTIFICATION_HPP
#define CODEX_SDK_NOTIFICATION_HPP

#include <cstdint>
#include <string>

#include "detail/dialect.hpp"
#include "detail/members.hpp"
#include "detail/read.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// Something that the app-server reports and that belongs to no turn: a login, a rate limit, a warning about the
/// configuration, what others do with their threads.
struct Notification {
    /// What happened, such as `account/updated`.
    std::string method;
    /// The facts, with the app-server's own names.
    Json params;
    /// How many notifications before this one were discarded, because nobody read them.
    std::int64_t dropped = 0;
    /// The notification's JSON.
    Json raw;
};

namespace detail {

inline bool read_field(const Member& from, Notification& to) {
    if (from.name == "method") return read(from, to.method), true;
    if (from.name == "params") return read(from, to.params), true;
    if (from.name == "dropped") return read(from, to.dropped), true;
    return false;
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_NOTIFICATION_HPP
