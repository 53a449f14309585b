# frozen_string_literal: true

# Starts a conversation, or resumes one. Prints the command that resumes it.
#
#     ruby examples/resume.rb ["Think of a number."] [ID]

require "codex_sdk"
require "json"

# Client options as JSON, to run without an account; see `make offline`. Your own program does not need them.
OPTIONS = JSON.parse(ENV.fetch("CODEX_SDK_EXAMPLE_OPTIONS", "{}"), symbolize_names: true)

prompt = ARGV.fetch(0, "Think of a number.")
options = { sandbox_mode: "read-only", skip_git_repo_check: true } # not stored: pass them again

CodexSDK::Codex.open(**OPTIONS) do |codex|
  thread = ARGV[1] ? codex.resume_thread(ARGV[1], **options) : codex.start_thread(**options)
  puts thread.run(prompt).final_response
  puts %(To continue: ruby #{$PROGRAM_NAME} "And then?" #{thread.id})
rescue CodexSDK::ThreadNotFoundError => e
  abort e.message
end
