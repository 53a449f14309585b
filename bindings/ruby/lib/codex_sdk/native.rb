# frozen_string_literal: true

require "json"

module CodexSDK
  # Calls into the library: its answers as values and exceptions.
  # @api private
  module Native
    # What the library says in the words of C, and what a program in Ruby is told instead. Of its handles only that of
    # a Codex object is ever used after it was freed.
    WORDS = {
      "invalid_handle" => "this Codex object is closed",
      "shut_down" => "the Codex object of this thread or turn was closed"
    }.freeze

    FORKING = "In Ruby: make the Codex object in the child and close every other one before the fork (with Puma: in " \
              "before_worker_boot, or at the first request)"

    class << self
      # Calls what ends in error_json.
      # @return [Array(Integer, Error)] the status, and the error if there is one
      def attempt(function, *arguments)
        library = CodexSDK.library
        uninterrupted do
          error = FFI::MemoryPointer.new(:pointer)
          status = library.public_send(function, *arguments, error)
          [status, (failure(status, error) if status.negative?)]
        end
      end

      # The same, with errors raised.
      # @return [Integer] the status
      def call(function, *arguments)
        status, error = attempt(function, *arguments)
        raise error if error

        status
      end

      # Calls what gives a text in its parameter before the last.
      # @return [String, nil]
      def text(function, *arguments)
        uninterrupted do
          text = FFI::MemoryPointer.new(:pointer)
          call(function, *arguments, text)
          take(text)
        end
      end

      # The text of a string that the library hands over, which is freed.
      def take(slot)
        pointer = slot.read_pointer
        return if pointer.null?

        begin
          pointer.read_string.force_encoding(Encoding::UTF_8)
        ensure
          CodexSDK.library.string_free(pointer)
        end
      end

      # The error for a status; it is not raised yet.
      def failure(status, slot)
        code = CodexSDK.library.status_name(status).downcase
        details = JSON.parse(take(slot) || "{}")
        details["message"] = WORDS[code] if WORDS.key?(code)
        details["message"] = "#{details["message"]}. #{FORKING}" if code == "forked"
        Error.from(code, details)
      end

      # Runs the block to its end: what Thread#raise, Thread#kill or Timeout want waits until then; what a signal raises
      # (Ctrl-C's Interrupt) does not. For moments only, in which something would be lost, and in which no other fiber
      # runs: the mask would be its, too.
      def uninterrupted(&)
        ::Thread.handle_interrupt(Object => :never, &)
      end
    end
  end
end
