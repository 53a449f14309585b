# frozen_string_literal: true

# `make vocabulary` writes the @option tags in here from schema/sdk.json.
module CodexSDK
  # A conversation with the agent. It runs one turn at a time; several threads run side by side. {Codex#start_thread}
  # and {Codex#resume_thread} make it. Ruby's own threads are `::Thread`: do not include CodexSDK where you use them.
  class Thread
    include ProcessBound

    REMEDY = "Pass its id instead, and call resume_thread there."
    private_constant :REMEDY

    # @api private
    def initialize(client, thread_id, options)
      @thread = Native::Thread.new(client, thread_id, options)
    end

    private_class_method :new

    # @return [String, nil] the id for {Codex#resume_thread}; nil until the first turn has begun
    def id = @thread.id

    # Runs a turn to its end.
    #
    # @param prompt [String, Array<String, Pathname, Image, Hash>, nil] a text, or an array of texts and images
    # @param options turn options; nil is the same as leaving one out
    # @option options [Hash] :output_schema JSON Schema that the final response must follow
    # @option options [Integer] :timeout_ms Ends the turn with {TurnTimeoutError} when it takes longer. Off (0) by
    #   default.
    # @option options [Integer] :idle_timeout_ms Ends the turn with {TurnTimeoutError} when it makes no progress for
    #   this long. Retry notices (`error` events) are not progress. Off (0) by default.
    # @option options [Integer] :offline_timeout_ms Ends the turn with a retryable {TurnFailedError} when nothing but
    #   retry notices (`error` events) has come for this long: without a network or a login, or with a wrong address.
    #   The message ends with the last notice. 0 turns it off, and the CLI may retry indefinitely. Default 120000 (2
    #   minutes).
    # @option options [Boolean] :wait_for_exit `true` ends the turn only when the CLI has exited and its temporary
    #   files are gone. A failing exit after the turn completed is then {CliFailedError}. Use it if you delete
    #   `CODEX_HOME` or the working folder right after the turn, or rely on the exit code; otherwise it only adds
    #   waiting. A CLI that has not exited after 25 seconds is ended, which is not an error. The turn can be cancelled
    #   or time out meanwhile.
    # @option options [Integer] :max_line_bytes Longest line accepted from the CLI. A longer one ends the turn with
    #   {ProtocolError}. Default 67108864 (64 MiB).
    # @option options [String, Symbol] :cyber_access_program experimental access programme of the built-in provider:
    #   `standard`, `daybreak_blue` or `daybreak_red`
    # @return [TurnResult]
    # @raise [Error] if the turn ended with an error
    def run(prompt = nil, **options)
      within_turn(prompt, options, &:result)
    end

    # Starts a turn whose events are read as they come.
    #
    #     thread.run_streamed("Run the tests.") do |event|
    #       puts event.item.text if event in {type: "item.completed", item: {type: "agent_message"}}
    #     end
    #
    # With a block, yields the events and then returns the turn's result, which has no items: the block has seen them.
    # The turn is over when this method returns, however the block is left.
    #
    # @param (see #run)
    # @option (see #run)
    # @yieldparam event [Event]
    # @return [TurnResult, StreamedTurn] the turn, if no block is given
    # @raise [Error] after the last event, if the turn ended with an error
    def run_streamed(prompt = nil, **options, &)
      return within_turn(prompt, options) { |turn| turn.each(&).result } if block_given?

      turn = StreamedTurn.send(:new, @thread)
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
    # OpenAI's models require that the schema lists every property as required and allows no others.
    #
    # @param prompt (see #run)
    # @param schema [Hash, #json_schema] a JSON Schema; or a class, such as a Data or a Struct, whose method
    #   `json_schema` returns one and whose `new` takes the answer's properties as keywords
    # @param options see {#run}; without `output_schema`
    # @return [Object] the answer: JSON with symbols as keys, or an object of the class
    # @raise [InvalidResponseError] if the answer is not JSON; or does not match the schema's `type`, `enum` or
    #   `required`, at any depth of its `properties` and `items` (nothing else is checked); or if the class's `new`
    #   raises an ArgumentError, KeyError or TypeError, which is then the `cause`. The thread can be used further
    # @raise [Error] if the turn ended with an error
    def run_json(prompt, schema, **options)
      JsonOptions.refuse("output_schema", "is the argument after the prompt here") if options.key?(:output_schema)

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
      turn = StreamedTurn.send(:new, @thread)
      turn.closing { yield start(turn, prompt, options) }
    end

    def start(turn, prompt, options)
      prompt, options = Input.split(prompt, options)
      retry_while_busy { turn.start(prompt, options) }
      turn
    end

    # A turn that was freed while running keeps the thread busy until it has ended, which nobody waits for.
    def retry_while_busy
      yield
    rescue BusyError
      raise unless @thread.draining?

      sleep 0.01
      retry
    end
  end
end
