# frozen_string_literal: true

# An agent that asks, for tests of what answers it.
module AgentThatAsks
  ABOUT = { threadId: "${thread_id}", turnId: "${turn_id}", itemId: "i" }.freeze
  END_OF_TURN = [{ agent_message: "went on" }, { finish: "completed" }].freeze
  APPROVAL = ["item/commandExecution/requestApproval", { command: "ls" }].freeze

  # An app-server that asks, and ends unless this is the answer.
  def asking(method, params, answer, **options)
    ask = { method:, params: { **ABOUT, **params }, count: 1, expect: { result: answer } }
    hostile_server({ "turn/start" => [{ begin: true }, { ask: }, *END_OF_TURN] })
      .start_thread(**thread_options, **options)
  end

  def for_approval(answer, **options) = asking(*APPROVAL, { decision: answer }, **options)

  # The step that asks for approval, and ends the server unless this is the answer.
  def asks(answer)
    method, params = APPROVAL
    { ask: { method:, params: { **ABOUT, **params }, count: 1, expect: { result: { decision: answer } } } }
  end
end
