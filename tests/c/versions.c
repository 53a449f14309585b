/* The header's macros and the library's functions tell the same. */
#include "check.h"

int main(void)
{
    char text[32];
    static const struct { int32_t status; const char *name; } names[] = {
        {CODEX_SDK_OK, "OK"}, {CODEX_SDK_TIMEOUT, "TIMEOUT"}, {CODEX_SDK_END, "END"},
        {CODEX_SDK_ERROR_INVALID_ARGUMENT, "INVALID_ARGUMENT"}, {CODEX_SDK_ERROR_INVALID_HANDLE, "INVALID_HANDLE"},
        {CODEX_SDK_ERROR_BUSY, "BUSY"}, {CODEX_SDK_ERROR_CLI_NOT_FOUND, "CLI_NOT_FOUND"},
        {CODEX_SDK_ERROR_SPAWN_FAILED, "SPAWN_FAILED"}, {CODEX_SDK_ERROR_CLI_FAILED, "CLI_FAILED"},
        {CODEX_SDK_ERROR_PROTOCOL, "PROTOCOL"}, {CODEX_SDK_ERROR_TURN_FAILED, "TURN_FAILED"},
        {CODEX_SDK_ERROR_CANCELLED, "CANCELLED"}, {CODEX_SDK_ERROR_TURN_TIMEOUT, "TURN_TIMEOUT"},
        {CODEX_SDK_ERROR_THREAD_NOT_FOUND, "THREAD_NOT_FOUND"}, {CODEX_SDK_ERROR_IO, "IO"},
        {CODEX_SDK_ERROR_FORKED, "FORKED"}, {CODEX_SDK_ERROR_SHUT_DOWN, "SHUT_DOWN"},
        {CODEX_SDK_ERROR_INTERNAL, "INTERNAL"},
        {CODEX_SDK_ERROR_REQUEST_FAILED, "REQUEST_FAILED"},
        {CODEX_SDK_ERROR_UNSUPPORTED, "UNSUPPORTED"},
        {3, "UNKNOWN"}, {-18, "UNKNOWN"}, {INT32_MAX, "UNKNOWN"}, {INT32_MIN, "UNKNOWN"},
    };

    snprintf(text, sizeof text, "%d.%d.%d", CODEX_SDK_VERSION_MAJOR, CODEX_SDK_VERSION_MINOR, CODEX_SDK_VERSION_PATCH);
    CHECK(strcmp(text, CODEX_SDK_VERSION) == 0);
    CHECK(strcmp(codex_sdk_version(), CODEX_SDK_VERSION) == 0);
    CHECK(codex_sdk_abi_version() == CODEX_SDK_ABI_VERSION);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        CHECK(strcmp(codex_sdk_status_name(names[i].status), names[i].name) == 0);
    return 0;
}
