# Generated from schema/sdk.json by `make vocabulary`.
# frozen_string_literal: true

module CodexSDK
  class Item
    # One changed file.
    class FileUpdate < Value
      fields :path, :kind

      # @return [String] absolute path of the file (CLI 0.171.0)
      def path = Fields.text(@raw["path"])

      # @return [String] the kind of change: `add`, `delete` or `update`
      def kind = Fields.text(@raw["kind"])

      private

      def deconstruct_key(key, found)
        case key
        when :path then found[:path] = path
        when :kind then found[:kind] = kind
        else super
        end
      end
    end

    # What a tool returned.
    class McpResult < Value
      fields :content, :structured_content

      # @return [Array<Object>] content blocks, as defined by MCP
      def content = Fields.list(@raw["content"])

      # @return [Object, nil] the result as structured data
      def structured_content = Fields.json(@raw["structured_content"])

      private

      def deconstruct_key(key, found)
        case key
        when :content then found[:content] = content
        when :structured_content then found[:structured_content] = structured_content
        else super
        end
      end
    end

    # Why a tool failed.
    class McpError < Value
      fields :message

      # @return [String] the error message
      def message = Fields.text(@raw["message"])

      private

      def deconstruct_key(key, found)
        key == :message ? found[:message] = message : super
      end
    end

    # The state of another agent.
    class CollabAgentState < Value
      fields :status, :message

      # @return [String] status of the agent: `pending_init`, `running`, `interrupted`, `completed`, `errored`,
      #   `shutdown` or `not_found`
      def status = Fields.text(@raw["status"])

      # @return [String, nil] the agent's message, if it sent one
      def message = Fields.optional_text(@raw["message"])

      private

      def deconstruct_key(key, found)
        case key
        when :status then found[:status] = status
        when :message then found[:message] = message
        else super
        end
      end
    end

    # One step of a plan.
    class Todo < Value
      fields :text, :completed

      # @return [String] what to do
      def text = Fields.text(@raw["text"])

      # @return [Boolean] whether the step is done
      def completed? = Fields.boolean(@raw.fetch("completed") { @raw["status"] == "completed" }) || false

      private

      def deconstruct_key(key, found)
        case key
        when :text then found[:text] = text
        when :completed then found[:completed] = completed?
        else super
        end
      end
    end

    # A message from the agent. With an output schema, it is JSON.
    class AgentMessage < self
      known_as "agent_message", :id, :text, :phase

      # @return [String] the message
      def text = Fields.text(@raw["text"])

      # @return [String] The role of the message in the turn, if the model stated it. Only with the `app_server`
      #   transport: `commentary`, `partial_answer` or `final_answer`.
      def phase = Fields.text(@raw["phase"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :id then found[:id] = id
        when :text then found[:text] = text
        when :phase then found[:phase] = phase
        else super
        end
      end
    end

    # A summary of the agent's reasoning.
    class Reasoning < self
      known_as "reasoning", :id, :text

      # @return [String] the summary
      def text = Fields.text(@raw["text"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :id then found[:id] = id
        when :text then found[:text] = text
        else super
        end
      end
    end

    # A command that the agent runs.
    class CommandExecution < self
      known_as "command_execution", :id, :command, :aggregated_output, :exit_code, :status

      # @return [String] the shell command line
      def command = Fields.text(@raw["command"])

      # @return [String] output so far, stdout and stderr combined
      def aggregated_output = Fields.text(@raw["aggregated_output"])

      # @return [Integer, nil] exit code of the command, or `nil` if it has not ended or was not run
      def exit_code = Fields.integer(@raw["exit_code"])

      # @return [String] status of the command: `in_progress`, `completed`, `failed` or `declined`
      def status = Fields.text(@raw["status"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :id then found[:id] = id
        when :command then found[:command] = command
        when :aggregated_output then found[:aggregated_output] = aggregated_output
        when :exit_code then found[:exit_code] = exit_code
        when :status then found[:status] = status
        else super
        end
      end
    end

    # A change to files.
    class FileChange < self
      known_as "file_change", :id, :changes, :status

      # @return [Array<Item::FileUpdate>] the changed files
      attr_reader :changes

      # @return [String] status of the change: `in_progress`, `completed` or `failed`
      def status = Fields.text(@raw["status"])

      # @api private
      def initialize(raw)
        @changes = Item::FileUpdate.list(raw["changes"])
        super
      end

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :id then found[:id] = id
        when :changes then found[:changes] = changes
        when :status then found[:status] = status
        else super
        end
      end
    end

    # A call to a tool of an MCP server.
    class McpToolCall < self
      known_as "mcp_tool_call", :id, :server, :tool, :arguments, :result, :error, :status

      # @return [String] name of the server in the CLI's configuration
      def server = Fields.text(@raw["server"])

      # @return [String] name of the tool
      def tool = Fields.text(@raw["tool"])

      # @return [Object, nil] arguments of the call
      def arguments = Fields.json(@raw["arguments"])

      # @return [Item::McpResult, nil] what the tool returned, once it has returned
      attr_reader :result

      # @return [Item::McpError, nil] why the call failed, if it did
      attr_reader :error

      # @return [String] status of the call: `in_progress`, `completed` or `failed`
      def status = Fields.text(@raw["status"])

      # @api private
      def initialize(raw)
        @result = Item::McpResult.optional_part(raw["result"])
        @error = Item::McpError.optional_part(raw["error"])
        super
      end

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :id then found[:id] = id
        when :server then found[:server] = server
        when :tool then found[:tool] = tool
        when :arguments then found[:arguments] = arguments
        when :result then found[:result] = result
        when :error then found[:error] = error
        when :status then found[:status] = status
        else super
        end
      end
    end

    # A call through which the agent works with other agents.
    class CollabToolCall < self
      known_as "collab_tool_call", :id, :tool, :sender_thread_id, :receiver_thread_ids, :prompt, :agents_states, :status

      # @return [String] the operation: `spawn_agent`, `send_input`, `wait` or `close_agent`
      def tool = Fields.text(@raw["tool"])

      # @return [String] thread id of the calling agent
      def sender_thread_id = Fields.text(@raw["sender_thread_id"])

      # @return [Array<String>] thread ids of the other agents
      def receiver_thread_ids = Fields.texts(@raw["receiver_thread_ids"])

      # @return [String, nil] the prompt for the other agents, if there is one
      def prompt = Fields.optional_text(@raw["prompt"])

      # @return [Hash{String => Item::CollabAgentState}] states of the other agents, by thread id
      attr_reader :agents_states

      # @return [String] status of the call: `in_progress`, `completed` or `failed`
      def status = Fields.text(@raw["status"])

      # @api private
      def initialize(raw)
        @agents_states = Item::CollabAgentState.map(raw["agents_states"])
        super
      end

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :id then found[:id] = id
        when :tool then found[:tool] = tool
        when :sender_thread_id then found[:sender_thread_id] = sender_thread_id
        when :receiver_thread_ids then found[:receiver_thread_ids] = receiver_thread_ids
        when :prompt then found[:prompt] = prompt
        when :agents_states then found[:agents_states] = agents_states
        when :status then found[:status] = status
        else super
        end
      end
    end

    # A web search.
    class WebSearch < self
      known_as "web_search", :id, :query, :action, :results

      # @return [String] the search query; empty when the search starts
      def query = Fields.text(@raw["query"])

      # @return [Object, nil] what the search does, as an object whose `type` is, for example, `search`, `open_page`
      #   or `find_in_page`
      def action = Fields.json(@raw["action"])

      # @return [Object, nil] Search results. Only some searches have them.
      def results = Fields.json(@raw["results"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :id then found[:id] = id
        when :query then found[:query] = query
        when :action then found[:action] = action
        when :results then found[:results] = results
        else super
        end
      end
    end

    # The agent's plan.
    class TodoList < self
      known_as "todo_list", :id, :items

      # @return [Array<Item::Todo>] the steps of the plan
      attr_reader :items

      # @api private
      def initialize(raw)
        @items = Item::Todo.list(raw["items"])
        super
      end

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :id then found[:id] = id
        when :items then found[:items] = items
        else super
        end
      end
    end

    # A warning from the CLI. The turn continues.
    class Error < self
      known_as "error", :id, :message

      # @return [String] the warning
      def message = Fields.text(@raw["message"])

      private

      def deconstruct_key(key, found)
        case key
        when :type then found[:type] = type
        when :id then found[:id] = id
        when :message then found[:message] = message
        else super
        end
      end
    end

    KINDS = {
      "agent_message" => AgentMessage,
      "reasoning" => Reasoning,
      "command_execution" => CommandExecution,
      "file_change" => FileChange,
      "mcp_tool_call" => McpToolCall,
      "collab_tool_call" => CollabToolCall,
      "web_search" => WebSearch,
      "todo_list" => TodoList,
      "error" => Error
    }.freeze
    private_constant :KINDS
  end
end
