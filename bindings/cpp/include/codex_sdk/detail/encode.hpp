/// @file
/// Options as the JSON that the library takes.

#ifndef CODEX_SDK_DETAIL_ENCODE_HPP
#define CODEX_SDK_DETAIL_ENCODE_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iomanip>
#include <limits>
#include <locale>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "../error.hpp"
#include "../input.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "codex_sdk.h"
#include "dialect.hpp"
#include "failure.hpp"
#include "members.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

namespace detail {

/// What is wrong with JSON that somebody has given, in the library's words; nothing if it is one value.
inline std::optional<std::string> flaw(const std::string& json) {
    if (json.find('\0') != std::string::npos) return "it has a NUL character, which cannot be passed on";
    codex_sdk_json_member* members = nullptr;
    std::size_t count = 0;
    Text error;
    const codex_sdk_status status = codex_sdk_json_members(json.c_str(), &members, &count, error.out());
    codex_sdk_json_members_free(members);
    if (status == CODEX_SDK_OK) return std::nullopt;
    return failure(status, error.get()).message();
}

/// Options as the JSON object that the library takes. Each is one value and nothing else, so that no text can say more
/// than the option it was given for.
class OptionsText {
public:
    /// Of a "thread", for example, for whoever reads what is wrong.
    explicit OptionsText(const char* whose) : whose_(whose) {}

    template <class T>
    void add(const char* name, const std::optional<T>& value) {
        if (value) say(name, json_of(*value));
    }
    void add(const char* name, const std::vector<std::string>& value) {
        if (!value.empty()) say(name, json_of(value));
    }
    void add(const ExtraOptions& extra) {
        for (const auto& [name, value] : extra) {
            if (names_.count(name) != 0) refuse(name, "is given twice: as itself, and as an extra one");
            say(name, value.text());
        }
    }

    /// The object, or what is wrong with the first option that is not right.
    [[nodiscard]] Result<std::string> text() const {
        if (error_) return unexpected<Error>(*error_);
        return text_.empty() ? "{}" : text_ + '}';
    }

private:
    static std::string json_of(const Json& value) { return value.text(); }
    static std::string json_of(const InputEntry& value) { return value.json().text(); }
    static std::string json_of(const std::string& value) { return as_json(value); }
    static std::string json_of(bool value) { return value ? "true" : "false"; }
    static std::string json_of(std::int64_t value) { return std::to_string(value); }
    static std::string json_of(double value) {
        std::ostringstream text;
        // A program's own locale may write a comma.
        text.imbue(std::locale::classic());
        text << std::setprecision(std::numeric_limits<double>::max_digits10) << value;
        return text.str();
    }
    /// None at all is over at once; the library's 0 would be for ever.
    static std::string json_of(std::chrono::milliseconds value) {
        return std::to_string(value.count() == 0 ? 1 : value.count());
    }
    static std::string json_of(const std::map<std::string, std::string>& value) {
        std::string object;
        for (const auto& [key, text] : value)
            object += (object.empty() ? "{" : ",") + as_json(key) + ':' + as_json(text);
        return object.empty() ? "{}" : object + '}';
    }
    template <class T>
    static std::string json_of(const std::vector<T>& values) {
        std::string array;
        for (const T& value : values) array += (array.empty() ? '[' : ',') + json_of(value);
        return array.empty() ? "[]" : array + ']';
    }

    void say(const std::string& name, const std::string& json) {
        if (const auto wrong = flaw(json)) refuse(name, "cannot be said in JSON: " + *wrong);
        names_.insert(name);
        text_ += (text_.empty() ? '{' : ',') + as_json(name) + ':' + json;
    }
    void refuse(const std::string& name, const std::string& why) {
        if (error_) return;
        error_ = own_error(ErrorCode::invalid_argument, "invalid_argument",
                           std::string(whose_) + " option `" + name + "` " + why, name);
    }

    const char* whose_;
    std::set<std::string> names_;
    std::string text_;
    std::optional<Error> error_;
};

/// For times of which 0 means 0, here as in the library.
inline std::optional<std::int64_t> milliseconds_of(const std::optional<std::chrono::milliseconds>& time) {
    return time ? std::optional<std::int64_t>(time->count()) : std::nullopt;
}

inline Result<std::string> json_of(const CodexOptions& options) {
    // The originator is always said, and may be an extra one.
    auto originator = options.originator;
    if (!originator && options.extra.count("originator") == 0) originator = "codex_sdk_cpp";
    OptionsText object("Codex");
    object.add("codex_path_override", options.codex_path_override);
    object.add("base_url", options.base_url);
    object.add("api_key", options.api_key);
    object.add("api_key_in_commands", options.api_key_in_commands);
    object.add("env", options.env);
    object.add("config", options.config);
    object.add("config_overrides", options.config_overrides);
    object.add("originator", originator);
    object.add("helper_grace_ms", milliseconds_of(options.helper_grace));
    object.add("record", options.record);
    object.add("replay", options.replay);
    object.add("replay_speed", options.replay_speed);
    object.add("replay_match", options.replay_match);
    object.add(options.extra);
    return object.text();
}

inline Result<std::string> json_of(const ThreadOptions& options) {
    OptionsText object("thread");
    object.add("model", options.model);
    object.add("sandbox_mode", options.sandbox_mode);
    object.add("working_directory", options.working_directory);
    object.add("skip_git_repo_check", options.skip_git_repo_check);
    object.add("model_reasoning_effort", options.model_reasoning_effort);
    object.add("network_access_enabled", options.network_access_enabled);
    object.add("web_search_mode", options.web_search_mode);
    object.add("web_search_enabled", options.web_search_enabled);
    object.add("approval_policy", options.approval_policy);
    object.add("additional_directories", options.additional_directories);
    object.add("thread_source", options.thread_source);
    object.add(options.extra);
    return object.text();
}

/// Each entry is one, too.
inline Result<std::string> json_of(const Input& input, const TurnOptions& options) {
    if (input.entries()) {
        for (const InputEntry& entry : *input.entries()) {
            if (const auto wrong = flaw(entry.json().text())) {
                return unexpected<Error>(own_error(ErrorCode::invalid_argument, "invalid_argument",
                                                   "an entry of the input is not JSON: " + *wrong, "input"));
            }
        }
    }
    OptionsText object("turn");
    object.add("input", input.entries());
    object.add("output_schema", options.output_schema);
    object.add("timeout_ms", options.timeout);
    object.add("idle_timeout_ms", options.idle_timeout);
    object.add("offline_timeout_ms", milliseconds_of(options.offline_timeout));
    object.add("wait_for_exit", options.wait_for_exit);
    object.add("max_line_bytes", options.max_line_bytes);
    object.add("cyber_access_program", options.cyber_access_program);
    object.add(options.extra);
    return object.text();
}

}  // namespace detail

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_ENCODE_HPP
