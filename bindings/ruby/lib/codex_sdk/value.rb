# frozen_string_literal: true

require "json"

module CodexSDK
  # A JSON object of the CLI's as an object of Ruby's: frozen, with its known fields as methods and all of it in {#raw}.
  #
  # Nothing about it is an error, since the CLI changes weekly: a field that is missing, or is not of the type that it
  # should be, has its default, which is empty or nil.
  class Value
    # What a field is made of: the class of its JSON, and how its value is made of that.
    # @api private
    class Field
      attr_reader :variable

      def initialize(name, kind, default, make)
        @variable = :"@#{name}"
        @key = name.name
        @kind = kind
        @default = default.freeze
        @make = make
      end

      def read(raw)
        value = raw[@key]
        return @default unless @kind === value # rubocop:disable Style/CaseEquality -- a class, or a union of some

        @make ? @make.call(value) : value
      end
    end
    private_constant :Field

    # How the parts of a field become objects.
    LIST = ->(type) { ->(list) { list.grep(Hash).map { |one| type.new(one) }.freeze } }
    MAP = ->(type) { ->(map) { map.filter_map { |key, one| [key, type.new(one)] if one.is_a?(Hash) }.to_h.freeze } }
    BOOLEAN = ->(value) { [true, false].include?(value) }
    private_constant :LIST, :MAP, :BOOLEAN

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

      private

      # Makes this class the one for a type, among those of its base.
      def known_as(type)
        @type = type
        kinds[type] = self
      end

      # @!macro [attach] field
      #   @!attribute [r] $1
      def field(name, kind, default = nil, &make)
        of_value = kind.is_a?(Class) && kind < Value
        make ||= ->(raw) { kind.new(raw) } if of_value
        field = Field.new(name, of_value ? Hash : kind, default, make)
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
