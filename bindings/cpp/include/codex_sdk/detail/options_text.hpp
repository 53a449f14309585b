/// @file
/// Options as the JSON that the library takes.

#ifndef CODEX_SDK_DETAIL_OPTIONS_TEXT_HPP
#define CODEX_SDK_DETAIL_OPTIONS_TEXT_HPP

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
#include "../handlers.hpp"
#include "../input.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "dialect.hpp"
#include "failure.hpp"
#include "text.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// Options as the JSON object that the library takes. Each value is exactly one JSON value, so that no text can set
/// another option than its own.
class OptionsText {
public:
    /// The owner of the options, for messages: "thread".
    explicit OptionsText(const char* owner) : owner_(owner) {}

    template <class T>
    void add(const char* name, const std::optional<T>& value) {
        if (value) append(name, json_of(*value));
    }
    void add(const char* name, const std::vector<std::string>& value) {
        if (!value.empty()) append(name, json_of(value));
    }
    void add(const char* name, const std::vector<Tool>& value) {
        if (value.empty()) return;
        // Each by itself, so that none can be more than one value.
        for (const Tool& tool : value) {
            check(name, tool.schema().text());
            check(name, tool.definition().text());
        }
        append(name, json_of(value));
    }
    void add(const ExtraOptions& extra) {
        for (const auto& [name, value] : extra) {
            if (names_.count(name) != 0) fail(name, "is set twice: as a member and in `extra`");
            append(name, value.text());
        }
    }

    /// The object, or an error for the first option that is not valid.
    [[nodiscard]] Result<std::string> text() const {
        if (error_) return unexpected<Error>(*error_);
        return text_.empty() ? "{}" : text_ + '}';
    }

private:
    static std::string json_of(const Json& value) { return value.text(); }
    static std::string json_of(const Tool& value) { return value.definition().text(); }
    static std::string json_of(const InputEntry& value) { return value.json().text(); }
    static std::string json_of(const std::string& value) { return as_json(value); }
    static std::string json_of(bool value) { return value ? "true" : "false"; }
    static std::string json_of(std::int64_t value) { return std::to_string(value); }
    static std::string json_of(double value) {
        std::ostringstream text;
        // The program's locale may write a comma.
        text.imbue(std::locale::classic());
        text << std::setprecision(std::numeric_limits<double>::max_digits10) << value;
        return text.str();
    }
    static std::string json_of(std::chrono::milliseconds value) { return std::to_string(value.count()); }
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

    void check(const std::string& name, const std::string& json) {
        if (const auto wrong = json_error(json)) fail(name, "cannot be represented as JSON: " + *wrong);
    }
    void append(const std::string& name, const std::string& json) {
        check(name, json);
        names_.insert(name);
        text_ += (text_.empty() ? '{' : ',') + as_json(name) + ':' + json;
    }
    void fail(const std::string& name, const std::string& why) {
        if (error_) return;
        error_ = own_error(ErrorCode::invalid_argument, "invalid_argument",
                           std::string(owner_) + " option `" + name + "` " + why, name);
    }

    const char* owner_;
    std::set<std::string> names_;
    std::string text_;
    std::optional<Error> error_;
};

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_OPTIONS_TEXT_HPP
