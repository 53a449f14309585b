// Sends images to the model: files by their paths, and one as bytes.
//
//     images [picture.png ...]

#include <codex_sdk.hpp>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "options.hpp"

namespace {

// One red pixel, as it might come from a camera or a web page.
const unsigned char pixel[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
    0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00,
    0x0c, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0x00, 0x00, 0x03, 0x01, 0x01, 0x00, 0xc9,
    0xfe, 0x92, 0xef, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
};

}  // namespace

int main(int argc, char** argv) try {
    std::vector<codex_sdk::InputEntry> input = {"What do you see?"};
    for (int i = 1; i < argc; i++) input.push_back(codex_sdk::LocalImage{argv[i]});
    input.push_back(codex_sdk::ImageData{std::string(std::begin(pixel), std::end(pixel))});

    codex_sdk::Codex codex(example_options());
    codex_sdk::Thread thread = codex.start_thread({.sandbox_mode = "read-only", .skip_git_repo_check = true});
    std::cout << thread.run(input).final_response << '\n';
} catch (const codex_sdk::Error& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
