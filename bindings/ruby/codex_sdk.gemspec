# frozen_string_literal: true

require_relative "lib/codex_sdk/version"

Gem::Specification.new do |spec|
  spec.name = "codex_sdk"
  spec.version = CodexSDK::VERSION
  spec.summary = "Run the OpenAI Codex agent from Ruby"
  spec.description = "Start or resume a conversation, follow what the agent does as typed events, get its answer as " \
                     "text or as data, and end it at any time with everything it started."
  spec.authors = ["The codex_sdk authors"]
  spec.license = "Apache-2.0"
  spec.required_ruby_version = ">= 3.1"

  spec.files = Dir["lib/**/*.rb", "sig/**/*.rbs", "examples/*.rb", "README.md", ".yardopts", base: __dir__]
  spec.add_dependency "ffi", "~> 1.15"
  spec.metadata["rubygems_mfa_required"] = "true"
end
