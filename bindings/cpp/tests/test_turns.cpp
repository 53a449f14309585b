// Turns: the ways of reading them, and what may be done with them meanwhile.
#include <poll.h>

#include <algorithm>
#include <future>
#include <iterator>

#include "support.hpp"

using namespace codex_sdk;
using support::endless;
using support::ordinary;
using support::Stage;

namespace {

using Types = std::vector<std::string>;
const Types all = {"thread.started", "turn.started", "item.completed", "turn.completed"};

template <class Range>
Types types(Range&& range) {
    Types types;
    for (auto& event : range) types.push_back(event.type());
    return types;
}

ErrorCode code_of(const Result<std::optional<Event>>& result) {
    REQUIRE_FALSE(result);
    return result.error().code();
}

}  // namespace

TEST_CASE("a run gives what the turn came to") {
    Stage stage(ordinary);
    CHECK_FALSE(stage.thread.id());
    const TurnResult result = stage.thread.run("hi");
    CHECK(result.final_response == "ok");
    CHECK(result.thread_id == "thread-1");
    REQUIRE(result.items.size() == 1);
    CHECK(result.items[0].as<AgentMessageItem>()->text == "ok");
    CHECK(result.usage->input_tokens == 42);
    CHECK(result.turn_usage->output_tokens == 5);
    CHECK(result.raw.get("/final_response") == "ok");
    CHECK(stage.thread.id() == "thread-1");
    CHECK(stage.codex.resume_thread("thread-1").run("again").thread_id == "thread-1");
}

TEST_CASE("the client tells what it works with") {
    const auto info = Stage(ordinary).codex.info();
    CHECK(info.cli_path == std::getenv("HOSTILE_CODEX"));
    CHECK(info.cli_version == "0.0.0-hostile");
    CHECK_FALSE(info.found_by.empty());
}

TEST_CASE("events come as a range, of a turn that has a name and of one that has none") {
    Stage stage(ordinary);
    Turn turn = stage.thread.run_streamed("hi");
    CHECK(types(turn.events()) == all);
    CHECK(turn.ended());
    CHECK(types(turn.events()).empty());
    CHECK(types(stage.thread.run_streamed("hi").events()) == all);
    // Everything of the client is gone, but for what the range holds.
    CHECK(types(Codex(stage.options(ordinary)).start_thread(ThreadOptions()).run_streamed("hi").events()) == all);
}

TEST_CASE("a range that outlives its turn holds on to it") {
    Stage stage(ordinary);
    std::optional<Events> events;
    {
        Turn turn = stage.thread.run_streamed("hi");
        events.emplace(turn.events());
    }
    CHECK(types(*events) == all);
}

TEST_CASE("standard algorithms take the range") {
    Stage stage(ordinary);
    auto events = stage.thread.run_streamed("hi").events();
    const auto found = std::find_if(events.begin(), events.end(),
                                    [](const Event& event) { return event.completed<AgentMessageItem>() != nullptr; });
    REQUIRE(found != events.end());
    CHECK(found->item()->as<AgentMessageItem>()->text == "ok");
#if defined(__cpp_lib_ranges)
    static_assert(std::ranges::input_range<Events> && std::movable<Events>);
    static_assert(std::ranges::input_range<EventResults>);
#endif
}

TEST_CASE("a range goes on where the last one was left") {
    Stage stage(ordinary);
    Turn turn = stage.thread.run_streamed("hi");
    for (auto& event : turn.events()) {
        if (event.as<TurnStartedEvent>()) break;
    }
    CHECK(types(turn.events()) == Types(all.begin() + 2, all.end()));
}

TEST_CASE("an event can be moved out of a range") {
    Stage stage(ordinary);
    std::vector<Event> kept;
    for (auto& event : stage.thread.run_streamed("hi").events()) kept.push_back(std::move(event));
    CHECK(types(kept) == all);
}

