// Gets the answer as data: the agent follows a JSON Schema, and nlohmann/json converts the answer to a struct.
//
//     structured_output ["What is in this folder?"]

#include <codex_sdk.hpp>
#include <codex_sdk/nlohmann.hpp>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "options.hpp"

struct File {
    std::string name;
    std::string purpose;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(File, name, purpose)

struct Folder {
    std::string summary;
    std::vector<File> files;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Folder, summary, files)

// OpenAI's models require every property to be required, and no others to be allowed.
static const auto schema = nlohmann::json::parse(R"({
    "type": "object",
    "properties": {
        "summary": {"type": "string"},
        "files": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "purpose": {"type": "string"}},
                "required": ["name", "purpose"],
                "additionalProperties": false
            }
        }
    },
    "required": ["summary", "files"],
    "additionalProperties": false
})");

int main(int argc, char** argv) try {
    codex_sdk::Codex codex(example_options());
    codex_sdk::Thread thread = codex.start_thread({.sandbox_mode = "read-only", .skip_git_repo_check = true});
    const auto folder = thread.run_json<Folder>(argc > 1 ? argv[1] : "What is in this folder?", schema);

    std::cout << folder.summary << '\n';
    for (const File& file : folder.files) std::cout << "- " << file.name << ": " << file.purpose << '\n';
} catch (const codex_sdk::InvalidResponseError& error) {
    std::cerr << error.what() << "\nThe answer was: " << error.response().value_or("") << '\n';
    return EXIT_FAILURE;
} catch (const codex_sdk::Error& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
