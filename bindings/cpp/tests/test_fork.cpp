// A forked child can do nothing with what its parent has, and is held up by nothing.
#include <sys/wait.h>
#include <unistd.h>

#include "support.hpp"

using namespace codex_sdk;
using support::Stage;

TEST_CASE("a forked child is told so, and its objects end nothing of its parent's") {
    Stage stage(support::endless);
    std::optional<Turn> turn(stage.thread.run_streamed("hi"));
    CHECK(turn->next());
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        // No doctest in here: it would report twice.
        const auto run = stage.thread.try_run("hi");
        const auto next = turn->try_next();
        const bool told =
            !run && run.error().code() == ErrorCode::forked && !next && next.error().code() == ErrorCode::forked;
        turn.reset();
        _exit(told ? 0 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(support::runs(stage.folder, "pid"));
    CHECK(turn->next());
}
