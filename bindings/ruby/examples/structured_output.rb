# frozen_string_literal: true

# Gets the answer as data: the agent follows a JSON Schema.
#
#     ruby examples/structured_output.rb ["What is in this folder?"]

require "codex_sdk"
require "json"

# Client options as JSON, to run without an account; see `make offline`. Your own program does not need them.
OPTIONS = JSON.parse(ENV.fetch("CODEX_SDK_EXAMPLE_OPTIONS", "{}"), symbolize_names: true)

TEXT = { type: "string" }.freeze
FILE = { type: "object", properties: { name: TEXT, purpose: TEXT }, required: %w[name purpose],
         additionalProperties: false }.freeze
FOLDER = { type: "object", properties: { summary: TEXT, files: { type: "array", items: FILE } },
           required: %w[summary files], additionalProperties: false }.freeze

prompt = ARGV.fetch(0, "What is in this folder?")
thread = CodexSDK::Codex.new(**OPTIONS).start_thread(sandbox_mode: "read-only", skip_git_repo_check: true)

begin
  thread.run_json(prompt, FOLDER) => { summary:, files: }
  puts summary
  files.each { |file| puts "- #{file[:name]}: #{file[:purpose]}" }
rescue CodexSDK::InvalidResponseError => e
  abort "#{e.message}\nThe answer was: #{e.response}"
end
