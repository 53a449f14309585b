/// @file
/// What a turn came to.

#ifndef CODEX_SDK_RESULT_HPP
#define CODEX_SDK_RESULT_HPP

#include <optional>
#include <string>
#include <vector>

#include "detail/dialect.hpp"
#include "event.hpp"
#include "item.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// What a turn came to.
struct TurnResult {
    std::vector<Item> items;               ///< Everything completed that was not read as an event, in order.
    std::string final_response;            ///< The agent's last message; with an output schema its last that is JSON.
    std::optional<Usage> usage;            ///< The CLI's figures, which count the whole thread.
    std::optional<Usage> turn_usage;       ///< This turn's share of them; nothing if what came before is not known.
    std::optional<std::string> thread_id;  ///< Of the thread, to resume it.
    Json raw;                              ///< All of it, as the library gave it.

    /// Whether both are the same JSON text.
    friend bool operator==(const TurnResult& left, const TurnResult& right) noexcept { return left.raw == right.raw; }
    /// Whether they are not the same JSON text.
    friend bool operator!=(const TurnResult& left, const TurnResult& right) noexcept { return !(left == right); }
};

/// What a client works with.
struct CodexInfo {
    std::string cli_path;     ///< Of the CLI that is run.
    std::string cli_version;  ///< Of that CLI.
    std::string found_by;     ///< How it was found.
    Json raw;                 ///< All of it, as the library gave it.
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_RESULT_HPP
