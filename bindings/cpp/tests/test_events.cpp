// Events and items out of the CLI's lines.
#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "support.hpp"

using namespace codex_sdk;

namespace {

Item item(const std::string& fields) { return Item(Json("{\"id\":\"item_1\"," + fields + "}")); }

/// An item that must be of this kind.
template <class Kind>
Kind item_as(const std::string& fields) {
    const Item read = item(fields);
    REQUIRE(read.as<Kind>() != nullptr);
    CHECK(read.type() == Kind::type_name);
    CHECK(read.id() == "item_1");
    return *read.as<Kind>();
}

template <class Kind>
Kind event_as(const std::string& line) {
    const Event event(line);
    REQUIRE(event.as<Kind>() != nullptr);
    CHECK(event.type() == Kind::type_name);
    CHECK(event.line() == line);
    return *event.as<Kind>();
}

}  // namespace

TEST_CASE("every kind of item has its fields") {
    CHECK(item_as<AgentMessageItem>(R"("type":"agent_message","text":"Hi!","phase":"commentary")").phase ==
          "commentary");
    CHECK(item_as<AgentMessageItem>(R"("type":"agent_message","text":"Hi!")").phase.empty());
    CHECK(item_as<AgentMessageItem>(R"("type":"agent_message","text":"h\u00e9\n")").text == "h\xc3\xa9\n");
    CHECK(item_as<ReasoningItem>(R"("type":"reasoning","text":"**T**")").text == "**T**");

    const auto command = item_as<CommandExecutionItem>(
        R"("type":"command_execution","command":"ls","aggregated_output":"a\u0000b","exit_code":-3,"status":"failed")");
    CHECK(command.command == "ls");
    CHECK(command.aggregated_output == std::string("a\0b", 3));
    CHECK(command.exit_code == -3);
    CHECK(command.status == "failed");

    const auto change = item_as<FileChangeItem>(
        R"("type":"file_change","changes":[{"path":"/a","kind":"add"},{"path":"/b","kind":"new"}],"status":"completed")");
    REQUIRE(change.changes.size() == 2);
    CHECK(change.changes[1].path == "/b");
    CHECK(change.changes[1].kind == "new");
    CHECK(change.status == "completed");

    const auto call = item_as<McpToolCallItem>(
        R"("type":"mcp_tool_call","server":"s","tool":"t","arguments":{"a":[1.50]},)"
        R"("result":{"content":[{"type":"text"}],"structured_content":"a \"b\""},"error":{"message":"no"},"status":"x")");
    CHECK(call.server + call.tool + call.status == "stx");
    CHECK(call.arguments.text() == R"({"a":[1.50]})");
    REQUIRE(call.result);
    CHECK(call.result->content.text() == R"([{"type":"text"}])");
    CHECK(call.result->structured_content == Json(R"("a \"b\"")"));
    REQUIRE(call.error);
    CHECK(call.error->message == "no");

    const auto collab = item_as<CollabToolCallItem>(
        R"("type":"collab_tool_call","tool":"wait","sender_thread_id":"x","receiver_thread_ids":["y","z"],"prompt":null,)"
        R"("agents_states":{"y":{"status":"running","message":"m"},"z":{"status":"errored","message":null}},"status":"")");
    CHECK(collab.tool == "wait");
    CHECK(collab.sender_thread_id == "x");
    CHECK(collab.receiver_thread_ids == std::vector<std::string>{"y", "z"});
    CHECK_FALSE(collab.prompt);
    CHECK(collab.agents_states.at("y").message == "m");
    CHECK(collab.agents_states.at("z").status == "errored");
    CHECK_FALSE(collab.agents_states.at("z").message);

    const auto search = item_as<WebSearchItem>(
        R"("type":"web_search","id":"item_1","query":"q","action":{"type":"search"},"results":null)");
    CHECK(search.query == "q");
    CHECK(search.action == Json(R"({"type":"search"})"));
    CHECK_FALSE(search.results);

    const auto todo = item_as<TodoListItem>(
        R"("type":"todo_list","items":[{"text":"one","completed":true},{"text":"two","completed":false}])");
    REQUIRE(todo.items.size() == 2);
    CHECK(todo.items[0].text == "one");
    CHECK(todo.items[0].completed);
    CHECK_FALSE(todo.items[1].completed);

    CHECK(item_as<ErrorItem>(R"("type":"error","message":"careful")").message == "careful");
}

