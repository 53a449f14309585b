# frozen_string_literal: true

module CodexSDK
  # One conversation. It runs one turn at a time; threads run side by side. Made by {Codex#start_thread} and
  # {Codex#resume_thread}. A thread of execution is `::Thread`: do not include CodexSDK where you use those.
  class Thread
    include OfThisProcess

    ELSEWHERE = "Pass on its id, and go on there with resume_thread."
    private_constant :ELSEWHERE

    # @api private
    def initialize(client, thread_id, options)
      @thread = Native::Thread.new(client, thread_id, options)
    end

    private_class_method :new

    # @return [String, nil] the id, with which {Codex#resume_thread} goes on; nil before the first turn has begun
    def id = @thread.id

    # Runs a turn to its end.
    #
    # @param prompt [String, Array<String, Pathname, Image, Hash>, nil] a text, or a list of texts and images
    # @param options what holds for this turn
    # @option options [Hash] :output_schema JSON Schema that the answer must follow; see {#run_json}
    # @option options [Integer] :timeout_ms milliseconds; a turn that takes longer ends with a {TurnTimeoutError}.
    #   0 is the same as none
    # @option options [Integer] :idle_timeout_ms milliseconds; the same when no event comes for so long, retry notices
    #   not counted. 0 is the same as none
    # @option options [Integer] :offline_timeout_ms milliseconds; a turn that has brought nothing but retry notices for
    #   so long ends with a {TurnFailedError}, retryable, with the last notice as its message. 120,000 unless given,
    #   0 is never
    # @option options [Boolean] :wait_for_exit true ends the turn only when the CLI's process has exited and its
    #   temporary files are gone; a non-zero exit after the agent's answer is then a {CliFailedError}. For programs that
    #   delete `CODEX_HOME` or the working directory right afterwards, or rely on the exit code; for others it only adds
    #   waiting
    # @option options [Integer] :max_line_bytes a longer line of the CLI ends the turn with a {ProtocolError}; 64 MiB
    #   unless given
    # @option options [String] :cyber_access_program experimental: `standard`, `daybreak_blue`, `daybreak_red`
    # @return [TurnResult]
    # @raise [Error] how the turn has ended, if not well
    def run(prompt = nil, **options)
      within_turn(prompt, options, &:result)
    end

    # Starts a turn whose events are read as they come.
    #
    #     thread.run_streamed("Run the tests.") do |event|
    #       puts event.item.text if event in {type: "item.completed", item: {type: "agent_message"}}
    #     end
    #
    # With a block it gives the events to that, and then the turn's result, whose items are those that the block has not
    # seen: none. The turn is over when this method is, however the block is left.
    #
    # @param (see #run)
    # @option (see #run)
    # @yieldparam event [Event]
    # @return [TurnResult, StreamedTurn] a turn without a block
    # @raise [Error] after the last event, how the turn has ended, if not well
    def run_streamed(prompt = nil, **options, &)
      return within_turn(prompt, options) { |turn| turn.each(&).result } if block_given?

      turn = StreamedTurn.send(:new, @thread)
      begin
        started = start(turn, prompt, options)
      ensure
        turn.close unless started
      end
    end

    # Runs a turn whose answer follows a schema.
    #
    #     report = thread.run_json("Review the last commit.", schema)
    #     report => {summary:, problems: [first, *]}
    #
    # OpenAI's models want every property required and no others.
    #
    # @param prompt (see #run)
    # @param schema [Hash, #json_schema] a JSON Schema; or a class, such as one of Data's or Struct's, with a method
    #   `json_schema` that gives it, of which an object is made with the answer's properties as keywords
    # @param options see {#run}, without `output_schema`
    # @return [Object] the answer: JSON with symbols as keys, or an object of the class
    # @raise [InvalidResponseError] for an answer that is not JSON; or has not the `type`, `enum` or `required` of the
    #   schema, its `properties` and `items` included (nothing else of it is checked); or that the class's `new` refuses
    #   with an ArgumentError, KeyError or TypeError, then its `cause`. The thread can go on
    # @raise [Error] how the turn has ended, if not well
    def run_json(prompt, schema, **options)
      JsonOptions.refuse("output_schema", "is the argument after the prompt here") if options.key?(:output_schema)

      answer = Answer.new(schema)
      answer.read(run(prompt, **options, output_schema: answer.schema))
    end

    # @return [String] for people
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
      patiently { turn.start(prompt, options) }
      turn
    end

    # A turn whose end nobody has waited for comes to it by itself.
    def patiently
      yield
    rescue BusyError
      raise unless @thread.leaving?

      sleep 0.01
      retry
    end
  end
end