TEST_CASE("a turn that did not end well throws after its last event") {
    Stage stage(support::failing);
    Types seen;
    Turn turn = stage.thread.run_streamed("hi");
    CHECK_THROWS_AS(
        [&] {
            for (auto& event : turn.events()) seen.push_back(event.type());
        }(),
        TurnFailedError);
    CHECK(seen == Types{"thread.started", "turn.started", "turn.failed"});
    CHECK(turn.ended());
    CHECK_THROWS_AS(static_cast<void>(turn.next()), TurnFailedError);
    CHECK_THROWS_AS(turn.wait(), TurnFailedError);
}

TEST_CASE("without exceptions the error is the last element") {
    Stage stage(support::failing);
    Types seen;
    for (auto& event : stage.thread.try_run_streamed("hi")->try_events()) {
        seen.push_back(event ? event->type() : event.error().code_name());
    }
    CHECK(seen == Types{"thread.started", "turn.started", "turn.failed", "turn_failed"});
}

TEST_CASE("events are asked for one by one, with patience or without") {
    Stage stage(R"([{"thread_started":"t"},{"wait_for_file":"@go"},{"agent_message":"ok"},{"turn_completed":true}])");
    Turn turn = stage.thread.run_streamed("hi");
    CHECK(turn.next()->as<ThreadStartedEvent>() != nullptr);
    CHECK_FALSE(turn.next_for(std::chrono::milliseconds(0)));
    CHECK_FALSE(turn.next_for(std::chrono::milliseconds(20)));
    CHECK_FALSE(turn.next_for(std::chrono::milliseconds(-5)));
    CHECK_FALSE(turn.ended());
    CHECK_FALSE(turn.wait_for(std::chrono::milliseconds(0)));
    stage.folder.write("go", "");
    CHECK(turn.next_for(std::chrono::hours(24 * 365 * 1000))->completed<AgentMessageItem>() != nullptr);
    CHECK(turn.next()->as<TurnCompletedEvent>() != nullptr);
    CHECK_FALSE(turn.next());
    CHECK(turn.ended());
    CHECK_FALSE(turn.next());
}

TEST_CASE("the result has what nobody has read as an event") {
    Stage stage(R"([{"thread_started":"t"},{"agent_message":"one"},{"agent_message":"two"},{"turn_completed":true}])");
    Turn turn = stage.thread.run_streamed("hi");
    for (auto& event : turn.events()) {
        if (event.item()) break;
    }
    const TurnResult result = turn.wait();
    REQUIRE(result.items.size() == 1);
    CHECK(result.items[0].as<AgentMessageItem>()->text == "two");
    CHECK(result.final_response == "two");
    CHECK(turn.wait_for(std::chrono::milliseconds(0))->final_response == "two");
}

