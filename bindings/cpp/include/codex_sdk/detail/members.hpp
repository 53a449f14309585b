/// @file
/// The members of a JSON object.

#ifndef CODEX_SDK_DETAIL_MEMBERS_HPP
#define CODEX_SDK_DETAIL_MEMBERS_HPP

#include <cstddef>
#include <forward_list>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialect.hpp"
#include "scanner.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {
namespace detail {

/// What is in a JSON object or array, one level deep; nothing if the text is neither. The text must outlive it.
class Members {
public:
    explicit Members(std::string_view json) { all_of(json); }
    /// Reads what is in the object of this name in the same pass.
    Members(std::string_view json, std::string_view name, Members& inside) : name_inside_(name), inside_(&inside) {
        all_of(json);
    }
    /// To be filled as the inside of another one.
    Members() = default;
    Members(const Members&) = delete;
    Members& operator=(const Members&) = delete;
    ~Members() = default;

    [[nodiscard]] const Member* begin() const noexcept { return members_; }
    [[nodiscard]] const Member* end() const noexcept { return members_ + count_; }

    /// The last one of this name counts; NULL if there is none.
    [[nodiscard]] const Member* find(std::string_view name) const noexcept {
        for (const Member* member = end(); member != begin();) {
            if ((--member)->name == name) return member;
        }
        return nullptr;
    }

private:
    void all_of(std::string_view json) {
        Scanner scanner(json);
        scanner.space();
        const bool is_whole = scanner.take('{') ? object(scanner) : scanner.take('[') && array(scanner);
        scanner.space();
        if (!is_whole || !scanner.is_at_end()) clear();
    }
    bool object(Scanner& scanner) {
        scanner.space();
        if (scanner.take('}')) return true;
        do {
            scanner.space();
            const char* const begin = scanner.at() + 1;
            bool has_escapes = false;
            if (!scanner.take('"') || !scanner.string(has_escapes)) return false;
            std::string_view name(begin, static_cast<std::size_t>(scanner.at() - 1 - begin));
            if (has_escapes) {
                std::string decoded;
                decode_string(name, decoded);
                name = names_.emplace_front(std::move(decoded));
            }
            scanner.space();
            if (!scanner.take(':') || !value(scanner, name)) return false;
        } while (scanner.take(','));
        return scanner.take('}');
    }
    bool array(Scanner& scanner) {
        scanner.space();
        if (scanner.take(']')) return true;
        do {
            if (!value(scanner, {})) return false;
        } while (scanner.take(','));
        return scanner.take(']');
    }
    bool value(Scanner& scanner, std::string_view name) {
        scanner.space();
        Member member{name, {}, false, nullptr};
        const bool is_inside = inside_ != nullptr && name == name_inside_ && scanner.is_next('{');
        if (is_inside ? !inside_->whole(scanner, member) : !scanner.value(member)) return false;
        if (is_inside) member.inside = inside_;
        add(member);
        scanner.space();
        return true;
    }
    bool whole(Scanner& scanner, Member& member) {
        clear();
        const char* const begin = scanner.at();
        scanner.take('{');
        const bool is_whole = object(scanner);
        member.json = std::string_view(begin, static_cast<std::size_t>(scanner.at() - begin));
        return is_whole;
    }
    void add(const Member& member) {
        if (count_ < few) {
            ::new (static_cast<void*>(room_ + count_ * sizeof(Member))) Member(member);
        } else {
            if (count_ == few) many_.assign(begin(), end());
            many_.push_back(member);
            members_ = many_.data();
        }
        ++count_;
    }
    void clear() noexcept {
        many_.clear();
        members_ = room();
        count_ = 0;
    }
    const Member* room() const noexcept { return std::launder(reinterpret_cast<const Member*>(room_)); }

    /// The objects of the CLI have no more; other ones go to the heap.
    static constexpr std::size_t few = 16;
    alignas(Member) unsigned char room_[few * sizeof(Member)];
    const Member* members_ = room();
    std::size_t count_ = 0;
    std::vector<Member> many_;
    /// Names with escapes.
    std::forward_list<std::string> names_;
    std::string_view name_inside_;
    Members* inside_ = nullptr;
};

}  // namespace detail
}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_DETAIL_MEMBERS_HPP
