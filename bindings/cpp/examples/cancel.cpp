// Ends a turn early: Enter cancels it through a stop token, and it has a time-out.
//
//     cancel ["Count to a million, one number a second."]

#include <poll.h>
#include <unistd.h>

#include <codex_sdk.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "options.hpp"

namespace {

/// Requests a stop when the user presses Enter. Returns when `end` requests it.
void wait_for_enter(const std::stop_token& end, std::stop_source stop) {
    while (!end.stop_requested()) {
        pollfd input{STDIN_FILENO, POLLIN, 0};
        if (poll(&input, 1, 100) <= 0) continue;
        char line[100];
        if (read(STDIN_FILENO, line, sizeof line) > 0) stop.request_stop();
        return;
    }
}

}  // namespace

int main(int argc, char** argv) try {
    const char* prompt = argc > 1 ? argv[1] : "Count to a million, one number a second.";
    std::stop_source stop;
    std::cout << "Press Enter to cancel the turn." << std::endl;
    const std::jthread waiting(wait_for_enter, stop);

    codex_sdk::Codex codex(example_options());
    codex_sdk::Thread thread = codex.start_thread({.sandbox_mode = "read-only", .skip_git_repo_check = true});
    codex_sdk::Turn turn =
        thread.run_streamed(prompt, {.timeout = std::chrono::minutes(10), .stop_token = stop.get_token()});
    for (auto& event : turn.events()) {
        if (const auto* started = event.as<codex_sdk::ItemStartedEvent>()) {
            std::cout << "started: " << started->item.type() << std::endl;
        } else if (const auto* notice = event.as<codex_sdk::ThreadErrorEvent>()) {
            std::cout << "notice: " << notice->message << std::endl;
        }
    }
    std::cout << "The turn completed.\n";
} catch (const codex_sdk::TurnCancelledError&) {
    std::cout << "Cancelled. Everything the agent started has ended.\n";
} catch (const codex_sdk::Error& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
