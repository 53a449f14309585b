/// @file
/// The Codex CLI with its configuration.

#ifndef CODEX_SDK_CODEX_HPP
#define CODEX_SDK_CODEX_HPP

#include <optional>
#include <string>
#include <utility>

#include "codex_sdk.h"
#include "detail/dialect.hpp"
#include "detail/encode.hpp"
#include "detail/failure.hpp"
#include "detail/handles.hpp"
#include "detail/read.hpp"
#include "detail/result_fields.hpp"
#include "detail/text.hpp"
#include "error.hpp"
#include "options.hpp"
#include "result.hpp"
#include "thread.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// A Codex CLI with its configuration and environment. A program usually has one.
///
/// You may destroy it before its threads and turns, which keep what they need of it; running turns continue until
/// `close` is called. You may use it from several threads at once.
class Codex {
public:
    Codex(Codex&&) noexcept = default;
    Codex& operator=(Codex&&) noexcept = default;
    ~Codex() = default;

    /// Checks the options and finds the CLI. Starts no process.
    [[nodiscard]] static Result<Codex> try_create(const CodexOptions& options = {}) {
        if (codex_sdk_abi_version() != CODEX_SDK_ABI_VERSION) {
            return unexpected<Error>(detail::other_library());
        }
        const auto json = detail::json_of(options);
        if (!json) return unexpected<Error>(json.error());
        codex_sdk_client* client = nullptr;
        detail::Text error;
        const codex_sdk_status status = codex_sdk_client_new(json->c_str(), &client, error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return Codex(detail::ClientPointer(client, codex_sdk_client_free));
    }

    /// Returns the path and version of the CLI. The first call runs the CLI to ask for its version.
    [[nodiscard]] Result<CliInfo> try_info() const {
        detail::Text info;
        detail::Text error;
        const codex_sdk_status status = codex_sdk_client_info(client_.get(), info.out(), error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return detail::from_json<CliInfo>(info.get());
    }

    /// Starts a conversation. Nothing is sent before its first turn.
    [[nodiscard]] Result<Thread> try_start_thread(const ThreadOptions& options = {}) {
        return thread(nullptr, options);
    }

    /// Resumes a conversation. If the CLI does not know it, the first turn ends with @ref ErrorCode::thread_not_found.
    /// The CLI does not store options with a conversation: pass them again.
    [[nodiscard]] Result<Thread> try_resume_thread(const std::string& thread_id, const ThreadOptions& options = {}) {
        if (auto error = detail::nul_error("the thread id", thread_id)) return unexpected<Error>(*std::move(error));
        return thread(thread_id.c_str(), options);
    }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// Uses the installed CLI with its own configuration and login. Throws if there is no CLI.
    Codex() : Codex(CodexOptions()) {}
    /// Like @ref try_create, but throws the error.
    explicit Codex(const CodexOptions& options) : Codex(detail::value_or_raise(try_create(options))) {}

    /// Like @ref try_info, but throws the error.
    [[nodiscard]] CliInfo info() const { return detail::value_or_raise(try_info()); }
    /// Like @ref try_start_thread, but throws the error.
    [[nodiscard]] Thread start_thread(const ThreadOptions& options = {}) {
        return detail::value_or_raise(try_start_thread(options));
    }
    /// Like @ref try_resume_thread, but throws the error.
    [[nodiscard]] Thread resume_thread(const std::string& thread_id, const ThreadOptions& options = {}) {
        return detail::value_or_raise(try_resume_thread(thread_id, options));
    }
#endif

    /// Ends all turns with @ref ErrorCode::shut_down, without waiting. Call it from any thread. Later calls on this
    /// object fail with @ref ErrorCode::invalid_handle, and calls on its threads with @ref ErrorCode::shut_down.
    void close() noexcept { codex_sdk_client_free(client_.get()); }

private:
    explicit Codex(detail::ClientPointer client) : client_(std::move(client)) {}

    Result<Thread> thread(const char* thread_id, const ThreadOptions& options) {
        const auto json = detail::json_of(options);
        if (!json) return unexpected<Error>(json.error());
        codex_sdk_thread* thread = nullptr;
        detail::Text error;
        const codex_sdk_status status =
            thread_id == nullptr
                ? codex_sdk_thread_start(client_.get(), json->c_str(), &thread, error.out())
                : codex_sdk_thread_resume(client_.get(), thread_id, json->c_str(), &thread, error.out());
        if (status != CODEX_SDK_OK) return detail::failed(status, error);
        return Thread(client_, detail::ThreadPointer(thread));
    }

    detail::ClientPointer client_;
};

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_CODEX_HPP
