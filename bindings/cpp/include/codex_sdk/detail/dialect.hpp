/// @file
/// What the compiler offers, and the names of the namespaces that follow from it.

#ifndef CODEX_SDK_DETAIL_DIALECT_HPP
#define CODEX_SDK_DETAIL_DIALECT_HPP

#include <string>
#if __has_include(<version>)
#include <version>
#endif

/// 1 if exceptions are enabled, and with them the throwing form of every function.
#if defined(__cpp_exceptions)
#define CODEX_SDK_HAS_EXCEPTIONS 1
#else
#define CODEX_SDK_HAS_EXCEPTIONS 0
#endif

/// 1 if @ref codex_sdk::expected is `std::expected`.
#if defined(__cpp_lib_expected)
#define CODEX_SDK_HAS_STD_EXPECTED 1
#include <expected>
#else
#define CODEX_SDK_HAS_STD_EXPECTED 0
#endif

/// 1 if a `std::stop_token` can cancel a turn.
#if defined(__cpp_lib_jthread)
#define CODEX_SDK_HAS_STOP_TOKEN 1
#include <stop_token>
#else
#define CODEX_SDK_HAS_STOP_TOKEN 0
#endif

// The declarations depend on these three. Each combination has namespaces of its own, so that units compiled in
// different ways can be linked into one program.
#if CODEX_SDK_HAS_STD_EXPECTED && CODEX_SDK_HAS_STOP_TOKEN
#define CODEX_SDK_DIALECT cxx23
#elif CODEX_SDK_HAS_STD_EXPECTED
#define CODEX_SDK_DIALECT cxx23_without_stop_token
#elif CODEX_SDK_HAS_STOP_TOKEN
#define CODEX_SDK_DIALECT cxx20
#else
#define CODEX_SDK_DIALECT cxx17
#endif
#if CODEX_SDK_HAS_EXCEPTIONS
#define CODEX_SDK_FORM throwing
#else
#define CODEX_SDK_FORM not_throwing
#endif

#endif  // CODEX_SDK_DETAIL_DIALECT_HPP
