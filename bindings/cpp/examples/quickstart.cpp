// Runs one turn of the agent and prints the result.
//
//     quickstart ["What is in this folder?"]

#include <codex_sdk.hpp>

#include <cstdlib>
#include <iostream>

#include "options.hpp"

int main(int argc, char** argv) try {
    codex_sdk::Codex codex(example_options());
    // The agent may read everything and change nothing, in any folder.
    codex_sdk::Thread thread = codex.start_thread({.sandbox_mode = "read-only", .skip_git_repo_check = true});
    const auto result = thread.run(argc > 1 ? argv[1] : "What is in this folder?");

    std::cout << result.final_response << '\n';
    if (result.turn_usage) {
        std::cout << '(' << result.turn_usage->input_tokens << " tokens in, " << result.turn_usage->output_tokens
                  << " out)\n";
    }
} catch (const codex_sdk::Error& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