TEST_CASE("an event loop waits for the descriptor") {
    Stage stage(ordinary);
    Turn turn = stage.thread.run_streamed("hi");
    Types seen;
    while (!turn.ended()) {
        pollfd ready{turn.fd(), POLLIN, 0};
        REQUIRE(poll(&ready, 1, 30'000) == 1);
        while (auto event = turn.next_for(std::chrono::milliseconds(0))) seen.push_back(event->type());
    }
    CHECK(seen == all);
}

TEST_CASE("a turn goes on when it is moved, also while a range reads it") {
    Stage stage(ordinary);
    Turn first = stage.thread.run_streamed("hi");
    Types seen;
    std::optional<Turn> second;
    for (auto& event : first.events()) {
        seen.push_back(event.type());
        if (!second) second.emplace(std::move(first));
    }
    CHECK(seen == all);
    CHECK(second->ended());
    // The thread and the client may be moved as well.
    Codex codex = std::move(stage.codex);
    Thread thread = std::move(stage.thread);
    CHECK(thread.run("hi").final_response == "ok");
}

TEST_CASE("what was moved from says so") {
    Stage stage(ordinary);
    Turn turn = stage.thread.run_streamed("hi");
    Turn other = std::move(turn);
    // NOLINTBEGIN(bugprone-use-after-move): that is the point
    CHECK_THROWS_AS(static_cast<void>(turn.next()), InvalidHandleError);
    CHECK_THROWS_AS(turn.wait(), InvalidHandleError);
    CHECK_THROWS_AS(types(turn.events()), InvalidHandleError);
    CHECK(turn.ended());
    CHECK(turn.fd() == -1);
    turn.cancel();
    turn.close();
    const Thread thread = std::move(stage.thread);
    CHECK_THROWS_AS(stage.thread.run("hi"), InvalidHandleError);
    CHECK_THROWS_AS(static_cast<void>(stage.thread.id()), InvalidHandleError);
    const Codex codex = std::move(stage.codex);
    CHECK_THROWS_AS(static_cast<void>(stage.codex.start_thread()), InvalidHandleError);
    CHECK_THROWS_WITH(static_cast<void>(stage.codex.info()),
                      "this Codex object, thread or turn was closed or moved from");
    stage.codex.close();
    // NOLINTEND(bugprone-use-after-move)
}

TEST_CASE("moving into a turn ends the one that was there") {
    Stage stage(endless);
    Turn turn = stage.thread.run_streamed("hi");
    CHECK(turn.next());
    CHECK(support::runs(stage.folder, "pid"));
    Stage other(ordinary);
    turn = other.thread.run_streamed("hi");
    CHECK_FALSE(support::runs(stage.folder, "pid"));
    CHECK(turn.wait().final_response == "ok");
}

TEST_CASE("a thread runs one turn at a time") {
    Stage stage(endless);
    Turn turn = stage.thread.run_streamed("hi");
    CHECK_THROWS_AS(stage.thread.run("hi"), BusyError);
    turn.cancel();
    CHECK_THROWS_AS(turn.wait(), TurnCancelledError);
}

TEST_CASE("one reads at a time, and closing lets go whoever reads") {
    Stage stage(endless);
    Turn turn = stage.thread.run_streamed("hi");
    CHECK(turn.next());
    CHECK(turn.next());
    auto reading = support::read_to_the_end(turn);
    CHECK(support::is_read(turn));
    turn.close();
    CHECK(reading.get() == ErrorCode::cancelled);
    CHECK_FALSE(support::runs(stage.folder, "pid"));
    CHECK(code_of(turn.try_next()) == ErrorCode::invalid_handle);
    turn.close();
}

TEST_CASE("a client that is closed ends its turns") {
    Stage stage(endless);
    Turn turn = stage.thread.run_streamed("hi");
    CHECK(turn.next());
    stage.codex.close();
    CHECK_THROWS_AS(turn.wait(), ShutDownError);
    CHECK_THROWS_WITH(stage.thread.run("hi"), "the Codex object was closed");
    CHECK_THROWS_AS(static_cast<void>(stage.codex.start_thread()), InvalidHandleError);
    stage.codex.close();
}

TEST_CASE("threads and turns keep what they need of a client that is destroyed") {
    support::Folder folder;
    std::optional<Turn> turn;
    {
        Stage stage(R"([{"thread_started":"t"},{"wait_for_file":")" + folder.path("go") +
                    R"("},{"agent_message":"ok"},{"turn_completed":true}])");
        turn.emplace(stage.thread.run_streamed("hi"));
        CHECK(turn->next());
    }
    folder.write("go", "");
    CHECK(turn->wait().final_response == "ok");
}

TEST_CASE("a hundred turns at once, of one client, in threads of the program's") {
    Stage stage(ordinary);
    std::vector<std::future<std::string>> running;
    for (int i = 0; i < 100; i++) {
        running.push_back(std::async(std::launch::async, [&] { return stage.start().run("hi").final_response; }));
    }
    for (auto& one : running) CHECK(one.get() == "ok");
}

TEST_CASE("an iterator can be moved on while what it pointed at is read") {
    Stage stage(ordinary);
    Turn turn = stage.thread.run_streamed("hi");
    auto events = turn.events();
    auto iterator = events.begin();
    CHECK((*iterator++).type() == "thread.started");
    CHECK(iterator->type() == "turn.started");
}

