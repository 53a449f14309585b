/// @file
/// Handles of the library, and its time-outs.

#ifndef CODEX_SDK_DETAIL_HANDLES_HPP
#define CODEX_SDK_DETAIL_HANDLES_HPP

#include <chrono>
#include <cstdint>
#include <memory>

#include "codex_sdk.h"
#include "dialect.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// Brings a time-out into the library's range. Negative ones become 0, since -1 would wait indefinitely.
inline std::int32_t clamp_timeout(std::chrono::milliseconds timeout) noexcept {
    constexpr std::int64_t longest = INT32_MAX;
    const std::int64_t count = timeout.count();
    return static_cast<std::int32_t>(count < 0 ? 0 : count > longest ? longest : count);
}

inline constexpr std::int32_t no_timeout = -1;

using ClientPointer = std::shared_ptr<codex_sdk_client>;

struct FreeThread {
    void operator()(codex_sdk_thread* thread) const noexcept { codex_sdk_thread_free(thread); }
};
using ThreadPointer = std::unique_ptr<codex_sdk_thread, FreeThread>;

/// Cancels a turn when a stop is requested. The library ignores it after the end.
struct CancelTurn {
    codex_sdk_turn* turn;
    void operator()() const noexcept { codex_sdk_turn_cancel(turn); }
};

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_HANDLES_HPP
