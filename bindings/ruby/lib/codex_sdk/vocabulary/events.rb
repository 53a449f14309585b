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

    # The agent has what your program said in the middle of the turn. Only with the `app_server` transport.
    class TurnSteered < self
      known_as "turn.steered"

      private

      def deconstruct_key(key, found)
        key == :type ? found[:type] = type : super
      end
    end

    # The agent asks your program for approval or for input, and waits. Sent only with the thread option `approvals`
    # `ask`.
    class ApprovalRequested < self
      known_as "approval.requested", :request_id, :kind, :item_id, :reason, :command, :cwd, :changes, :permissions,
               :questions, :message, :schema, :decisions, :expires_in_ms, :params

      # @return [String] id for your response
      def request_id = Fields.text(@raw["request_id"])

      # @return [String] what the agent asks for: `command`, `file_change`, `permissions`, `mcp_elicitation` or
      #   `user_input`
      def kind = Fields.text(@raw["kind"])

      # @return [String, nil] id of the item that needs the approval
      def item_id = Fields.optional_text(@raw["item_id"])

      # @return [String, nil] why the agent asks
      def reason = Fields.optional_text(@raw["reason"])

      # @return [String, nil] for `command`, the shell command line
      def command = Fields.optional_text(@raw["command"])

      # @return [String, nil] for `command` and `permissions`, the working folder
      def cwd = Fields.optional_text(@raw["cwd"])

      # @return [Array<Item::FileUpdate>] for `file_change`, the changes
      attr_reader :changes

      # @return [Object, nil] for `permissions`, what the agent asks for, with the app-server's own names
      def permissions = Fields.json(@raw["permissions"])

      # @return [Object, nil] for `user_input`, the questions, with the app-server's own names
      def questions = Fields.json(@raw["questions"])

      # @return [String, nil] for `mcp_elicitation`, what the MCP server asks
      def message = Fields.optional_text(@raw["message"])

      # @return [Object, nil] for `mcp_elicitation`, a JSON Schema of the content to respond with
      def schema = Fields.json(@raw["schema"])

      # @return [Array<String>] the decisions that a response may have
      def decisions = Fields.texts(@raw["decisions"])

      # @return [Integer, nil] after how many milliseconds the request is declined
      def expires_in_ms = Fields.integer(@raw["expires_in_ms"])

      # @return [Object, nil] the whole request, with the app-server's own names
      def params = Fields.json(@raw["params"])

      # @api private
      def initialize(raw, line)
        @changes = Item::FileUpdate.list(raw["changes"])
        super
      end

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :request_id then found[:request_id] = request_id
        when :kind then found[:kind] = kind
        when :item_id then found[:item_id] = item_id
        when :reason then found[:reason] = reason
        when :command then found[:command] = command
        when :cwd then found[:cwd] = cwd
        when :changes then found[:changes] = changes
        when :permissions then found[:permissions] = permissions
        when :questions then found[:questions] = questions
        when :message then found[:message] = message
        when :schema then found[:schema] = schema
        when :decisions then found[:decisions] = decisions
        when :expires_in_ms then found[:expires_in_ms] = expires_in_ms
        when :params then found[:params] = params
        else super
        end
      end
    end

    # A request for approval is settled.
    class ApprovalResolved < self
      known_as "approval.resolved", :request_id, :by

      # @return [String] id of the request
      def request_id = Fields.text(@raw["request_id"])

      # @return [String] who settled it: `host`, `timeout`, `other` or `end`
      def by = Fields.text(@raw["by"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :request_id then found[:request_id] = request_id
        when :by then found[:by] = by
        else super
        end
      end
    end

    # The agent calls a tool of your program, and waits for its result. Sent only with the thread option `tools`.
    class ToolRequested < self
      known_as "tool.requested", :request_id, :item_id, :tool, :namespace, :arguments

      # @return [String] id for your response
      def request_id = Fields.text(@raw["request_id"])

      # @return [String, nil] id of the item of this call
      def item_id = Fields.optional_text(@raw["item_id"])

      # @return [String] name of the tool
      def tool = Fields.text(@raw["tool"])

      # @return [String, nil] the tool's namespace, if it has one
      def namespace = Fields.optional_text(@raw["namespace"])

      # @return [Object, nil] the arguments, as the model wrote them
      def arguments = Fields.json(@raw["arguments"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :request_id then found[:request_id] = request_id
        when :item_id then found[:item_id] = item_id
        when :tool then found[:tool] = tool
        when :namespace then found[:namespace] = namespace
        when :arguments then found[:arguments] = arguments
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
      "turn.steered" => TurnSteered,
      "approval.requested" => ApprovalRequested,
      "approval.resolved" => ApprovalResolved,
      "tool.requested" => ToolRequested,
      "notification" => Notification,
      "turn.completed" => TurnCompleted,
      "turn.failed" => TurnFailed,
      "error" => Error
    }.freeze
    private_constant :KINDS
  end
end
