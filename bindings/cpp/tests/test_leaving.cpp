// However a turn is left, nothing of it remains: no process, no descriptor, no busy thread.
#include <functional>
#include <stdexcept>

#include "support.hpp"

using namespace codex_sdk;
using support::descriptors;
using support::endless;
using support::runs;
using support::Stage;

namespace {

struct Leave : std::exception {};

struct Way {
    const char* name;
    std::function<void(Thread&)> leave;
};

const Way ways[] = {
    {"a break",
     [](Thread& thread) {
         for (auto& event : thread.run_streamed("hi").events()) {
             if (event.as<TurnStartedEvent>()) break;
         }
     }},
    {"an exception in the body of the loop",
     [](Thread& thread) {
         try {
             for ([[maybe_unused]] auto& event : thread.run_streamed("hi").events()) throw Leave();
         } catch (const Leave&) {
         }
     }},
    {"an exception beside a turn with a name",
     [](Thread& thread) {
         try {
             Turn turn = thread.run_streamed("hi");
             for ([[maybe_unused]] auto& event : turn.events()) throw Leave();
         } catch (const Leave&) {
         }
     }},
    {"a break out of a loop without exceptions",
     [](Thread& thread) {
         for ([[maybe_unused]] auto& event : thread.try_run_streamed("hi")->try_events()) break;
     }},
    {"the end of the block, after an event",
     [](Thread& thread) {
         Turn turn = thread.run_streamed("hi");
         CHECK(turn.next());
     }},
    {"a range that was never begun",
     [](Thread& thread) {
         Turn turn = thread.run_streamed("hi");
         CHECK(turn.next());
         const auto events = turn.events();
     }},
    {"an iterator that is dropped",
     [](Thread& thread) {
         auto events = thread.run_streamed("hi").events();
         CHECK(events.begin()->as<ThreadStartedEvent>() != nullptr);
     }},
    {"close",
     [](Thread& thread) {
         static std::optional<Turn> turn;
         turn.emplace(thread.run_streamed("hi"));
         CHECK(turn->next());
         turn->close();
     }},
    {"callbacks that are left",
     [](Thread& thread) {
         support::Folder folder;
         CallbackTurn turn = thread.run_with_callbacks("hi", [&](const Event&) { folder.write("come", ""); });
         while (!folder.has("come")) CHECK_FALSE(turn.wait_for(std::chrono::milliseconds(1)));
     }},
    {"an exception in a callback",
     [](Thread& thread) {
         CallbackTurn turn = thread.run_with_callbacks("hi", [](const Event&) { throw Leave(); });
         CHECK_THROWS_AS(turn.wait(), Leave);
     }},
};

}  // namespace

TEST_CASE("nothing is left, and the thread is free for the next turn") {
    for (const Way& way : ways) {
        CAPTURE(std::string(way.name));
        Stage stage(endless);
        way.leave(stage.thread);
        CHECK_FALSE(runs(stage.folder, "pid"));
        std::filesystem::remove(stage.folder.path("pid"));
        way.leave(stage.thread);
        CHECK_FALSE(runs(stage.folder, "pid"));
    }
}

TEST_CASE("no descriptor is left") {
    Stage stage(endless);
    const auto every = [&] {
        for (const Way& way : ways) way.leave(stage.thread);
        CHECK_THROWS_AS(stage.thread.run(""), InvalidArgumentError);
    };
    every();
    const auto before = descriptors();
    for (int i = 0; i < 3; i++) every();
    // Those of a process that has ended may go a moment after it.
    CHECK(support::eventually([&] { return descriptors() <= before; }));
}

TEST_CASE("a client that is gone leaves none either") {
    const auto use = [] {
        Stage stage(support::ordinary);
        stage.thread.run("hi");
    };
    use();
    const auto before = descriptors();
    for (int i = 0; i < 5; i++) use();
    // Freeing a client does not wait for its thread.
    CHECK(support::eventually([&] { return descriptors() <= before; }));
}
