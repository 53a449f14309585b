// What the units of a dialect have for each other and for the program; DIALECT is its name.
#pragma once

#include <string>

#include "codex_sdk.hpp"

namespace DIALECT {

/// Runs some turns with this CLI, and gives what the agent says, or what went wrong.
std::string first(const std::string& hostile);
std::string second(codex_sdk::Thread& thread);

}  // namespace DIALECT
