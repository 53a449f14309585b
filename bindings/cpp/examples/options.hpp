// Lets the examples run without an account: client options as JSON, from the variable CODEX_SDK_EXAMPLE_OPTIONS. Your
// own program does not need this; it writes `codex_sdk::Codex codex;`.
#pragma once

#include <codex_sdk.hpp>

#include <cstdlib>

inline codex_sdk::CodexOptions example_options() {
    codex_sdk::CodexOptions options;
    if (const char* given = std::getenv("CODEX_SDK_EXAMPLE_OPTIONS")) {
        auto members = codex_sdk::Json(given).members();
        if (!members) {
            codex_sdk::ErrorDetails details;
            details.message = "CODEX_SDK_EXAMPLE_OPTIONS is not a JSON object";
            throw codex_sdk::InvalidArgumentError({codex_sdk::ErrorCode::invalid_argument, details});
        }
        options.extra = *members;
    }
    return options;
}
