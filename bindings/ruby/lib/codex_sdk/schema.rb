# frozen_string_literal: true

module CodexSDK
  # Checks the `type`, `enum` and `required` of a JSON Schema, at any depth of its `properties` and `items`. The rest is
  # between the model and its service.
  # @api private
  module Schema
    TYPES = {
      "object" => Hash, "array" => Array, "string" => String, "number" => Numeric, "null" => nil,
      "integer" => ->(value) { value.is_a?(Numeric) && (value % 1).zero? },
      "boolean" => ->(value) { [true, false].include?(value) }
    }.freeze
    NOUNS = {
      "object" => "an object", "array" => "an array", "string" => "a string", "number" => "a number", "null" => "null",
      "integer" => "an integer", "boolean" => "a boolean"
    }.freeze
    private_constant :TYPES, :NOUNS

    class << self
      # @param schema [Hash{String => Object}, Object] parsed JSON
      # @param value [Object] parsed JSON
      # @return [String, nil] how the value does not match the schema; nil if it does
      def mismatch(schema, value, place = nil)
        return unless schema.is_a?(Hash)

        wrong_kind(schema, value, place || "it") || missing(schema, value, place) || wrong_part(schema, value, place)
      end

      private

      def wrong_kind(schema, value, place)
        types = Array(schema["type"])
        unless types.empty? || types.any? { |type| of?(type, value) }
          return "#{place} is not #{NOUNS.values_at(*types).join(" or ")}"
        end

        choice = schema["enum"]
        "#{place} is not one of #{choice.map(&:to_json).join(", ")}" if choice.is_a?(Array) && !choice.include?(value)
      end

      def of?(type, value) = !TYPES.key?(type) || TYPES[type] === value # rubocop:disable Style/CaseEquality

      def missing(schema, value, place)
        return unless value.is_a?(Hash)

        name = Array(schema["required"]).grep(String).find { |one| !value.key?(one) }
        "#{[place, name].compact.join(".")} is missing" if name
      end

      def wrong_part(schema, value, place)
        parts = case value
                when Hash then parts_of_object(schema["properties"], value, place)
                when Array then value.each_with_index.map { |one, at| [schema["items"], one, "#{place}[#{at}]"] }
                else []
                end
        parts.lazy.filter_map { |part| mismatch(*part) }.first
      end

      def parts_of_object(properties, value, place)
        return [] unless properties.is_a?(Hash)

        properties.slice(*value.keys).map { |name, schema| [schema, value[name], [place, name].compact.join(".")] }
      end
    end
  end
end
