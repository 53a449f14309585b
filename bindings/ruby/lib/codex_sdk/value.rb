# frozen_string_literal: true

require "json"

module CodexSDK
  # A JSON object of the CLI's as an object of Ruby's: frozen, with its known fields as methods and all of it in {#raw}.
  #
  # Nothing about it is an error, since the CLI changes weekly. A field that is missing has its default, which is empty
  # or nil. One of another shape than expected holds what it can, and {#raw} has it as it is: a text holds the JSON of
  # the value, numbers, true and false may be written as texts, a list may be a single value, and what is no object, or
  # has none of its fields, is in the first one.
  class Value
    # What a field is made of: the class of its JSON, and how its value is made of that.
    # @api private
    class Field
      attr_reader :variable

      def initialize(name, kind, default, otherwise, make)
        @variable = :"@#{name}"
        @key = name.name
        @default = default.freeze
        @otherwise = otherwise
        @fit = FIT.fetch(kind)
        @make = make
      end

      def read(raw)
        value = raw.fetch(@key) { @otherwise&.call(raw) }
        value = @fit.call(value) unless value.nil?
        return @default if value.nil?

        @make ? @make.call(value) : value
      end
    end
    private_constant :Field

    # What a text holds of any value.
    TEXT = ->(value) { value.is_a?(String) ? value : JSON.generate(value, allow_nan: true, max_nesting: 0).freeze }
    WHOLE = lambda do |value|
      number = value.is_a?(String) ? Integer(value, 10, exception: false) || Float(value, exception: false) : value
      number.to_i if number.is_a?(Numeric) && number.finite? && number == number.floor
    end
    BOOLEAN = ->(value) { { "true" => true, "false" => false }[value.to_s] }
    # What a field of a class holds of a JSON value, by the class; nil if nothing.
    FIT = {
      String => TEXT, Integer => WHOLE, BOOLEAN => BOOLEAN,
      Object => ->(value) { value },
      Array => ->(value) { value.is_a?(Array) ? value : [value].freeze },
      Hash => ->(value) { value if value.is_a?(Hash) }
    }.freeze

    # How the parts of a field become objects.
    LIST = ->(type) { ->(list) { list.map { |one| type.part(one) }.freeze } }
    MAP = ->(type) { ->(map) { map.transform_values { |one| type.part(one) }.freeze } }
    private_constant :TEXT, :WHOLE, :FIT, :LIST, :MAP, :BOOLEAN

    class << self
      # The fields of this class, in order.
      # @return [Array<Symbol>]
      def members = fields.keys

      # @return [String, nil] the CLI's word for what this class is, if it has one
      attr_reader :type

      # The fields by their names; every Ractor may read them.
      # @api private
      def fields = @fields || superclass.fields

      # The classes of a base by their types.
      # @api private
      def kinds = @kinds || superclass.kinds

      # An object for any JSON value. What is no object, or has none of its fields, goes to the first field.
      # @api private
      def part(value)
        return new({}) if value.nil?

        fits = value.is_a?(Hash) && (value.empty? || members.any? { |name| value.key?(name.name) })
        new(fits ? value : { members.first.name => value })
      end

      private

      # Makes this class the one for a type, among those of its base.
      def known_as(type)
        @type = type
        kinds[type] = self
      end

      # @!macro [attach] field
      #   @!attribute [r] $1
      def field(name, kind, default = nil, otherwise: nil, &make)
        of_value = kind.is_a?(Class) && kind < Value
        make ||= ->(raw) { kind.part(raw) } if of_value
        field = Field.new(name, of_value ? Object : kind, default, otherwise, make)
        @fields = Ractor.make_shareable({ **fields, name => field })
        attr_reader name
      end
    end

    @fields = {}.freeze

    # @return [Hash{String => Object}] the JSON object as the CLI wrote it, fields included that this version does not
    #   know
    attr_reader :raw

    # @api private
    def initialize(raw)
      @raw = raw.freeze
      self.class.fields.each_value { |field| instance_variable_set(field.variable, field.read(raw)) }
      freeze
    end

    # @return [Hash{Symbol => Object}] the known fields and their values, all the way down: what is in there is a hash,
    #   too
    def to_h = values.transform_values { |value| plain(value) }

    # @return [Hash{String => Object}] {#raw}, for those who make JSON in their own way, as Rails does
    def as_json(*) = raw

    # @return [String] {#raw} as JSON, fields included that this version does not know
    def to_json(*state) = JsonText.write(raw, *state)

    # For Marshal: what is read again is as frozen as this.
    # @api private
    def marshal_dump = raw

    # @api private
    def marshal_load(raw) = initialize(Ractor.make_shareable(raw))

    # For pattern matching, by known fields and by others: `in {type: "item.completed", item: {text:}}`.
    # @param keys [Array<Symbol>, nil] those that are asked for; nil for the known ones
    # @return [Hash{Symbol => Object}]
    def deconstruct_keys(keys)
      return values unless keys

      fields = self.class.fields
      keys.each_with_object({}) do |key, found|
        if fields.key?(key)
          found[key] = public_send(key)
        elsif raw.key?(key.name)
          found[key] = raw[key.name]
        end
      end
    end

    # Whether the other says the same.
    def ==(other) = other.class == self.class && other.raw == raw
    alias eql? ==

    # @return [Integer] for hashes and uniq, by what it says
    def hash = [self.class, raw].hash

    # @return [String] its class and known fields
    def inspect
      fields = values.except(:type).map { |name, value| " #{name}=#{value.inspect}" }
      "#<#{self.class}#{fields.join(",")}>"
    end
    alias to_s inspect

    private

    # A copy is frozen as well.
    def initialize_copy(_)
      super
      freeze
    end

    # The known fields and their values.
    def values = self.class.members.to_h { |name| [name, public_send(name)] }

    def plain(value)
      case value
      when Value then value.to_h
      when Array then value.first.is_a?(Value) ? value.map(&:to_h) : value
      when Hash then value.each_value.first.is_a?(Value) ? value.transform_values(&:to_h) : value
      else value
      end
    end
  end
end