TEST_CASE("every kind of event has its fields") {
    CHECK(event_as<ThreadStartedEvent>(R"({"type":"thread.started","thread_id":"x"})").thread_id == "x");
    event_as<TurnStartedEvent>(R"({"type":"turn.started"})");
    const auto usage =
        event_as<TurnCompletedEvent>(
            R"({"type":"turn.completed","usage":{"input_tokens":9007199254740993,"cached_input_tokens":2,)"
            R"("cache_write_input_tokens":3,"output_tokens":4,"reasoning_output_tokens":5,"new":6}})")
            .usage;
    REQUIRE(usage);
    CHECK(usage->input_tokens == 9007199254740993);
    CHECK(usage->cached_input_tokens == 2);
    CHECK(usage->cache_write_input_tokens == 3);
    CHECK(usage->output_tokens == 4);
    CHECK(usage->reasoning_output_tokens == 5);
    CHECK(event_as<TurnFailedEvent>(R"({"type":"turn.failed","error":{"message":"no"}})").error.message == "no");
    CHECK(event_as<ThreadErrorEvent>(R"({"type":"error","message":"again"})").message == "again");
    const auto delta = event_as<ItemDeltaEvent>(
        R"({"type":"item.delta","item_id":"1","kind":"reasoning_summary","text":"Look","summary_index":0})");
    CHECK(delta.item_id == "1");
    CHECK(delta.kind == "reasoning_summary");
    CHECK(delta.text == "Look");
    CHECK(delta.summary_index == 0);
    CHECK_FALSE(event_as<ItemDeltaEvent>(R"({"type":"item.delta","text":"Lo"})").summary_index);
    CHECK(event_as<ItemDroppedEvent>(R"({"type":"item.dropped","item_id":"1"})").item_id == "1");
    const auto counts = event_as<TurnUsageEvent>(
        R"({"type":"turn.usage","usage":{"input_tokens":5},"last":{"output_tokens":1},"context_window":128000})");
    REQUIRE(counts.usage);
    CHECK(counts.usage->input_tokens == 5);
    REQUIRE(counts.last);
    CHECK(counts.last->output_tokens == 1);
    CHECK(counts.context_window == 128000);
    CHECK_FALSE(event_as<TurnUsageEvent>(R"({"type":"turn.usage"})").usage);
    const auto told = event_as<NotificationEvent>(R"({"type":"notification","method":"m","params":{"a":1}})");
    CHECK(told.method == "m");
    CHECK(told.params.value().text() == R"({"a":1})");
    CHECK(event_as<TurnDiffEvent>(R"({"type":"turn.diff","diff":"--- a\n+++ b\n"})").diff == "--- a\n+++ b\n");
    event_as<TurnSteeredEvent>(R"({"type":"turn.steered"})");
    const auto asked = event_as<ApprovalRequestedEvent>(
        R"({"type":"approval.requested","request_id":"r","kind":"command","item_id":"i","reason":"why","command":"ls",)"
        R"("cwd":"/","changes":[{"path":"/a","kind":"add"}],"permissions":{"p":1},"questions":[2],"message":"m",)"
        R"("schema":{"s":3},"decisions":["accept","decline"],"expires_in_ms":5,"params":{"q":4}})");
    CHECK(asked.request_id + asked.kind == "rcommand");
    CHECK(asked.item_id.value() + asked.reason.value() + asked.command.value() + asked.cwd.value() == "iwhyls/");
    REQUIRE(asked.changes.size() == 1);
    CHECK(asked.changes[0].path == "/a");
    CHECK(asked.permissions == Json(R"({"p":1})"));
    CHECK(asked.questions == Json("[2]"));
    CHECK(asked.message == "m");
    CHECK(asked.schema == Json(R"({"s":3})"));
    CHECK(asked.decisions == std::vector<std::string>{"accept", "decline"});
    CHECK(asked.expires_in_ms == 5);
    CHECK(asked.params == Json(R"({"q":4})"));
    CHECK_FALSE(event_as<ApprovalRequestedEvent>(R"({"type":"approval.requested"})").command);
    const auto resolved =
        event_as<ApprovalResolvedEvent>(R"({"type":"approval.resolved","request_id":"r","by":"timeout"})");
    CHECK(resolved.request_id + resolved.by == "rtimeout");
    const auto called = event_as<ToolRequestedEvent>(
        R"({"type":"tool.requested","request_id":"r","item_id":"i","tool":"t","namespace":"n","arguments":{"a":1.0}})");
    CHECK(called.request_id + called.item_id.value() + called.tool + called.namespace_.value() == "ritn");
    CHECK(called.arguments == Json(R"({"a":1.0})"));
    const std::string inner = R"("item":{"id":"1","type":"reasoning","text":"hm"}})";
    CHECK(event_as<ItemStartedEvent>(R"({"type":"item.started",)" + inner).item.as<ReasoningItem>()->text == "hm");
    CHECK(event_as<ItemUpdatedEvent>(R"({"type":"item.updated",)" + inner).item.as<ReasoningItem>()->text == "hm");
    CHECK(event_as<ItemCompletedEvent>(R"({"type":"item.completed",)" + inner).item.as<ReasoningItem>()->text == "hm");
}

