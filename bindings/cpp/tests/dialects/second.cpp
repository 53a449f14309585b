// The other one of two units that include the header, in each dialect.
#include "dialect.hpp"

#include "codex_sdk.hpp"

std::string DIALECT::second(codex_sdk::Thread& thread) {
#if CODEX_SDK_HAS_EXCEPTIONS
    try {
        return thread.run("hi").final_response + thread.run("").final_response;
    } catch (const codex_sdk::InvalidArgumentError&) {
        return thread.run({"a text", "and another"}).final_response;
    }
#else
    const auto refused = thread.try_run("");
    if (refused || refused.error().code() != codex_sdk::ErrorCode::invalid_argument) return "an empty prompt was taken";
    const auto result = thread.try_run({"a text", "and another"});
    return result ? result->final_response : result.error().message();
#endif
}