TEST_CASE("a turn with odd lines keeps what it has come to") {
    const std::string deep = std::string(20'000, '[') + std::string(20'000, ']');
    const auto line = [](const std::string& text) { return R"({"line":)" + detail::as_json(text) + "},"; };
    Stage stage(R"([{"thread_started":"thread-1"},{"turn_started":true},)" +
                line(R"({"type":"item.completed","item":{"id":"1","type":"mcp_tool_call","arguments":)" + deep + "}}") +
                line(R"({"type":"item.completed","item":{"id":"2","type":"agent_message","text":"\ud800 ok"}})") +
                R"({"line":)" +
                detail::as_json(R"({"type":"turn.completed","usage":{"input_tokens":1e400,"output_tokens":5,"x":)" +
                                std::string(400, '9') + "}}") +
                "}]");
    const auto result = stage.thread.run("hi");
    CHECK(result.final_response == "\xef\xbf\xbd ok");
    REQUIRE(result.items.size() == 2);
    CHECK(result.items[0].as<McpToolCallItem>()->arguments.text() == deep);
    REQUIRE(result.usage);
    CHECK(result.usage->output_tokens == 5);
    CHECK(result.usage->input_tokens == 0);
}

static_assert(!std::is_copy_constructible_v<Codex> && !std::is_copy_assignable_v<Codex>);
static_assert(!std::is_copy_constructible_v<Thread> && !std::is_copy_assignable_v<Thread>);
static_assert(!std::is_copy_constructible_v<Turn> && !std::is_copy_assignable_v<Turn>);
static_assert(!std::is_copy_constructible_v<CallbackTurn> && !std::is_copy_assignable_v<CallbackTurn>);
static_assert(!std::is_copy_constructible_v<Events> && !std::is_copy_constructible_v<EventResults>);
static_assert(std::is_copy_constructible_v<Event> && std::is_copy_constructible_v<Item>);
static_assert(std::is_copy_constructible_v<TurnResult> && std::is_nothrow_copy_constructible_v<Error>);

TEST_CASE("every object that was moved from says so") {
    Stage stage(ordinary);
    Turn turn = stage.thread.run_streamed("hi");
    Events events = turn.events();
    const Turn here = std::move(turn);
    Events rest = std::move(events);
    const auto told = [](const auto& result) {
        REQUIRE_FALSE(result);
        CHECK(result.error().code() == ErrorCode::invalid_handle);
        CHECK(result.error().message() == "this Codex object, thread or turn was closed or moved from");
    };
    // NOLINTBEGIN(bugprone-use-after-move): that is the point
    told(turn.try_next());
    told(turn.try_next_for(std::chrono::milliseconds(0)));
    told(turn.try_wait());
    told(turn.try_wait_for(std::chrono::milliseconds(0)));
    CHECK_THROWS_AS(static_cast<void>(turn.events().begin()), InvalidHandleError);
    CHECK_THROWS_AS(static_cast<void>(events.begin()), InvalidHandleError);
    turn.cancel();
    turn.close();
    CHECK(turn.ended());
    CHECK(turn.fd() == -1);
    CHECK(types(rest) == all);

    Thread thread = std::move(stage.thread);
    told(stage.thread.try_id());
    told(stage.thread.try_run("hi"));
    told(stage.thread.try_run_streamed("hi"));
    told(stage.thread.try_run_with_callbacks("hi", [](const Event&) {}));
    told(stage.thread.try_run_json("hi", Json("{}")));

    Codex codex = std::move(stage.codex);
    told(stage.codex.try_info());
    told(stage.codex.try_start_thread());
    told(stage.codex.try_resume_thread("thread-1"));
    stage.codex.close();
    // NOLINTEND(bugprone-use-after-move)
    CHECK(thread.run("hi").final_response == "ok");
    CHECK(codex.info().cli_version == "0.0.0-hostile");
}
