# Generated from schema/sdk.json by `make vocabulary`.
# frozen_string_literal: true

module CodexSDK
  # Token counts. Cached tokens are included in `input_tokens`, reasoning tokens in `output_tokens`.
  class Usage < Value
    fields :input_tokens, :cached_input_tokens, :cache_write_input_tokens, :output_tokens, :reasoning_output_tokens

    # @return [Integer] tokens the model read
    def input_tokens = Fields.integer(@raw["input_tokens"]) || 0

    # @return [Integer] input tokens read from the cache
    def cached_input_tokens = Fields.integer(@raw["cached_input_tokens"]) || 0

    # @return [Integer] input tokens written to the cache
    def cache_write_input_tokens = Fields.integer(@raw["cache_write_input_tokens"]) || 0

    # @return [Integer] tokens the model wrote
    def output_tokens = Fields.integer(@raw["output_tokens"]) || 0

    # @return [Integer] output tokens spent on reasoning
    def reasoning_output_tokens = Fields.integer(@raw["reasoning_output_tokens"]) || 0

    private

    def deconstruct_key(key, found)
      case key
      when :input_tokens then found[:input_tokens] = input_tokens
      when :cached_input_tokens then found[:cached_input_tokens] = cached_input_tokens
      when :cache_write_input_tokens then found[:cache_write_input_tokens] = cache_write_input_tokens
      when :output_tokens then found[:output_tokens] = output_tokens
      when :reasoning_output_tokens then found[:reasoning_output_tokens] = reasoning_output_tokens
      else super
      end
    end
  end

  # The result of a turn.
  class TurnResult < Value
    fields :thread_id, :items, :final_response, :usage, :turn_usage

    # @return [String, nil] id of the thread; use it to resume the thread
    def thread_id = Fields.optional_text(@raw["thread_id"])

    # @return [Array<Item>] the completed items, in order, except those whose events were already read
    attr_reader :items

    # @return [String] The agent's last message. With an output schema, it is the last message that is JSON.
    def final_response = Fields.text(@raw["final_response"])

    # @return [Usage, nil] token counts of the whole thread
    attr_reader :usage

    # @return [Usage, nil] token counts of this turn, or `nil` if the thread's earlier counts are unknown
    attr_reader :turn_usage

    # @api private
    def initialize(raw)
      @items = Item.list(raw["items"])
      @usage = Usage.object_only(raw["usage"])
      @turn_usage = Usage.object_only(raw["turn_usage"])
      super
    end

    private

    def deconstruct_key(key, found)
      case key
      when :thread_id then found[:thread_id] = thread_id
      when :items then found[:items] = items
      when :final_response then found[:final_response] = final_response
      when :usage then found[:usage] = usage
      when :turn_usage then found[:turn_usage] = turn_usage
      else super
      end
    end
  end

  # The Codex CLI in use.
  class CliInfo < Value
    fields :cli_path, :cli_version, :found_by

    # @return [String] path of the CLI; with `replay`, the folder of recordings
    def cli_path = Fields.text(@raw["cli_path"])

    # @return [String] version of the CLI; with `replay`, the word `replay`
    def cli_version = Fields.text(@raw["cli_version"])

    # @return [String] How the CLI was found: `codex_path_override`, `CODEX_SDK_CLI`, `node_modules above the
    #   program`, `node_modules above the library`, `global node_modules`, `vendor folder beside the library`,
    #   `standalone installation` or `PATH`. With `replay`, the name of that option.
    def found_by = Fields.text(@raw["found_by"])

    private

    def deconstruct_key(key, found)
      case key
      when :cli_path then found[:cli_path] = cli_path
      when :cli_version then found[:cli_version] = cli_version
      when :found_by then found[:found_by] = found_by
      else super
      end
    end
  end
end
