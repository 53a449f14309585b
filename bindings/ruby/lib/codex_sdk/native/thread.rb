# frozen_string_literal: true

require "weakref"

module CodexSDK
  module Native
    # A conversation.
    class Thread
      # How many seconds a turn that was left may take to end. The library itself needs two at most.
      DRAIN_TIMEOUT = 10

      # @param client [Native::Client] is kept alive: the thread is useless without it
      # @param function [Symbol] what makes it
      # @param thread_id [Array<String>] the id that the function takes, if it takes one
      def initialize(client, function, *thread_id, options)
        @client = client
        @handle = Handle.new(:thread_free)
        Native.call(function, client.pointer, *thread_id, JsonOptions.text(options), @handle.slot)
      end

      # @return [Native::Client]
      attr_reader :client

      def pointer = @handle.pointer

      # A second time the library finds nothing to free.
      def close = @handle.free

      # A turn was freed before its end.
      def turn_abandoned
        @abandoned_at = now
      end

      # A turn has started, so the one before it is over.
      def turn_started(turn)
        @abandoned_at = nil
        @latest = WeakRef.new(turn)
      end

      # Whether a turn that was freed may still be ending.
      def draining?
        if @latest && !@latest.weakref_alive?
          # Nobody closed it, and it was garbage-collected.
          @latest = nil
          turn_abandoned
        end
        !@abandoned_at.nil? && now < @abandoned_at + DRAIN_TIMEOUT
      end

      def id = Native.text(:thread_id, pointer)

      private

      def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end
end