TEST_CASE("an event's item, and one that is completed, are at hand") {
    const Event started(R"({"type":"item.started","item":{"id":"1","type":"reasoning","text":"hm"}})");
    const Event completed(R"({"type":"item.completed","item":{"id":"1","type":"reasoning","text":"hm"}})");
    CHECK(started.item()->id() == "1");
    CHECK(started.completed<ReasoningItem>() == nullptr);
    CHECK(completed.completed<ReasoningItem>()->text == "hm");
    CHECK(completed.completed<AgentMessageItem>() == nullptr);
    CHECK(Event(R"({"type":"turn.started"})").item() == nullptr);
}

TEST_CASE("what is unknown keeps all of its JSON") {
    const std::string line = R"({"type":"thread.teleported", "to" :  {"x":1.0},"é":"\u00e9"})";
    const auto event = Event(line);
    REQUIRE(event.as<UnknownEvent>() != nullptr);
    CHECK(event.as<UnknownEvent>()->type == "thread.teleported");
    CHECK(event.as<UnknownEvent>()->raw.text() == line);
    CHECK(event.raw().get("/to/x") == "1.0");

    const Item hologram = item(R"("type":"hologram","parts":[1,2])");
    REQUIRE(hologram.as<UnknownItem>() != nullptr);
    CHECK(hologram.as<UnknownItem>()->id == "item_1");
    CHECK(hologram.raw().get("/parts") == "[1,2]");

    const auto message = item_as<AgentMessageItem>(R"("type":"agent_message","text":"t","mood":"good")");
    CHECK(message.raw.get("/mood") == "good");
    CHECK_FALSE(message.raw.get("/colour"));
}

TEST_CASE("a field that is not there, or cannot hold what is, is empty and costs nothing else") {
    for (const char* odd : {R"("exit_code":"one")", R"("exit_code":1.5)", R"("exit_code":99999999999999999999)",
                            R"("exit_code":[1])", R"("status":"")"}) {
        CAPTURE(odd);
        const auto command = item_as<CommandExecutionItem>(
            R"("type":"command_execution","command":"ls","aggregated_output":null,)" + std::string(odd));
        CHECK(command.command == "ls");
        CHECK(command.aggregated_output.empty());
        CHECK_FALSE(command.exit_code);
    }
    CHECK(item_as<CommandExecutionItem>(R"("type":"command_execution")").status.empty());
    CHECK(item_as<McpToolCallItem>(R"("type":"mcp_tool_call","result":{"structured_content":1})").result->content ==
          Json("[]"));
    CHECK(item_as<TodoListItem>(R"("type":"todo_list","items":null)").items.empty());
    CHECK_FALSE(item_as<McpToolCallItem>(R"("type":"mcp_tool_call","result":null)").result);
    CHECK_FALSE(event_as<TurnCompletedEvent>(R"({"type":"turn.completed","usage":7})").usage);
    CHECK(Event(R"({"type":7})").as<UnknownEvent>() != nullptr);
    CHECK(Event("{}").as<UnknownEvent>() != nullptr);
    CHECK(Event("no JSON").line() == "no JSON");
    CHECK(item_as<AgentMessageItem>(R"("type":"agent_message","text":"\ud800")").text == "\xef\xbf\xbd");
}

