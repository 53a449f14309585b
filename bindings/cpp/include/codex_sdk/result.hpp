// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// Results of turns, and what is known of the CLI.

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

/// The result of a turn.
struct TurnResult {
    /// Id of the thread; use it to resume the thread.
    std::optional<std::string> thread_id;
    /// The completed items, in order, except those whose events were already read.
    std::vector<Item> items;
    /// The agent's last message. With an output schema, it is the last message that is JSON.
    std::string final_response;
    /// Token counts of the whole thread.
    std::optional<Usage> usage;
    /// Token counts of this turn, or `std::nullopt` if the thread's earlier counts are unknown.
    std::optional<Usage> turn_usage;
    /// All of it, as the library returned it.
    Json raw;

    /// Whether both are the same JSON text.
    friend bool operator==(const TurnResult& left, const TurnResult& right) noexcept { return left.raw == right.raw; }
    /// Whether they are not the same JSON text.
    friend bool operator!=(const TurnResult& left, const TurnResult& right) noexcept { return !(left == right); }
};

/// The CLI that a client runs.
struct CliInfo {
    /// Path of the CLI; with `replay`, the folder of recordings.
    std::string cli_path;
    /// Version of the CLI; with `replay`, the word `replay`.
    std::string cli_version;
    /// How the CLI was found: `codex_path_override`, `CODEX_SDK_CLI`, `node_modules above the program`, `node_modules
    /// above the library`, `global node_modules`, `vendor folder beside the library`, `standalone installation` or
    /// `PATH`. With `replay`, the name of that option.
    std::string found_by;
    /// All of it, as the library returned it.
    Json raw;
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_RESULT_HPP
