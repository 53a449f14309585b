# frozen_string_literal: true

module CodexSDK
  module Native
    # The lines of one answer of the library, and where reading them has got to. They are parsed together.
    class Batch
      NONE = [].freeze
      private_constant :NONE

      # @param text [String] lines that each end with a NUL
      def initialize(text)
        @lines = text.split("\0")
        @documents = nil
        @index = 0
      end

      def empty? = @index == @lines.size

      # @return [Event, nil]
      def next_event
        line = @lines[@index] or return
        @documents ||= JsonText.read_all(@lines)
        # An interruption up to here costs nothing: the event is still there.
        event = Event.from(@documents[@index], line)
        @index += 1
        clear if @index == @lines.size
        event
      end

      # Takes everything that is left.
      # @return [Array<Hash>] the JSON of the completed items in it
      def drain_items
        documents = @documents || JsonText.read_all(@lines)
        items = documents.drop(@index).filter_map { |raw| completed_item(raw) }
        clear
        items
      end

      def clear
        @lines = @documents = NONE
        @index = 0
      end

      private

      def completed_item(raw)
        return unless raw.is_a?(Hash) && raw["type"] == Event::ItemCompleted.type

        raw["item"] if raw["item"].is_a?(Hash)
      end
    end
  end
end
