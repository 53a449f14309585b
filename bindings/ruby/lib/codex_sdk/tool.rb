# frozen_string_literal: true

module CodexSDK
  # A tool of your program that the agent may call. Pass it to {Codex#start_thread} in `tools`.
  #
  #     weather = CodexSDK::Tool.new(
  #       "weather",
  #       description: "Tells the weather in a city.",
  #       schema: {type: "object", properties: {city: {type: "string"}}, required: ["city"]}
  #     ) { |arguments| "Sunny in #{arguments[:city]}." }
  class Tool
    # @return [String]
    attr_reader :name

    # @return [String]
    attr_reader :description

    # @return [Hash] the JSON Schema of the arguments
    attr_reader :schema

    # The block runs in a thread of its own, once for each call, while the turn waits. What it returns goes to the
    # agent: a string as it is, anything else as JSON. If the block raises an exception, the agent is told its message,
    # and the turn goes on; once it has ended, it raises a {HandlerError}. The block is not called with arguments that
    # do not match the schema's `type`, `enum` or `required`; the agent is told so.
    #
    # @param name [String] how the agent calls it
    # @param description [String] what it does, for the agent
    # @param schema [Hash] the JSON Schema of its arguments
    # @yieldparam arguments [Hash{Symbol => Object}] as the model wrote them: JSON with symbols as keys
    # @raise [InvalidArgumentError]
    def initialize(name, description:, schema:, &block)
      JsonOptions.refuse("tools", "must have a block each: #{name.inspect} has none") unless block

      @name = name.to_s
      @description = description
      @schema = schema
      @block = block
      @json = JsonText.read(JsonOptions.text({ schema: }))["schema"]
    end

    # @api private
    def to_hash = { name:, description:, input_schema: schema }

    # The response to a call.
    # @api private
    def answer(arguments)
      mismatch = Schema.mismatch(@json, arguments)
      return { error: "the arguments do not match the schema: #{mismatch}" } if mismatch

      result = @block.call(JsonText.symbolized(arguments))
      { content: [{ type: "text", text: result.is_a?(String) ? result : JSON.generate(result) }] }
    end

    # @return [String] the name
    def inspect = "#<#{self.class} #{name}>"
  end
end
