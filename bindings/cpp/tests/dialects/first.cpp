// One of two units that include the header, in each dialect.
#include "codex_sdk.hpp"
// Twice is as good as once.
#include "codex_sdk.hpp"

#include "dialect.hpp"

static_assert(CODEX_SDK_HAS_STOP_TOKEN == (__cplusplus >= 202002L));
static_assert(!std::is_copy_constructible_v<codex_sdk::Codex> && !std::is_copy_constructible_v<codex_sdk::Thread> &&
              !std::is_copy_constructible_v<codex_sdk::Turn> && !std::is_copy_constructible_v<codex_sdk::CallbackTurn>);
static_assert(std::is_nothrow_move_constructible_v<codex_sdk::Codex> &&
              std::is_nothrow_move_assignable_v<codex_sdk::Codex> &&
              std::is_nothrow_move_constructible_v<codex_sdk::Thread> &&
              std::is_nothrow_move_assignable_v<codex_sdk::Thread> &&
              std::is_nothrow_move_constructible_v<codex_sdk::Turn> &&
              std::is_nothrow_move_assignable_v<codex_sdk::Turn> &&
              std::is_nothrow_move_constructible_v<codex_sdk::CallbackTurn> &&
              std::is_nothrow_move_assignable_v<codex_sdk::CallbackTurn>);
static_assert(std::is_nothrow_copy_constructible_v<codex_sdk::Error>);

std::string DIALECT::first(const std::string& hostile) {
    codex_sdk::CodexOptions options;
    options.codex_path_override = hostile;
    auto codex = codex_sdk::Codex::try_create(options);
    if (!codex) return codex.error().message();
    codex_sdk::ThreadOptions thread_options;
    thread_options.skip_git_repo_check = true;
    auto thread = codex->try_start_thread(thread_options);
    if (!thread) return thread.error().message();
    std::string said;
    auto turn = thread->try_run_streamed("hi");
    if (!turn) return turn.error().message();
    for (auto& event : turn->try_events()) {
        if (!event) return event.error().message();
        if (const auto* message = event->completed<codex_sdk::AgentMessageItem>()) said += message->text;
    }
    return said + second(*thread);
}
