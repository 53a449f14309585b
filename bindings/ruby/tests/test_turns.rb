# frozen_string_literal: true

require "support"

# Turns that go their way, as seen by threads.
class TurnsTest < CaseTest
  def test_run_with_the_real_cli
    result = real({ command: "echo hi" }, { message: "done" }).run("Say hi.")

    assert_equal "done", result.final_response
    assert_equal [0, "hi\n"], [result.items.first.exit_code, result.items.first.aggregated_output]
    assert_equal 84, result.turn_usage.input_tokens
  end

  # Where somebody has included CodexSDK, `Thread.new` must not make one in silence.
  def test_threads_and_turns_are_made_by_others
    [CodexSDK::Thread, CodexSDK::StreamedTurn].each do |made|
      error = assert_raises(NoMethodError) { made.new(1, 2, {}) }
      assert_match(/private method [`']new' called for class #{made}/, error.message)
    end
  end

  def test_the_block_gets_the_events_and_the_caller_the_result
    types = []
    result = hostile(*ORDINARY).run_streamed("hi") { |event| types << event.type }

    assert_equal %w[thread.started turn.started item.completed turn.completed], types
    assert_equal ["ok", []], [result.final_response, result.items]
  end

  def test_a_turn_is_enumerable_and_has_its_result_afterwards
    turn = hostile(*ORDINARY).run_streamed("hi")

    assert_equal 4, turn.to_a.size
    assert_equal "ok", turn.result.final_response
    assert_same turn.result, turn.result
    assert_nil turn.next_event
    assert_predicate turn, :ended?
  end

  def test_items_that_nobody_has_read_are_in_the_result
    turn = hostile(*STARTED, { agent_message: "one" }, { agent_message: "two" }, { turn_completed: true })
           .run_streamed("hi")
    nil until turn.next_event.is_a?(CodexSDK::Event::ItemCompleted)

    assert_equal ["two"], turn.result.items.map(&:text)
    assert_nil turn.next_event
  end

  # What the library takes for JSON, and Ruby's parser does not by itself.
  {
    deep: ["#{"[" * 500}#{"]" * 500}", ->(value) { value.flatten.empty? }],
    half_a_character: ['"\ud800x"', ->(value) { value == "\ufffdx" }]
  }.each do |name, (content, read)|
    define_method(:"test_a_result_with_#{name}_in_an_item") do
      item = %({"id":"i","type":"mcp_tool_call","result":{"structured_content":#{content}}})
      turn = hostile(*STARTED, { line: %({"type":"item.completed","item":#{item}}) }, *ORDINARY[2..]).run_streamed("hi")
      result = turn.result

      assert_equal %w[mcp_tool_call agent_message], result.items.map(&:type)
      assert read.call(result.items.first.raw.dig("result", "structured_content"))
      assert_predicate turn, :ended?
    end
  end

  def test_a_result_that_is_too_deep_is_no_loss
    line = %({"type":"turn.completed","usage":{"more":#{"[" * 2000}#{"]" * 2000},"output_tokens":5}})
    result = hostile(*STARTED, { agent_message: "ok" }, { line: }).run("hi")

    assert_equal ["ok", 5, 1], [result.final_response, result.usage.output_tokens, result.items.size]
  end

  # The library gives no such result; but a turn that has ended must not be without an end.
  def test_a_result_that_cannot_be_read_is_an_end
    turn = hostile(*ORDINARY).run_streamed("hi")
    refusing = Module.new { define_method(:read_tolerant) { |_| raise JSON::ParserError, "no" } }
    CodexSDK::JsonText.singleton_class.prepend(refusing)

    2.times { assert_match(/cannot parse/, assert_raises(CodexSDK::InternalError) { turn.result }.message) }
    assert_predicate turn, :ended?
  ensure
    refusing.remove_method(:read_tolerant)
  end

  def test_items_that_came_while_a_result_was_waited_for_are_in_the_next_one
    turn = hostile(*STARTED, { agent_message: "one" }, { touch: "#{work}/said" }, { wait_for_file: "#{work}/go" },
                   { agent_message: "two" }, { turn_completed: true }).run_streamed("hi")
    assert(eventually { File.exist?("#{work}/said") })
    assert_raises(CodexSDK::WaitTimeoutError) { turn.result(timeout_ms: 10) }
    touch "go"

    assert_equal %w[one two], turn.result.items.map(&:text)
  end

  def test_items_are_in_order_however_they_were_taken
    turn = hostile(*STARTED, { wait_for_file: "#{work}/1" }, { agent_message: "one" }, { wait_for_file: "#{work}/2" },
                   { agent_message: "two" }, { agent_message: "three" }, { touch: "#{work}/said" },
                   { wait_for_file: "#{work}/3" }, { turn_completed: true }).run_streamed("hi")
    2.times { turn.next_event }
    touch "1"
    assert turn.instance_variable_get(:@turn).wait(PATIENCE)
    assert_raises(CodexSDK::WaitTimeoutError) { turn.result(timeout_ms: 0) }
    touch "2"
    assert(eventually { File.exist?("#{work}/said") })
    assert_equal "two", turn.next_event.item.text
    touch "3"

    assert_equal %w[one three], turn.result.items.map(&:text)
  end

  def test_waiting_has_a_timeout_after_which_the_turn_goes_on
    turn = hostile({ wait_for_file: "#{work}/go" }, *ORDINARY).run_streamed("hi")
    error = assert_raises(CodexSDK::WaitTimeoutError) { turn.next_event(timeout_ms: 10) }
    assert_equal ["no event came within 10 ms", true], [error.message, error.retryable?]
    assert_predicate assert_raises(CodexSDK::WaitTimeoutError) { turn.result(timeout_ms: 0) }, :retryable?
    assert_raises(CodexSDK::WaitTimeoutError) { turn.next_event(timeout_ms: 0) }
    touch "go"

    assert_equal 4, turn.count
  end

  def test_timeouts_of_calls_are_milliseconds
    turn = hostile(*HANGING).run_streamed("hi")
    waits = []
    turn.instance_variable_get(:@turn).define_singleton_method(:wait) { |seconds| (waits << seconds) && false }
    [-> { loop { turn.next_event(timeout_ms: 60_000) } }, -> { turn.result(timeout_ms: 60_000) }].each do |call|
      assert_raises(CodexSDK::WaitTimeoutError, &call)
    end

    waits.each { |seconds| assert_includes 1..60, seconds }
    assert_equal 2, waits.size
    turn.instance_variable_get(:@turn).singleton_class.remove_method(:wait)
    turn.close
  end

  # The first attempt is interrupted while it parses what it has taken.
  def test_an_interruption_while_parsing_loses_no_event
    turn = hostile(*ORDINARY).run_streamed("hi")
    interrupting = Module.new { define_method(:read_all) { |lines| lines && raise(IOError, "enough") } }
    CodexSDK::JsonText.singleton_class.prepend(interrupting)
    assert_raises(IOError) { turn.next_event }
    interrupting.remove_method(:read_all)

    assert_equal 4, turn.count
  ensure
    interrupting.remove_method(:read_all) if interrupting.method_defined?(:read_all)
  end

  def test_timeout_of_the_standard_library_loses_no_event
    turn = hostile(*STARTED, { wait_for_file: "#{work}/go" }, { turn_completed: true }).run_streamed("hi")
    2.times { turn.next_event }
    assert_raises(Timeout::Error) { Timeout.timeout(0.05) { turn.next_event } }
    touch "go"

    assert_equal "turn.completed", turn.next_event(timeout_ms: PATIENCE * 1000).type
  end

  def test_how_a_turn_has_ended_is_told_again_and_again
    turn = hostile(*STARTED, { turn_failed: "no luck" }).run_streamed("hi")
    3.times { turn.next_event }

    errors = [-> { turn.next_event }, -> { turn.result }, -> { turn.next_event }].map do |call|
      assert_raises(CodexSDK::TurnFailedError, &call)
    end
    assert_equal ["no luck"], errors.map(&:message).uniq
    assert_equal 3, errors.uniq(&:object_id).size
  end

  def test_a_turn_that_has_ended_keeps_no_descriptor
    thread = hostile(*ORDINARY)
    thread.run("hi")
    before = descriptors
    turns = Array.new(20) { thread.run_streamed("hi").tap(&:to_a) }

    assert_no_more_descriptors_than before
    assert_equal ["ok"], turns.map { |turn| turn.result.final_response }.uniq
  end

  def test_other_threads_go_on_while_one_waits
    turn = hostile({ wait_for_file: "#{work}/go" }, *ORDINARY).run_streamed("hi")
    reader = Thread.new { turn.count }
    asleep reader
    touch "go"

    assert_equal 4, reader.value
  end

  def test_a_hundred_turns_in_threads
    codex = hostile_client(*ORDINARY)
    threads = Array.new(100) do
      Thread.new { codex.start_thread(**thread_options).run("hi").final_response }
    end

    assert_equal ["ok"] * 100, threads.map(&:value)
  end

  def test_several_threads_share_the_events_of_a_turn
    turn = hostile(*STARTED, { events: { count: 500, bytes: 100 } }, { turn_completed: true }).run_streamed("hi")
    read = Array.new(4) { Thread.new { turn.map(&:line) } }.map(&:value)

    assert_equal 503, read.flatten.uniq.size
    assert_equal 503, read.flatten.size
  end

  def test_a_second_turn_on_a_thread_is_refused_while_one_runs
    thread = hostile(*HANGING)
    turn = thread.run_streamed("hi")

    assert_raises(CodexSDK::BusyError) { thread.run("hi") }
    turn.close
  end

  def test_the_client_lives_as_long_as_its_turns
    options = hostile_options({ wait_for_file: "#{work}/go" }, *ORDINARY)
    # In a thread that ends: its stack is not searched for what it had.
    turn = Thread.new { CodexSDK::Codex.new(**options).start_thread(**thread_options).run_streamed("hi") }.value
    3.times { GC.start }
    touch "go"

    assert_equal 4, turn.count
    turn = nil # rubocop:disable Lint/UselessAssignment -- and now the client may go
    assert(eventually { GC.start || processes.empty? })
  end

  def test_info
    info = client(codex_path_override: Counterparts.native_cli, env: environment).info

    assert_equal [Counterparts.native_cli, "codex_path_override"], [info.cli_path, info.found_by]
    assert_match(/\A\d+\.\d+\.\d+\z/, info.cli_version)
  end

  def test_info_can_be_interrupted
    cli = "#{work}/codex"
    File.write(cli, "#!/bin/sh\necho $$ > #{work}/pid; exec sleep 1000\n", perm: 0o755)
    codex = client(codex_path_override: cli, env: environment)
    asking = Thread.new { codex.info }
    assert(eventually { File.exist?("#{work}/pid") })
    asking.kill

    assert asking.join(PATIENCE)
    codex.close
  end
end
