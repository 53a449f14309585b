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

    # The first event of a turn. From now on, the thread has an id.
    class ThreadStarted < self
      known_as "thread.started", :thread_id

      # @return [String] id of the thread; use it to resume the thread
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

    # The agent started something. Messages and reasoning have only `item.completed`.
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

    # An unfinished item changed: for example, a step of the plan is done.
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

    # A piece of a text that is being written. Sent only with the turn option `deltas`.
    class ItemDelta < self
      known_as "item.delta", :item_id, :kind, :text, :summary_index

      # @return [String] id of the item that the piece belongs to
      def item_id = Fields.text(@raw["item_id"])

      # @return [String] what the piece belongs to: `agent_message`, `reasoning`, `reasoning_summary`, `plan`,
      #   `command_output`, `file_change` or `mcp_progress`
      def kind = Fields.text(@raw["kind"])

      # @return [String] the piece
      def text = Fields.text(@raw["text"])

      # @return [Integer, nil] for `reasoning_summary`, the index of the part of the summary, starting at 0
      def summary_index = Fields.integer(@raw["summary_index"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :item_id then found[:item_id] = item_id
        when :kind then found[:kind] = kind
        when :text then found[:text] = text
        when :summary_index then found[:summary_index] = summary_index
        else super
        end
      end
    end

    # An item that was started and will not be completed. Only with the `app_server` transport.
    class ItemDropped < self
      known_as "item.dropped", :item_id

      # @return [String] id of the item
      def item_id = Fields.text(@raw["item_id"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :item_id then found[:item_id] = item_id
        else super
        end
      end
    end

    # Token counts after a request to the model. Sent only with the turn option `deltas`.
    class TurnUsage < self
      known_as "turn.usage", :usage, :last, :context_window

      # @return [Usage, nil] token counts of the whole thread
      attr_reader :usage

      # @return [Usage, nil] token counts of the latest request to the model
      attr_reader :last

      # @return [Integer, nil] size of the model's context window, in tokens
      def context_window = Fields.integer(@raw["context_window"])

      # @api private
      def initialize(raw, line)
        @usage = Usage.object_only(raw["usage"])
        @last = Usage.object_only(raw["last"])
        super
      end

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :usage then found[:usage] = usage
        when :last then found[:last] = last
        when :context_window then found[:context_window] = context_window
        else super
        end
      end
    end

    # All file changes of the turn so far. Sent only with the turn option `deltas`.
    class TurnDiff < self
      known_as "turn.diff", :diff

      # @return [String] a unified diff
      def diff = Fields.text(@raw["diff"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :diff then found[:diff] = diff
        else super
        end
      end
    end

    # A notification of the app-server, as it is. Sent only with the turn option `raw_events`.
    class Notification < self
      known_as "notification", :method, :params

      # @return [String] what happened, such as `item/started`
      def method_name = Fields.text(@raw["method"])

      # @return [Object, nil] the facts, with the app-server's own names
      def params = Fields.json(@raw["params"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :method then found[:method] = method_name
        when :params then found[:params] = params
        else super
        end
      end
    end

    # The turn completed.
    class TurnCompleted < self
      known_as "turn.completed", :usage

      # @return [Usage, nil] Token counts of the whole thread. The result has this turn's share: `turn_usage`.
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

    # The turn failed. It ends with {TurnFailedError}.
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

    # A notice from the CLI, usually that it is retrying ("Reconnecting... 1/5"). The turn continues.
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
      "item.delta" => ItemDelta,
      "item.dropped" => ItemDropped,
      "turn.usage" => TurnUsage,
      "turn.diff" => TurnDiff,
      "notification" => Notification,
      "turn.completed" => TurnCompleted,
      "turn.failed" => TurnFailed,
      "error" => Error
    }.freeze
    private_constant :KINDS
  end
end
