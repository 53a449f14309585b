# frozen_string_literal: true

# Sends images to the model: a file by its path, and one as bytes.
#
#     ruby examples/images.rb [picture.png] ["What do you see?"]

require "codex_sdk"
require "json"
require "pathname"

# Client options as JSON, to run without an account; see `make offline`. Your own program does not need them.
OPTIONS = JSON.parse(ENV.fetch("CODEX_SDK_EXAMPLE_OPTIONS", "{}"), symbolize_names: true)

# One red pixel, as it might come from a camera or a web page.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC".unpack1("m")

pictures = ARGV.first(1).map { |path| Pathname(path) }
prompt = ARGV.fetch(1, "What do you see?")

CodexSDK::Codex.open(**OPTIONS) do |codex|
  thread = codex.start_thread(sandbox_mode: "read-only", skip_git_repo_check: true)
  # In an array, strings are texts.
  puts thread.run([prompt, *pictures, CodexSDK::Image.data(PIXEL)]).final_response
end
