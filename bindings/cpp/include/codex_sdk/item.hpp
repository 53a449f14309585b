/// @file
/// Items: what the agent says and does.

#ifndef CODEX_SDK_ITEM_HPP
#define CODEX_SDK_ITEM_HPP

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "detail/dialect.hpp"
#include "detail/item_fields.hpp"
#include "detail/members.hpp"
#include "detail/read.hpp"
#include "detail/text.hpp"
#include "item_kinds.hpp"
#include "json.hpp"

namespace codex_sdk {
inline namespace CODEX_SDK_DIALECT {
inline namespace CODEX_SDK_FORM {

/// Something the agent says or does. An item does not change, and its copies share its data.
///
/// @code
/// if (auto* command = item.as<codex_sdk::CommandExecutionItem>()) std::puts(command->command.c_str());
/// @endcode
class Item {
public:
    /// Every kind of item.
    using Value = ItemValue;

    /// An empty item of unknown kind.
    Item() = default;
    /// Reads an item's JSON, such as a saved `raw`. A text that is not JSON is an @ref UnknownItem.
    explicit Item(Json raw);

    /// The item if it is of this kind, NULL otherwise.
    template <class Kind>
    [[nodiscard]] const Kind* as() const noexcept {
        return std::get_if<Kind>(&value());
    }
    /// For `std::visit`.
    [[nodiscard]] const Value& value() const noexcept;
    /// The fields that every item has.
    [[nodiscard]] const AnyItem& any() const noexcept;
    /// The id, the same in all events about the item.
    [[nodiscard]] const std::string& id() const noexcept { return any().id; }
    /// The CLI's name for the kind, such as "agent_message".
    [[nodiscard]] const std::string& type() const noexcept { return any().type; }
    /// The item's JSON.
    [[nodiscard]] const Json& raw() const noexcept { return any().raw; }

    /// Whether the JSON texts are the same.
    friend bool operator==(const Item& left, const Item& right) noexcept { return left.raw() == right.raw(); }
    /// Whether the JSON texts differ.
    friend bool operator!=(const Item& left, const Item& right) noexcept { return !(left == right); }

private:
    friend bool detail::read(const detail::Member& from, Item& to);

    Item(const detail::Members& members, Json&& raw);

    std::shared_ptr<const Value> value_;
};

namespace detail {

inline void read_common(const Members& from, AnyItem& to) {
    if (const Member* const id = from.find("id")) read(*id, to.id);
}

inline bool read(const Member& from, Item& to) {
    Json raw{std::string(from.json)};
    if (from.inside != nullptr) {
        to = Item(*from.inside, std::move(raw));
    } else {
        const Members members(raw.text());
        to = Item(members, std::move(raw));
    }
    return true;
}

}  // namespace detail

inline Item::Item(Json raw) {
    const detail::Members members(detail::is_json(raw.text()) ? std::string_view(raw.text()) : std::string_view());
    detail::make(members, std::move(raw), value_);
}

inline Item::Item(const detail::Members& members, Json&& raw) { detail::make(members, std::move(raw), value_); }

inline const Item::Value& Item::value() const noexcept {
    if (value_) return *value_;
    // Never destroyed: a global of the program may still ask for it.
    static const Value* const nothing = new Value();
    return *nothing;
}

inline const AnyItem& Item::any() const noexcept {
    return std::visit([](const AnyItem& item) -> const AnyItem& { return item; }, value());
}

}  // namespace CODEX_SDK_FORM
}  // namespace CODEX_SDK_DIALECT
}  // namespace codex_sdk

#endif  // CODEX_SDK_ITEM_HPP
