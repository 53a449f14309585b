/// @file
/// Events and notifications as a range.

#ifndef CODEX_SDK_DETAIL_RANGE_HPP
#define CODEX_SDK_DETAIL_RANGE_HPP

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "../error.hpp"
#include "dialect.hpp"
#include "failure.hpp"
#include "handles.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

#if CODEX_SDK_HAS_EXCEPTIONS
/// Reads the next element, and reports whether there is one.
template <class Element, class Source>
bool advance(Source* source, std::optional<Element>& element) {
    element = value_or_raise(next_of(source, no_timeout));
    return element.has_value();
}
#endif

template <class Element, class Source>
bool advance(Source* source, std::optional<Result<Element>>& element) {
    // An error is the last element.
    if (element && !*element) return false;
    auto next = next_of(source, no_timeout);
    if (!next) {
        element.emplace(unexpected<Error>(next.error()));
    } else if (*next) {
        element.emplace(**std::move(next));
    } else {
        element.reset();
    }
    return element.has_value();
}

/// A range of what is still to be read, read on demand. It is single-pass: use one iterator. Each source has a
/// `next_of`.
template <class Element, class Source>
class Range {
public:
    /// Iterates over the elements as they come.
    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Element;
        using difference_type = std::ptrdiff_t;
        using pointer = Element*;
        using reference = Element&;

        iterator() = default;
        explicit iterator(Range* range) : range_(range) { ++*this; }

        [[nodiscard]] reference operator*() const noexcept { return *range_->element_; }
        [[nodiscard]] pointer operator->() const noexcept { return &*range_->element_; }
        iterator& operator++() {
            if (!advance(range_->source_.get(), range_->element_)) range_ = nullptr;
            return *this;
        }
        /// The element that the iterator pointed at before stays readable, as the standard requires of an input
        /// iterator.
        class Previous {
        public:
            explicit Previous(Element element) : element_(std::move(element)) {}
            [[nodiscard]] const Element& operator*() const noexcept { return element_; }

        private:
            Element element_;
        };
        Previous operator++(int) {
            Previous previous(**this);
            ++*this;
            return previous;
        }
        friend bool operator==(const iterator& left, const iterator& right) noexcept {
            return left.range_ == right.range_;
        }
        friend bool operator!=(const iterator& left, const iterator& right) noexcept {
            return left.range_ != right.range_;
        }

    private:
        Range* range_ = nullptr;
    };

    explicit Range(std::shared_ptr<Source> source) : source_(std::move(source)) {}
    Range(Range&&) noexcept = default;
    Range& operator=(Range&&) noexcept = default;
    ~Range() = default;

    /// Waits for the first element.
    [[nodiscard]] iterator begin() { return iterator(this); }
    /// The end.
    [[nodiscard]] iterator end() const noexcept { return iterator(); }

private:
    std::shared_ptr<Source> source_;
    std::optional<Element> element_;
};

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_RANGE_HPP
