# frozen_string_literal: true

require "support"

# What a turn brings can be kept, copied, and passed to other processes, fibers and Ractors; what belongs to this
# process says that it cannot.
class CrossingTest < CaseTest
  Event = CodexSDK::Event

  DEEPEST = CodexSDK::JsonText::DEEPEST

  def self.nested(depth) = ("[" * depth) + ("]" * depth)

  def self.call(arguments)
    %({"type":"item.completed","item":{"id":"i","type":"mcp_tool_call","tool":"t","arguments":#{arguments}}})
  end

  # What is at the edge of what Ruby can hold.
  LINES = {
    ordinary: '{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"hi","new":[1,{"a":null}]}}',
    unknown: '{"type":"thread.teleported","to":{"x":1.0}}',
    nothing: "no JSON",
    huge_numbers: '{"type":"turn.completed","usage":{"input_tokens":1e400,"output_tokens":-1E+999},"x":[-1e400]}',
    huge_integers: %({"type":"turn.completed","usage":{"input_tokens":#{10**400},"output_tokens":#{-(2**64)}}}),
    half_characters: '{"type":"error","message":"\\ud800 \\udc00\\u0000\\ud83d\\ude00"}',
    deep: call(nested(DEEPEST - 2)),
    too_deep: call(nested(10_000)),
    far_too_deep: call(%({"a":"]\\"[","b":#{nested(20_000)},"c":[{"d":1}]}))
  }.freeze

  LINES.each do |name, line|
    define_method(:"test_#{name}_crosses") do
      event = quietly { Event.parse(line) }
      crossed = quietly { Marshal.load(Marshal.dump(event)) }

      [crossed, event.dup, event.clone].each do |copy|
        assert_equal [event, event.line, event.inspect], [copy, copy.line, copy.inspect]
        assert Ractor.shareable?(Ractor.make_shareable(copy))
      end
      assert_equal(event.raw, quietly { JSON.parse(event.to_json, max_nesting: 0) })
      assert_equal([event.raw], quietly { JSON.parse(JSON.generate([event]), max_nesting: 0) })
    end

    define_method(:"test_#{name}_is_read_in_a_fiber") do
      # Whose stack is smaller.
      read = Fiber.new { quietly { used(line) } }.resume

      assert_equal(read, quietly { used(line) })
    end
  end

  def used(line)
    event = Event.parse(line)
    [event.to_json, event.to_h, Marshal.load(Marshal.dump(event)).line]
  end

  # Ruby warns of numbers that are out of its range, if it is asked to be verbose.
  def quietly
    verbose = $VERBOSE
    $VERBOSE = nil
    yield
  ensure
    $VERBOSE = verbose
  end

  def test_what_is_too_deep_is_left_out_and_nothing_else
    arguments = Event.parse(LINES[:far_too_deep]).item.arguments
    inner = arguments["b"]
    inner = inner.first while inner.is_a?(Array) && inner.any?

    assert_equal [nil], inner
    assert_equal ["]\"[", [{ "d" => 1 }]], arguments.values_at("a", "c")
  end

  def test_pretty_json_stays_so_beside_what_is_odd
    odd, ordinary = quietly { [Event.parse(LINES[:huge_numbers]), Event.parse(LINES[:ordinary])] }
    text = JSON.pretty_generate({ a: [odd, ordinary] })

    assert_match(/^      "type": "item.completed",$/, text)
    assert_match(/"input_tokens":1e999/, text)
  end

  def test_a_turn_with_such_lines_keeps_all_of_it
    lines = LINES.except(:nothing, :huge_numbers, :huge_integers).values.map { |line| { line: } }
    thread = hostile(*STARTED, *lines, { agent_message: "ok" }, { line: LINES[:huge_numbers] })
    result = quietly { thread.run("hi") }

    assert_equal ["ok", 5], [result.final_response, result.items.size]
    assert Ractor.shareable?(result)
    assert_equal(result, quietly { Marshal.load(Marshal.dump(result)) })
    assert_equal(result.raw, quietly { JSON.parse(result.to_json, max_nesting: 0) })
  end

  ANSWERS = { %({"x":#{nested(2000)}}) => /nested more than 1000 levels deep/, '{"x":}' => /it is not JSON/ }.freeze

  def test_an_answer_that_cannot_be_read_is_told_and_kept
    ANSWERS.each do |answer, complaint|
      thread = hostile(*STARTED, { agent_message: answer }, { turn_completed: true })
      error = assert_raises(CodexSDK::InvalidResponseError) { thread.run_json("hi", { type: "object" }) }

      assert_match complaint, error.message
      assert_equal answer, error.response
    end
  end

  def every_error
    known = CodexSDK::Error::CLASSES.keys.map do |code|
      CodexSDK::Error.from(code, { "message" => "m", "exit_code" => 3, "new" => [1], "retryable" => true })
    end
    thread = hostile(*STARTED, { stderr: "oh no\n" }, { exit: 3 })
    raised = assert_raises(CodexSDK::CliFailedError) { thread.run("hi") }
    [*known, raised, CodexSDK::Error.from("out_of_luck", { "message" => "m" }), CodexSDK::TurnCancelledError.new("m")]
  end

  def test_errors_cross
    every_error.each do |error|
      [Marshal.load(Marshal.dump(error)), error.dup, error.clone].each do |copy|
        assert_instance_of error.class, copy
        assert_equal [error.message, error.code, error.details, error.backtrace.inspect],
                     [copy.message, copy.code, copy.details, copy.backtrace.inspect]
        assert_equal error.to_h, copy.to_h
      end
      said = JSON.parse(JSON.generate(error))
      assert_equal error.as_json, said
      assert_equal [error.message, error.code, error.retryable?], said.values_at("message", "code", "retryable")
    end
  end

  def test_values_cross_from_a_process
    printed, complaint, = ruby("-rcodex_sdk", "-e", <<~RUBY, LINES[:ordinary])
      print Marshal.dump([CodexSDK::Event.parse(ARGV[0]), CodexSDK::Error.from("new", {"message" => "m"})]).unpack1("H*")
    RUBY
    event, error = Marshal.load([printed].pack("H*")) # rubocop:disable Security/MarshalLoad -- the test's own

    assert_equal ["", Event.parse(LINES[:ordinary])], [complaint, event]
    assert_equal %w[new m], [error.code, error.message]
  end

  def test_values_cross_to_a_ractor_and_can_be_used_there
    printed, complaint, = ruby("-W:no-experimental", "-rcodex_sdk", "-e", <<~RUBY, LINES[:ordinary])
      event = CodexSDK::Event.parse(ARGV[0])
      error = CodexSDK::Error.from("new", {"message" => "m"})
      puts(Ractor.new(event, error) do |given, failure|
        again = Marshal.load(Marshal.dump(given))
        again => { type: "item.completed", item: { text: } }
        parsed = CodexSDK::Event.parse(given.line)
        [again == parsed, given.to_h == parsed.to_h, given.to_json == parsed.to_json, text, failure.code].inspect
      end.take)
    RUBY

    assert_equal ["[true, true, true, \"hi\", \"new\"]\n", ""], [printed, complaint]
  end

  def test_what_belongs_to_the_process_says_so
    thread = hostile(*HANGING)
    turn = thread.run_streamed("hi")
    { @clients.last => /\Aa CodexSDK::Codex cannot be copied or marshalled: .* Make another one in the other process/,
      thread => /\Aa CodexSDK::Thread cannot be copied or marshalled: .* Pass its id instead, and call resume_thread/,
      turn => /\Aa CodexSDK::StreamedTurn cannot be copied or marshalled: .* Pass its events or its result/ }
      .each do |handle, complaint|
        [-> { Marshal.dump(handle) }, -> { Marshal.dump([handle]) }, -> { handle.dup }, -> { handle.clone },
         -> { quietly { Ractor.new(handle) { nil } } }].each do |call|
          assert_match complaint, assert_raises(TypeError, &call).message
        end
      end
    # It has cost nothing.
    assert_equal "thread.started", turn.first.type
  end

  def test_a_ractor_is_told_where_turns_are_run
    printed, complaint, = ruby("-W:no-experimental", "-rcodex_sdk", "-e", <<~RUBY)
      begin
        Ractor.new { Thread.current.report_on_exception = false; CodexSDK::Codex.new }.take
      rescue Ractor::RemoteError => e
        puts e.cause.class, e.cause.message
      end
    RUBY

    assert_equal "", complaint
    assert_match(/\ACodexSDK::LibraryError\nonly the main Ractor can run turns; pass their events/, printed)
  end

  def test_any_wait_can_be_asked_for
    thread = hostile({ wait_for_file: "#{work}/go" }, *ORDINARY)
    turn = thread.run_streamed("hi")
    waiting = Thread.new { turn.next_event(timeout_ms: 10**400) }
    asleep waiting
    touch "go"

    assert_equal "thread.started", waiting.value.type
    assert_equal "ok", turn.result(timeout_ms: 1e300).final_response
  end
end
