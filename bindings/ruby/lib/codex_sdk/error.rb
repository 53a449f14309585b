# frozen_string_literal: true

module CodexSDK
  # The base class of all errors. The message says what happened, with which value, and what to do.
  #
  # There is one class for each code. Methods such as {#exit_code} return further details, or nil if there are none.
  class Error < StandardError
    # The classes by their codes: those of the library's statuses, and the gem's own.
    CLASSES = {} # rubocop:disable Style/MutableConstant -- the classes add themselves; then it is frozen

    # @return [Hash{String => Object}] everything the library reported about the error
    attr_reader :details

    class << self
      # @return [String] the code of this class's errors
      attr_reader :code

      # The error for a status and the details that the library reported.
      # @api private
      def from(code, details)
        message = details["message"] || "the library returned #{code} without further details"
        CLASSES.fetch(code, Error).new(message, details.merge("code" => code))
      end

      private

      def known_as(code)
        @code = code
        CLASSES[code] = self
      end
    end

    # @api private
    def initialize(message = nil, details = {})
      super(message)
      @details = details.freeze
    end

    # @return [String] the status in lower case, such as `"turn_failed"`
    def code = details["code"] || self.class.code || "internal"

    # @return [Boolean] whether the same call can succeed without a change
    def retryable? = details["retryable"] == true

    # @return [Hash{Symbol => Object}] `code`, `message`, `retryable`, and all other details
    def to_h = deconstruct_keys(nil)

    # @return [Hash{String => Object}] the same, for libraries that make JSON from it, such as Rails
    def as_json(*) = to_h.transform_keys(&:name)

    # @return [String] the same as JSON
    def to_json(*state) = JsonText.write(as_json, *state)

    # For pattern matching: `in {code: "turn_failed", message:}`.
    # @return [Hash{Symbol => Object}]
    def deconstruct_keys(_keys)
      { **details.transform_keys(&:to_sym), code:, message:, retryable: retryable? }
    end
  end

  # The shared library is missing, has another version, or cannot be used here.
  class LibraryError < Error
    known_as "library"
  end

  # Nothing came within the `timeout_ms` of a call, such as {StreamedTurn#next_event}, {StreamedTurn#result} or
  # {Codex#request}. The turn continues: call again.
  class WaitTimeoutError < Error
    known_as "wait_timeout"
  end

  # The handler `on_approval` or a tool of the program failed, or returned what is no answer; the `cause` says why. The
  # approval was declined, or the agent was told of the tool's error, and the turn completed.
  class HandlerError < Error
    known_as "handler"
  end

  # The agent's answer does not match the schema or the class; {#response} is its text.
  class InvalidResponseError < Error
    known_as "invalid_response"

    # @return [String] the answer
    def response = details["response"]
  end
end
