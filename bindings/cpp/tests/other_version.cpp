// A program that finds a library with another ABI: its own answer stands before the library's.
#include <cstdio>

#include "codex_sdk.hpp"

std::uint32_t codex_sdk_abi_version() { return CODEX_SDK_ABI_VERSION + 1; }

int main() {
    try {
        const codex_sdk::Codex codex;
    } catch (const codex_sdk::LibraryError& error) {
        return std::puts(error.what()), 0;
    }
    return std::puts("the other version was taken"), 1;
}
