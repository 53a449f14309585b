# frozen_string_literal: true

require "io/wait" unless IO.method_defined?(:wait_readable)

module CodexSDK
  module Native
    # The notifications of a client. Nothing waits inside the library; Ruby waits for a descriptor.
    class Notifications
      # Seconds between two attempts if the process has no descriptor left to wait for.
      POLL_INTERVAL = 0.05
      private_constant :POLL_INTERVAL

      # @param client [Native::Client]
      def initialize(client)
        @client = client
        @lock = ::Thread::Mutex.new
        @line = FFI::MemoryPointer.new(:pointer)
        @length = FFI::MemoryPointer.new(:size_t)
      end

      # @return [String, nil] the next one; nil if there is none now
      def take
        # The library lends it until the next call.
        @lock.synchronize do
          Native.uninterrupted do
            status = Native.call(:client_next, @client.pointer, 0, @line, @length)
            status == Library::OK ? @line.read_pointer.read_bytes(@length.read(:size_t)) : nil
          end
        end&.force_encoding(Encoding::UTF_8)
      end

      # Waits for one, for so many seconds or indefinitely, or until the client is closed. Other threads and fibers run
      # meanwhile.
      # @return [Boolean] whether it is worth another attempt
      def wait(timeout)
        if (io = descriptor)
          !io.wait_readable(timeout).nil?
        else
          return false if timeout&.zero?

          sleep(timeout ? [timeout, POLL_INTERVAL].min : POLL_INTERVAL)
          true
        end
      end

      private

      # A copy of the library's descriptor, which closes with the client: whoever waits must be woken by that.
      def descriptor
        @lock.synchronize do
          @io ||= Native.uninterrupted do
            number = CodexSDK.library.client_fd(@client.pointer)
            IO.for_fd(number, "r", autoclose: false).dup unless number.negative?
          end
        end
      rescue Errno::EMFILE, Errno::ENFILE
        nil
      end
    end
  end
end
