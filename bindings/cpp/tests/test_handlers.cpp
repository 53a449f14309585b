// What the agent asks is answered by handlers, in every way of reading a turn.
#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "support.hpp"

using namespace codex_sdk;
using support::Server;

namespace {

/// A turn in which the agent asks, and goes on if the answer is this one.
std::string asking(const std::string& method, const std::string& params, const std::string& result) {
    return R"({"turn/start": [{"begin": true}, {"ask": {"method": ")" + method +
           R"(", "count": 1, "params": {"threadId": "${thread_id}", "turnId": "${turn_id}", "itemId": "i", )" + params +
           R"(}, "expect": {"result": )" + result + R"(}}}, {"agent_message": "went on"}, {"finish": "completed"}]})";
}
std::string approval(const std::string& decision) {
    return asking("item/commandExecution/requestApproval", R"("command": "ls")",
                  R"({"decision": ")" + decision + R"("})");
}
std::string call(const std::string& text, bool is_good) {
    const nlohmann::json content = {{{"type", "inputText"}, {"text", text}}};
    const nlohmann::json result = {{"success", is_good}, {"contentItems", content}};
    return asking("item/tool/call", R"("callId": "c", "tool": "add", "arguments": {"a": 1, "b": 2})", result.dump());
}

ThreadOptions approving(const Server& server, ApprovalHandler handler) {
    ThreadOptions options = server.anywhere();
    options.on_approval = std::move(handler);
    return options;
}
ThreadOptions adding(const Server& server, ToolFunction function) {
    ThreadOptions options = server.anywhere();
    options.tools = {Tool("add", "Adds.", Json(R"({"type":"object"})"), std::move(function))};
    return options;
}

std::string first_item(const TurnResult& result) {
    REQUIRE(result.items.size() == 1);
    const auto* message = result.items[0].as<AgentMessageItem>();
    return message == nullptr ? "" : message->text;
}

}  // namespace

TEST_CASE("an approval is answered however the turn is read, on another thread") {
    Server server(approval("accept"));
    std::atomic<int> calls = 0;
    Thread thread = server.codex.start_thread(
        approving(server, [&, here = std::this_thread::get_id()](const ApprovalRequestedEvent& asked) {
            CHECK(asked.command == "ls");
            CHECK(std::this_thread::get_id() != here);
            calls++;
            return "accept";
        }));
    const auto result = thread.run("hi");
    CHECK(result.final_response == "went on");
    CHECK(first_item(result) == "went on");
    CHECK(result.raw.get("/items/0/text") == "went on");

    std::vector<std::string> types;
    Turn turn = thread.run_streamed("hi");
    for (auto& event : turn.events()) types.push_back(event.type());
    CHECK(std::count(types.begin(), types.end(), "approval.requested") == 1);
    CHECK(std::count(types.begin(), types.end(), "approval.resolved") == 1);
    CHECK(turn.wait().items.empty());

    Turn waited = thread.run_streamed("hi");
    std::optional<TurnResult> found;
    while (!found) found = waited.wait_for(std::chrono::milliseconds(1));
    CHECK(first_item(*found) == "went on");
    CHECK(first_item(waited.wait()) == "went on");

    std::atomic<int> events = 0;
    CallbackTurn called = thread.run_with_callbacks("hi", [&](const Event& event) {
        if (event.as<ApprovalRequestedEvent>() != nullptr) events++;
    });
    CHECK(called.wait().final_response == "went on");
    CHECK(events == 1);
    CHECK(calls == 4);
}

TEST_CASE("a handler may return a response") {
    Server server(approval("accept"));
    const auto accept = [](const ApprovalRequestedEvent&) { return Json(R"({"decision":"accept"})"); };
    CHECK(server.codex.start_thread(approving(server, accept)).run("hi").final_response == "went on");
    CHECK(detail::json_of(approving(server, accept))->find(R"("approvals":"ask")") != std::string::npos);
    ThreadOptions declining = approving(server, accept);
    declining.approvals = "decline";
    CHECK(detail::json_of(declining)->find(R"("approvals":"decline")") != std::string::npos);
}

TEST_CASE("what a handler throws declines, and comes when the turn has ended") {
    Server server(approval("decline"));
    Thread thread = server.codex.start_thread(approving(
        server, [](const ApprovalRequestedEvent&) -> ApprovalResponse { throw std::runtime_error("I do not know"); }));
    CHECK_THROWS_WITH_AS(thread.run("hi"), "I do not know", std::runtime_error);
    Turn turn = thread.run_streamed("hi");
    bool completed = false;
    const auto read = [&] {
        for (auto& event : turn.events()) completed |= event.as<TurnCompletedEvent>() != nullptr;
    };
    CHECK_THROWS_WITH_AS(read(), "I do not know", std::runtime_error);
    CHECK(completed);
    CHECK_THROWS_AS(turn.wait(), std::runtime_error);
    CallbackTurn called = thread.run_with_callbacks("hi", [](const Event&) {});
    CHECK_THROWS_WITH_AS(called.wait(), "I do not know", std::runtime_error);
}

