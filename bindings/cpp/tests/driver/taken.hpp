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
    void operator()(const char* name, std::vector<Tool>& to) {
        if (!left_.contains(name) || !left_[name].is_array() || left_[name].empty()) return;
        for (const json& one : taken(name)) to.emplace_back(Json(one));
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

/// What is known of an error; a member without a value is left out.
template <class T>
void add_known(json& fields, const char* name, const T& value) {
    fields[name] = value;
}
template <class T>
void add_known(json& fields, const char* name, const std::optional<T>& value) {
    if (value) fields[name] = *value;
}
inline void add_known(json& fields, const char* name, const std::vector<std::string>& value) {
    if (!value.empty()) fields[name] = value;
}

template <class T>
json written(const T& value) {
    return value;
}
template <class T>
json written(const std::optional<T>& value) {
    return value ? json(*value) : json();
}

}  // namespace driver
