# frozen_string_literal: true

require "json"

module CodexSDK
  # Calls into the library: its answers as values and exceptions.
  # @api private
  module Native
    # What the library says in the words of C, and what a program in Ruby is told instead.
    WORDS = {
      "invalid_handle" => "this Codex object, thread or turn is closed already",
      "shut_down" => "the Codex object was closed"
    }.freeze

    FORKING = "In Ruby: make the Codex object in the child and none before the fork (with Puma: in " \
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

      # Runs the block to its end: what Thread#raise, Thread#kill, Timeout or Ctrl-C want waits until then. For moments
      # only, in which something would be lost, and in which no other fiber runs: the mask would be its, too.
      def uninterrupted(&)
        ::Thread.handle_interrupt(Object => :never, &)
      end
    end

    # A handle of the library's. It is a number that the library checks, and so it can be used after it was freed.
    class Handle
      # What frees the handle when its object has been forgotten. It must not know the object.
      def self.release(library, function, slot)
        proc { library.public_send(function, slot.read_pointer) }
      end

      # @return [FFI::MemoryPointer] where the library puts the handle
      attr_reader :slot

      def initialize(function)
        # Before there is anything to free: an exception of a signal handler's may come right after the call.
        @slot = FFI::MemoryPointer.new(:pointer)
        @release = self.class.release(CodexSDK.library, function, @slot)
        ObjectSpace.define_finalizer(self, @release)
      end

      def pointer = @slot.read_pointer

      def free
        ObjectSpace.undefine_finalizer(self)
        @release.call
      end
    end
  end
end
