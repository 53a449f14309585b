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
        // No doctest in here: it would report twice. What hangs is ended by a signal.
        alarm(30);
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

TEST_CASE("a forked child is held up neither by a turn with callbacks nor by one that another thread reads") {
    Stage stage(support::endless);
    Thread second = stage.start();
    std::optional<Turn> read(stage.thread.run_streamed("hi"));
    std::optional<CallbackTurn> called(second.run_with_callbacks("hi", [](const Event&) {}));
    auto reading = support::read_to_the_end(*read);
    // No more than checked: to leave here is to wait for the reader.
    CHECK(support::is_read(*read));
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        alarm(30);
        const auto waited = called->try_wait();
        const bool told = !waited && waited.error().code() == ErrorCode::forked && called->ended();
        called.reset();
        read.reset();
        _exit(told ? 0 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK_FALSE(called->ended());
    read->cancel();
}