TEST_CASE("a field of another shape than expected holds what it can") {
    const auto command = item_as<CommandExecutionItem>(
        R"("type":"command_execution","command":["ls", 1],"aggregated_output":7,"exit_code":"3","status":{"a":null})");
    CHECK(command.command == R"(["ls", 1])");
    CHECK(command.aggregated_output == "7");
    CHECK(command.exit_code == 3);
    CHECK(command.status == R"({"a":null})");
    const auto change =
        item_as<FileChangeItem>(R"("type":"file_change","changes":{"path":"/a","kind":{"type":"add"}})");
    REQUIRE(change.changes.size() == 1);
    CHECK(change.changes[0].path == "/a");
    CHECK(change.changes[0].kind == R"({"type":"add"})");
    const auto call = item_as<McpToolCallItem>(R"("type":"mcp_tool_call","result":"done","error":{"code":5})");
    REQUIRE(call.result);
    CHECK(call.result->content.text() == R"("done")");
    REQUIRE(call.error);
    CHECK(call.error->message == R"({"code":5})");
    const auto agents = item_as<CollabToolCallItem>(
        R"("type":"collab_tool_call","receiver_thread_ids":"a","agents_states":{"a":"running","b":{"errored":"m"}})");
    CHECK(agents.receiver_thread_ids == std::vector<std::string>{"a"});
    CHECK(agents.agents_states.at("a").status == "running");
    CHECK(agents.agents_states.at("b").status == R"({"errored":"m"})");
    const auto todo = item_as<TodoListItem>(
        R"("type":"todo_list","items":["a",{"text":"b","status":"completed"},{"text":"c","status":"pending"},)"
        R"({"text":"d","completed":false,"status":"completed"},{"text":"e","completed":"true"}])");
    REQUIRE(todo.items.size() == 5);
    CHECK(todo.items[0].text == "a");
    CHECK(todo.items[1].completed);
    CHECK_FALSE(todo.items[2].completed);
    CHECK_FALSE(todo.items[3].completed);
    CHECK(todo.items[4].completed);
    CHECK(event_as<TurnFailedEvent>(R"({"type":"turn.failed","error":"no"})").error.message == "no");
}

TEST_CASE("of a key that stands twice the last one counts") {
    CHECK(item_as<WebSearchItem>(R"("type":"web_search","query":"a","query":"b")").query == "b");
    CHECK(Item(Json(R"({"id":"1","type":"web_search","id":"2"})")).id() == "2");
}

TEST_CASE("a string means what it means to the library") {
    for (const std::string text : {R"()", R"(plain)", R"(\"\\\/\b\f\n\r\t)", R"(\u0041\u00e9\u20ac\uD83D\uDE00)",
                                   R"(\ud800x\udc00\ud800\ud800)", R"(\ud83d\u0041)", R"(\u0000a\\u0041)",
                                   "a much longer one \xf0\x9f\x98\x80 with \\n in it, and its end: \\\\",
                                   R"(12345678\n2345678\"234567890123456\\)"}) {
        CAPTURE(text);
        const std::string item = R"({"te\u0078t":")" + text + R"(","type":"agent_message"})";
        const Event event(R"( { "item" : )" + item + R"( , "type":"item.completed" } )");
        REQUIRE(event.completed<AgentMessageItem>() != nullptr);
        codex_sdk_json_member* members = nullptr;
        std::size_t count = 0;
        REQUIRE(codex_sdk_json_members(item.c_str(), &members, &count, nullptr) == CODEX_SDK_OK);
        CHECK(event.completed<AgentMessageItem>()->text == std::string(members->value, members->value_length));
        codex_sdk_json_members_free(members);
        CHECK(event.item()->raw().text() == item);
    }
}

