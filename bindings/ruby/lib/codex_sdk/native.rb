# frozen_string_literal: true

require "json"

module CodexSDK
  # Calls into the library. Its results become values and exceptions.
  # @api private
  module Native
    # Messages for Ruby, in the place of those that speak of handles. Only the handle of a Codex object is ever used
    # after it was freed.
    MESSAGES = {
      "invalid_handle" => "this Codex object is closed",
      "shut_down" => "the Codex object of this thread or turn was closed"
    }.freeze

    FORKING = "In Ruby: close every Codex object before the fork, and make a new one in the child (with Puma: in " \
              "before_worker_boot, or at the first request)"

    class << self
      # Calls a function whose last parameter is error_json.
      # @return [Array(Integer, Error)] the status, and the error if there is one
      def attempt(function, *arguments)
        library = CodexSDK.library
        uninterrupted do
          error = FFI::MemoryPointer.new(:pointer)
          status = library.public_send(function, *arguments, error)
          [status, (failure(status, error) if status.negative?)]
        end
      end

      # The same, but raises the error.
      # @return [Integer] the status
      def call(function, *arguments)
        status, error = attempt(function, *arguments)
        raise error if error

        status
      end

      # Calls a function whose last parameter but one is a text it returns.
      # @return [String, nil]
      def text(function, *arguments)
        uninterrupted do
          text = FFI::MemoryPointer.new(:pointer)
          call(function, *arguments, text)
          take(text)
        end
      end

      # Takes a string that the library allocated, and frees it.
      def take(slot)
        pointer = slot.read_pointer
        return if pointer.null?

        begin
          pointer.read_string.force_encoding(Encoding::UTF_8)
        ensure
          CodexSDK.library.string_free(pointer)
        end
      end

      # The error for a status. Does not raise it.
      def failure(status, slot)
        code = CodexSDK.library.status_name(status).downcase
        details = JSON.parse(take(slot) || "{}")
        details["message"] = MESSAGES[code] if MESSAGES.key?(code)
        details["message"] = "#{details["message"]}. #{FORKING}" if code == "forked"
        Error.from(code, details)
      end

      # Runs the block to its end: Thread#raise, Thread#kill and Timeout take effect after it. (What a signal raises,
      # such as the Interrupt of Ctrl-C, does not wait.) Use it only for moments in which something would be lost and no
      # other fiber runs: the mask would apply to that one, too.
      def uninterrupted(&)
        ::Thread.handle_interrupt(Object => :never, &)
      end
    end
  end
end
