# frozen_string_literal: true

require "json"

module CodexSDK
  # An answer that follows a JSON Schema.
  # @api private
  class Answer
    # @return [Hash] the JSON Schema
    attr_reader :schema

    # @param source [Hash, #json_schema] a JSON Schema, or a class that has one and takes its properties as keywords
    def initialize(source)
      @maker = source if source.respond_to?(:json_schema)
      @schema = @maker ? @maker.json_schema : source
      unless @schema.is_a?(Hash)
        raise InvalidArgumentError.new(
          "the schema must be a hash, or a class with the method json_schema, not #{source.inspect}",
          { "option" => "output_schema" }
        )
      end

      # Before the turn: one that JSON cannot express costs nothing.
      @json = JsonText.read(JsonOptions.text({ output_schema: @schema }))["output_schema"]
    end

    # @return [Object] the answer: JSON with symbols as keys, or an object of the class
    def read(result)
      data = parse(result)
      mismatch = Schema.mismatch(@json, data)
      refuse(result, mismatch) if mismatch
      made = JsonText.symbolized(data)
      @maker ? make(made, result) : made
    end

    private

    def parse(result)
      text = result.final_response
      JsonText.read(text)
    rescue JSON::NestingError
      refuse(result, "it is nested more than #{JsonText::DEEPEST} levels deep")
    rescue JSON::ParserError => e
      refuse(result, text.strip.empty? ? "it is empty" : "it is not JSON: #{e.message}")
    end

    # The exception of the class becomes the error's cause, even if it comes from a bug in the class.
    def make(data, result)
      @maker.new(**data)
    rescue ArgumentError, KeyError, TypeError => e
      refuse(result, "#{@maker}.new refuses it: #{e.message}")
    end

    def refuse(result, reason)
      details = { "response" => result.final_response, "thread_id" => result.thread_id }
      raise InvalidResponseError.new("the agent's answer does not match: #{reason}", details.compact)
    end
  end
end
