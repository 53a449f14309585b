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
      data = parse(result)
      complaint = Schema.misfit(JSON.parse(JsonOptions.text(schema)), data)
      misfit(result, complaint) if complaint
      made = JsonText.read(result.final_response, symbolize_names: true)
      @maker ? make(made, result) : made
    end

    private

    def parse(result)
      text = result.final_response
      JsonText.read(text)
    rescue JSON::NestingError
      misfit(result, "it is nested more than #{JsonText::DEEPEST} deep")
    rescue JSON::ParserError => e
      misfit(result, text.strip.empty? ? "the agent ended its turn without an answer" : "it is not JSON: #{e.message}")
    end

    # What the class refuses is the error's cause, also where it is no refusal but a slip in the class.
    def make(data, result)
      @maker.new(**data)
    rescue ArgumentError, KeyError, TypeError => e
      misfit(result, "#{@maker} cannot be made of it: #{e.message}")
    end

    def misfit(result, complaint)
      details = { "response" => result.final_response, "thread_id" => result.thread_id }
      raise InvalidResponseError.new("the agent's answer does not fit: #{complaint}", details.compact)
    end
  end
end
