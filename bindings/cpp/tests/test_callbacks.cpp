// Turns that are brought to callbacks.
#include <future>
#include <memory>
#include <thread>

#include "support.hpp"

using namespace codex_sdk;
using support::endless;
using support::ordinary;
using support::Stage;

namespace {

using Types = std::vector<std::string>;
const Types all = {"thread.started", "turn.started", "item.completed", "turn.completed", "end"};

struct Thrown : std::exception {};

/// Knows whether the callables are gone.
struct Token {
    std::shared_ptr<int> here = std::make_shared<int>(0);
};

}  // namespace

TEST_CASE("events come in order, and the end exactly once and last") {
    Stage stage(ordinary);
    Types seen;
    CallbackTurn turn = stage.thread.run_with_callbacks(
        "hi", [&](const Event& event) { seen.push_back(event.type()); },
        [&](const Result<TurnResult>& result) {
            seen.emplace_back("end");
            CHECK(result->final_response == "ok");
        });
    const auto result = turn.wait_for(std::chrono::milliseconds::max());
    REQUIRE(result);
    CHECK(result->final_response == "ok");
    CHECK(result->items.empty());
    CHECK(seen == all);
    CHECK(turn.ended());
    CHECK(turn.wait().final_response == "ok");
    CHECK(turn.wait_for(std::chrono::milliseconds(0))->final_response == "ok");
}

TEST_CASE("the callback for the end may be left out, and events may be kept") {
    Stage stage(ordinary);
    std::vector<Event> kept;
    stage.thread.run_with_callbacks("hi", [&](Event event) { kept.push_back(std::move(event)); }).wait();
    CHECK(kept.size() == 4);
    CHECK(kept[2].completed<AgentMessageItem>()->text == "ok");
}

TEST_CASE("callables may be move-only, mutable, functions") {
    static int calls = 0;
    struct Functions {
        static void on_event(const Event&) { calls++; }
        static void on_end(const Result<TurnResult>&) { calls += 100; }
    };
    Stage stage(ordinary);
    stage.thread.run_with_callbacks("hi", Functions::on_event, &Functions::on_end).wait();
    CHECK(calls == 104);
    std::promise<int> count;
    auto future = count.get_future();
    stage.thread
        .run_with_callbacks(
            "hi", [owned = std::make_unique<int>(0)](Event&&) { ++*owned; },
            [count = std::move(count), calls = 0](const Result<TurnResult>&) mutable { count.set_value(++calls); })
        .wait();
    CHECK(future.get() == 1);
}

TEST_CASE("a turn that fails tells its end, and wait throws it") {
    Stage stage(support::failing);
    ErrorCode code{};
    CallbackTurn turn = stage.thread.run_with_callbacks(
        "hi", [](const Event&) {}, [&](const Result<TurnResult>& result) { code = result.error().code(); });
    CHECK_THROWS_AS(turn.wait(), TurnFailedError);
    CHECK_THROWS_AS(turn.wait(), TurnFailedError);
    CHECK(code == ErrorCode::turn_failed);
}

TEST_CASE("nothing is called when the turn does not start") {
    Stage stage(ordinary);
    const Token token;
    int calls = 0;
    const auto refused = stage.thread.try_run_with_callbacks(
        "", [&calls, token](const Event&) { calls++; }, [&](const Result<TurnResult>&) { calls++; });
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == ErrorCode::invalid_argument);
    CHECK(calls == 0);
    CHECK(token.here.use_count() == 1);
}

TEST_CASE("what a callback throws ends the turn, reaches whoever waits, and nobody else") {
    Stage stage(endless);
    int events = 0;
    ErrorCode code{};
    CallbackTurn turn = stage.thread.run_with_callbacks(
        "hi",
        [&](const Event&) {
            events++;
            throw Thrown();
        },
        [&](const Result<TurnResult>& result) { code = result.error().code(); });
    CHECK_THROWS_AS(turn.wait(), Thrown);
    CHECK_THROWS_AS(static_cast<void>(turn.try_wait()), Thrown);
    CHECK(events == 1);
    CHECK(code == ErrorCode::cancelled);

    Stage other(ordinary);
    CallbackTurn ended =
        other.thread.run_with_callbacks("hi", [](const Event&) {}, [](const Result<TurnResult>&) { throw 7; });
    CHECK_THROWS_AS(ended.wait(), int);
    // The same client and thread go on.
    CHECK(other.thread.run("hi").final_response == "ok");
}

