# frozen_string_literal: true

# Runs one turn of the agent and prints its answer.
#
#     ruby examples/quickstart.rb ["What is in this folder?"]

require "codex_sdk"
require "json"

# Client options as JSON, to run without an account; see `make offline`. Your own program does not need them.
OPTIONS = JSON.parse(ENV.fetch("CODEX_SDK_EXAMPLE_OPTIONS", "{}"), symbolize_names: true)

prompt = ARGV.fetch(0, "What is in this folder?")

CodexSDK::Codex.open(**OPTIONS) do |codex|
  # The agent may read everything and change nothing, in any folder, under version control or not.
  thread = codex.start_thread(sandbox_mode: "read-only", skip_git_repo_check: true)
  puts thread.run(prompt).final_response
end
