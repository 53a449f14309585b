// Options and input on their way to the CLI.
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "support.hpp"

using namespace codex_sdk;
using support::ordinary;
using support::Stage;

namespace {

std::string arguments(const Stage& stage) { return stage.invocation().get("/argv").value_or(""); }
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// nlohmann/json is included before the headers here. That alone must change nothing: codex_sdk/nlohmann.hpp would.
template <class T, class = void>
struct Converts : std::false_type {};
template <class T>
struct Converts<T, std::void_t<decltype(to_json(std::declval<nlohmann::json&>(), std::declval<const T&>()))>>
    : std::true_type {};
static_assert(!Converts<Json>::value);

}  // namespace

TEST_CASE("options that are left out are not said") {
    CHECK(*detail::json_of(CodexOptions()) == R"({"originator":"codex_sdk_cpp"})");
    CHECK(*detail::json_of(ThreadOptions()) == "{}");
    CHECK(*detail::json_of(Input("hi"), TurnOptions()) == "{}");
}

TEST_CASE("every option is said by its name in the library") {
    CodexOptions codex;
    codex.codex_path_override = "c";
    codex.base_url = "b";
    codex.api_key = "k";
    codex.api_key_in_commands = false;
    codex.env.emplace();
    codex.config = Json(R"({"a":1})");
    codex.config_overrides = {"x=1", "y=\"2\""};
    codex.originator = "o";
    codex.helper_grace = std::chrono::seconds(1);
    codex.record = "r";
    codex.replay = "p";
    codex.replay_speed = 0.5;
    codex.replay_match = "order";
    codex.extra["new"] = Json("[null]");
    CHECK(*detail::json_of(codex) ==
          R"({"codex_path_override":"c","base_url":"b","api_key":"k","api_key_in_commands":false,"env":{},)"
          R"("config":{"a":1},"config_overrides":["x=1","y=\"2\""],"originator":"o","helper_grace_ms":1000,)"
          R"("record":"r","replay":"p","replay_speed":0.5,"replay_match":"order","new":[null]})");

    ThreadOptions thread;
    thread.model = "m";
    thread.sandbox_mode = "s";
    thread.working_directory = "w";
    thread.skip_git_repo_check = true;
    thread.model_reasoning_effort = "e";
    thread.network_access_enabled = false;
    thread.web_search_mode = "live";
    thread.web_search_enabled = true;
    thread.approval_policy = "never";
    thread.additional_directories = {"d"};
    thread.thread_source = "t";
    thread.extra["new"] = Json("1");
    CHECK(
        *detail::json_of(thread) ==
        R"({"model":"m","sandbox_mode":"s","working_directory":"w","skip_git_repo_check":true,)"
        R"("model_reasoning_effort":"e","network_access_enabled":false,"web_search_mode":"live",)"
        R"("web_search_enabled":true,"approval_policy":"never","additional_directories":["d"],"thread_source":"t","new":1})");

    TurnOptions turn;
    turn.output_schema = Json("{}");
    turn.timeout = std::chrono::seconds(2);
    turn.idle_timeout = std::chrono::milliseconds(3);
    turn.offline_timeout = std::chrono::minutes(1);
    turn.wait_for_exit = true;
    turn.max_line_bytes = 4;
    turn.cyber_access_program = "standard";
    turn.extra["new"] = Json("2");
    CHECK(*detail::json_of(Input({"a", LocalImage{"p"}}), turn) ==
          R"({"input":[{"type":"text","text":"a"},{"type":"local_image","path":"p"}],"output_schema":{},)"
          R"("timeout_ms":2000,"idle_timeout_ms":3,"offline_timeout_ms":60000,"wait_for_exit":true,)"
          R"("max_line_bytes":4,"cyber_access_program":"standard","new":2})");
}

TEST_CASE("a time-out of 0 is off") {
    TurnOptions turn;
    turn.timeout = turn.idle_timeout = turn.offline_timeout = std::chrono::milliseconds(0);
    CHECK(*detail::json_of(Input("hi"), turn) == R"({"timeout_ms":0,"idle_timeout_ms":0,"offline_timeout_ms":0})");
    CHECK(Stage(ordinary).thread.run("hi", turn).final_response == "ok");
    CodexOptions codex;
    codex.helper_grace = std::chrono::milliseconds(0);
    CHECK(*detail::json_of(codex) == R"({"originator":"codex_sdk_cpp","helper_grace_ms":0})");
}

#if __cplusplus >= 202002L
TEST_CASE("options are written with their names") {
    const Stage stage(ordinary);
    Codex codex({.codex_path_override = std::getenv("HOSTILE_CODEX"), .originator = "a"});
    Thread thread = codex.start_thread({.sandbox_mode = "read-only", .skip_git_repo_check = true});
    const auto result = thread.run("hi", {.timeout = std::chrono::seconds(60)});
    CHECK(result.final_response == "ok");
}
#endif