TEST_CASE("any text at all can be read") {
    std::string many;
    for (int i = 0; i < 40; i++) many += "\"x" + std::to_string(i) + "\":[1,{\"a\":\"]\"}],";
    const std::string line =
        R"({"type":"item.completed",)" + many +
        R"("item":{"id":"1","type":"todo_list","items":[{"text":"\u00e9\\"},{"status":"completed"}]}})";
    REQUIRE(Event(line).completed<TodoListItem>() != nullptr);
    CHECK(Event(line).completed<TodoListItem>()->items[1].completed);
    for (std::size_t length = 0; length < line.size(); length++) {
        CHECK(Event(line.substr(0, length)).as<UnknownEvent>() != nullptr);
        for (const char other : {'"', '\\', '{', '}', ']', '\0', ' '}) {
            std::string changed = line;
            changed[length] = other;
            CHECK(Event(changed).line() == changed);
        }
    }
    CHECK(Event(std::string(1'000'000, '[')).as<UnknownEvent>() != nullptr);
}

TEST_CASE("std::visit tells the kinds apart") {
    const auto words = [](const Event& event) {
        return std::visit(overloaded{[](const ThreadStartedEvent& started) { return started.thread_id; },
                                     [](const AnyEvent& other) { return "other: " + other.type; }},
                          event.value());
    };
    CHECK(words(Event(R"({"type":"thread.started","thread_id":"x"})")) == "x");
    CHECK(words(Event(R"({"type":"turn.started"})")) == "other: turn.started");
}

TEST_CASE("events can be kept, and copied") {
    Event first(R"({"type":"thread.started","thread_id":"x"})");
    const Event copy = first;
    const Event moved = std::move(first);
    CHECK(copy.line() == moved.line());
    CHECK(copy.as<ThreadStartedEvent>()->thread_id == "x");
}

TEST_CASE("a whole number is read in every form, and what is none is empty, not another number") {
    const std::vector<std::pair<std::string, std::int64_t>> numbers = {
        {"1000", 1000},
        {"-5", -5},
        {"1.0", 1},
        {"1e3", 1000},
        {"-2E+2", -200},
        {"12.5e1", 125},
        {"100e-2", 1},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
        {R"("5")", 5},
        {R"("-5")", -5},
        {R"("05")", 5},
        {R"("\u0035")", 5},
        {R"("9223372036854775807")", INT64_MAX},
    };
    std::vector<std::pair<std::string, std::int64_t>> read = numbers;
    for (const char* none : {"1.5",
                             "1e-1",
                             "9223372036854775808",
                             "1e19",
                             "1e400",
                             "1e99999999999",
                             "1e-99999999999",
                             "-1e99999999999",
                             "99999999999999999999",
                             R"("0x10")",
                             R"("1_000")",
                             R"(" 5 ")",
                             R"("+5")",
                             R"("5.0")",
                             R"("1e3")",
                             R"("")",
                             R"("-")",
                             "\"\xd9\xa5\"",
                             R"("12x")",
                             R"("9223372036854775808")",
                             R"("-9223372036854775809")",
                             "true",
                             "null",
                             "[5]",
                             R"({"a":5})"}) {
        read.emplace_back(none, 0);
    }
    for (const auto& [text, wanted] : read) {
        CAPTURE(text);
        const auto end = event_as<TurnCompletedEvent>(R"({"type":"turn.completed","usage":{"input_tokens":)" + text +
                                                      R"(,"output_tokens":5}})");
        REQUIRE(end.usage);
        CHECK(end.usage->input_tokens == wanted);
        CHECK(end.usage->output_tokens == 5);
        const auto command = item_as<CommandExecutionItem>(R"("type":"command_execution","exit_code":)" + text);
        CHECK(command.exit_code == (wanted != 0 ? std::optional<std::int64_t>(wanted) : std::nullopt));
    }
    for (const char* zero : {"0", "-0", "0.0", "0e99", "0e99999999999", "-0.0e-5", R"("0")", R"("-0")"}) {
        CAPTURE(zero);
        CHECK(
            item_as<CommandExecutionItem>(R"("type":"command_execution","exit_code":)" + std::string(zero)).exit_code ==
            0);
    }
}

