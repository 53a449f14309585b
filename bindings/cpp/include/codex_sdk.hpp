/// @file codex_sdk.hpp
/// Run the OpenAI Codex agent from C++: start or resume a conversation, follow what the agent does as typed events, get
/// its answer as text or as data, and end it at any time with everything it started.
///
/// @code
/// codex_sdk::Codex codex;
/// codex_sdk::Thread thread = codex.start_thread();
/// for (auto& event : thread.run_streamed("What is in this folder?").events()) {
///     if (auto* message = event.completed<codex_sdk::AgentMessageItem>()) std::puts(message->text.c_str());
/// }
/// @endcode
///
/// Requires C++17 or newer and `libcodex_sdk` (`codex_sdk.h`), nothing else. Functions that can fail come in two forms:
/// `run` throws an @ref codex_sdk::Error, `try_run` returns a @ref codex_sdk::Result. Without exceptions
/// (`-fno-exceptions`) only the second form exists. JSON stays text (@ref codex_sdk::Json);
/// `<codex_sdk/nlohmann.hpp>` converts it to and from values of nlohmann/json.
///
/// Objects are move-only, and their destructors free what they hold. You may use different objects from different
/// threads at any time; each class says what several threads may do with one object. Calls on a moved-from object fail
/// with @ref codex_sdk::ErrorCode::invalid_handle.

#ifndef CODEX_SDK_HPP
#define CODEX_SDK_HPP

#include "codex_sdk/codex.hpp"
#include "codex_sdk/error.hpp"
#include "codex_sdk/event.hpp"
#include "codex_sdk/expected.hpp"
#include "codex_sdk/handlers.hpp"
#include "codex_sdk/input.hpp"
#include "codex_sdk/item.hpp"
#include "codex_sdk/json.hpp"
#include "codex_sdk/notification.hpp"
#include "codex_sdk/options.hpp"
#include "codex_sdk/result.hpp"
#include "codex_sdk/thread.hpp"
#include "codex_sdk/turn.hpp"

#endif  // CODEX_SDK_HPP
