// Events, results and errors written anew as JSON, from their public members.
#pragma once

#include "fields.hpp"

namespace codex_sdk {

inline void to_json(nlohmann::json& to, const UnknownItem& from) { to = from.raw; }
inline void to_json(nlohmann::json& to, const UnknownEvent& from) { to = from.raw; }

inline void to_json(nlohmann::json& to, const Item& from) {
    to = std::visit([](const auto& kind) { return nlohmann::json(kind); }, from.value());
    if (from.as<UnknownItem>() != nullptr) return;
    to["id"] = from.id();
    to["type"] = from.type();
}

}  // namespace codex_sdk

namespace driver {

inline json of_event(const Event& event) {
    json fields = std::visit([](const auto& kind) { return json(kind); }, event.value());
    if (event.as<UnknownEvent>() == nullptr) fields["type"] = event.type();
    return fields;
}

/// Which members a result has that the CLI may have given more fields, is told by all of it.
inline json of_result(const TurnResult& result) { return result.raw; }

}  // namespace driver
