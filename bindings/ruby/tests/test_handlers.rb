# frozen_string_literal: true

require "support"
require_relative "agent_that_asks"

# Handlers of approvals, and tools of the program.
class HandlersTest < CaseTest
  include AgentThatAsks

  def for_approval(answer, handler, **options)
    super(answer, on_approval: handler, **options)
  end

  def for_tool(arguments, answer, tools: [tool_add], **options)
    asking("item/tool/call", { callId: "c", tool: "add", arguments: }, answer, tools:, **options)
  end

  def tool_add(&block)
    block ||= ->(arguments) { arguments[:a] + arguments[:b] }
    number = { type: "number" }
    schema = { type: "object", properties: { a: number, b: number }, required: %w[a b] }
    CodexSDK::Tool.new("add", description: "Adds two numbers.", schema:, &block)
  end

  def told(text, success: true) = { success:, contentItems: [{ type: "inputText", text: }] }

  READING = {
    run: ->(thread) { thread.run("hi") },
    result: ->(thread) { thread.run_streamed("hi").result },
    next_event: ->(thread) { thread.run_streamed("hi").tap { |turn| nil while turn.next_event }.result },
    a_block: ->(thread) { thread.run_streamed("hi") { nil } }
  }.freeze

  READING.each do |name, read|
    define_method(:"test_the_handler_answers_however_the_turn_is_read_#{name}") do
      seen = Queue.new
      thread = for_approval("accept", ->(event) { (seen << event.command) && :accept })

      assert_equal "went on", read.call(thread).final_response
      assert_equal "ls", seen.pop(true)
    end
  end

  def test_the_handler_answers_a_turn_with_a_schema
    handler = ->(_) { "accept" }
    codex = hostile_server({ "turn/start" => [{ begin: true }, asks("accept"), { agent_message: '{"a":1}' },
                                              { finish: "completed" }] })
    thread = codex.start_thread(**thread_options, on_approval: handler)

    assert_equal({ a: 1 }, thread.run_json("hi", { type: "object" }))
  end

  def test_a_handler_may_return_a_response
    assert_equal "went on", for_approval("cancel", ->(_) { { decision: "cancel" } }).run("hi").final_response
  end

  def test_events_still_reach_the_stream_while_a_handler_is_slow
    go = Queue.new
    types = []
    for_approval("accept", ->(_) { go.pop }).run_streamed("hi") do |event|
      types << event.type
      go << "accept" if event.type == "approval.requested"
    end

    assert_equal %w[approval.requested approval.resolved], types.grep(/approval/)
  end

  # What a handler does, and what the turn's end says of it.
  FAILING = {
    raising: [->(_) { raise IOError, "too late" }, "on_approval failed: too late", IOError],
    raising_no_standard_error: [->(_) { raise NotImplementedError, "later" }, "on_approval failed: later",
                                NotImplementedError],
    returning_a_number: [->(_) { 5 }, "on_approval returned 5: that is no decision", CodexSDK::InvalidArgumentError],
    returning_no_decision: [->(_) { "perhaps" }, /\Aon_approval returned "perhaps": /, CodexSDK::InvalidArgumentError],
    returning_nothing: [->(_) {}, /that is no decision/, CodexSDK::InvalidArgumentError]
  }.freeze

  FAILING.each do |name, (handler, message, cause)|
    define_method(:"test_a_handler_that_fails_by_#{name}_declines_and_is_told_at_the_end") do
      types = []
      turn = for_approval("decline", handler).run_streamed("hi")
      error = assert_raises(CodexSDK::HandlerError) { turn.each { |event| types << event.type } }

      assert_operator message, :===, error.message
      assert_instance_of cause, error.cause
      assert_equal "turn.completed", types.last
      assert_instance_of cause, assert_raises(CodexSDK::HandlerError) { turn.result }.cause, "again"
    end
  end

  def test_the_error_of_the_turn_comes_first
    codex = hostile_server({ "turn/start" => [{ begin: true }, asks("decline"), { finish: "failed" }] })
    thread = codex.start_thread(**thread_options, on_approval: ->(_) { raise "no" })
    error = assert_raises(CodexSDK::TurnFailedError) { thread.run("hi") }

    assert_instance_of CodexSDK::HandlerError, error.cause
  end

  def test_a_killed_handler_declines
    assert_equal "went on", for_approval("decline", ->(_) { Thread.current.kill }).run("hi").final_response
  end

  def test_a_handler_that_fails_after_the_end_does_no_harm
    go = Queue.new
    handlers = Queue.new
    handler = ->(_) { (handlers << Thread.current) && go.pop && raise("late") }
    turn = hostile_server({ "turn/start" => [{ begin: true }, asks("decline"), { hang: true }] })
           .start_thread(**thread_options, on_approval: handler).run_streamed("hi")
    ending = assert_raises(CodexSDK::TurnCancelledError) do
      turn.each { |event| turn.cancel if event.type == "approval.requested" }
    end
    go << true

    assert handlers.pop.join(PATIENCE)
    assert_nil ending.cause
    assert_nil assert_raises(CodexSDK::TurnCancelledError) { turn.result }.cause
  end

  def test_an_answer_after_the_time_is_up_does_no_harm
    resolved = Queue.new
    thread = for_approval("decline", ->(_) { resolved.pop && "accept" }, approval_timeout_ms: 20)
    thread.run_streamed("hi") { |event| resolved << true if event.type == "approval.resolved" }
  end

  def test_the_handler_decides_what_approvals_says
    events = for_approval("decline", ->(_) { flunk }, approvals: "decline").run_streamed("hi").map(&:type)

    refute_includes events, "approval.requested"
  end

  def test_wrong_handlers
    codex = hostile_server({})
    ["accept", 5, []].each do |handler|
      error = assert_raises(CodexSDK::InvalidArgumentError) { codex.start_thread(on_approval: handler) }
      assert_equal "on_approval", error.option
    end
    assert_raises(CodexSDK::UnsupportedError) do
      hostile_client.start_thread(**thread_options, on_approval: ->(_) {}).run("hi")
    end
    assert_raises(CodexSDK::InvalidArgumentError) { CodexSDK::Tool.new("add", description: "", schema: {}) }
  end

  def test_a_tool_answers
    assert_equal "went on", for_tool({ a: 1, b: 2 }, told("3")).run("hi").final_response
  end

  RESULTS = { "text" => "text", nil => "null", { a: [1] } => '{"a":[1]}' }.freeze

  RESULTS.each do |result, text|
    define_method(:"test_the_result_of_a_tool_#{text}") do
      assert for_tool({ a: 1, b: 2 }, told(text), tools: [tool_add { result }]).run("hi")
    end
  end

  def test_a_tool_that_fails_tells_the_agent_and_the_program
    thread = for_tool({ a: 1, b: 2 }, told("no", success: false), tools: [tool_add { raise "no" }])
    error = assert_raises(CodexSDK::HandlerError) { thread.run("hi") }

    assert_equal ["the tool add failed: no", RuntimeError], [error.message, error.cause.class]
  end

  def test_a_tool_is_not_called_with_arguments_of_another_shape
    refusal = told("the arguments do not match the schema: b is missing", success: false)

    assert for_tool({ a: 1 }, refusal, tools: [tool_add { flunk }]).run("hi")
  end

  def test_tools_without_a_block_are_left_to_the_stream
    raw = { name: "add", description: "Adds.", input_schema: { type: "object" } }
    other = CodexSDK::Tool.new("other", description: "Does nothing.", schema: { type: "object" }) { flunk }
    turn = for_tool({ a: 1 }, told("1"), tools: [other, raw]).run_streamed("hi")
    turn.grep(CodexSDK::Event::ToolRequested) do |event|
      turn.respond(event.request_id, { content: [{ type: "text", text: "1" }] })
    end

    assert_equal "went on", turn.result.final_response
  end

  def test_the_real_cli_calls_a_tool
    call = { type: "function_call", id: "fc_1", call_id: "call_1", name: "add", arguments: '{"a": 1, "b": 2}' }
    codex = real_client({ output: [call] }, { match: '"3"', message: "Three." }, transport: "app_server")

    assert_equal "Three.", codex.start_thread(**thread_options, tools: [tool_add]).run("Add.").final_response
  end
end
