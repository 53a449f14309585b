# Generated from schema/sdk.json by `make vocabulary`.
# frozen_string_literal: true

module CodexSDK
  class Event
    # Why a turn failed.
    class Failure < Value
      fields :message

      # @return [String] the agent's own message
      def message = Fields.text(@raw["message"])

      private

      def deconstruct_key(key, found)
        key == :message ? found[:message] = message : super
      end
    end

    # The first event of a turn. From now on the thread has its id.
    class ThreadStarted < self
      known_as "thread.started", :thread_id

      # @return [String] id to resume the thread with
      def thread_id = Fields.text(@raw["thread_id"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :thread_id then found[:thread_id] = thread_id
        else super
        end
      end
    end

    # The prompt was sent to the model.
    class TurnStarted < self
      known_as "turn.started"

      private

      def deconstruct_key(key, found)
        key == :type ? found[:type] = type : super
      end
    end

    # The agent started something. Messages and reasoning are only ever completed.
    class ItemStarted < OfItem
      known_as "item.started", :item

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :item then found[:item] = item
        else super
        end
      end
    end

    # Something the agent does has changed, such as a step of its plan.
    class ItemUpdated < OfItem
      known_as "item.updated", :item

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :item then found[:item] = item
        else super
        end
      end
    end

    # The agent finished something.
    class ItemCompleted < OfItem
      known_as "item.completed", :item

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :item then found[:item] = item
        else super
        end
      end
    end

    # The turn completed.
    class TurnCompleted < self
      known_as "turn.completed", :usage

      # @return [Usage, nil] Token counts of the whole thread. This turn's share is the result's `turn_usage`.
      attr_reader :usage

      # @api private
      def initialize(raw, line)
        @usage = Usage.object_only(raw["usage"])
        super
      end

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :usage then found[:usage] = usage
        else super
        end
      end
    end

    # The turn failed. {TurnFailedError} follows.
    class TurnFailed < self
      known_as "turn.failed", :error

      # @return [Event::Failure] why the turn failed
      attr_reader :error

      # @api private
      def initialize(raw, line)
        @error = Event::Failure.part(raw["error"])
        super
      end

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :error then found[:error] = error
        else super
        end
      end
    end

    # A notice from the CLI, usually that it retries ("Reconnecting... 1/5"). The turn continues.
    class Error < self
      known_as "error", :message

      # @return [String] the notice
      def message = Fields.text(@raw["message"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :message then found[:message] = message
        else super
        end
      end
    end

    KINDS = {
      "thread.started" => ThreadStarted,
      "turn.started" => TurnStarted,
      "item.started" => ItemStarted,
      "item.updated" => ItemUpdated,
      "item.completed" => ItemCompleted,
      "turn.completed" => TurnCompleted,
      "turn.failed" => TurnFailed,
      "error" => Error
    }.freeze
    private_constant :KINDS
  end
end