TEST_CASE("callables are gone before the wait is over") {
    Stage stage(ordinary);
    const Token token;
    CallbackTurn turn =
        stage.thread.run_with_callbacks("hi", [token](const Event&) {}, [token](const Result<TurnResult>&) {});
    CHECK(turn.wait().final_response == "ok");
    CHECK(token.here.use_count() == 1);
}

TEST_CASE("destroying the turn waits for its callbacks") {
    Stage stage(endless);
    std::vector<std::string> seen;
    const Token token;
    {
        CallbackTurn turn = stage.thread.run_with_callbacks(
            "hi", [&](const Event& event) { seen.push_back(event.type()); },
            [&, token](const Result<TurnResult>&) { seen.emplace_back("end"); });
        CallbackTurn moved = std::move(turn);
        // NOLINTNEXTLINE(bugprone-use-after-move): that is the point
        CHECK_THROWS_AS(turn.wait(), InvalidHandleError);
    }
    CHECK(seen.back() == "end");
    CHECK(token.here.use_count() == 1);
    // Moving into one does so, too.
    CallbackTurn turn = stage.thread.run_with_callbacks(
        "hi", [](const Event&) {}, [&](const Result<TurnResult>&) { seen.emplace_back("other"); });
    Stage other(ordinary);
    turn = other.thread.run_with_callbacks("hi", [](const Event&) {});
    CHECK(seen.back() == "other");
    CHECK(turn.wait().final_response == "ok");
}

TEST_CASE("a callback may destroy everything, its own turn included") {
    const std::string scripts[] = {ordinary, endless, support::failing};
    for (const auto& script : scripts) {
        CAPTURE(script);
        struct Everything {
            explicit Everything(const std::string& script) : stage(script) {}
            Stage stage;
            std::optional<CallbackTurn> turn;
        };
        auto everything = std::make_unique<Everything>(script);
        Thread& thread = everything->stage.thread;
        std::promise<void> made;
        std::promise<Types> ended;
        auto seen = ended.get_future();
        auto turn = thread.run_with_callbacks(
            "hi",
            [&, was_made = made.get_future().share()](const Event&) {
                was_made.wait();
                everything.reset();
            },
            [&, token = Token()](const Result<TurnResult>& result) {
                ended.set_value({result ? "OK" : result.error().code_name()});
            });
        everything->turn.emplace(std::move(turn));
        made.set_value();
        const Types end = seen.get();
        if (script == endless) CHECK(end == Types{"cancelled"});
    }
}

TEST_CASE("a callback may run turns, but not wait for callbacks") {
    Stage stage(ordinary);
    Thread other = stage.start();
    std::optional<CallbackTurn> turn;
    std::promise<void> made;
    std::vector<std::string> said;
    turn.emplace(stage.thread.run_with_callbacks(
        "hi", [](const Event&) {},
        [&, was_made = made.get_future().share()](const Result<TurnResult>&) {
            was_made.wait();
            said.push_back(other.run("hi").final_response);
            const auto waited = turn->try_wait();
            // It never succeeds in here.
            const bool later = !waited && waited.error().retryable();
            said.push_back(waited ? "waited" : waited.error().code_name() + (later ? ", retryable" : ""));
        }));
    made.set_value();
    CHECK(turn->wait().final_response == "ok");
    CHECK(said == std::vector<std::string>{"ok", "busy"});
}

TEST_CASE("a client that is closed or gone still tells the ends") {
    Stage stage(endless);
    std::promise<ErrorCode> code;
    CallbackTurn turn = stage.thread.run_with_callbacks(
        "hi", [](const Event&) {}, [&](const Result<TurnResult>& result) { code.set_value(result.error().code()); });
    stage.codex.close();
    CHECK(code.get_future().get() == ErrorCode::shut_down);
    CHECK_THROWS_AS(turn.wait(), ShutDownError);
}
