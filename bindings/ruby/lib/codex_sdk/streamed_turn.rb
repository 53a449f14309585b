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
    def initialize(thread, handlers)
      @turn = Native::Turn.new(thread, handlers)
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
      deadline = Deadline.of(timeout_ms)
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
      deadline = Deadline.of(timeout_ms)
      wait(deadline) { "the turn did not end within #{timeout_ms} ms" } until finished
      finished
    end

    # Answers an {Event::ApprovalRequested} or an {Event::ToolRequested}, without waiting. Once the turn has ended, does
    # nothing.
    #
    #     turn.respond(event.request_id, "accept")
    #
    # @param request_id [String] the `request_id` of the event
    # @param response [String, Symbol, Hash] a decision: `"accept"`, `"accept_for_session"`, `"decline"` or `"cancel"`.
    #   For an {Event::ToolRequested}, `{content: [{type: "text", text: "…"}]}` (an entry may also be
    #   `{type: "image", url: "data:…"}`), or `{error: "…"}` if the tool failed. For an approval of the kind
    #   `permissions`, a decision or `{permissions: {…}, scope: "turn"}`; for `mcp_elicitation`, a decision or
    #   `{decision: "accept", content: {…}}`; for `user_input`, `{answers: {"id of a question" => ["…"]}}` or
    #   `"decline"`. For any of them, `{raw: {…}}` passes the CLI its own form of a response.
    # @return [void]
    # @raise [InvalidArgumentError] if the response does not fit, after which you can respond again; or if no such
    #   request is open
    # @raise [UnsupportedError] if the transport is `exec`
    def respond(request_id, response)
      response = { decision: response } if response.is_a?(String) || response.is_a?(Symbol)
      unless response.is_a?(Hash)
        JsonOptions.refuse("response", "must be a decision or a hash, not #{response.inspect}")
      end

      @turn.respond(JsonOptions.c_string(request_id, "request_id"), JsonOptions.text(response))
      nil
    end

    # Says something to the agent while it works, without waiting. It takes note of it before its next step, and an
    # {Event::TurnSteered} says when it has. If the CLI refuses it, an item of the type `error` says why. Once the turn
    # has ended, does nothing.
    #
    # @param prompt [String, Array<String, Pathname, Image, Hash>] a text, or an array of texts and images
    # @return [void]
    # @raise [InvalidArgumentError] if the prompt is not one
    # @raise [UnsupportedError] if the transport is `exec`
    def steer(prompt)
      @turn.steer(*Input.split(prompt, {}))
      nil
    end

    # The id of the turn, which the thread option `last_turn_id` and requests to the app-server take.
    #
    # @return [String, nil] nil until an {Event::TurnStarted} has arrived, and always with the transport `exec`
    def id = @turn.id

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
  end
end
