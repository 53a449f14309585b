/// @file
/// Reads results.

#ifndef CODEX_SDK_DETAIL_RESULT_READER_HPP
#define CODEX_SDK_DETAIL_RESULT_READER_HPP

#include "../event.hpp"
#include "../item.hpp"
#include "../result.hpp"
#include "dialect.hpp"
#include "members.hpp"
#include "read.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

namespace detail {

inline void read_fields(const Members& from, TurnResult& result) {
    from("items", result.items)("final_response", result.final_response)("usage", result.usage)(
        "turn_usage", result.turn_usage)("thread_id", result.thread_id);
}

inline void read_fields(const Members& from, CodexInfo& info) {
    from("cli_path", info.cli_path)("cli_version", info.cli_version)("found_by", info.found_by);
}

}  // namespace detail

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_RESULT_READER_HPP
