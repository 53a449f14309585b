/// @file
/// Events as a range.

#ifndef CODEX_SDK_DETAIL_TURN_RANGE_HPP
#define CODEX_SDK_DETAIL_TURN_RANGE_HPP

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "../error.hpp"
#include "../event.hpp"
#include "dialect.hpp"
#include "failure.hpp"
#include "pull_turn.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// A range of the remaining events of a turn, read on demand. It is single-pass: use one iterator.
template <class Element>
class TurnRange {
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
        explicit iterator(TurnRange* range) : range_(range) { ++*this; }

        [[nodiscard]] reference operator*() const noexcept { return *range_->element_; }
        [[nodiscard]] pointer operator->() const noexcept { return &*range_->element_; }
        iterator& operator++() {
            if (!range_->advance()) range_ = nullptr;
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
        TurnRange* range_ = nullptr;
    };

    explicit TurnRange(std::shared_ptr<PullTurnState> turn) : turn_(std::move(turn)) {}
    TurnRange(TurnRange&&) noexcept = default;
    TurnRange& operator=(TurnRange&&) noexcept = default;
    ~TurnRange() = default;

    /// Waits for the first element.
    [[nodiscard]] iterator begin() { return iterator(this); }
    /// The end.
    [[nodiscard]] iterator end() const noexcept { return iterator(); }

private:
    bool advance();

    std::shared_ptr<PullTurnState> turn_;
    std::optional<Element> element_;
};

#if CODEX_SDK_HAS_EXCEPTIONS
template <>
inline bool TurnRange<Event>::advance() {
    element_ = value_or_raise(next_of(turn_.get(), no_timeout));
    return element_.has_value();
}
#endif

template <>
inline bool TurnRange<Result<Event>>::advance() {
    // An error is the last element.
    if (element_ && !*element_) return false;
    auto next = next_of(turn_.get(), no_timeout);
    if (!next) {
        element_.emplace(unexpected<Error>(next.error()));
    } else if (*next) {
        element_.emplace(**std::move(next));
    } else {
        element_.reset();
    }
    return element_.has_value();
}

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_TURN_RANGE_HPP
