# frozen_string_literal: true

module CodexSDK
  # The version of this gem, and of the library it belongs to.
  VERSION = "0.1.0"
end
