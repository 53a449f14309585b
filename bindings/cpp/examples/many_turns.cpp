// Runs several turns at once in a single thread: poll(2) tells which of them has events.
//
//     many_turns ["What is a fork?" "What is a spoon?" ...]

#include <poll.h>

#include <codex_sdk.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "options.hpp"

namespace {

struct Question {
    std::string prompt;
    codex_sdk::Turn turn;
    std::string answer;
};

/// Reads the events that are there, without waiting.
void take(Question& question) {
    while (auto event = question.turn.try_next_for(std::chrono::milliseconds(0))) {
        if (!*event) return;
        if (const auto* message = (*event)->completed<codex_sdk::AgentMessageItem>()) question.answer = message->text;
        if (const auto* notice = (*event)->as<codex_sdk::ThreadErrorEvent>()) std::cerr << notice->message << '\n';
    }
    // The turn failed. Its error is the answer.
    question.answer = "(" + question.turn.try_wait().error().message() + ")";
}

}  // namespace

int main(int argc, char** argv) try {
    std::vector<std::string> prompts(argv + 1, argv + argc);
    if (prompts.empty()) prompts = {"What is in this folder?", "Which of these files is the longest?"};

    codex_sdk::Codex codex(example_options());
    std::vector<Question> questions;
    for (const auto& prompt : prompts) {
        codex_sdk::Thread thread = codex.start_thread({.sandbox_mode = "read-only", .skip_git_repo_check = true});
        questions.push_back({prompt, thread.run_streamed(prompt), ""});
    }
    for (;;) {
        std::vector<pollfd> waiting;
        for (const auto& question : questions) {
            if (!question.turn.ended()) waiting.push_back({question.turn.fd(), POLLIN, 0});
        }
        if (waiting.empty()) break;
        poll(waiting.data(), waiting.size(), -1);
        for (auto& question : questions) {
            if (!question.turn.ended()) take(question);
        }
    }
    for (const auto& question : questions) std::cout << question.prompt << "\n  " << question.answer << '\n';
} catch (const codex_sdk::Error& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
