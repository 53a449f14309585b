# frozen_string_literal: true

module CodexSDK
  # A running turn, from {Thread#run_streamed}. Read its events as they arrive.
  #
  # It is enumerable. Leaving {#each} early or calling {#close} ends the turn, and so does the garbage collector once
  # nothing refers to it. Several threads may read: each event goes to one of them.
  class StreamedTurn
    include Enumerable
    include ProcessBound

    REMEDY = "Pass its events or its result instead."
    private_constant :REMEDY

    # How many milliseconds {#close} waits for the end. The library itself needs two seconds at most.
    CLOSE_TIMEOUT_MS = 10_000
    private_constant :CLOSE_TIMEOUT_MS

    # @api private
    def initialize(thread)
      @turn = Native::Turn.new(thread)
    end

    private_class_method :new

    # @api private
    def start(prompt, options) = @turn.start(prompt, options)

    # Yields each event as it arrives.
    #
    # Leaving the block early (`break`, `return`, `throw`, an exception, a killed thread) closes the turn, see {#close}.
    # To continue reading later, use {#next_event}.
    #
    # @yieldparam event [Event]
    # @return [self, Enumerator] an enumerator if no block is given
    # @raise [Error] after the last event, if the turn ended with an error
    def each
      return to_enum unless block_given?

      closing do
        # The first of these is the shorter way to an event that is there.
        while (event = @turn.next_event || next_event)
          yield event
        end
        self
      end
    end

    # The events as an enumerator, for `next`. {#close} the turn if you stop in the middle; otherwise it runs until the
    # enumerator is garbage-collected.
    # @return [Enumerator<Event>]
    def events = @events ||= each

    # Waits for the next event.
    #
    # @param timeout_ms [Numeric, nil] how many milliseconds to wait; nil waits indefinitely, 0 does not wait
    # @return [Event, nil] the event; nil if there are no more
    # @raise [InvalidArgumentError] if `timeout_ms` is not such a number
    # @raise [WaitTimeoutError] if no event comes in time; the turn continues
    # @raise [Error] if the turn ended with an error
    def next_event(timeout_ms: nil)
      deadline = Deadline.new(timeout_ms) unless timeout_ms.nil?
      until (event = @turn.next_event)
        return if @turn.over?

        wait(deadline) { "no event came within #{timeout_ms} ms" }
      end
      event
    end

    # Waits for the end. Events that arrive during the call can no longer be read, even if the time runs out; their
    # items will be in the result.
    #
    # @param timeout_ms [Numeric, nil] how many milliseconds to wait; nil waits indefinitely, 0 does not wait
    # @return [TurnResult] with the items that were not read as events
    # @raise [InvalidArgumentError] if `timeout_ms` is not such a number
    # @raise [WaitTimeoutError] if the turn does not end in time; it continues
    # @raise [Error] if the turn ended with an error
    def result(timeout_ms: nil)
      deadline = Deadline.new(timeout_ms) unless timeout_ms.nil?
      wait(deadline) { "the turn did not end within #{timeout_ms} ms" } until finished
      finished
    end

    # Cancels the turn, without waiting. Call it from any thread, at any time, even in a signal handler. The turn's
    # events end with a {TurnCancelledError} once nothing that the turn started is running.
    # @return [void]
    def cancel
      @turn.cancel
      nil
    end

    # Ends the turn if it is running, and waits until nothing that it started is running, at most two seconds.
    # Afterwards the thread can start its next turn.
    # @return [void]
    def close
      @turn.cancel
      deadline = Deadline.new(CLOSE_TIMEOUT_MS)
      nil until @turn.drain || !@turn.wait(deadline.seconds_left)
    ensure
      @turn.close
    end

    # Runs the block, and closes the turn however the block is left. If an exception leaves it, that exception is
    # raised, and not another one from closing: a fiber scheduler that stops lets nobody wait any more.
    # @api private
    def closing
      yield
    rescue Exception # rubocop:disable Lint/RescueException -- it is raised again
      begin
        close
      rescue StandardError
        # The turn was freed; the library ends it.
      end
      raise
    ensure
      close
    end

    # @return [Boolean] whether the turn has ended, with an error or not; there may still be events to read
    def ended? = @turn.ended?

    # @return [String] whether the turn is running
    def inspect = "#<#{self.class} #{ended? ? "ended" : "running"}>"

    private

    def wait(deadline)
      raise WaitTimeoutError.new(yield, { "retryable" => true }) unless @turn.wait(deadline&.seconds_left)
    end

    # The result, if there is one already.
    def finished = @finished ||= @turn.result&.then { |raw| TurnResult.new(raw) }

    # A number of milliseconds from now.
    class Deadline
      def initialize(timeout_ms)
        unless timeout_ms.is_a?(Numeric) && timeout_ms.real? && timeout_ms >= 0
          JsonOptions.refuse("timeout_ms", "must be a number of milliseconds, 0 or more, not #{timeout_ms.inspect}")
        end

        @at = now + ([timeout_ms, LONGEST_MS].min / 1000.0)
      end

      # Ruby cannot wait for every number of seconds. This is a century.
      LONGEST_MS = 3_000_000_000_000
      private_constant :LONGEST_MS

      # @return [Numeric]
      def seconds_left = [@at - now, 0].max

      private

      def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
    private_constant :Deadline
  end
end
