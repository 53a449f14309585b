/// @file
/// A value or an error: `std::expected`, or the part of it that these headers use.

#ifndef CODEX_SDK_EXPECTED_HPP
#define CODEX_SDK_EXPECTED_HPP

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "detail/dialect.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

#if CODEX_SDK_HAS_STD_EXPECTED

/// A value or an error.
template <class T, class E>
using expected = std::expected<T, E>;

/// An error to be stored in an @ref expected.
template <class E>
using unexpected = std::unexpected<E>;

#else

/// An error to be stored in an @ref expected.
template <class E>
class unexpected {
public:
    /// Holds this error.
    explicit unexpected(E error) : error_(std::move(error)) {}
    /// The error.
    [[nodiscard]] const E& error() const& noexcept { return error_; }
    /// The error, to be moved from.
    [[nodiscard]] E&& error() && noexcept { return std::move(error_); }

private:
    E error_;
};

#if CODEX_SDK_HAS_EXCEPTIONS
/// Thrown by `value()` of an @ref expected that holds an error.
template <class E>
class bad_expected_access : public std::exception {
public:
    /// Holds this error.
    explicit bad_expected_access(E error) : error_(std::move(error)) {}
    /// The error.
    [[nodiscard]] const E& error() const noexcept { return error_; }
    /// A message for people.
    [[nodiscard]] const char* what() const noexcept override {
        return "codex_sdk::expected holds an error, not a value";
    }

private:
    E error_;
};
#endif

/// A value or an error. If the standard library has C++23's `std::expected`, this is that type. Otherwise it has the
/// members of `std::expected` that these headers use.
template <class T, class E>
class [[nodiscard]] expected {
public:
    using value_type = T;  ///< Type of the value.
    using error_type = E;  ///< Type of the error.

    /// Holds a value.
    template <class U = T,
              class = std::enable_if_t<std::is_constructible_v<T, U> && !std::is_same_v<std::decay_t<U>, expected> &&
                                       !std::is_same_v<std::decay_t<U>, unexpected<E>>>>
    expected(U&& value)
        : state_(std::in_place_index<0>, std::forward<U>(value)) {}  // NOLINT: implicit, as the standard's
    /// Holds an error.
    expected(unexpected<E> error) : state_(std::in_place_index<1>, std::move(error).error()) {}  // NOLINT

    /// Whether there is a value.
    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    /// Whether there is a value.
    explicit operator bool() const noexcept { return has_value(); }

    /// The value. There must be one.
    [[nodiscard]] T& operator*() & noexcept { return *std::get_if<0>(&state_); }
    /// The value. There must be one.
    [[nodiscard]] const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
    /// The value, to be moved from. There must be one.
    [[nodiscard]] T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
    /// A member of the value. There must be one.
    [[nodiscard]] T* operator->() noexcept { return std::get_if<0>(&state_); }
    /// A member of the value. There must be one.
    [[nodiscard]] const T* operator->() const noexcept { return std::get_if<0>(&state_); }
    /// The error. There must be one.
    [[nodiscard]] const E& error() const noexcept { return *std::get_if<1>(&state_); }

    /// The value, or this default.
    template <class U>
    [[nodiscard]] T value_or(U&& other) const& {
        return has_value() ? **this : static_cast<T>(std::forward<U>(other));
    }
    /// The value, moved out, or this default.
    template <class U>
    [[nodiscard]] T value_or(U&& other) && {
        return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(other));
    }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// The value. Throws a @ref bad_expected_access if there is none.
    [[nodiscard]] T& value() & { return checked(), **this; }
    /// The value. Throws a @ref bad_expected_access if there is none.
    [[nodiscard]] const T& value() const& { return checked(), **this; }
    /// The value, to be moved from. Throws a @ref bad_expected_access if there is none.
    [[nodiscard]] T&& value() && { return checked(), *std::move(*this); }
#endif

private:
#if CODEX_SDK_HAS_EXCEPTIONS
    void checked() const {
        if (!has_value()) throw bad_expected_access<E>(error());
    }
#endif

    std::variant<T, E> state_;
};

/// Success or an error.
template <class E>
class [[nodiscard]] expected<void, E> {
public:
    using value_type = void;  ///< There is no value.
    using error_type = E;     ///< Type of the error.

    /// Success.
    expected() = default;
    /// Holds an error.
    expected(unexpected<E> error) : error_(std::move(error).error()) {}  // NOLINT

    /// Whether there is no error.
    [[nodiscard]] bool has_value() const noexcept { return !error_.has_value(); }
    /// Whether there is no error.
    explicit operator bool() const noexcept { return has_value(); }
    /// Does nothing. There must be no error.
    void operator*() const noexcept {}
    /// The error. There must be one.
    [[nodiscard]] const E& error() const noexcept { return *error_; }

#if CODEX_SDK_HAS_EXCEPTIONS
    /// Throws a @ref bad_expected_access if there is an error.
    void value() const {
        if (!has_value()) throw bad_expected_access<E>(error());
    }
#endif

private:
    std::optional<E> error_;
};

#endif

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_EXPECTED_HPP
