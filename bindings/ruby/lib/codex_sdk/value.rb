# frozen_string_literal: true

module CodexSDK
  # A JSON object of the CLI as a Ruby object. It is frozen; its known fields are methods, and {#raw} has all of it.
  #
  # The CLI changes often, so no shape of it is an error. A missing field is empty, or nil where its type says so. A
  # field whose value has an unexpected shape holds what it can: a string holds the JSON of the value, numbers and
  # booleans may be written as strings, an array may be a single value, and a value that is not an object becomes the
  # first field of one.
  class Value
    class << self
      # @return [Array<Symbol>] the known fields, in order
      attr_reader :members

      # @return [String, nil] the CLI's word for this kind of event or item, if it has one
      attr_reader :type

      # An object for any JSON value. One that is not an object, or has no known field, becomes the first field.
      # @api private
      def part(value)
        return new({}) if value.nil?

        fits = value.is_a?(Hash) && (value.empty? || members.any? { |name| value.key?(name.name) })
        new(fits ? value : { members.first.name => value })
      end

      # @api private
      def optional_part(value) = value.nil? ? nil : part(value)

      # An object for a JSON object only: no value of another kind tells which of several numbers it is.
      # @api private
      def object_only(value) = value.is_a?(Hash) ? new(value) : nil

      # @api private
      def list(value) = Fields.elements(value).map { |one| part(one) }.freeze

      # @api private
      def map(value) = value.is_a?(Hash) ? value.transform_values { |one| part(one) }.freeze : NOTHING

      private

      def fields(*members)
        @members = members.freeze
      end

      def known_as(type, *members)
        @type = type
        fields(:type, *members)
      end
    end

    NOTHING = {}.freeze
    private_constant :NOTHING

    # @api private
    def initialize(raw)
      @raw = raw
      freeze
    end

    # @return [Hash{String => Object}] the JSON object as the CLI wrote it, with the fields that this version does not
    #   know; deeply frozen
    def raw = Fields.json(@raw)

    # @return [Hash{Symbol => Object}] the known fields and their values; objects in them are hashes, too
    def to_h = values.transform_values { |value| plain(value) }

    # @return [Hash{String => Object}] {#raw}, for libraries that make JSON from it, such as Rails
    def as_json(*) = raw

    # @return [String] {#raw} as JSON
    def to_json(*state) = JsonText.write(@raw, *state)

    # For Marshal. What it reads back is frozen, too.
    # @api private
    def marshal_dump = @raw

    # @api private
    def marshal_load(raw) = initialize(raw)

    # For pattern matching, by known fields and by others: `in {type: "item.completed", item: {text:}}`.
    # @param keys [Array<Symbol>, nil] the fields to return; nil for all known ones
    # @return [Hash{Symbol => Object}]
    def deconstruct_keys(keys)
      return values unless keys

      found = {}
      keys.each { |key| deconstruct_key(key, found) }
      found
    end

    # Whether the other object has the same class and the same JSON.
    def ==(other) = other.class == self.class && other.raw == raw
    alias eql? ==

    # @return [Integer] a hash of the class and the JSON
    def hash = [self.class, raw].hash

    # @return [String] the class and the known fields
    def inspect
      fields = values.except(:type).map { |name, value| " #{name}=#{value.inspect}" }
      "#<#{self.class}#{fields.join(",")}>"
    end
    alias to_s inspect

    private

    # Adds a field to the others. Each class does so for its known fields; this is for those that only {#raw} has.
    def deconstruct_key(key, found)
      name = key.name
      found[key] = Fields.json(@raw[name]) if @raw.key?(name)
    end

    # A copy is frozen as well.
    def initialize_copy(_)
      super
      freeze
    end

    # The known fields and their values.
    def values = self.class.members.each_with_object({}) { |name, found| deconstruct_key(name, found) }

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
