// Calls that fail by themselves, as for lack of memory, while their turn goes on.
#include <dlfcn.h>
#include <poll.h>

#include <utility>
#include <vector>

#include "support.hpp"

using namespace codex_sdk;
using support::Stage;

namespace {

/// What the next calls answer in place of the library.
codex_sdk_status next_fails = CODEX_SDK_OK;
codex_sdk_status wait_fails = CODEX_SDK_OK;

template <class Function>
Function of_the_library(const char* name, Function) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

codex_sdk_status taken(codex_sdk_status& status) { return std::exchange(status, CODEX_SDK_OK); }

}  // namespace

// The program's own come before those of the shared library.
extern "C" codex_sdk_status codex_sdk_turn_next(codex_sdk_turn* turn, int32_t timeout_ms, const char** event_json,
                                                size_t* length, char** error_json) {
    if (next_fails != CODEX_SDK_OK) return taken(next_fails);
    static const auto call = of_the_library("codex_sdk_turn_next", &codex_sdk_turn_next);
    return call(turn, timeout_ms, event_json, length, error_json);
}

extern "C" codex_sdk_status codex_sdk_turn_wait(codex_sdk_turn* turn, int32_t timeout_ms, char** result_json,
                                                char** error_json) {
    if (wait_fails != CODEX_SDK_OK) return taken(wait_fails);
    static const auto call = of_the_library("codex_sdk_turn_wait", &codex_sdk_turn_wait);
    return call(turn, timeout_ms, result_json, error_json);
}

TEST_CASE("a call that fails by itself takes no event") {
    for (const codex_sdk_status status : {CODEX_SDK_ERROR_IO, CODEX_SDK_ERROR_INTERNAL}) {
        CAPTURE(status);
        Stage stage(support::ordinary);
        Turn turn = stage.thread.run_streamed("hi");
        std::vector<std::string> types;
        for (;;) {
            // One has come, or the end.
            pollfd readable{turn.fd(), POLLIN, 0};
            REQUIRE(poll(&readable, 1, 30'000) == 1);
            next_fails = status;
            const auto failed = turn.try_next();
            REQUIRE_FALSE(failed);
            CHECK(failed.error().code() == static_cast<ErrorCode>(status));
            CHECK_FALSE(turn.ended());
            const auto event = turn.next();
            if (!event) break;
            types.push_back(event->type());
        }
        CHECK(types == std::vector<std::string>{"thread.started", "turn.started", "item.completed", "turn.completed"});
        CHECK(turn.ended());
    }
}

TEST_CASE("a wait that fails by itself is no end, and one after the end is") {
    Stage stage(support::endless);
    Turn turn = stage.thread.run_streamed("hi");
    wait_fails = CODEX_SDK_ERROR_IO;
    CHECK_FALSE(turn.try_wait());
    CHECK_FALSE(turn.ended());
    turn.cancel();
    CHECK_FALSE(turn.try_wait());
    CHECK(turn.ended());
    wait_fails = CODEX_SDK_ERROR_IO;
    CHECK_FALSE(turn.try_wait());
    CHECK(turn.ended());
}
