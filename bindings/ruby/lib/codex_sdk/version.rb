# frozen_string_literal: true

module CodexSDK
  # The version of this gem, which is that of the library it was made for.
  VERSION = "0.1.0"
end
