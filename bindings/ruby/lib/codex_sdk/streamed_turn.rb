# frozen_string_literal: true

module CodexSDK
  # A turn whose events are read as they come; made by {Thread#run_streamed}.
  #
  # It is enumerable. It ends when its events have been read to the end, when {#each} is left early, when it is closed,
  # or when nothing refers to it any more. Several threads may read: each event comes to one of them.
  class StreamedTurn
    include Enumerable
    include OfThisProcess

    ELSEWHERE = "Pass on its events, or its result."
    private_constant :ELSEWHERE

    # Seconds to wait for the end of a turn that is left; the library itself needs two at the most.
    PATIENCE = 10
    private_constant :PATIENCE

    # @api private
    def initialize(thread)
      @turn = Native::Turn.new(thread)
    end

    private_class_method :new

    # @api private
    def start(prompt, options) = @turn.start(prompt, options)

    # Gives the events, one after the other, as they come.
    #
    # Whoever leaves the block early (`break`, `return`, `throw`, an exception, a killed thread) ends the turn: it is
    # closed, see {#close}. To go on reading afterwards, use {#next_event}.
    #
    # @yieldparam event [Event]
    # @return [self, Enumerator] an enumerator without a block
    # @raise [Error] after the last event, how the turn has ended, if not well
    def each
      return to_enum unless block_given?

      closing do
        while (event = next_event)
          yield event
        end
        self
      end
    end

    # The events as an enumerator, also for `next`. If it is forgotten in the middle the turn ends at some time, by the
    # garbage collector: {#close} it.
    # @return [Enumerator<Event>]
    def events = @events ||= each

    # @param timeout [Numeric, nil] seconds to wait for it; nil for ever, 0 not at all
    # @return [Event, nil] the next event; nil when there are no more
    # @raise [InvalidArgumentError] for another `timeout`
    # @raise [WaitTimeoutError] if none comes in time; the turn goes on
    # @raise [Error] how the turn has ended, if not well
    def next_event(timeout: nil)
      deadline = Deadline.new(timeout)
      until (line = @turn.next_line)
        return if @turn.over?
        raise WaitTimeoutError, "no event within #{timeout} s" unless @turn.wait(deadline.left)
      end
      Event.parse(line)
    end

    # Waits for the end. What it has waited for does not come as events any more, also where it has run into its
    # time-out.
    #
    # @param timeout [Numeric, nil] seconds to wait for it; nil for ever, 0 not at all
    # @return [TurnResult] with the items that were not read as events
    # @raise [InvalidArgumentError] for another `timeout`
    # @raise [WaitTimeoutError] if the turn has not ended in time; it goes on
    # @raise [Error] how the turn has ended, if not well
    def result(timeout: nil)
      deadline = Deadline.new(timeout)
      until finished
        raise WaitTimeoutError, "the turn has not ended within #{timeout} s" unless @turn.wait(deadline.left)
      end
      finished
    end

    # Asks the turn to end; from any thread, at any time, in a signal handler too, and without waiting. Its events then
    # end with a {TurnCancelledError}; nothing that the turn has started is left by then.
    # @return [void]
    def cancel
      @turn.cancel
      nil
    end

    # Ends the turn if it is running, and waits until nothing of it is left (a moment, at most two seconds), so that the
    # thread can have its next one.
    # @return [void]
    def close
      @turn.cancel
      deadline = Deadline.new(PATIENCE)
      nil until @turn.drain || !@turn.wait(deadline.left)
    ensure
      @turn.close
    end

    # Runs the block and closes the turn after it, however it is left. An error that it is left with is the one to tell,
    # and not what closing adds to it: a fiber scheduler that stops lets nobody wait any more.
    # @api private
    def closing
      yield
    rescue Exception # rubocop:disable Lint/RescueException -- it is raised again
      begin
        close
      rescue StandardError
        # The turn was given back; the library ends it.
      end
      raise
    ensure
      close
    end

    # @return [Boolean] whether the turn has ended, well or not; events may still be there to be read
    def ended? = @turn.ended?

    # @return [String] for people
    def inspect = "#<#{self.class} #{ended? ? "ended" : "running"}>"

    private

    # The result, if there is one already.
    def finished = @finished ||= @turn.result&.then { |raw| TurnResult.new(raw) }

    # So many seconds from now, or never.
    class Deadline
      def initialize(seconds)
        JsonOptions.refuse("timeout", "must be a number of seconds, 0 or more, not #{seconds.inspect}") unless
          seconds.nil? || (seconds.is_a?(Numeric) && seconds.real? && seconds >= 0)

        @at = now + [seconds, CENTURY].min if seconds&.finite?
      end

      # Ruby cannot wait for every number of seconds.
      CENTURY = 3_000_000_000
      private_constant :CENTURY

      # @return [Numeric, nil]
      def left = @at && [@at - now, 0].max

      private

      def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
    private_constant :Deadline
  end
end