TEST_CASE("an object of which no number is known has zeros") {
    for (const char* usage : {R"({"new":1})", "{}"}) {
        const auto end =
            event_as<TurnCompletedEvent>(R"({"type":"turn.completed","usage":)" + std::string(usage) + "}");
        REQUIRE(end.usage);
        CHECK(*end.usage == Usage());
    }
    for (const char* none : {"5", "[]", R"("none")", "null"}) {
        CHECK_FALSE(
            event_as<TurnCompletedEvent>(R"({"type":"turn.completed","usage":)" + std::string(none) + "}").usage);
    }
}

TEST_CASE("an event about an item that has none is an unknown one") {
    for (const std::string item : {"", R"(,"item":5)", R"(,"item":null)", R"(,"item":[])", R"(,"item":"x")",
                                   R"(,"item":{"type":"error","message":"a"},"item":5)"}) {
        for (const std::string kind : {"item.started", "item.updated", "item.completed"}) {
            const std::string line = R"({"type":")" + kind + '"' + item + '}';
            CAPTURE(line);
            const Event event(line);
            REQUIRE(event.as<UnknownEvent>() != nullptr);
            CHECK(event.type() == kind);
            CHECK(event.line() == line);
            CHECK(event.item() == nullptr);
        }
    }
    CHECK(event_as<ItemStartedEvent>(R"({"type":"item.started","item":5,"item":{"id":"1"}})").item.id() == "1");
}

TEST_CASE("a text that is not JSON is of no kind") {
    using namespace std::string_literals;
    for (const std::string& line :
         {R"({"type":"error","message":tru})"s, R"({"type":"error","message":"a",})"s, R"({"type":"turn.started"} x)"s,
          R"({"type":"turn.started","a":01})"s, "{\"type\":\"error\",\"message\":\"\xff\"}"s,
          R"({"type":"error","message":"\x"})"s, "{\"type\":\"turn.started\"}\0"s}) {
        CAPTURE(line);
        const Event event(line);
        CHECK(event.as<UnknownEvent>() != nullptr);
        CHECK(event.type().empty());
        CHECK(event.line() == line);
        const Item item{Json(line)};
        CHECK(item.as<UnknownItem>() != nullptr);
        CHECK(item.type().empty());
        CHECK(item.raw().text() == line);
    }
}

TEST_CASE("events, items and results are equal when they say the same") {
    const std::string line = R"({"type":"item.completed","item":{"id":"1","type":"reasoning","text":"hm"}})";
    const std::string other = R"({"type":"item.completed","item":{"id":"2","type":"reasoning","text":"hm"}})";
    CHECK(Event(line) == Event(line));
    CHECK(Event(line) != Event(other));
    CHECK(*Event(line).item() == *Event(line).item());
    CHECK(*Event(line).item() != *Event(other).item());
    CHECK(Item() == Item());
    Usage usage;
    usage.output_tokens = 5;
    CHECK(usage != Usage());
    CHECK(usage == Usage(usage));
    TurnResult result;
    result.raw = Json("{}");
    CHECK(result == TurnResult(result));
    CHECK(result != TurnResult());
}

TEST_CASE("what was moved from can still be asked") {
    Event event(R"({"type":"turn.started"})");
    const Event moved = std::move(event);
    // NOLINTNEXTLINE(bugprone-use-after-move): that is the point
    CHECK(event.type().empty());
    CHECK(event.as<UnknownEvent>() != nullptr);
    CHECK(event.line() == "null");
}

TEST_CASE("numbers, texts and depth at the edge cost nothing") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    for (const std::string& odd :
         {std::string("1e400"), std::string("-1E+999"), std::string(400, '9'), std::string(R"("\ud800")"),
          std::string(R"("\u0000")"), nested(10'000), nested(100'000)}) {
        const std::string line = R"({"type":"item.completed","item":{"id":"1","type":"mcp_tool_call","arguments":)" +
                                 odd + R"(,"tool":"t"}})";
        const Event event(line);
        CHECK(event.line() == line);
        const auto* call = event.completed<McpToolCallItem>();
        REQUIRE(call != nullptr);
        CHECK(call->tool == "t");
        CHECK(call->id == "1");
        CHECK_FALSE(call->arguments.text().empty());
        CHECK(Event(event.line()) == event);
        CHECK(call->raw.members()->size() == 4);
    }
}
