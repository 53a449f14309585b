// Client options for the examples, in JSON, from a variable, so that they can run without a network or an account. A
// program of your own does not need this and writes `codex_sdk::Codex codex;`.
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
