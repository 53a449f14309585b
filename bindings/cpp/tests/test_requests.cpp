// What a program says to the agent and the app-server, and what they ask it.
#include <thread>

#include "support.hpp"

using namespace codex_sdk;
using support::Server;

namespace {

/// A turn in which the agent asks whether it may run a command, and goes on if the answer is `accept`.
const std::string asking = R"({"turn/start": [{"begin": true}, {"ask": {
    "method": "item/commandExecution/requestApproval", "count": 1,
    "params": {"threadId": "${thread_id}", "turnId": "${turn_id}", "itemId": "i", "command": "ls"},
    "expect": {"result": {"decision": "accept"}}}}, {"agent_message": "went on"}, {"finish": "completed"}]})";
/// A turn that goes on until it is interrupted.
const std::string silent = R"({"turn/start": [{"begin": true}]})";

}  // namespace

TEST_CASE("the app-server answers requests, and refuses some") {
    Server server(
        R"({"x/y": [{"answer": {"a": [1]}}], "x/no": [{"refuse": {"code": -5, "message": "no"}}], "x/z": []})");
    CHECK(server.codex.request("x/y").get("/a/0") == "1");
    CHECK(server.codex.request("x/y", Json(R"({"b": 2})")).get("/a") == "[1]");
    CHECK(server.codex.request_for("x/y", {}, std::chrono::hours(1)));
    CHECK_FALSE(server.codex.request_for("x/z", {}, std::chrono::milliseconds(1)));
    const auto refused = server.codex.try_request("x/no");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == ErrorCode::request_failed);
    CHECK(refused.error().rpc_code() == -5);
    CHECK_THROWS_AS(server.codex.request("x/no"), RequestFailedError);
    CHECK_THROWS_AS(server.codex.request("x/y", Json("[1]")), InvalidArgumentError);
    CHECK_THROWS_AS(server.codex.request("x/y", Json(std::string("{}\0", 3))), InvalidArgumentError);
    CHECK_THROWS_AS(support::Stage(support::ordinary).codex.request("x/y"), UnsupportedError);
}

TEST_CASE("notifications are read one by one, and as a range that ends when the client is closed") {
    Server server(
        R"({"x/y": [{"notify": {"method": "a", "params": {"b": 1}}}, {"notify": {"method": "c", "params": {}}}, {"answer": {}}]})");
    CHECK_FALSE(server.codex.next_notification_for(std::chrono::milliseconds(0)));
    server.codex.request("x/y");
    CHECK(server.codex.notification_fd() >= 0);
    const Notification first = server.codex.next_notification();
    CHECK(first.method == "a");
    CHECK(first.params.get("/b") == "1");
    CHECK(first.dropped == 0);
    CHECK(first.raw.get("/type") == "notification");
    std::vector<std::string> methods;
    for (auto& notification : server.codex.notifications()) {
        methods.push_back(notification.method);
        server.codex.close();
    }
    CHECK(methods == std::vector<std::string>{"c"});
    for (auto& notification : server.codex.try_notifications()) CHECK(notification);
    CHECK_THROWS_AS(static_cast<void>(server.codex.next_notification()), InvalidHandleError);
}

TEST_CASE("who waits for a notification is in nobody's way but a second reader's, until the client is closed") {
    Server server(R"({"x/y": [{"answer": {}}]})");
    auto waiting = std::async(std::launch::async, [&] { return server.codex.try_next_notification(); });
    CHECK(support::eventually([&] {
        const auto second = server.codex.try_next_notification_for(std::chrono::milliseconds(0));
        return !second && second.error().code() == ErrorCode::busy && second.error().retryable();
    }));
    CHECK(server.codex.request("x/y").text() == "{}");
    CHECK(server.thread.run("hi").final_response == "said: hi");
    server.codex.close();
    const auto ended = waiting.get();
    REQUIRE_FALSE(ended);
    CHECK(ended.error().code() == ErrorCode::shut_down);
}

TEST_CASE("a thread can be forked once it has an id") {
    Server server("{}");
    const auto early = server.thread.try_fork();
    REQUIRE_FALSE(early);
    CHECK(early.error().code() == ErrorCode::invalid_argument);
    server.thread.run("hi");
    Thread fork = server.thread.fork(server.anywhere());
    CHECK_FALSE(fork.id());
    // The program that plays the CLI cannot fork, and refuses.
    CHECK_FALSE(fork.try_run("there"));
    const std::string id = server.thread.id().value();
    CHECK_FALSE(server.codex.fork_thread(id, server.anywhere()).try_run("there"));
    const std::string lines = server.folder.text("lines-1");
    const std::size_t first = lines.find("thread/fork");
    REQUIRE(first != std::string::npos);
    CHECK(lines.find(id, first) != std::string::npos);
    CHECK(lines.find("thread/fork", first + 1) != std::string::npos);
}

TEST_CASE("an approval is asked for and answered") {
    Server server(asking);
    ThreadOptions options = server.anywhere();
    options.approvals = "ask";
    Turn turn = server.codex.start_thread(options).run_streamed("hi");
    std::string by;
    for (auto& event : turn.events()) {
        if (const auto* asked = event.as<ApprovalRequestedEvent>()) {
            CHECK(asked->command == "ls");
            CHECK_FALSE(turn.try_respond(asked->request_id, Json(R"({"decision":"perhaps"})")));
            CHECK_THROWS_AS(turn.respond("another", Json(R"({"decision":"accept"})")), InvalidArgumentError);
            turn.respond(asked->request_id, Json(R"({"decision":"accept"})"));
        }
        if (const auto* resolved = event.as<ApprovalResolvedEvent>()) by = resolved->by;
    }
    CHECK(by == "host");
    CHECK(turn.wait().final_response == "went on");
    // After the end it does nothing.
    turn.respond("another", Json(R"({"decision":"accept"})"));
}

TEST_CASE("a callback may answer") {
    Server server(asking);
    ThreadOptions options = server.anywhere();
    options.approvals = "ask";
    std::promise<CallbackTurn*> made;
    CallbackTurn turn = server.codex.start_thread(options).run_with_callbacks(
        "hi", [ready = made.get_future().share()](const Event& event) {
            if (const auto* asked = event.as<ApprovalRequestedEvent>()) {
                ready.get()->respond(asked->request_id, Json(R"({"decision":"accept"})"));
            }
        });
    made.set_value(&turn);
    CHECK(turn.wait().final_response == "went on");
    CHECK(turn.id());
}

TEST_CASE("a turn is steered, and has an id, with the app-server only") {
    Server server(silent);
    Turn turn = server.thread.run_streamed("hi");
    while (auto event = turn.next()) {
        if (event->as<TurnStartedEvent>() != nullptr) break;
    }
    CHECK(turn.id());
    turn.steer("more");
    turn.steer({"one", "two"});
    CHECK_THROWS_AS(turn.steer(std::string("\0", 1)), InvalidArgumentError);
    turn.cancel();
    CHECK_THROWS_AS(turn.wait(), TurnCancelledError);
    Turn moved = std::move(turn);
    // NOLINTNEXTLINE(bugprone-use-after-move): that is the point
    CHECK_THROWS_AS(turn.steer("more"), InvalidHandleError);

    support::Stage stage(support::endless);
    Turn other = stage.thread.run_streamed("hi");
    CHECK_FALSE(other.id());
    CHECK_THROWS_AS(other.steer("more"), UnsupportedError);
}