TEST_CASE("what is no decision declines, and is named when the turn has ended") {
    Server server(approval("decline"));
    Thread thread =
        server.codex.start_thread(approving(server, [](const ApprovalRequestedEvent&) { return "perhaps"; }));
    const auto result = thread.try_run("hi");
    REQUIRE_FALSE(result);
    CHECK(result.error().code() == ErrorCode::invalid_argument);
    CHECK(result.error().message().find("perhaps") != std::string::npos);
    CHECK_THROWS_AS(thread.run("hi"), InvalidArgumentError);
}

TEST_CASE("a tool returns a text or JSON") {
    const auto says = [](const std::string& text, ToolFunction function) {
        Server server(call(text, true));
        CHECK(server.codex.start_thread(adding(server, std::move(function))).run("hi").final_response == "went on");
    };
    says("1", [](const Json& arguments) { return arguments.get("/a").value(); });
    says("text", [](const Json&) { return "text"; });
    says("[1]", [](const Json&) { return Json("[1]"); });
    says("a \"b\"", [](const Json&) { return Json(R"("a \"b\"")"); });
    says("{\"sum\":3}", [](const Json&) { return nlohmann::json{{"sum", 3}}; });
}

TEST_CASE("a tool that fails tells the agent, and one that throws tells the program, too") {
    Server server(call("too large", false));
    const auto failing = [](const Json&) { return ToolResult::failure("too large"); };
    CHECK(server.codex.start_thread(adding(server, failing)).run("hi").final_response == "went on");
    const auto throwing = [](const Json&) -> ToolResult { throw std::runtime_error("too large"); };
    CHECK_THROWS_WITH_AS(server.codex.start_thread(adding(server, throwing)).run("hi"), "too large",
                         std::runtime_error);
}

TEST_CASE("a tool by its definition is the program's to answer") {
    Server server(call("3", true));
    ThreadOptions options = server.anywhere();
    options.tools = {Json(R"({"name":"add","description":"Adds.","input_schema":{"type":"object"}})")};
    Turn turn = server.codex.start_thread(options).run_streamed("hi");
    for (auto& event : turn.events()) {
        if (const auto* called = event.as<ToolRequestedEvent>()) {
            CHECK(called->tool == "add");
            turn.respond(called->request_id, Json(R"({"content":[{"type":"text","text":"3"}]})"));
        }
    }
    CHECK(turn.wait().final_response == "went on");
    options.tools = {Tool("add", "Adds.", Json(R"({}, "x": 1)"), [](const Json&) { return ""; })};
    CHECK_THROWS_AS(static_cast<void>(server.codex.start_thread(options)), InvalidArgumentError);
}

TEST_CASE("a slow handler holds up no events, and one that answers after the end does no harm") {
    Server server(approval("accept"));
    std::promise<void> goes_on;
    std::atomic<bool> has_returned = false;
    Thread thread = server.codex.start_thread(approving(server, [&](const ApprovalRequestedEvent&) -> ApprovalResponse {
        goes_on.get_future().wait();
        has_returned = true;
        return "accept";
    }));
    Turn turn = thread.run_streamed("hi");
    // Its end waits for the handler.
    const auto releasing = std::async(std::launch::async, [&] {
        CHECK(support::eventually([&] { return turn.ended(); }));
        CHECK_FALSE(has_returned);
        goes_on.set_value();
    });
    const auto read = [&] {
        for (auto& event : turn.events()) {
            if (event.as<ApprovalRequestedEvent>() != nullptr) turn.cancel();
        }
    };
    CHECK_THROWS_AS(read(), TurnCancelledError);
    CHECK(has_returned);
}

TEST_CASE("a handler may use its turn, but not wait for it") {
    Server server(approval("accept"));
    std::promise<Turn*> made;
    Thread thread = server.codex.start_thread(
        approving(server, [turn = made.get_future().share()](const ApprovalRequestedEvent&) -> ApprovalResponse {
            CHECK(turn.get()->id());
            const auto waited = turn.get()->try_wait();
            REQUIRE_FALSE(waited);
            CHECK(waited.error().code() == ErrorCode::busy);
            turn.get()->close();
            return "accept";
        }));
    Turn turn = thread.run_streamed("hi");
    made.set_value(&turn);
    CHECK_THROWS_AS(turn.wait(), TurnCancelledError);
}