TEST_CASE("strings arrive as they are, whatever is in them") {
    const std::string odd = "a \"b\" \\ \x01\x1f \n\t\r \xc3\xa9 \xf0\x9f\x8e\x89 ${n} </script>";
    Stage stage(ordinary);
    auto options = stage.options(ordinary);
    (*options.env)["ODD"] = odd;
    Codex codex(options);
    ThreadOptions thread_options;
    thread_options.skip_git_repo_check = true;
    thread_options.model = odd;
    codex.start_thread(thread_options).run(odd);
    CHECK(stage.invocation().get("/env/ODD") == odd);
    CHECK(stage.folder.text("stdin-1") == odd);
    CHECK(has(arguments(stage), detail::as_json("--model") + "," + detail::as_json("a \"b\" \\ ").substr(0, 8)));
}

TEST_CASE("an option that there is not, or that has a wrong value, is named") {
    Stage stage(ordinary);
    ThreadOptions options;
    options.extra["modell"] = Json("\"x\"");
    CHECK_THROWS_AS(static_cast<void>(stage.start(options)), InvalidArgumentError);
    auto refused = stage.codex.try_start_thread(options);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().option() == "modell");
    TurnOptions turn;
    turn.timeout = std::chrono::milliseconds(-1);
    auto negative = stage.thread.try_run("hi", turn);
    REQUIRE_FALSE(negative);
    CHECK(negative.error().option() == "timeout_ms");
}

TEST_CASE("JSON says no more than the option it is given for, and what is wrong with it is said with its name") {
    const auto refused = [](const auto& result, const std::string& option, const std::string& why) {
        REQUIRE_FALSE(result);
        CHECK(result.error().code() == ErrorCode::invalid_argument);
        CHECK(result.error().option() == option);
        CHECK(result.error().raw().get("/option") == option);
        CHECK_MESSAGE(has(result.error().message(), why), result.error().message());
    };
    Stage stage(ordinary);
    CodexOptions codex = stage.options(ordinary);
    codex.config = Json(R"({},"codex_path_override":"/bin/false")");
    refused(Codex::try_create(codex), "config", "Codex option `config`");
    codex.config = Json("{a: 1}");
    refused(Codex::try_create(codex), "config", "line 1 column 2");
    ThreadOptions thread;
    thread.extra["model"] = Json("gpt-5");
    refused(stage.codex.try_start_thread(thread), "model", "thread option `model`");
    thread.model = "m";
    thread.extra["model"] = Json("\"n\"");
    refused(stage.codex.try_start_thread(thread), "model", "is set twice");
    thread.extra.clear();
    thread.model = "\xff";
    refused(stage.codex.try_start_thread(thread), "model", "UTF-8");
    TurnOptions turn;
    turn.output_schema = Json(R"({"type":"object"},"timeout_ms":1)");
    refused(stage.thread.try_run("hi", turn), "output_schema", "turn option `output_schema`");
    refused(stage.thread.try_run_json("hi", Json("")), "output_schema", "turn option `output_schema`");
    refused(stage.thread.try_run({Json(R"({"type":"text","text":"a"},{"type":"text","text":"b"})")}), "input",
            "an input entry");
    CHECK_FALSE(stage.folder.has("invocation-1.json"));
}

TEST_CASE("a NUL is refused where C would end the text") {
    using namespace std::string_literals;
    Stage stage(ordinary);
    const auto code = [](const auto& result) { return result ? ErrorCode::internal : result.error().code(); };
    CHECK(code(stage.thread.try_run("a\0b"s)) == ErrorCode::invalid_argument);
    CHECK(code(stage.codex.try_resume_thread("a\0b"s)) == ErrorCode::invalid_argument);
    ThreadOptions thread;
    thread.model = "a\0b"s;
    CHECK(code(stage.codex.try_start_thread(thread)) == ErrorCode::invalid_argument);
    thread.model.reset();
    thread.extra["model"] = Json("\"a\0b\""s);
    CHECK(code(stage.codex.try_start_thread(thread)) == ErrorCode::invalid_argument);
    TurnOptions turn;
    turn.output_schema = Json("{\0}"s);
    CHECK(code(stage.thread.try_run("hi", turn)) == ErrorCode::invalid_argument);
    CHECK_FALSE(stage.folder.has("invocation-1.json"));
}

