# frozen_string_literal: true

module CodexSDK
  # What answers the agent: the program's tools, and its handler of approvals. Each answer is made in a thread of its
  # own, so that a slow one does not stop the turn's events.
  # @api private
  class Handlers
    # Takes the handlers out of a thread's options.
    # @return [Array(Handlers, Hash)] the handlers, and the options for the library
    def self.split(options)
      on_approval, tools = options.values_at(:on_approval, :tools)
      JsonOptions.refuse("on_approval", "must be callable, such as a lambda") unless callable?(on_approval)

      own = tools.is_a?(Array) ? tools.grep(Tool) : []
      options = options.except(:on_approval)
      options[:approvals] ||= "ask" if on_approval
      options[:tools] = tools.map { |tool| tool.is_a?(Tool) ? tool.to_hash : tool } unless own.empty?
      [new(on_approval, own), options]
    end

    def self.callable?(handler) = handler.nil? || handler.respond_to?(:call)
    private_class_method :callable?

    def initialize(on_approval, tools)
      @on_approval = on_approval
      @tools = tools.to_h { |tool| [tool.name, tool] }
    end

    # Answers an event that asks, unless there is no handler for it.
    # @param turn [Native::Turn]
    def handle(event, turn)
      case event
      when Event::ApprovalRequested then ask_program(event, turn) if @on_approval
      when Event::ToolRequested then call_tool(event, turn, @tools[event.tool]) if @tools.key?(event.tool)
      end
    end

    private

    def ask_program(event, turn)
      in_thread do
        Call.new(event, turn, "on_approval").answer({ decision: "decline" }) do |call|
          call.returned = @on_approval.call(event)
          case call.returned
          when String, Symbol then { decision: call.returned }
          when Hash then call.returned
          else raise InvalidArgumentError, "that is no decision"
          end
        end
      end
    end

    def call_tool(event, turn, tool)
      in_thread do
        Call.new(event, turn, "the tool #{tool.name}").answer { |call| call.returned = tool.answer(event.arguments) }
      end
    end

    def in_thread
      # Whoever takes events has exceptions masked, and a thread inherits that.
      ::Thread.new { ::Thread.handle_interrupt(Object => :immediate) { yield } } # rubocop:disable Style/ExplicitBlockArgument
    end

    # One call of a handler.
    class Call
      # What a handler may raise without ending the program.
      FAILURES = [StandardError, ScriptError, SystemStackError].freeze

      attr_accessor :returned

      def initialize(event, turn, name)
        @event = event
        @turn = turn
        @name = name
      end

      # Responds with what the block makes. If it fails, responds with the refusal, or with the error.
      def answer(refusal = nil)
        respond(yield(self))
        answered = true
      rescue *FAILURES => e
        # The failure comes first: once there is a response, the turn may end.
        answered = late?(e)
        @turn.handler_failed(failure(e)) unless answered
        refusal ||= { error: e.message }
      ensure
        # Also if the thread is killed.
        refuse(refusal || { error: "the tool was interrupted" }) unless answered
      end

      private

      def respond(response) = @turn.respond(@event.request_id, JsonOptions.text(response))

      # The request is not open any more: it has expired.
      def late?(error) = error.is_a?(InvalidArgumentError) && error.option == "request_id"

      def failure(error)
        did = returned.nil? ? "failed" : "returned #{returned.inspect}"
        raise HandlerError, "#{@name} #{did}: #{error.message}", cause: error
      rescue HandlerError => e
        e
      end

      def refuse(refusal)
        respond(refusal)
      rescue Error
        # There is nobody to respond to any more.
      end
    end
    private_constant :Call
  end
end
