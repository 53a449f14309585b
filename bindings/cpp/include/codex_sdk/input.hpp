/// @file
/// The input of a turn.

#ifndef CODEX_SDK_INPUT_HPP
#define CODEX_SDK_INPUT_HPP

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "detail/base64.hpp"
#include "detail/dialect.hpp"
#include "detail/text.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// An image file by its path: PNG, JPEG, GIF or WebP.
struct LocalImage {
    std::string path;  ///< Path of the file.
};

/// The bytes of an image file: PNG, JPEG, GIF or WebP.
struct ImageData {
    std::string bytes;  ///< Content of the file.

    /// Copies the bytes from a `std::string`, a `std::vector<std::byte>`, a `std::span<const unsigned char>`, …
    template <class Bytes, class = std::enable_if_t<!std::is_array_v<Bytes> &&
                                                    sizeof(*std::data(std::declval<const Bytes&>())) == 1>>
    explicit ImageData(const Bytes& of_the_file)
        : bytes(reinterpret_cast<const char*>(std::data(of_the_file)), std::size(of_the_file)) {}
};

/// One entry of the input: a text or an image.
class InputEntry {
public:
    /// A text. The library refuses NULL.
    InputEntry(const char* text) {  // NOLINT: entries are written as what they are
        if (text != nullptr) *this = InputEntry(std::string_view(text));
    }
    /// A text.
    InputEntry(const std::string& text) : InputEntry(std::string_view(text)) {}  // NOLINT
    /// A text.
    InputEntry(std::string_view text);  // NOLINT
    /// An image in a file.
    InputEntry(const LocalImage& image);  // NOLINT
    /// An image.
    InputEntry(const ImageData& image);  // NOLINT
    /// An entry in the library's own form: `{"type":"local_image","path":…}`.
    InputEntry(Json entry) : json_(std::move(entry)) {}  // NOLINT

    /// The entry in the library's own form.
    [[nodiscard]] const Json& json() const noexcept { return json_; }

private:
    Json json_;
};

/// The input of a turn: a text, or a list of texts and images such as `{"What is this?", LocalImage{"page.png"}}`.
/// Texts are joined by a blank line.
class Input {
public:
    /// No input. It must then be in the extra option `input`.
    Input() = default;
    /// A text. NULL means no input.
    Input(const char* prompt) {  // NOLINT: prompts are written as what they are
        if (prompt != nullptr) prompt_ = prompt;
    }
    /// A text.
    Input(std::string prompt) : prompt_(std::move(prompt)) {}  // NOLINT
    /// A text.
    Input(std::string_view prompt) : prompt_(prompt) {}  // NOLINT
    /// Texts and images.
    Input(std::initializer_list<InputEntry> entries) : entries_(std::in_place, entries) {}
    /// Texts and images.
    Input(std::vector<InputEntry> entries) : entries_(std::move(entries)) {}  // NOLINT
    /// A null pointer is not a text.
    Input(std::nullptr_t) = delete;

    /// The text, if the input is one.
    [[nodiscard]] const std::optional<std::string>& prompt() const noexcept { return prompt_; }
    /// The texts and images, if the input is a list.
    [[nodiscard]] const std::optional<std::vector<InputEntry>>& entries() const noexcept { return entries_; }

private:
    std::optional<std::string> prompt_;
    std::optional<std::vector<InputEntry>> entries_;
};

inline InputEntry::InputEntry(std::string_view text)
    : json_("{\"type\":\"text\",\"text\":" + detail::as_json(text) + "}") {}

inline InputEntry::InputEntry(const LocalImage& image)
    : json_("{\"type\":\"local_image\",\"path\":" + detail::as_json(image.path) + "}") {}

inline InputEntry::InputEntry(const ImageData& image)
    : json_("{\"type\":\"image\",\"data\":\"" + detail::base64(image.bytes) + "\"}") {}

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_INPUT_HPP
