# frozen_string_literal: true

module CodexSDK
  # Something went wrong; the message says what, where, and what to do.
  #
  # There is one class for each code. What the library knows besides stands in methods, which give nil where nothing is
  # known.
  class Error < StandardError
    # Codes and their classes, those of the library's statuses and the gem's own.
    CLASSES = {} # rubocop:disable Style/MutableConstant -- filled by the classes below, then frozen

    # @return [Hash{String => Object}] all that the library said about it
    attr_reader :details

    class << self
      # @return [String] the code of this class's errors
      attr_reader :code

      # The error for what the library said.
      # @api private
      def from(code, details)
        message = details["message"] || "the library answered #{code} and said no more"
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

    # @return [String] the status in lower case, `"turn_failed"`; programs go by it or by the class
    def code = details["code"] || self.class.code || "internal"

    # @return [Boolean] whether the same call can succeed without anything being changed
    def retryable? = details["retryable"] == true

    # @return [String, nil] id of the thread whose turn it was; it can be resumed
    def thread_id = details["thread_id"]

    # @return [Integer, nil] exit status of the CLI
    def exit_code = details["exit_code"]

    # @return [Integer, nil] number of the signal that ended the CLI
    def signal = details["signal"]

    # @return [String, nil] the end of what the CLI wrote there, 16 KiB at the most
    def stderr = details["stderr"]

    # @return [Boolean, nil] whether that is not all of it
    def stderr_truncated = details["stderr_truncated"]

    # @return [String, nil] the line of the CLI's output that could not be read, up to 1000 bytes
    def line = details["line"]

    # @return [Array<String>, nil] every place where the CLI was looked for
    def tried = details["tried"]

    # @return [Object, nil] a CLI in or above the current directory, which nobody named
    def not_used = details["not_used"]

    # @return [String, nil] the option that is not right, or that ended the turn
    def option = details["option"]

    # @return [String, nil] type of the last event before
    def last_event_type = details["last_event_type"]

    # @return [Hash{Symbol => Object}] all that is known about it: `code`, `message`, `retryable`, and the rest
    def to_h = deconstruct_keys(nil)

    # @return [Hash{String => Object}] the same, for those who make JSON in their own way, as Rails does
    def as_json(*) = to_h.transform_keys(&:name)

    # @return [String] the same as JSON
    def to_json(*state) = JsonText.write(as_json, *state)

    # For pattern matching: `in {code: "turn_failed", message:}`.
    # @return [Hash{Symbol => Object}]
    def deconstruct_keys(_keys)
      { **details.transform_keys(&:to_sym), code:, message:, retryable: retryable? }
    end
  end

  # An argument or option is not what it must be; `option` names it.
  class InvalidArgumentError < Error
    known_as "invalid_argument"
  end

  # The {Codex} object is closed already: it starts no threads, and knows of no CLI.
  class InvalidHandleError < Error
    known_as "invalid_handle"
  end

  # The thread has a turn that is still running.
  class BusyError < Error
    known_as "busy"
  end

  # There is no Codex CLI; `tried` lists every place where it was looked for.
  class CliNotFoundError < Error
    known_as "cli_not_found"
  end

  # The Codex CLI could not be started.
  class SpawnFailedError < Error
    known_as "spawn_failed"
  end

  # The Codex CLI ended without ending the turn: see `exit_code` or `signal`, and `stderr`.
  class CliFailedError < Error
    known_as "cli_failed"
  end

  # The Codex CLI printed something that is no event; `line` shows it.
  class ProtocolError < Error
    known_as "protocol"
  end

  # The agent could not do its turn; the message is its own.
  class TurnFailedError < Error
    known_as "turn_failed"
  end

  # The turn was cancelled; nothing that it started is left.
  class TurnCancelledError < Error
    known_as "cancelled"
  end

  # The turn took longer than `timeout_ms`, or was silent for longer than `idle_timeout_ms`; `option` says which.
  class TurnTimeoutError < Error
    known_as "turn_timeout"
  end

  # There is no thread of that id to go on with.
  class ThreadNotFoundError < Error
    known_as "thread_not_found"
  end

  # The operating system refused something: no descriptor, no memory, no temporary folder.
  class IoError < Error
    known_as "io"
  end

  # This process was forked while a {Codex} object was open, or the object at hand was made before the fork.
  class ForkedError < Error
    known_as "forked"
  end

  # The {Codex} object was closed while a turn was going on, or before one was started on a thread of its.
  class ShutDownError < Error
    known_as "shut_down"
  end

  # The library met a state it had not foreseen: a bug, please report it.
  class InternalError < Error
    known_as "internal"
  end

  # The shared library is missing, of another version, or cannot be used here.
  class LibraryError < Error
    known_as "library"
  end

  # Nothing has come within the time that a call was to wait. The turn goes on: ask again.
  class WaitTimeoutError < Error
    known_as "wait_timeout"
  end

  # The agent's answer is not what the schema asks for; {#response} is what it said.
  class InvalidResponseError < Error
    known_as "invalid_response"

    # @return [String] the answer
    def response = details["response"]
  end

  Error::CLASSES.freeze
end
