# frozen_string_literal: true

require "support"
require_relative "agent_that_asks"

# Turns in which the agent asks, and listens.
class AnsweringTest < CaseTest
  include AgentThatAsks

  { "a word" => "accept", "a symbol" => :accept, "a hash" => { decision: "accept" } }.each do |name, response|
    define_method(:"test_a_request_is_answered_with_#{name}") do
      turn = for_approval("accept", approvals: "ask").run_streamed("hi")
      turn.each do |event|
        turn.respond(event.request_id, response) if event in { type: "approval.requested", kind: "command" }
      end

      assert_equal "went on", turn.result.final_response
      assert_nil turn.respond("any", "accept"), "after the end"
    end
  end

  def test_a_response_that_does_not_fit_leaves_the_request_open
    turn = for_approval("decline", approvals: "ask").run_streamed("hi")
    turn.grep(CodexSDK::Event::ApprovalRequested) do |event|
      [nil, 5, "perhaps", { tomorrow: true }].each do |response|
        assert_raises(CodexSDK::InvalidArgumentError) { turn.respond(event.request_id, response) }
      end
      assert_equal "request_id", assert_raises(CodexSDK::InvalidArgumentError) { turn.respond("x", "accept") }.option
      turn.respond(event.request_id, "decline")
    end

    assert_equal "went on", turn.result.final_response
  end

  def test_a_turn_is_steered_and_has_an_id
    script = { "turn/start" => [{ begin: true }],
               "turn/steer" => [{ answer: { turnId: "${turn_id}" } }],
               "turn/steer 2" => [{ answer: { turnId: "${turn_id}" } }, { finish: "completed" }] }
    turn = hostile_server(script).start_thread(**thread_options).run_streamed("hi")
    types = turn.map do |event|
      turn.steer("wait") if event.type == "turn.started"
      turn.steer(["or", { type: "text", text: "stop" }]) if event.type == "turn.steered"
      event.type
    end

    assert_includes types, "turn.steered"
    assert_equal "turn-1", turn.id
    assert_nil turn.steer("too late")
    assert_raises(CodexSDK::InvalidArgumentError) { turn.steer(nil) }
  end

  def test_exec_neither_listens_nor_has_ids
    turn = hostile(*HANGING).run_streamed("hi")

    assert_nil turn.id
    assert_raises(CodexSDK::UnsupportedError) { turn.steer("stop") }
    assert_raises(CodexSDK::UnsupportedError) { turn.respond("x", "accept") }
    turn.close
  end

  def test_a_thread_is_forked
    codex = real_client({ message: "one" }, { message: "two" })
    thread = codex.start_thread(**thread_options)
    error = assert_raises(CodexSDK::InvalidArgumentError) { thread.fork }
    assert_equal "thread_id", error.option
    thread.run("first")
    copy = thread.fork(**thread_options)

    assert_nil copy.id
    assert_equal "two", copy.run("second").final_response
    refute_equal thread.id, copy.id
  end
end
