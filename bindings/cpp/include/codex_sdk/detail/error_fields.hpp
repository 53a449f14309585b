// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// Fields by their names in the JSON.

#ifndef CODEX_SDK_DETAIL_ERROR_FIELDS_HPP
#define CODEX_SDK_DETAIL_ERROR_FIELDS_HPP

#include "../error_code.hpp"
#include "dialect.hpp"
#include "members.hpp"
#include "read.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

inline bool read_field(const Member& from, ErrorDetails& to) {
    if (from.name == "code") return read(from, to.code), true;
    if (from.name == "message") return read(from, to.message), true;
    if (from.name == "retryable") return read(from, to.retryable), true;
    if (from.name == "thread_id") return read(from, to.thread_id), true;
    if (from.name == "exit_code") return read(from, to.exit_code), true;
    if (from.name == "rpc_code") return read(from, to.rpc_code), true;
    if (from.name == "signal") return read(from, to.signal), true;
    if (from.name == "stderr") return read(from, to.stderr_text), true;
    if (from.name == "stderr_truncated") return read(from, to.stderr_truncated), true;
    if (from.name == "line") return read(from, to.line), true;
    if (from.name == "tried") return read(from, to.tried), true;
    if (from.name == "untrusted_cli") return read(from, to.untrusted_cli), true;
    if (from.name == "option") return read(from, to.option), true;
    if (from.name == "used") return read(from, to.used), true;
    if (from.name == "last_event_type") return read(from, to.last_event_type), true;
    return false;
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_ERROR_FIELDS_HPP
