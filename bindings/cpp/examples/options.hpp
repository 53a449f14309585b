// What lets the examples run without network and account: client options, in JSON, from a variable. A program of your
// own needs none of it and writes `codex_sdk::Codex codex;`.
#pragma once

#include <codex_sdk.hpp>

#include <cstdlib>

inline codex_sdk::CodexOptions example_options() {
    codex_sdk::CodexOptions options;
    if (const char* given = std::getenv("CODEX_SDK_EXAMPLE_OPTIONS")) {
        auto members = codex_sdk::Json(given).members();
        if (!members) {
            codex_sdk::ErrorDetails details;
            details.message = "CODEX_SDK_EXAMPLE_OPTIONS holds no JSON object";
            throw codex_sdk::InvalidArgumentError({codex_sdk::ErrorCode::invalid_argument, details});
        }
        options.extra = *members;
    }
    return options;
}
