/// @file
/// What can go wrong.

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

/// Something went wrong; `what()` says what, with which value, and what to do.
///
/// Programs go by `code()`, or catch one of the classes for the codes, such as @ref TurnFailedError. Copies share their
/// details and throw nothing.
class Error : public std::runtime_error, public ErrorFields {
public:
    /// An error with these details.
    Error(ErrorCode code, ErrorDetails details)
        : std::runtime_error(details.message), ErrorFields(std::move(details)), code_(code) {}
    /// A copy. There is no move: an error always has its details.
    Error(const Error&) noexcept = default;
    /// A copy.
    Error& operator=(const Error&) noexcept = default;
    ~Error() override = default;

    /// Which kind of error it is.
    [[nodiscard]] ErrorCode code() const noexcept { return code_; }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// Throws it as the class for its code.
    [[noreturn]] void raise() const;
#endif

private:
    ErrorCode code_;
};

/// What the classes of the errors have in common, one for each code, to be caught.
template <ErrorCode Code>
class ErrorOf : public Error {
public:
    /// The same error, as this class.
    explicit ErrorOf(const Error& error) : Error(error) {}
};

/// What the `try_` functions return: a value, or an @ref Error.
template <class T>
using Result = expected<T, Error>;

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#include "error_classes.hpp"

#endif  // CODEX_SDK_ERROR_HPP
