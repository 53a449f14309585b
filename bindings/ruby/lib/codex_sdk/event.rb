# frozen_string_literal: true

module CodexSDK
  # Something that happens in a turn. Each kind has its class; a kind that this version does not know is an {Unknown}.
  class Event < Value
    NOTHING = {}.freeze
    private_constant :NOTHING

    # @return [String] the line as the CLI printed it, byte for byte, without the line end
    attr_reader :line

    # The event for a line of the CLI. A line that is not a JSON object becomes an {Unknown} that has only its {#line}.
    # @param line [String] JSON
    # @return [Event]
    # @raise [InvalidArgumentError] if it is not a string
    def self.parse(line)
      JsonOptions.refuse("line", "must be a string, not #{line.class}") unless line.is_a?(String)

      of(read(line), line.dup)
    end

    # @param raw [Object] the parsed line
    # @param line [String] is frozen
    # @api private
    def self.of(raw, line)
      raw = NOTHING unless raw.is_a?(Hash)
      kind = KINDS.fetch(raw["type"], Unknown)
      kind = Unknown if !raw["item"].is_a?(Hash) && kind < OfItem
      kind.new(raw, line)
    end

    # A line that is valid JSON for the library but not for Ruby is an event with only its line.
    def self.read(line)
      JsonText.read_tolerant(line)
    rescue JSON::ParserError
      nil
    end
    private_class_method :read

    # @api private
    def initialize(raw, line) # rubocop:disable Lint/MissingSuper -- it is faster with everything in one place
      @raw = raw
      @line = line.freeze
      freeze
    end

    # For Marshal, which needs only the line.
    # @api private
    def marshal_dump = line

    # @api private
    def marshal_load(line)
      raw = Event.send(:read, line)
      initialize(raw.is_a?(Hash) ? raw : NOTHING, line)
    end

    # @return [String] the CLI's word for the kind of event
    def type = self.class.type

    # The events about an item.
    class OfItem < self
      # @return [Item] the item so far, or the complete one
      attr_reader :item

      # @api private
      def initialize(raw, line)
        @item = Item.of(raw["item"])
        super
      end
    end

    # A kind of event that this version does not know; {#raw} has all of it.
    class Unknown < self
      fields :type

      # @return [String] the CLI's word for the kind of event
      def type = @raw["type"].is_a?(String) ? @raw["type"].freeze : ""

      # @return [String] the class and {#raw}
      def inspect = "#<#{self.class} #{raw.inspect}>"

      private

      def deconstruct_key(key, found)
        key == :type ? found[:type] = type : super
      end
    end
  end
end
