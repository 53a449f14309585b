// Follows a turn event by event.
//
//     streaming ["Which of these files is the longest?"]

#include <codex_sdk.hpp>

#include <cstdlib>
#include <iostream>

#include "options.hpp"

namespace {

/// Prints a completed item.
void print(const codex_sdk::Item& item) {
    std::visit(codex_sdk::overloaded{
                   [](const codex_sdk::ReasoningItem& it) { std::cout << "thinks: " << it.text << '\n'; },
                   [](const codex_sdk::CommandExecutionItem& it) {
                       std::cout << "exit code: " << it.exit_code.value_or(-1) << '\n';
                   },
                   [](const codex_sdk::FileChangeItem& it) {
                       for (const auto& change : it.changes) std::cout << "changes: " << change.path << '\n';
                   },
                   [](const codex_sdk::AgentMessageItem& it) { std::cout << "says: " << it.text << '\n'; },
                   [](const codex_sdk::ErrorItem& it) { std::cout << "notice: " << it.message << '\n'; },
                   [](const codex_sdk::AnyItem&) {},
               },
               item.value());
}

}  // namespace

int main(int argc, char** argv) try {
    const char* prompt = argc > 1 ? argv[1] : "Which of these files is the longest?";
    codex_sdk::Codex codex(example_options());
    codex_sdk::Thread thread = codex.start_thread({.sandbox_mode = "read-only", .skip_git_repo_check = true});
    for (auto& event : thread.run_streamed(prompt).events()) {
        if (const auto* started = event.as<codex_sdk::ItemStartedEvent>()) {
            const auto* command = started->item.as<codex_sdk::CommandExecutionItem>();
            if (command != nullptr) std::cout << "runs: " << command->command << '\n';
        } else if (const auto* completed = event.as<codex_sdk::ItemCompletedEvent>()) {
            print(completed->item);
        } else if (const auto* notice = event.as<codex_sdk::ThreadErrorEvent>()) {
            std::cout << "notice: " << notice->message << '\n';  // usually "Reconnecting... 1/5"
        } else if (const auto* end = event.as<codex_sdk::TurnCompletedEvent>(); end != nullptr && end->usage) {
            std::cout << "tokens: " << end->usage->input_tokens + end->usage->output_tokens << '\n';
        }
        std::cout << std::flush;  // at once, even into a pipe
    }
} catch (const codex_sdk::Error& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
