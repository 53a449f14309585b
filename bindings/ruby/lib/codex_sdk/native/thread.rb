# frozen_string_literal: true

module CodexSDK
  module Native
    # A conversation.
    class Thread
      # Seconds to wait for the end of a turn that nobody has waited for; the library itself needs two at the most.
      LEAVING = 10

      # @param client [Native::Client] is kept: the thread would be of no more use
      def initialize(client, thread_id, options)
        @client = client
        @handle = Handle.new(:thread_free)
        options = JsonOptions.text(options)
        if thread_id
          Native.call(:thread_resume, client.pointer, thread_id, options, @handle.slot)
        else
          Native.call(:thread_start, client.pointer, options, @handle.slot)
        end
      end

      def pointer = @handle.pointer

      # A turn of it was given back before its end.
      def leave
        @left_at = now
      end

      # Another one has begun, and so that one has ended.
      def begun
        @left_at = nil
      end

      # Whether such a turn may still be ending.
      def leaving? = !@left_at.nil? && now < @left_at + LEAVING

      def id = Native.text(:thread_id, pointer)

      private

      def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end
end
