/// @file
/// Errors.

#ifndef CODEX_SDK_ERROR_HPP
#define CODEX_SDK_ERROR_HPP

#include <stdexcept>
#include <utility>

#include "detail/dialect.hpp"
#include "error_code.hpp"
#include "expected.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// An error. `what()` says what happened, with which value, and what to do.
///
/// Use `code()` to tell errors apart, or catch a class such as @ref TurnFailedError; there is one for each code. Copies
/// share their details, and copying never throws.
class Error : public std::runtime_error, public ErrorFields {
public:
    /// An error with these details.
    Error(ErrorCode code, ErrorDetails details)
        : std::runtime_error(details.message), ErrorFields(std::move(details)), code_(code) {}
    /// A copy. There is no move, so that an error always has its details.
    Error(const Error&) noexcept = default;
    /// A copy.
    Error& operator=(const Error&) noexcept = default;
    ~Error() override = default;

    /// The kind of error.
    [[nodiscard]] ErrorCode code() const noexcept { return code_; }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// Throws this error as the class for its code.
    [[noreturn]] void raise() const;
#endif

private:
    ErrorCode code_;
};

/// The base of the error classes.
template <ErrorCode Code>
class ErrorOf : public Error {
public:
    /// Copies this error.
    explicit ErrorOf(const Error& error) : Error(error) {}
};

/// What the `try_` functions return: a value or an @ref Error.
template <class T>
using Result = expected<T, Error>;

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#include "error_classes.hpp"

#endif  // CODEX_SDK_ERROR_HPP
