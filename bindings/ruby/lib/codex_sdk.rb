# frozen_string_literal: true

require_relative "codex_sdk/version"
require_relative "codex_sdk/error"
require_relative "codex_sdk/vocabulary/errors"
require_relative "codex_sdk/library"
require_relative "codex_sdk/native"
require_relative "codex_sdk/native/handle"
require_relative "codex_sdk/native/client"
require_relative "codex_sdk/native/notifications"
require_relative "codex_sdk/native/thread"
require_relative "codex_sdk/native/turn"
require_relative "codex_sdk/json_options"
require_relative "codex_sdk/json_text"
require_relative "codex_sdk/fields"
require_relative "codex_sdk/value"
require_relative "codex_sdk/vocabulary/values"
require_relative "codex_sdk/item"
require_relative "codex_sdk/vocabulary/items"
require_relative "codex_sdk/event"
require_relative "codex_sdk/vocabulary/events"
require_relative "codex_sdk/input"
require_relative "codex_sdk/schema"
require_relative "codex_sdk/answer"
require_relative "codex_sdk/tool"
require_relative "codex_sdk/handlers"
require_relative "codex_sdk/notification"
require_relative "codex_sdk/deadline"
require_relative "codex_sdk/process_bound"
require_relative "codex_sdk/streamed_turn"
require_relative "codex_sdk/thread"
require_relative "codex_sdk/codex"

# Runs the OpenAI Codex agent. Start with {Codex}.
#
#     CodexSDK::Codex.open do |codex|
#       thread = codex.start_thread(sandbox_mode: "read-only")
#       puts thread.run("What is in this folder?").final_response
#     end
#
# Waiting does not block the interpreter: other threads run meanwhile, and so do other fibers under a fiber scheduler.
# You may use every object from any thread.
module CodexSDK
end
