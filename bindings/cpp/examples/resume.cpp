// Starts a conversation, or resumes one. Prints the command that resumes it.
//
//     resume ["Think of a number."] [ID]

#include <codex_sdk.hpp>

#include <cstdlib>
#include <iostream>

#include "options.hpp"

int main(int argc, char** argv) try {
    // The CLI does not store options with a thread: pass them each time.
    const codex_sdk::ThreadOptions options{.sandbox_mode = "read-only", .skip_git_repo_check = true};
    codex_sdk::Codex codex(example_options());
    codex_sdk::Thread thread = argc > 2 ? codex.resume_thread(argv[2], options) : codex.start_thread(options);
    std::cout << thread.run(argc > 1 ? argv[1] : "Think of a number.").final_response << '\n'
              << "To continue: " << argv[0] << " \"And then?\" " << thread.id().value_or("") << '\n';
} catch (const codex_sdk::ThreadNotFoundError& error) {
    std::cerr << "cannot resume this thread: " << error.what() << '\n';
    return EXIT_FAILURE;
} catch (const codex_sdk::Error& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
