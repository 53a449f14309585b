# Generated from schema/sdk.json by `make vocabulary`.
# frozen_string_literal: true

module CodexSDK
  class Error
    NOTHING = [].freeze
    private_constant :NOTHING

    # @return [String, nil] id of the thread; use it to resume the thread
    def thread_id = details["thread_id"]

    # @return [Integer, nil] exit code of the CLI
    def exit_code = details["exit_code"]

    # @return [Integer, nil] error code of a request that the CLI's app-server refused
    def rpc_code = details["rpc_code"]

    # @return [Integer, nil] number of the signal that ended the CLI
    def signal = details["signal"]

    # @return [String, nil] the end of the CLI's stderr, at most 16 KiB
    def stderr = details["stderr"]

    # @return [Boolean, nil] whether the CLI wrote more to stderr than `stderr` holds
    def stderr_truncated? = details["stderr_truncated"]

    # @return [String, nil] the line from the CLI that could not be read: at most its first 1000 bytes
    def line = details["line"]

    # @return [Array<String>] every place searched for the CLI
    def tried = details.fetch("tried", NOTHING)

    # @return [String, nil] A CLI found in or above the current directory. It was not run because it was not named
    #   explicitly.
    def untrusted_cli = details["untrusted_cli"]

    # @return [String, nil] the option that is not valid, or that ended the turn, under the library's name for it,
    #   such as `timeout_ms`
    def option = details["option"]

    # @return [Integer, nil] how many tokens or commands were used when a limit ended the turn
    def used = details["used"]

    # @return [String, nil] type of the last event before the error
    def last_event_type = details["last_event_type"]
  end

  # An argument or option is missing or not valid: text that is not UTF-8, an unknown option, a value of the wrong type,
  # or a file or folder that does not exist. If it is an option, `option` names it.
  class InvalidArgumentError < Error
    known_as "invalid_argument"
  end

  # The client, thread or turn has already been closed or freed, or the handle is not valid.
  class InvalidHandleError < Error
    known_as "invalid_handle"
  end

  # The thread is already running a turn, here or in another process, or another caller is already reading this turn's
  # events.
  class BusyError < Error
    known_as "busy"
  end

  # No Codex CLI was found. `tried` lists every place searched.
  class CliNotFoundError < Error
    known_as "cli_not_found"
  end

  # The operating system could not start the CLI.
  class SpawnFailedError < Error
    known_as "spawn_failed"
  end

  # The CLI exited before the turn was finished, or exited with an error afterwards (reported only with
  # `wait_for_exit`). See `exit_code`, `signal` and `stderr`.
  class CliFailedError < Error
    known_as "cli_failed"
  end

  # The CLI printed a line that is not a valid event or is longer than `max_line_bytes`. `line` has the beginning of
  # that line.
  class ProtocolError < Error
    known_as "protocol"
  end

  # The agent reported that the turn failed, in which case the message is the agent's own, or the turn exceeded
  # `offline_timeout_ms`, in which case `option` is `offline_timeout_ms`.
  class TurnFailedError < Error
    known_as "turn_failed"
  end

  # The turn was cancelled before it finished.
  class TurnCancelledError < Error
    known_as "cancelled"
  end

  # The turn exceeded `timeout_ms` or `idle_timeout_ms`; `option` says which of them.
  class TurnTimeoutError < Error
    known_as "turn_timeout"
  end

  # The CLI does not know the thread to resume, or resumed a different one.
  class ThreadNotFoundError < Error
    known_as "thread_not_found"
  end

  # The operating system refused something that the library needs: a file, a descriptor, memory or a thread.
  class IoError < Error
    known_as "io"
  end

  # The process was forked while a client existed, so the child cannot use the library; or the client, thread or turn
  # was created before the fork.
  class ForkedError < Error
    known_as "forked"
  end

  # The client was closed or freed, which ended its threads and turns.
  class ShutDownError < Error
    known_as "shut_down"
  end

  # A bug in the library. Please report it.
  class InternalError < Error
    known_as "internal"
  end

  # The CLI's app-server refused a request or did not answer it. `rpc_code` is the error code of a refusal.
  class RequestFailedError < Error
    known_as "request_failed"
  end

  # The client's transport does not support what was asked for. The message says which transport does; `option` names
  # the option.
  class UnsupportedError < Error
    known_as "unsupported"
  end

  Error::CLASSES.freeze
end
