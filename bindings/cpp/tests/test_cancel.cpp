// Turns that are cancelled, by a call or by a stop token.
#include <poll.h>

#include <future>
#include <thread>

#include "support.hpp"

using namespace codex_sdk;
using support::endless;
using support::ordinary;
using support::runs;
using support::Stage;

TEST_CASE("cancel, from another thread, ends whoever waits") {
    Stage stage(endless);
    Turn turn = stage.thread.run_streamed("hi");
    CHECK(turn.next());
    auto waiting = std::async(std::launch::async, [&] { return turn.try_wait(); });
    turn.cancel();
    const auto result = waiting.get();
    REQUIRE_FALSE(result);
    CHECK(result.error().code() == ErrorCode::cancelled);
    CHECK_FALSE(runs(stage.folder, "pid"));
    turn.cancel();
}

TEST_CASE("events that came before are still there") {
    Stage stage(endless);
    Turn turn = stage.thread.run_streamed("hi");
    CHECK(turn.next());
    pollfd readable{turn.fd(), POLLIN, 0};
    REQUIRE(poll(&readable, 1, 30'000) == 1);
    turn.cancel();
    std::size_t count = 0;
    CHECK_THROWS_AS(
        [&] {
            for ([[maybe_unused]] auto& event : turn.events()) count++;
        }(),
        TurnCancelledError);
    CHECK(count == 1);
}

TEST_CASE("after the end there is nothing to cancel") {
    Stage stage(ordinary);
    Turn turn = stage.thread.run_streamed("hi");
    CHECK(turn.wait().final_response == "ok");
    turn.cancel();
    CHECK(turn.wait().final_response == "ok");
}

#if CODEX_SDK_HAS_STOP_TOKEN

TEST_CASE("a stop cancels a run") {
    Stage stage(endless);
    std::stop_source stop;
    TurnOptions options;
    options.stop_token = stop.get_token();
    auto running = std::async(std::launch::async, [&] { return stage.thread.try_run("hi", options); });
    REQUIRE(support::eventually([&] { return stage.folder.has("pid"); }));
    stop.request_stop();
    const auto result = running.get();
    REQUIRE_FALSE(result);
    CHECK(result.error().code() == ErrorCode::cancelled);
    CHECK_FALSE(runs(stage.folder, "pid"));
}

TEST_CASE("a stop cancels a turn that is read, and one that is brought") {
    Stage stage(endless);
    std::stop_source stop;
    Turn turn = stage.thread.run_streamed("hi", {.stop_token = stop.get_token()});
    Thread second = stage.start();
    CallbackTurn called =
        second.run_with_callbacks("hi", [&](const Event&) { stop.request_stop(); }, {.stop_token = stop.get_token()});
    CHECK_THROWS_AS(turn.wait(), TurnCancelledError);
    CHECK_THROWS_AS(called.wait(), TurnCancelledError);
}

TEST_CASE("a stop that was requested before ends the turn at once") {
    Stage stage(endless);
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(stage.thread.run("hi", {.stop_token = stop.get_token()}), TurnCancelledError);
    CHECK_THROWS_AS(stage.thread.run_with_callbacks("hi", [](const Event&) {}, {.stop_token = stop.get_token()}).wait(),
                    TurnCancelledError);
}

TEST_CASE("a stop after the end, or after the turn is gone, does nothing") {
    Stage stage(ordinary);
    std::stop_source stop;
    {
        Turn turn = stage.thread.run_streamed("hi", {.stop_token = stop.get_token()});
        CHECK(turn.wait().final_response == "ok");
        Turn moved = std::move(turn);
    }
    stop.request_stop();
    CHECK(stage.thread.run("hi").final_response == "ok");
}

TEST_CASE("the token of a std::jthread ends its turn with the thread") {
    Stage stage(endless);
    std::promise<ErrorCode> ended;
    {
        std::jthread thread([&](const std::stop_token& stop) {
            const auto result = stage.thread.try_run("hi", {.stop_token = stop});
            ended.set_value(result ? ErrorCode::internal : result.error().code());
        });
        REQUIRE(support::eventually([&] { return stage.folder.has("pid"); }));
    }
    CHECK(ended.get_future().get() == ErrorCode::cancelled);
}

#endif
