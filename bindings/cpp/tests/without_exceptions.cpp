// A program without exceptions: an answer that nlohmann/json cannot read, though it is JSON, is an error and no end of
// the program.
#include <cstdio>
#include <cstdlib>

#include "codex_sdk.hpp"
#include "codex_sdk/nlohmann.hpp"
#include "counterpart.hpp"

using namespace codex_sdk;

namespace {

Result<nlohmann::json> answered(const std::string& answer) {
    CodexOptions options;
    options.codex_path_override = std::getenv("HOSTILE_CODEX");
    options.env.emplace();
    const nlohmann::json message = {{"agent_message", answer}};
    (*options.env)["HOSTILE_SCRIPT"] = R"([{"thread_started":"t"},)" + message.dump() + R"(,{"turn_completed":true}])";
    auto codex = Codex::try_create(options);
    if (!codex) return unexpected<Error>(codex.error());
    ThreadOptions anywhere;
    anywhere.skip_git_repo_check = true;
    auto thread = codex->try_start_thread(anywhere);
    if (!thread) return unexpected<Error>(thread.error());
    return thread->try_run_json<nlohmann::json>("hi", nlohmann::json{{"type", "object"}});
}

}  // namespace

int main() {
    if (const int status = support::cannot_run()) return status;
    int failed = 0;
    for (const char* answer : {R"({"x":1e999})", R"({"x":"\ud800"})"}) {
        const auto result = answered(answer);
        const bool good = !result && result.error().code() == ErrorCode::invalid_response &&
                          result.error().response() == answer && result.error().thread_id() == "t";
        std::printf("%s %s\n", good ? "ok  " : "FAIL", answer);
        failed += good ? 0 : 1;
        const nlohmann::json value = Json(answer);
        failed += value.is_discarded() ? 0 : 1;
    }
    const auto result = answered(R"({"x":1})");
    failed += result && (*result)["x"] == 1 ? 0 : 1;
    return failed == 0 ? 0 : 1;
}
