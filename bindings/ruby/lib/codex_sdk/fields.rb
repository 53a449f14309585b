# frozen_string_literal: true

require "json"

module CodexSDK
  # What a field of a known type holds of any JSON value. All of it is frozen, but not before it is asked for: most
  # fields never are.
  # @api private
  module Fields
    # A string that a number field takes. The same in all languages, as is the range: 64 bits.
    DIGITS = /\A-?[0-9]+\z/
    INTEGERS = (-(2**63)...(2**63))
    BOOLEANS = { "true" => true, "false" => false }.freeze
    NONE = [].freeze
    private_constant :DIGITS, :INTEGERS, :BOOLEANS, :NONE

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

        JsonText.generate(value).freeze
      end

      # @return [Integer, nil] nil for a number that is not whole, or has more than 64 bits
      def integer(value)
        number = case value
                 when Integer then value
                 when String then Integer(value, 10) if value.b.match?(DIGITS)
                 when Numeric then value.to_i if value.finite? && value == value.floor
                 end
        number if INTEGERS.cover?(number)
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
