# frozen_string_literal: true

# Runs several turns at once, each in a Ruby thread.
#
#     ruby examples/many_turns.rb ["What is a fork?" "What is a spoon?" ...]

require "codex_sdk"
require "json"

# Client options as JSON, to run without an account; see `make offline`. Your own program does not need them.
OPTIONS = JSON.parse(ENV.fetch("CODEX_SDK_EXAMPLE_OPTIONS", "{}"), symbolize_names: true)

prompts = ARGV.empty? ? ["What is in this folder?", "Which of these files is the longest?"] : ARGV

CodexSDK::Codex.open(**OPTIONS) do |codex|
  threads = prompts.map do |prompt|
    Thread.new do
      codex.start_thread(sandbox_mode: "read-only", skip_git_repo_check: true).run(prompt).final_response
    rescue CodexSDK::Error => e
      "(#{e.message})"
    end
  end
  prompts.zip(threads) { |prompt, thread| puts prompt, "  #{thread.value}" }
end
