# frozen_string_literal: true

module CodexSDK
  # Something that the agent says or does in a turn. Each kind has its class; a kind that this version does not know is
  # an {Unknown}.
  #
  # Strings such as `status` may have values that are not listed here.
  class Item < Value
    # Makes an item from its JSON, such as what {#to_json} or {#raw} returns.
    # @param json [String, Hash{String => Object}] JSON, or what it says, which is copied
    # @return [Item]
    # @raise [InvalidArgumentError] if it is not a JSON object
    def self.parse(json)
      raw = json.is_a?(String) ? JsonText.read_tolerant(json) : Ractor.make_shareable(json, copy: true)
      JsonOptions.refuse("item", "must be a JSON object, not #{raw.class}") unless raw.is_a?(Hash)

      of(raw)
    rescue JSON::ParserError => e
      JsonOptions.refuse("item", "is not JSON: #{e.message}")
    end

    # The same, without a copy: whoever asks for {#raw} freezes it.
    # @api private
    def self.of(raw) = KINDS.fetch(raw["type"], Unknown).new(raw)

    # @api private
    def self.list(value) = value.is_a?(Array) ? value.grep(Hash).map { |raw| of(raw) }.freeze : [].freeze

    # @return [String] the CLI's word for the kind of item
    def type = self.class.type

    # @return [String] id of the item, the same in all events about it
    def id = Fields.text(@raw["id"])

    # A kind of item that this version does not know; {#raw} has all of it.
    class Unknown < self
      fields :type, :id

      # @return [String] the CLI's word for the kind of item
      def type = @raw["type"].is_a?(String) ? @raw["type"].freeze : ""

      # @return [String] the class and {#raw}
      def inspect = "#<#{self.class} #{raw.inspect}>"

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :id then found[:id] = id
        else super
        end
      end
    end
  end
end
