// A conversation that goes on after the program has ended: it says how.
//
//     resume ["Think of a number."] [ID]

#include <codex_sdk.hpp>

#include <cstdlib>
#include <iostream>

#include "options.hpp"

int main(int argc, char** argv) try {
    // Not remembered: give them again.
    const codex_sdk::ThreadOptions options{.sandbox_mode = "read-only", .skip_git_repo_check = true};
    codex_sdk::Codex codex(example_options());
    codex_sdk::Thread thread = argc > 2 ? codex.resume_thread(argv[2], options) : codex.start_thread(options);
    std::cout << thread.run(argc > 1 ? argv[1] : "Think of a number.").final_response << '\n'
              << "To go on: " << argv[0] << " \"And then?\" " << thread.id().value_or("") << '\n';
} catch (const codex_sdk::ThreadNotFoundError& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
} catch (const codex_sdk::Error& error) {
    std::cerr << "the turn did not end well: " << error.what() << '\n';
    return EXIT_FAILURE;
}
