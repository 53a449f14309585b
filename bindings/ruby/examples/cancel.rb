# frozen_string_literal: true

# Ends a turn early: Enter cancels it from another thread, Ctrl-C interrupts it.
#
#     ruby examples/cancel.rb ["Count to a million, one number a second."]

require "codex_sdk"
require "json"

# Client options as JSON, to run without an account; see `make offline`. Your own program does not need them.
OPTIONS = JSON.parse(ENV.fetch("CODEX_SDK_EXAMPLE_OPTIONS", "{}"), symbolize_names: true)

prompt = ARGV.fetch(0, "Count to a million, one number a second.")
$stdout.sync = true

CodexSDK::Codex.open(**OPTIONS) do |codex|
  thread = codex.start_thread(sandbox_mode: "read-only", skip_git_repo_check: true)
  turn = thread.run_streamed(prompt, timeout_ms: 600_000)
  Thread.new { turn.cancel if $stdin.gets }
  puts "Press Enter or Ctrl-C to end the turn."

  turn.each do |event|
    case event
    in CodexSDK::Event::ItemStarted(item:) then puts "started: #{item.type}"
    in CodexSDK::Event::Error(message:) then puts "notice: #{message}"
    else
    end
  end
  puts "The turn completed."
rescue CodexSDK::TurnCancelledError
  puts "Cancelled. Everything the agent started has ended."
rescue Interrupt
  exit 130
end
