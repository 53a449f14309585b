// Generated from schema/sdk.json by `make vocabulary`.
/// @file
/// A class for each code of errors.

#ifndef CODEX_SDK_ERROR_CLASSES_HPP
#define CODEX_SDK_ERROR_CLASSES_HPP

#include "detail/dialect.hpp"
#include "error.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// @ref ErrorCode::invalid_argument
struct InvalidArgumentError : ErrorOf<ErrorCode::invalid_argument> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::invalid_handle
struct InvalidHandleError : ErrorOf<ErrorCode::invalid_handle> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::busy
struct BusyError : ErrorOf<ErrorCode::busy> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::cli_not_found
struct CliNotFoundError : ErrorOf<ErrorCode::cli_not_found> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::spawn_failed
struct SpawnFailedError : ErrorOf<ErrorCode::spawn_failed> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::cli_failed
struct CliFailedError : ErrorOf<ErrorCode::cli_failed> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::protocol
struct ProtocolError : ErrorOf<ErrorCode::protocol> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::turn_failed
struct TurnFailedError : ErrorOf<ErrorCode::turn_failed> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::cancelled
struct TurnCancelledError : ErrorOf<ErrorCode::cancelled> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::turn_timeout
struct TurnTimeoutError : ErrorOf<ErrorCode::turn_timeout> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::thread_not_found
struct ThreadNotFoundError : ErrorOf<ErrorCode::thread_not_found> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::io
struct IoError : ErrorOf<ErrorCode::io> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::forked
struct ForkedError : ErrorOf<ErrorCode::forked> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::shut_down
struct ShutDownError : ErrorOf<ErrorCode::shut_down> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::internal
struct InternalError : ErrorOf<ErrorCode::internal> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::request_failed
struct RequestFailedError : ErrorOf<ErrorCode::request_failed> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::unsupported
struct UnsupportedError : ErrorOf<ErrorCode::unsupported> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::invalid_response
struct InvalidResponseError : ErrorOf<ErrorCode::invalid_response> {
    /// From any error.
    using ErrorOf::ErrorOf;
};
/// @ref ErrorCode::library
struct LibraryError : ErrorOf<ErrorCode::library> {
    /// From any error.
    using ErrorOf::ErrorOf;
};

#if CODEX_SDK_HAS_EXCEPTIONS
inline void Error::raise() const {
    switch (code_) {
        case ErrorCode::invalid_argument: throw InvalidArgumentError(*this);
        case ErrorCode::invalid_handle: throw InvalidHandleError(*this);
        case ErrorCode::busy: throw BusyError(*this);
        case ErrorCode::cli_not_found: throw CliNotFoundError(*this);
        case ErrorCode::spawn_failed: throw SpawnFailedError(*this);
        case ErrorCode::cli_failed: throw CliFailedError(*this);
        case ErrorCode::protocol: throw ProtocolError(*this);
        case ErrorCode::turn_failed: throw TurnFailedError(*this);
        case ErrorCode::cancelled: throw TurnCancelledError(*this);
        case ErrorCode::turn_timeout: throw TurnTimeoutError(*this);
        case ErrorCode::thread_not_found: throw ThreadNotFoundError(*this);
        case ErrorCode::io: throw IoError(*this);
        case ErrorCode::forked: throw ForkedError(*this);
        case ErrorCode::shut_down: throw ShutDownError(*this);
        case ErrorCode::internal: throw InternalError(*this);
        case ErrorCode::request_failed: throw RequestFailedError(*this);
        case ErrorCode::unsupported: throw UnsupportedError(*this);
        case ErrorCode::invalid_response: throw InvalidResponseError(*this);
        case ErrorCode::library: throw LibraryError(*this);
    }
    // Of a newer library.
    throw *this;
}
#endif

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_ERROR_CLASSES_HPP