TEST_CASE("an error does not show secrets") {
    const auto refused = [](const CodexOptions& options, const std::string& name) {
        const auto made = Codex::try_create(options);
        REQUIRE_FALSE(made);
        CHECK(made.error().code() == ErrorCode::invalid_argument);
        CHECK(made.error().option().value_or("").substr(0, name.size()) == name);
        CHECK_FALSE(has(made.error().message(), "secret"));
        CHECK_FALSE(has(made.error().raw().text(), "secret"));
    };
    using namespace std::string_literals;
    for (const std::string& secret : {"sk-secret\xff"s, "sk-secret\0"s, "sk-\xed\xa0\x80secret"s}) {
        CodexOptions options;
        options.codex_path_override = std::getenv("HOSTILE_CODEX");
        options.api_key = secret;
        refused(options, "api_key");
        options.api_key.reset();
        options.env = {{"A", secret}};
        refused(options, "env");
        options.env.reset();
        options.extra["api_key"] = Json("\"" + secret + "\"");
        refused(options, "api_key");
        options.extra = {{"env", Json("[\"" + secret + "\"]")}};
        refused(options, "env");
    }
}

TEST_CASE("what is no UTF-8 is refused") {
    Stage stage(ordinary);
    CHECK_THROWS_AS(stage.thread.run("\xff"), InvalidArgumentError);
    ThreadOptions options;
    options.model = "\xc3";
    CHECK_THROWS_AS(static_cast<void>(stage.codex.start_thread(options)), InvalidArgumentError);
}

/// One pixel, as a GIF.
const std::string pixel(
    "GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02"
    "D\x01\0;",
    29);

TEST_CASE("several texts are one prompt, images are files") {
    Stage stage(ordinary);
    stage.folder.write("page.png", pixel);
    stage.thread.run({"one", std::string("two"), LocalImage{stage.folder.path("page.png")}});
    CHECK(stage.folder.text("stdin-1") == "one\n\ntwo");
    CHECK(has(arguments(stage), stage.folder.path("page.png")));
}

TEST_CASE("an image can be given as its bytes") {
    using namespace std::string_literals;
    Stage stage(R"([{"thread_started":"t"},{"agent_message":"ok"},{"turn_completed":true}])");
    CHECK(stage.thread.run({"look", ImageData{pixel}}).final_response == "ok");
    CHECK(has(arguments(stage), "--image"));
    CHECK(ImageData{std::vector<unsigned char>{0xff, 0}}.bytes == "\xff\0"s);
    CHECK(ImageData{std::vector<std::byte>{std::byte{7}}}.bytes == "\x07");
    for (const auto& [bytes, text] : {std::pair(""s, ""), std::pair("\xff"s, "/w=="), std::pair("ab"s, "YWI="),
                                      std::pair("abc"s, "YWJj"), std::pair("\0\x10\x83\x10"s, "ABCDEA==")}) {
        CHECK(detail::base64(bytes) == text);
    }
}

TEST_CASE("an entry can be said as the library takes it") {
    Stage stage(ordinary);
    stage.thread.run({Json(R"({"type":"text","text":"raw"})")});
    CHECK(stage.folder.text("stdin-1") == "raw");
    CHECK_THROWS_AS(stage.thread.run({Json(R"({"type":"video"})")}), InvalidArgumentError);
    CHECK_THROWS_AS(stage.thread.run(std::vector<InputEntry>()), InvalidArgumentError);
    CHECK_THROWS_AS(stage.thread.run(Input()), InvalidArgumentError);
}

TEST_CASE("a text comes as any kind of string, and NULL is refused") {
    const char* nothing = nullptr;
    Stage stage(ordinary);
    const std::string_view view = "view";
    stage.thread.run({view, std::string("string"), "text"});
    CHECK(stage.folder.text("stdin-1") == "view\n\nstring\n\ntext");
    CHECK_THROWS_AS(stage.thread.run(nothing), InvalidArgumentError);
    CHECK_THROWS_AS(stage.thread.run({"text", nothing}), InvalidArgumentError);
}

TEST_CASE("a text that is not UTF-8 is refused by name") {
    Stage stage(ordinary);
    const auto refused = [](const auto& result, const std::string& option) {
        REQUIRE_FALSE(result);
        CHECK(result.error().code() == ErrorCode::invalid_argument);
        CHECK(result.error().option() == option);
    };
    for (const std::string bad : {"\xff", "a\xed\xa0\x80"}) {
        CAPTURE(bad);
        ThreadOptions thread;
        thread.model = bad;
        refused(stage.codex.try_start_thread(thread), "model");
        CodexOptions codex;
        codex.env = {{"A", bad}};
        refused(Codex::try_create(codex), "env");
        codex.env.reset();
        codex.api_key = bad;
        refused(Codex::try_create(codex), "api_key");
        CHECK(Codex::try_create(codex).error().message().find(bad) == std::string::npos);
        const auto run = stage.thread.try_run(bad);
        REQUIRE_FALSE(run);
        CHECK(run.error().code() == ErrorCode::invalid_argument);
        refused(stage.thread.try_run({"a", bad}), "input");
    }
    CHECK(stage.thread.run("hi").final_response == "ok");
}
