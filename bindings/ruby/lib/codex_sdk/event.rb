# frozen_string_literal: true

module CodexSDK
  # Token figures. The cached ones are among `input_tokens`, those for reasoning among `output_tokens`.
  class Usage < Value
    # @return [Integer]
    field :input_tokens, Integer, 0
    # @return [Integer]
    field :cached_input_tokens, Integer, 0
    # @return [Integer]
    field :cache_write_input_tokens, Integer, 0
    # @return [Integer]
    field :output_tokens, Integer, 0
    # @return [Integer]
    field :reasoning_output_tokens, Integer, 0

    # Which figure a single one is, nobody knows.
    # @api private
    def self.part(value) = (new(value) if value.is_a?(Hash))
  end

  # What happens in a turn, as it happens. There is a class for each kind, and {Unknown} for whatever the CLI invents
  # next.
  class Event < Value
    @kinds = {}

    # @return [String] the line as the CLI printed it, byte for byte, without the line end
    attr_reader :line

    # The event for a line of the CLI's. One that is no JSON object is an {Unknown} with nothing but its {#line}.
    # @param line [String] JSON
    # @return [Event]
    # @raise [InvalidArgumentError] if it is no string
    def self.parse(line)
      JsonOptions.refuse("line", "must be a string, not #{line.class}") unless line.is_a?(String)

      raw = read(line)
      kind = kinds.fetch(raw["type"], Unknown)
      kind = Unknown if kind < OfItem && !raw["item"].is_a?(Hash)
      kind.new(raw, line)
    end

    def self.read(line)
      raw = JsonText.read_frozen(line)
      raw.is_a?(Hash) ? raw : {}
    rescue JSON::ParserError
      # What the library takes for JSON and Ruby does not is an event of which only the line is known.
      {}
    end
    private_class_method :read

    # @api private
    def initialize(raw, line)
      @line = line.dup.freeze
      super(raw)
    end

    # For Marshal: the line says all of it.
    # @api private
    def marshal_dump = line

    # @api private
    def marshal_load(line) = initialize(Event.send(:read, line), line)

    # @return [String] the CLI's word for the kind of event
    def type = self.class.type

    # The first event of a turn; from now on the thread knows its id.
    class ThreadStarted < self
      known_as "thread.started"

      # @return [String]
      field :thread_id, String, ""
    end

    # The prompt is with the model.
    class TurnStarted < self
      known_as "turn.started"
    end

    # The end. {#usage} counts the whole thread; {TurnResult#turn_usage} is this turn's share.
    class TurnCompleted < self
      known_as "turn.completed"

      # @return [Usage, nil]
      field :usage, Usage
    end

    # Why a turn failed: a part of {TurnFailed}, no exception.
    class Failure < Value
      # @return [String]
      field :message, String, ""
    end

    # The end; reading on raises a {TurnFailedError}.
    class TurnFailed < self
      known_as "turn.failed"

      # @return [Failure]
      field :error, Failure, Failure.new({})
    end

    # What the three events about an item have in common.
    class OfItem < self
      # @return [Item]
      field(:item, Hash) { |raw| Item.from(raw) }
    end

    # The agent begins to do something. Messages and thoughts are only ever completed.
    class ItemStarted < OfItem
      known_as "item.started"
    end

    # What the agent does has changed: a step of its plan is done.
    class ItemUpdated < OfItem
      known_as "item.updated"
    end

    # The agent has said or done something.
    class ItemCompleted < OfItem
      known_as "item.completed"
    end

    # A notice of the CLI, mostly that it tries again ("Reconnecting... 1/5"); it ends nothing and is no exception.
    class Error < self
      known_as "error"

      # @return [String]
      field :message, String, ""
    end

    # A kind of event that this version does not know; all of it is in `raw`.
    class Unknown < self
      # @return [String] the CLI's word for the kind of event
      field(:type, Object, "") { |type| type.is_a?(String) ? type : "" }

      # @return [String] all of it
      def inspect = "#<#{self.class} #{raw.inspect}>"
    end

    @kinds.freeze

    private

    def values = { type:, **super }
  end
end
