# frozen_string_literal: true

# Follows a turn event by event.
#
#     ruby examples/streaming.rb ["Which of these files is the longest?"]

require "codex_sdk"
require "json"

# Client options as JSON, to run without an account; see `make offline`. Your own program does not need them.
OPTIONS = JSON.parse(ENV.fetch("CODEX_SDK_EXAMPLE_OPTIONS", "{}"), symbolize_names: true)

Event = CodexSDK::Event
Item = CodexSDK::Item

prompt = ARGV.fetch(0, "Which of these files is the longest?")
thread = CodexSDK::Codex.new(**OPTIONS).start_thread(sandbox_mode: "read-only", skip_git_repo_check: true)

begin
  thread.run_streamed(prompt) do |event|
    case event
    in Event::ItemStarted(item: Item::CommandExecution(command:)) then puts "runs: #{command}"
    in Event::ItemCompleted(item: Item::Reasoning(text:)) then puts "thinks: #{text}"
    in Event::ItemCompleted(item: Item::CommandExecution(exit_code:)) then puts "exit code: #{exit_code}"
    in Event::ItemCompleted(item: Item::FileChange(changes:)) then puts "changes: #{changes.map(&:path).join(", ")}"
    in Event::ItemCompleted(item: Item::AgentMessage(text:)) then puts "says: #{text}"
    in Event::ItemCompleted(item: Item::Error(message:)) then puts "warns: #{message}"
    in Event::Error(message:) then puts "notice: #{message}" # usually "Reconnecting... 1/5"
    in Event::TurnCompleted(usage: { input_tokens: read, output_tokens: said }) then puts "tokens: #{read + said}"
    else # There are other kinds, and the CLI adds new ones.
    end
  end
rescue CodexSDK::Error => e
  abort "the turn failed: #{e.message}"
end
