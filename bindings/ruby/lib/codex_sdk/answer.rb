# frozen_string_literal: true

require "json"

module CodexSDK
  # An answer that follows a schema: the schema for the agent, and the answer as data.
  # @api private
  class Answer
    # @return [Hash] the JSON Schema
    attr_reader :schema

    # @param source [Hash, #json_schema] a JSON Schema, or a class that has one and is made with its properties
    def initialize(source)
      @maker = source if source.respond_to?(:json_schema)
      @schema = @maker ? @maker.json_schema : source
      return if @schema.is_a?(Hash)

      raise InvalidArgumentError.new(
        "the schema must be a JSON Schema as a hash, or a class with the method json_schema, not #{source.inspect}",
        { "option" => "output_schema" }
      )
    end

    # @return [Object] the answer: JSON with symbols as keys, or an object of the class
    def read(result)
      text = result.final_response
      data = JSON.parse(text, symbolize_names: true)
      @maker ? @maker.new(**data) : data
    rescue JSON::ParserError => e
      misfit(result, text.strip.empty? ? "the agent ended its turn without an answer" : "it is not JSON: #{e.message}")
    rescue ArgumentError, TypeError, NoMatchingPatternError => e
      misfit(result, "#{@maker} cannot be made of it: #{e.message}")
    end

    private

    def misfit(result, complaint)
      details = { "response" => result.final_response, "thread_id" => result.thread_id }
      raise InvalidResponseError.new("the agent's answer does not fit: #{complaint}", details.compact)
    end
  end
end
