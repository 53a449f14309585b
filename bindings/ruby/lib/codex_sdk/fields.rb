# frozen_string_literal: true

require "json"

module CodexSDK
  # What a field of a known type holds of any JSON value. All of it is frozen, but not before it is asked for: most
  # fields never are.
  # @api private
  module Fields
    BOOLEANS = { "true" => true, "false" => false }.freeze
    NONE = [].freeze
    private_constant :BOOLEANS, :NONE

    class << self
      # @return [Object] the value itself
      def json(value) = Ractor.make_shareable(value)

      # @return [String]
      def text(value)
        value.is_a?(String) ? value.freeze : optional_text(value) || ""
      end

      # @return [String, nil]
      def optional_text(value)
        return value&.freeze if value.nil? || value.is_a?(String)

        JSON.generate(value, allow_nan: true, max_nesting: 0).freeze
      end

      # @return [Integer, nil] nil for a number that is not whole
      def integer(value)
        return value if value.is_a?(Integer)

        value = Integer(value, 10, exception: false) || Float(value, exception: false) if value.is_a?(String)
        value.to_i if value.is_a?(Numeric) && value.finite? && value == value.floor
      end

      # @return [Boolean, nil]
      def boolean(value) = BOOLEANS[value.to_s]

      # @return [Array] an empty one for nil, any other value as its only element
      def list(value) = json(elements(value))

      # @return [Array<String>]
      def texts(value) = elements(value).map { |one| text(one) }.freeze

      # The same as {#list}, not frozen.
      # @return [Array]
      def elements(value)
        case value
        when Array then value
        when nil then NONE
        else [value]
        end
      end
    end
  end
end
