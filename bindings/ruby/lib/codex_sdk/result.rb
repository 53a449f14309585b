# frozen_string_literal: true

module CodexSDK
  # What a turn came to.
  class TurnResult < Value
    # @return [Array<Item>] everything that the agent has completed and that was not read as an event, in order
    field :items, Array, [] do |items|
      items.grep(Hash).map { |raw| Item.from(raw) }.freeze
    end
    # @return [String] the agent's last message; with an output schema its last one that is JSON. Empty if there is none
    field :final_response, String, ""
    # @return [Usage, nil] the CLI's token figures, which count the whole thread
    field :usage, Usage
    # @return [Usage, nil] this turn's share of them; nil if what came before is not known
    field :turn_usage, Usage
    # @return [String, nil] id of the thread, for {Codex#resume_thread}
    field :thread_id, String
  end

  # The Codex CLI that is used.
  class CliInfo < Value
    # @return [String] where it is
    field :cli_path, String, ""
    # @return [String, nil] its version
    field :cli_version, String
    # @return [String] how it was found
    field :found_by, String, ""
  end
end
