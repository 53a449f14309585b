// Options as the cases say them, said as a C++ program says them. What has another type than the member for it, and
// what there is no member for, goes the way of what this version does not know.
#pragma once

#include "codex_sdk.hpp"
#include "codex_sdk/nlohmann.hpp"

namespace driver {

using namespace codex_sdk;
using nlohmann::json;

/// Moves options out of the JSON into members; what is left in the end is extra.
class Taken {
public:
    explicit Taken(const json& request) {
        const auto found = request.find("options");
        if (found != request.end() && found->is_object()) left_ = *found;
    }

    void operator()(const char* name, std::optional<std::string>& to) { take(name, &json::is_string, to); }
    void operator()(const char* name, std::optional<bool>& to) { take(name, &json::is_boolean, to); }
    void operator()(const char* name, std::optional<double>& to) { take(name, &json::is_number, to); }
    void operator()(const char* name, std::optional<std::int64_t>& to) { take(name, &json::is_number_integer, to); }
    void operator()(const char* name, std::optional<std::chrono::milliseconds>& to) {
        std::optional<std::int64_t> count;
        (*this)(name, count);
        if (count) to = std::chrono::milliseconds(*count);
    }
    void operator()(const char* name, std::optional<Json>& to) {
        if (left_.contains(name) && left_[name].is_object()) to = taken(name);
    }
    void operator()(const char* name, std::vector<std::string>& to) {
        if (left_.contains(name) && left_[name].is_array() && holds_strings(left_[name])) to = taken(name);
    }
    void operator()(const char* name, std::optional<std::map<std::string, std::string>>& to) {
        if (left_.contains(name) && left_[name].is_object() && holds_strings(left_[name])) {
            to = taken(name).get<std::map<std::string, std::string>>();
        }
    }
    [[nodiscard]] ExtraOptions extra() const {
        ExtraOptions extra;
        for (const auto& [name, value] : left_.items()) extra.emplace(name, value);
        return extra;
    }

    /// The prompt, or with none the entries of the option `input`.
    Input input(const json& request) {
        if (const auto prompt = request.find("prompt"); prompt != request.end() && prompt->is_string()) {
            return prompt->get<std::string>();
        }
        if (!left_.contains("input") || !left_["input"].is_array()) return {};
        std::vector<InputEntry> entries;
        for (const json& entry : taken("input")) entries.push_back(this->entry(entry));
        return entries;
    }

private:
    static bool holds_strings(const json& values) {
        return std::all_of(values.begin(), values.end(), [](const json& value) { return value.is_string(); });
    }
    static InputEntry entry(const json& entry) {
        const auto is = [&](const char* type, const char* field) {
            return entry.is_object() && entry.size() == 2 && entry.value("type", json()) == type &&
                   entry.value(field, json()).is_string();
        };
        if (is("text", "text")) return entry["text"].get<std::string>();
        if (is("local_image", "path")) return LocalImage{entry["path"]};
        return Json(entry);
    }
    json taken(const char* name) {
        json value = left_[name];
        left_.erase(name);
        return value;
    }
    template <class T>
    void take(const char* name, bool (json::*fits)() const noexcept, std::optional<T>& to) {
        if (left_.contains(name) && (left_[name].*fits)()) to = taken(name).template get<T>();
    }

    json left_ = json::object();
};

inline CodexOptions codex_options(const json& request) {
    Taken take(request);
    CodexOptions options;
    take("codex_path_override", options.codex_path_override);
    take("base_url", options.base_url);
    take("api_key", options.api_key);
    take("api_key_in_commands", options.api_key_in_commands);
    take("env", options.env);
    take("config", options.config);
    take("config_overrides", options.config_overrides);
    take("originator", options.originator);
    take("helper_grace_ms", options.helper_grace);
    take("record", options.record);
    take("replay", options.replay);
    take("replay_speed", options.replay_speed);
    take("replay_match", options.replay_match);
    options.extra = take.extra();
    return options;
}

inline ThreadOptions thread_options(const json& request) {
    Taken take(request);
    ThreadOptions options;
    take("model", options.model);
    take("sandbox_mode", options.sandbox_mode);
    take("working_directory", options.working_directory);
    take("skip_git_repo_check", options.skip_git_repo_check);
    take("model_reasoning_effort", options.model_reasoning_effort);
    take("network_access_enabled", options.network_access_enabled);
    take("web_search_mode", options.web_search_mode);
    take("web_search_enabled", options.web_search_enabled);
    take("approval_policy", options.approval_policy);
    take("additional_directories", options.additional_directories);
    take("thread_source", options.thread_source);
    options.extra = take.extra();
    return options;
}

inline std::pair<Input, TurnOptions> input_and_options(const json& request) {
    Taken take(request);
    TurnOptions options;
    Input input = take.input(request);
    take("output_schema", options.output_schema);
    take("timeout_ms", options.timeout);
    take("idle_timeout_ms", options.idle_timeout);
    take("offline_timeout_ms", options.offline_timeout);
    take("wait_for_exit", options.wait_for_exit);
    take("max_line_bytes", options.max_line_bytes);
    take("cyber_access_program", options.cyber_access_program);
    options.extra = take.extra();
    return {std::move(input), std::move(options)};
}

}  // namespace driver
