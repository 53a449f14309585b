/// @file
/// The options of clients, threads and turns as the JSON that the library takes.

#ifndef CODEX_SDK_DETAIL_ENCODE_HPP
#define CODEX_SDK_DETAIL_ENCODE_HPP

#include <string>

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

inline Result<std::string> json_of(const ThreadOptions& options) {
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
    return object.text();
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_ENCODE_HPP
