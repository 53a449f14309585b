# frozen_string_literal: true

require "json"

module CodexSDK
  module Native
    # A client: the library's connection to the CLI.
    class Client
      # The clients with requests that wait for their answers, by request.
      ASKING = {}.compare_by_identity
      LONGEST_MS = (2**31) - 1
      private_constant :ASKING, :LONGEST_MS

      # Ruby ends only when no thread is inside the library. Closing a client ends its requests.
      at_exit { ASKING.each_value(&:close) }

      def initialize(options)
        @handle = Handle.new(:client_free)
        @closed = false
        @notifications = Notifications.new(self)
        Native.call(:client_new, JsonOptions.text(options), @handle.slot)
      end

      # @return [Notifications]
      attr_reader :notifications

      def pointer = @handle.pointer

      def info
        JSON.parse(outside { Native.text(:client_info, pointer) }, freeze: true)
      end

      # @param timeout [Numeric, nil] seconds
      # @return [String, nil] the JSON of the answer; nil if none came in time
      def request(method, params, timeout)
        timeout_ms = timeout ? [(timeout * 1000).ceil, LONGEST_MS].min : -1
        asking = Object.new
        ASKING[asking] = self
        outside do
          Native.text(:client_request, pointer, method, params, timeout_ms)
        ensure
          ASKING.delete(asking)
        end
      end

      def close
        @closed = true
        @handle.free
      end

      def closed? = @closed

      private

      # Calls in a thread of its own, so that waiting for it can be interrupted, and other fibers run meanwhile.
      def outside
        calling = ::Thread.new do
          ::Thread.current.report_on_exception = false
          yield
        end
        calling.value
      end
    end
  end
end
