// The program that plays the CLI, and what a test does where it is missing.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace support {

/// The status with which a test ends that cannot run here, after it has said why: ctest counts it as skipped, but where
/// nothing may be left out (the variable CI) as failed. 0 if it can run.
inline int cannot_run() {
    const char* hostile = std::getenv("HOSTILE_CODEX");
    std::error_code none;
    if (hostile != nullptr && std::filesystem::exists(hostile, none)) return 0;
    std::puts("not run here: there is no hostile-codex: run `cargo build --workspace`, and cmake anew");
    const char* ci = std::getenv("CI");
    return ci == nullptr || *ci == '\0' ? 77 : 1;
}

}  // namespace support
