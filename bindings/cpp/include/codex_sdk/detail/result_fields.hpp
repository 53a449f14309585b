// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// Fields by their names in the JSON.

#ifndef CODEX_SDK_DETAIL_RESULT_FIELDS_HPP
#define CODEX_SDK_DETAIL_RESULT_FIELDS_HPP

#include "../result.hpp"
#include "dialect.hpp"
#include "members.hpp"
#include "read.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

inline bool read_field(const Member& from, TurnResult& to) {
    if (from.name == "thread_id") return read(from, to.thread_id), true;
    if (from.name == "items") return read(from, to.items), true;
    if (from.name == "final_response") return read(from, to.final_response), true;
    if (from.name == "usage") return read(from, to.usage), true;
    if (from.name == "turn_usage") return read(from, to.turn_usage), true;
    return false;
}

inline bool read_field(const Member& from, CliInfo& to) {
    if (from.name == "cli_path") return read(from, to.cli_path), true;
    if (from.name == "cli_version") return read(from, to.cli_version), true;
    if (from.name == "found_by") return read(from, to.found_by), true;
    return false;
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_RESULT_FIELDS_HPP
