/// @file
/// The options of clients, threads and turns as the JSON that the library takes.

#ifndef CODEX_SDK_DETAIL_ENCODE_HPP
#define CODEX_SDK_DETAIL_ENCODE_HPP

#include <string>
#include <utility>

#include "../error.hpp"
#include "../input.hpp"
#include "../options.hpp"
#include "dialect.hpp"
#include "failure.hpp"
#include "option_fields.hpp"
#include "options_text.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

inline Result<std::string> json_of(CodexOptions options) {
    // It always has a value, which may be an extra one.
    if (!options.originator && options.extra.count("originator") == 0) options.originator = "codex_sdk_cpp";
    OptionsText object("Codex");
    add_options(object, options);
    object.add(options.extra);
    return object.text();
}

inline Result<std::string> json_of(ThreadOptions options) {
    if (options.on_approval && !options.approvals && options.extra.count("approvals") == 0) options.approvals = "ask";
    OptionsText object("thread");
    add_options(object, options);
    object.add(options.extra);
    return object.text();
}

inline Result<std::string> json_of(const Input& input, const TurnOptions& options) {
    if (input.entries()) {
        for (const InputEntry& entry : *input.entries()) {
            if (const auto wrong = json_error(entry.json().text())) {
                return unexpected<Error>(own_error(ErrorCode::invalid_argument, "invalid_argument",
                                                   "an input entry is not JSON: " + *wrong, "input"));
            }
        }
    }
    OptionsText object("turn");
    object.add("input", input.entries());
    add_options(object, options);
    object.add(options.extra);
    auto json = object.text();
    if (!json) return json;
    if (auto error = nul_error("the prompt", input.prompt().value_or(""))) return unexpected<Error>(*std::move(error));
    return json;
}

/// NULL if the input is in the options.
inline const char* prompt_of(const Input& input) noexcept { return input.prompt() ? input.prompt()->c_str() : nullptr; }

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_ENCODE_HPP
