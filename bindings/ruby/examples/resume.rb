# frozen_string_literal: true

# A conversation that a later run of the program can continue. It prints how.
#
#     ruby examples/resume.rb ["Think of a number."] [ID]

require "codex_sdk"
require "json"

# Client options as JSON, to run it offline. It needs none.
OPTIONS = JSON.parse(ENV.fetch("CODEX_SDK_EXAMPLE_OPTIONS", "{}"), symbolize_names: true)

prompt = ARGV.fetch(0, "Think of a number.")
options = { sandbox_mode: "read-only", skip_git_repo_check: true } # a thread does not remember them

CodexSDK::Codex.open(**OPTIONS) do |codex|
  thread = ARGV[1] ? codex.resume_thread(ARGV[1], **options) : codex.start_thread(**options)
  puts thread.run(prompt).final_response
  puts %(To continue: ruby #{$PROGRAM_NAME} "And then?" #{thread.id})
rescue CodexSDK::ThreadNotFoundError => e
  abort e.message
end
