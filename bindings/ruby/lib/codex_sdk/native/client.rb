# frozen_string_literal: true

require "json"

module CodexSDK
  module Native
    # A client: the library's connection to the CLI.
    class Client
      def initialize(options)
        @handle = Handle.new(:client_free)
        @closed = false
        Native.call(:client_new, JsonOptions.text(options), @handle.slot)
      end

      def pointer = @handle.pointer

      def info
        # In a thread of its own, so that waiting for it can be interrupted, and other fibers run meanwhile.
        asking = ::Thread.new do
          ::Thread.current.report_on_exception = false
          Native.text(:client_info, pointer)
        end
        JSON.parse(asking.value, freeze: true)
      end

      def close
        @closed = true
        @handle.free
      end

      def closed? = @closed
    end
  end
end
