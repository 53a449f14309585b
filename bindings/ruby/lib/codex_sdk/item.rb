# frozen_string_literal: true

module CodexSDK
  # What the agent says or does in a turn. There is a class for each kind, and {Unknown} for whatever the CLI invents
  # next.
  #
  # Strings such as `status` may have values that are not listed here.
  class Item < Value
    @kinds = {}

    # @return [String] the CLI's word for the kind of item
    def type = self.class.type

    field :id, String, ""

    # The item for its JSON.
    # @param raw [Hash{String => Object}]
    # @return [Item]
    def self.from(raw) = kinds.fetch(raw["type"], Unknown).new(raw)

    # The agent says something; with an output schema, JSON.
    class AgentMessage < self
      known_as "agent_message"

      # @return [String]
      field :text, String, ""
    end

    # A summary of what the agent thinks.
    class Reasoning < self
      known_as "reasoning"

      # @return [String]
      field :text, String, ""
    end

    # The agent runs a command. When it is over there are its output and its exit code.
    class CommandExecution < self
      known_as "command_execution"

      # @return [String]
      field :command, String, ""
      # @return [String] stdout and stderr together
      field :aggregated_output, String, ""
      # @return [Integer, nil]
      field :exit_code, Integer
      # @return [String] `in_progress`, `completed`, `failed` or `declined`
      field :status, String, "in_progress"
    end

    # A file that is changed.
    class FileUpdate < Value
      # @return [String] an absolute path (CLI 0.169.0)
      field :path, String, ""
      # @return [String] `add`, `delete` or `update`
      field :kind, String, "update"
    end

    # The agent changes files.
    class FileChange < self
      known_as "file_change"

      # @return [Array<FileUpdate>]
      field :changes, Array, [], &LIST[FileUpdate]
      # @return [String] `in_progress`, `completed` or `failed`
      field :status, String, "completed"
    end

    # What a tool of an MCP server answered.
    class McpResult < Value
      # @return [Array<Object>] blocks of content as MCP defines them
      field :content, Array, []
      # @return [Object, nil]
      field :structured_content, Object
    end

    # Why a tool of an MCP server failed.
    class McpError < Value
      # @return [String]
      field :message, String, ""
    end

    # The agent calls a tool of an MCP server.
    class McpToolCall < self
      known_as "mcp_tool_call"

      # @return [String]
      field :server, String, ""
      # @return [String]
      field :tool, String, ""
      # @return [Object, nil] JSON
      field :arguments, Object
      # @return [McpResult, nil]
      field :result, McpResult
      # @return [McpError, nil]
      field :error, McpError
      # @return [String] `in_progress`, `completed` or `failed`
      field :status, String, "in_progress"
    end

    # How another agent is doing.
    class CollabAgentState < Value
      # @return [String] `pending_init`, `running`, `interrupted`, `completed`, `errored`, `shutdown` or `not_found`
      field :status, String, "running"
      # @return [String, nil]
      field :message, String
    end

    # The agent works with other agents.
    class CollabToolCall < self
      known_as "collab_tool_call"

      # @return [String] `spawn_agent`, `send_input`, `wait` or `close_agent`
      field :tool, String, ""
      # @return [String]
      field :sender_thread_id, String, ""
      # @return [Array<String>]
      field :receiver_thread_ids, Array, [] do |ids|
        ids.map { |id| id.nil? ? "" : TEXT.call(id) }.freeze
      end
      # @return [String, nil]
      field :prompt, String
      # @return [Hash{String => CollabAgentState}]
      field :agents_states, Hash, {}, &MAP[CollabAgentState]
      # @return [String] `in_progress`, `completed` or `failed`
      field :status, String, "in_progress"
    end

    # The agent searches the web.
    class WebSearch < self
      known_as "web_search"

      # @return [String]
      field :query, String, ""
      # @return [Hash{String => Object}, nil] `{"type" => "search", …}`, or `open_page`, `find_in_page`
      field :action, Object do |action|
        action.is_a?(Hash) ? action : { "type" => action }.freeze
      end
      # @return [Array<Object>, nil]
      field :results, Array
    end

    # One step of the agent's plan.
    class Todo < Value
      # @return [String]
      field :text, String, ""
      # @return [Boolean]
      field :completed, BOOLEAN, false, otherwise: ->(raw) { raw["status"] == "completed" }
    end

    # The agent's plan.
    class TodoList < self
      known_as "todo_list"

      # @return [Array<Todo>]
      field :items, Array, [], &LIST[Todo]
    end

    # A warning of the CLI; it ends nothing and is no exception.
    class Error < self
      known_as "error"

      # @return [String]
      field :message, String, ""
    end

    # A kind of item that this version does not know; all of it is in `raw`.
    class Unknown < self
      # @return [String] the CLI's word for the kind of item
      field(:type, Object, "") { |type| type.is_a?(String) ? type : "" }

      # @return [String] all of it
      def inspect = "#<#{self.class} #{raw.inspect}>"
    end

    @kinds.freeze

    private

    def values = { type:, **super }
  end
end
