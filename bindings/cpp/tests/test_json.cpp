// Answers as data, as text and through nlohmann/json.
#include "codex_sdk/nlohmann.hpp"
#include "support.hpp"

using namespace codex_sdk;
using nlohmann::json;
using support::Stage;

namespace test_json {

struct Report {
    std::string summary;
    std::vector<std::string> problems;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Report, summary, problems)

}  // namespace test_json

using test_json::Report;

/// One that refuses without throwing.
struct Even {
    int number;
};

template <>
struct codex_sdk::JsonDecoder<Even> {
    static expected<Even, std::string> decode(const Json& answer) {
        const int number = std::stoi(answer.text());
        if (number % 2 != 0) return unexpected<std::string>("it is odd");
        return Even{number};
    }
};

namespace {

const json schema = {{"type", "object"},
                     {"properties", {{"summary", {{"type", "string"}}}}},
                     {"required", {"summary"}},
                     {"additionalProperties", false}};

std::string saying(const std::string& text) {
    return R"([{"thread_started":"t"},{"agent_message":)" + json(text).dump() + R"(},{"turn_completed":true}])";
}

}  // namespace

TEST_CASE("an answer comes as JSON") {
    Stage stage(saying(R"({"summary":"good","problems":[]})"));
    const Json answer = stage.thread.run_json("hi", Json(R"({"type":"object"})"));
    CHECK(answer.text() == R"({"summary":"good","problems":[]})");
    CHECK(answer.get("/summary") == "good");
    CHECK(stage.invocation().get("/argv").value_or("").find("--output-schema") != std::string::npos);
}

TEST_CASE("an answer comes as a struct") {
    Stage stage(saying(R"({"summary":"good","problems":["a","b"]})"));
    const auto report = stage.thread.run_json<Report>("hi", schema);
    CHECK(report.summary == "good");
    CHECK(report.problems == std::vector<std::string>{"a", "b"});
    CHECK(stage.thread.run_json<json>("hi", schema)["problems"][1] == "b");
}

TEST_CASE("an answer that does not fit is an error with its text") {
    for (const std::string answer : {R"({"summary":7,"problems":[]})", R"({"problems":[]})", "good", ""}) {
        CAPTURE(answer);
        Stage stage(saying(answer));
        CHECK_THROWS_AS(static_cast<void>(stage.thread.run_json<Report>("hi", schema)), InvalidResponseError);
        const auto result = stage.thread.try_run_json<Report>("hi", schema);
        REQUIRE_FALSE(result);
        CHECK(result.error().code_name() == "invalid_response");
        CHECK(result.error().response() == answer);
        CHECK(result.error().thread_id() == "t");
        CHECK(result.error().raw().get("/response") == answer);
    }
}

TEST_CASE("a decoder refuses an answer by saying what is wrong with it") {
    CHECK(Stage(saying("6")).thread.run_json<Even>("hi", schema).number == 6);
    const auto odd = Stage(saying("7")).thread.try_run_json<Even>("hi", schema);
    REQUIRE_FALSE(odd);
    CHECK(odd.error().code() == ErrorCode::invalid_response);
    CHECK(odd.error().message() == "the agent's answer does not have the requested form: it is odd");
}

TEST_CASE("a turn that fails gives its own error, and so does a schema that is none") {
    CHECK_THROWS_AS(static_cast<void>(Stage(support::failing).thread.run_json<Report>("hi", schema)), TurnFailedError);
    Stage stage(support::ordinary);
    const auto refused = stage.thread.try_run_json("hi", Json("7"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().option() == "output_schema");
}

TEST_CASE("values go in and out wherever JSON is wanted") {
    CodexOptions options;
    options.config = json{{"a", {{"b", 1}}}};
    options.extra["new"] = json::array();
    CHECK(options.config->text() == R"({"a":{"b":1}})");
    TurnOptions turn;
    turn.output_schema = schema;
    CHECK(json::parse(turn.output_schema->text()) == schema);
    const Item item(Json(R"({"id":"1","type":"mcp_tool_call","arguments":{"path":"/a"}})"));
    const json arguments = item.as<McpToolCallItem>()->arguments;
    CHECK(arguments["path"] == "/a");
    CHECK(json(item.raw())["id"] == "1");
    CHECK(InputEntry(Json(json{{"type", "text"}, {"text", "a"}})).json().get("/text") == "a");
}

TEST_CASE("a value can be read without any JSON library") {
    const Json value(R"({"a":{"b/c":[1,"x"]},"n":null})");
    CHECK(value.get("/a/b~1c/1") == "x");
    CHECK(value.get("/a") == R"({"b/c":[1,"x"]})");
    CHECK(value.get("/n") == "null");
    CHECK_FALSE(value.get("/nothing"));
    CHECK_FALSE(value.get("no pointer"));
    CHECK_FALSE(Json("{").get(""));
    using namespace std::string_literals;
    CHECK_FALSE(Json("{\"a\":1}\0}"s).get("/a"));
    CHECK_FALSE(value.get("/n\0x"s));
    CHECK(Json(R"(["a\u0000b\ud800"])").get("/0") ==
          "a\xef\xbf\xbd"
          "b\xef\xbf\xbd");
    CHECK(Json() == Json("null"));
    CHECK(Json("1") != Json("1.0"));
}

TEST_CASE("the members of an object are at hand, and nothing else has any") {
    const auto members = Json(R"( {"a":"x \"y\"","b":[1, 2],"c":{"d":null},"a":"z","":1.50} )").members();
    REQUIRE(members);
    CHECK(*members ==
          std::map<std::string, Json>{
              {"a", Json(R"("z")")}, {"b", Json("[1, 2]")}, {"c", Json(R"({"d":null})")}, {"", Json("1.50")}});
    CHECK(Json("{}").members()->empty());
    for (const std::string text : {"", "[]", "[{}]", "7", "\"{}\"", "{", "{} {}", "no JSON"}) {
        CAPTURE(text);
        CHECK_FALSE(Json(text).members());
    }
    CHECK_FALSE(Json(std::string("{}\0{", 4)).members());
}
