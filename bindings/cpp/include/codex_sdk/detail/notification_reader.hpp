/// @file
/// Reads the notifications of a client.

#ifndef CODEX_SDK_DETAIL_NOTIFICATION_READER_HPP
#define CODEX_SDK_DETAIL_NOTIFICATION_READER_HPP

#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

#include "../error.hpp"
#include "../notification.hpp"
#include "codex_sdk.h"
#include "dialect.hpp"
#include "failure.hpp"
#include "handles.hpp"
#include "read.hpp"
#include "text.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// What a `Codex` object and its ranges of notifications share.
class NotificationReader {
public:
    explicit NotificationReader(ClientPointer client) : client_(std::move(client)) {}

    /// The next notification, or nothing on time-out.
    Result<std::optional<Notification>> next(std::int32_t timeout_ms) {
        const std::unique_lock lock(reading_, std::try_to_lock);
        if (!lock) return unexpected<Error>(busy("another thread is reading these notifications"));
        const char* notification = nullptr;
        Text error;
        const codex_sdk_status status =
            codex_sdk_client_next(client_.get(), timeout_ms, &notification, nullptr, error.out());
        if (status == CODEX_SDK_TIMEOUT) return std::optional<Notification>();
        if (status != CODEX_SDK_OK) return failed(status, error);
        // The text is borrowed until the next call, which the lock delays.
        return std::optional<Notification>(from_json<Notification>(notification));
    }

private:
    ClientPointer client_;
    std::mutex reading_;
};

/// Nothing once the client is closed. NULL stands for a `Codex` object that was moved from.
inline Result<std::optional<Notification>> next_of(NotificationReader* reader, std::int32_t timeout_ms) {
    if (reader == nullptr) return unexpected<Error>(failure(CODEX_SDK_ERROR_INVALID_HANDLE, nullptr));
    auto next = reader->next(timeout_ms);
    const bool is_closed =
        !next && (next.error().code() == ErrorCode::shut_down || next.error().code() == ErrorCode::invalid_handle);
    return is_closed ? std::optional<Notification>() : next;
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_NOTIFICATION_READER_HPP
