# Generated from schema/sdk.json by `make vocabulary`.
# frozen_string_literal: true

module CodexSDK
  class Error
    NOTHING = [].freeze
    private_constant :NOTHING

    # @return [String, nil] Id of the turn's thread. The thread can be resumed.
    def thread_id = details["thread_id"]

    # @return [Integer, nil] exit code of the CLI
    def exit_code = details["exit_code"]

    # @return [Integer, nil] number of the signal that ended the CLI
    def signal = details["signal"]

    # @return [String, nil] the end of the CLI's stderr, at most 16 KiB
    def stderr = details["stderr"]

    # @return [Boolean, nil] whether the CLI wrote more to stderr than that
    def stderr_truncated = details["stderr_truncated"]

    # @return [String, nil] the line of the CLI that could not be read, up to 1000 bytes
    def line = details["line"]

    # @return [Array<String>] every place searched for the CLI
    def tried = details.fetch("tried", NOTHING)

    # @return [String, nil] A CLI found in or above the current directory. It was not run because nobody named it.
    def untrusted_cli = details["untrusted_cli"]

    # @return [String, nil] the option that is not valid, or that ended the turn
    def option = details["option"]

    # @return [String, nil] type of the last event before the error
    def last_event_type = details["last_event_type"]
  end

  # An argument or option is not valid: not UTF-8, not JSON, an unknown key, a wrong type, a missing file or folder.
  # `option` names the key.
  class InvalidArgumentError < Error
    known_as "invalid_argument"
  end

  # The `Codex` object is closed.
  class InvalidHandleError < Error
    known_as "invalid_handle"
  end

  # The thread is already running a turn, here or in another process, or another consumer is reading this turn's events.
  class BusyError < Error
    known_as "busy"
  end

  # No Codex CLI was found; `tried` lists every place searched.
  class CliNotFoundError < Error
    known_as "cli_not_found"
  end

  # The operating system could not start the CLI.
  class SpawnFailedError < Error
    known_as "spawn_failed"
  end

  # The CLI ended before it finished the turn, or failed afterwards (reported only with `wait_for_exit`). See
  # `exit_code`, `signal` and `stderr`.
  class CliFailedError < Error
    known_as "cli_failed"
  end

  # The CLI printed a line that is not a valid event, or one longer than `max_line_bytes`. `line` is its beginning.
  class ProtocolError < Error
    known_as "protocol"
  end

  # The agent reported that the turn failed; the message is the agent's. Or nothing but retry notices came for
  # `offline_timeout_ms`; `option` is then `offline_timeout_ms`.
  class TurnFailedError < Error
    known_as "turn_failed"
  end

  # The turn was cancelled, or closed while it was running.
  class TurnCancelledError < Error
    known_as "cancelled"
  end

  # The turn exceeded `timeout_ms` or `idle_timeout_ms`; `option` says which.
  class TurnTimeoutError < Error
    known_as "turn_timeout"
  end

  # The CLI does not know the thread to resume, or answered with a different one.
  class ThreadNotFoundError < Error
    known_as "thread_not_found"
  end

  # The operating system refused something the library needs: a file, a descriptor, memory or a thread.
  class IoError < Error
    known_as "io"
  end

  # The process was forked while a `Codex` object was open, so the child cannot use the library; or the object was made
  # before the fork.
  class ForkedError < Error
    known_as "forked"
  end

  # The `Codex` object was closed, so its threads and turns are over.
  class ShutDownError < Error
    known_as "shut_down"
  end

  # A bug in the library. Please report it.
  class InternalError < Error
    known_as "internal"
  end

  Error::CLASSES.freeze
end
