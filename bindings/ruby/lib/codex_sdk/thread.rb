# frozen_string_literal: true

# `make vocabulary` writes the @option tags in here from schema/sdk.json.
module CodexSDK
  # A conversation with the agent, from {Codex#start_thread}, {Codex#resume_thread} or {Codex#fork_thread}. It runs one
  # turn at a time; different threads run concurrently. Ruby's own threads are `::Thread`: do not include CodexSDK where
  # you use them.
  class Thread
    include ProcessBound

    REMEDY = "Pass its id instead, and call resume_thread in the other process."
    private_constant :REMEDY

    # @api private
    def initialize(client, function, *thread_id, options)
      @handlers, options = Handlers.split(options)
      @thread = Native::Thread.new(client, function, *thread_id, options)
    end

    private_class_method :new

    # @return [String, nil] the id for {Codex#resume_thread}; nil until the first turn has begun
    def id = @thread.id

    # Starts a conversation that begins as a copy of this one, see {Codex#fork_thread}.
    #
    # @param options see {Codex#start_thread}; this thread's own are not copied
    # @return [Thread]
    # @raise [InvalidArgumentError] if this thread has no {#id} yet
    # @raise [InvalidHandleError]
    def fork(**options)
      from = id or JsonOptions.refuse("thread_id", "is missing: the thread to copy has had no turn yet")
      self.class.send(:new, @thread.client, :thread_fork, from, options)
    end

    # Closes the thread; a turn that is running continues. Ruby closes a thread by itself once nobody refers to it. With
    # the `app_server` transport, closing it early lets other processes resume it. The thread cannot be used afterwards,
    # but its conversation stays on disk: {Codex#resume_thread} continues it.
    #
    # @return [nil]
    def close
      @thread.close
      nil
    end

    # Runs a turn to its end.
    #
    # @param prompt [String, Array<String, Pathname, Image, Hash>, nil] a text, or an array of texts and images
    # @param options turn options; nil is the same as leaving one out
    # @option options [Hash] :output_schema JSON Schema that the final response must follow
    # @option options [Integer] :timeout_ms Maximum duration of the turn. A turn that takes longer ends with
    #   {TurnTimeoutError}. Off (0) by default.
    # @option options [Integer] :idle_timeout_ms Maximum time without progress. A turn that makes no progress for
    #   longer than this ends with {TurnTimeoutError}. Retry notices (`error` events) do not count as progress. Off (0)
    #   by default.
    # @option options [Integer] :offline_timeout_ms Maximum time with nothing but retry notices (`error` events),
    #   which are all that the CLI prints when it has no network, no login or a wrong address. After that time the turn
    #   ends with a retryable {TurnFailedError}, whose message ends with the last notice. Without this limit, the CLI
    #   may retry indefinitely. Default 120000 (2 minutes); 0 means none.
    # @option options [Boolean] :wait_for_exit If `true`, the turn ends only when the CLI has exited and its temporary
    #   files are gone. If the CLI then exits with an error, the turn ends with {CliFailedError}, even though it had
    #   completed. Use it if you delete `CODEX_HOME` or the working folder right after the turn, or if you need the exit
    #   code; otherwise it only adds waiting. While the turn waits for the CLI to exit, it can still be cancelled or
    #   time out. A CLI that has not exited after 25 seconds is terminated, which is not an error.
    # @option options [Integer] :max_line_bytes Maximum length of a line from the CLI. A longer line ends the turn
    #   with {ProtocolError}. Default 67108864 (64 MiB).
    # @option options [Boolean] :deltas If `true`, `item.delta` events deliver messages, reasoning and command output
    #   piece by piece, as they are written, and `turn.usage` and `turn.diff` events report token counts and file
    #   changes during the turn. Requires the client option `transport` to be `app_server`; otherwise the turn does not
    #   start, and the error is {UnsupportedError}.
    # @option options [Boolean] :raw_events If `true`, each notification of the app-server that concerns the turn is
    #   also delivered as it is, in a `notification` event, including those about the agent's sub-agents. Requires the
    #   client option `transport` to be `app_server`; otherwise the turn does not start, and the error is
    #   {UnsupportedError}.
    # @option options [String, Symbol] :cyber_access_program experimental access programme of the CLI's built-in
    #   provider: `standard`, `daybreak_blue` or `daybreak_red`
    # @option options [String] :model Model for this turn, in place of the thread's. With the `app_server` transport,
    #   it also applies to later turns of the thread, until one of them has another value.
    # @option options [String, Symbol] :model_reasoning_effort Reasoning effort for this turn, in place of the
    #   thread's: `minimal`, `low`, `medium`, `high`, `xhigh`, `max`, `ultra` or `persistent`. With the `app_server`
    #   transport, it also applies to later turns of the thread, until one of them has another value.
    # @option options [String, Symbol] :sandbox_mode sandbox mode for this turn, in place of the thread's:
    #   `read-only`, `workspace-write` or `danger-full-access`
    # @option options [String, Symbol] :approval_policy Approval policy for this turn, in place of the thread's:
    #   `untrusted`, `on-failure`, `on-request` or `never`. With the `app_server` transport, it also applies to later
    #   turns of the thread, until one of them has another value.
    # @option options [Integer] :max_turn_tokens As the thread option of the same name, for this turn. No limit (0) by
    #   default.
    # @option options [Integer] :max_thread_tokens As the thread option of the same name, for this turn. No limit (0)
    #   by default.
    # @option options [Integer] :max_commands As the thread option of the same name, for this turn. No limit (0) by
    #   default.
    # @return [TurnResult]
    # @raise [Error] if the turn ended with an error
    def run(prompt = nil, **options)
      within_turn(prompt, options, &:result)
    end

    # Starts a turn. Read its events as they arrive.
    #
    #     thread.run_streamed("Run the tests.") do |event|
    #       puts event.item.text if event in {type: "item.completed", item: {type: "agent_message"}}
    #     end
    #
    # With a block, yields the events and then returns the turn's result. The result has no items, because the block got
    # them all. Leaving the block early ends the turn and waits until nothing that it started is running.
    #
    # @param (see #run)
    # @option (see #run)
    # @yieldparam event [Event]
    # @return [TurnResult, StreamedTurn] the turn, if no block is given
    # @raise [Error] after the last event, if the turn ended with an error
    def run_streamed(prompt = nil, **options, &)
      return within_turn(prompt, options) { |turn| turn.each(&).result } if block_given?

      turn = StreamedTurn.send(:new, @thread, @handlers)
      begin
        started = start(turn, prompt, options)
      ensure
        turn.close unless started
      end
    end

    # Runs a turn whose answer follows a JSON Schema.
    #
    #     report = thread.run_json("Review the last commit.", schema)
    #     report => {summary:, problems: [first, *]}
    #
    # OpenAI's models require every property to be required, and no others to be allowed.
    #
    # @param prompt (see #run)
    # @param schema [Hash, #json_schema] a JSON Schema; or a class, such as a Data or a Struct, whose method
    #   `json_schema` returns one and whose `new` takes the answer's properties as keywords
    # @param options see {#run}; without `output_schema`
    # @return [Object] the answer: JSON with symbols as keys, or an object of the class
    # @raise [InvalidResponseError] if the answer is not JSON; or does not match the schema's `type`, `enum` or
    #   `required`, at any depth of its `properties` and `items` (nothing else is checked); or if the class's `new`
    #   raises an ArgumentError, KeyError or TypeError, which is then the `cause`. The thread can be used again
    # @raise [Error] if the turn ended with an error
    def run_json(prompt, schema, **options)
      if options.key?(:output_schema)
        JsonOptions.refuse("output_schema", "is not an option of run_json: pass the schema after the prompt")
      end

      answer = Answer.new(schema)
      answer.read(run(prompt, **options, output_schema: answer.schema))
    end

    # @return [String] the class and the id
    def inspect
      "#<#{self.class} id=#{id.inspect}>"
    rescue CodexSDK::Error => e
      "#<#{self.class} (#{e.code})>"
    end

    private

    def within_turn(prompt, options)
      turn = StreamedTurn.send(:new, @thread, @handlers)
      turn.closing { yield start(turn, prompt, options) }
    end

    def start(turn, prompt, options)
      prompt, options = Input.split(prompt, options)
      retry_while_busy { turn.start(prompt, options) }
      turn
    end

    # A turn that was freed while running keeps the thread busy until it has ended, and nobody waits for that end.
    def retry_while_busy
      yield
    rescue BusyError
      raise unless @thread.draining?

      sleep 0.01
      retry
    end
  end
end
