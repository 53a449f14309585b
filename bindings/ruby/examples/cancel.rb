# frozen_string_literal: true

# A turn that can be ended early: with Enter, from another thread, and with Ctrl-C.
#
#     ruby examples/cancel.rb ["Count to a million, one number a second."]

require "codex_sdk"

prompt = ARGV.fetch(0, "Count to a million, one number a second.")
$stdout.sync = true

CodexSDK::Codex.open do |codex|
  thread = codex.start_thread(sandbox_mode: "read-only", skip_git_repo_check: true)
  turn = thread.run_streamed(prompt, timeout_ms: 600_000)
  Thread.new { turn.cancel if $stdin.gets }
  puts "Enter or Ctrl-C ends the turn."

  turn.each { |event| puts "begins: #{event.item.type}" if event.is_a?(CodexSDK::Event::ItemStarted) }
  puts "It came to its end."
rescue CodexSDK::TurnCancelledError
  puts "Cancelled. What the agent had started has ended, too."
rescue Interrupt
  exit 130
end
