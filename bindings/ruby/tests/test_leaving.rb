# frozen_string_literal: true

require "support"
require "timeout"

# However a stream is left, nothing of its turn runs on, and the thread can have its next one at once.
class LeavingTest < CaseTest
  # Its turns would go on for ever.
  def thread = hostile(*HANGING)

  def returning(thread)
    thread.run_streamed("hi") { return 5 }
  end

  WAYS = {
    break: ->(thread) { thread.run_streamed("hi") { break 5 } },
    return: ->(thread) { returning(thread) },
    throw: ->(thread) { catch(:enough) { thread.run_streamed("hi") { throw :enough } } },
    raise: lambda do |thread|
      assert_raises(RuntimeError) { thread.run_streamed("hi") { raise "enough" } }
    end,
    first: ->(thread) { assert_equal "thread.started", thread.run_streamed("hi").first.type },
    lazy: ->(thread) { thread.run_streamed("hi").lazy.map(&:type).first(2) },
    each_slice: ->(thread) { thread.run_streamed("hi").each_slice(2).first },
    kill_while_waiting: lambda do |thread|
      reader = Thread.new { thread.run_streamed("hi") { Thread.current[:read] = true } }
      assert(eventually { reader[:read] })
      asleep reader
      reader.kill.join
    end,
    raise_while_waiting: lambda do |thread|
      reader = Thread.new { thread.run_streamed("hi") { Thread.current[:read] = true } }
      reader.report_on_exception = false
      assert(eventually { reader[:read] })
      asleep reader
      reader.raise(IOError, "enough")
      assert_raises(IOError) { reader.join }
    end,
    timeout_in_a_stream: lambda do |thread|
      assert_raises(Timeout::Error) { Timeout.timeout(0.05) { thread.run_streamed("hi") { nil } } }
    end,
    timeout_in_run: lambda do |thread|
      assert_raises(Timeout::Error) { Timeout.timeout(0.05) { thread.run("hi") } }
    end,
    timeout_before_the_first_event: lambda do |thread|
      turn = thread.run_streamed("hi")
      assert_raises(Timeout::Error) { Timeout.timeout(0.001) { turn.to_a } }
    end,
    close: ->(thread) { thread.run_streamed("hi").tap(&:next_event).close },
    close_twice: ->(thread) { thread.run_streamed("hi").tap(&:close).close },
    cancel: lambda do |thread|
      assert_raises(CodexSDK::TurnCancelledError) do
        turn = thread.run_streamed("hi")
        turn.each { |event| turn.cancel if event.type == "item.completed" }
      end
    end
  }.freeze

  WAYS.each do |name, leave|
    define_method(:"test_#{name}") do
      thread = self.thread
      leave_once = -> { instance_exec(thread, &leave) }
      leave_once.call
      before = descriptors
      10.times { leave_once.call }

      assert_operator descriptors, :<, before + 5, "one for each turn would be 10 more"
    end
  end

  def test_what_a_block_is_left_with_comes_out
    assert_equal(5, thread.run_streamed("hi") { break 5 })
  end

  def test_a_turn_that_is_closed_says_so
    turn = thread.run_streamed("hi")
    turn.close

    [-> { turn.next_event }, -> { turn.result }, -> { turn.to_a }].each do |call|
      assert_raises(CodexSDK::TurnCancelledError, &call)
    end
  end

  def test_closing_while_another_thread_reads
    turn = hostile(*HANGING).run_streamed("hi")
    reader = Thread.new { assert_raises(CodexSDK::TurnCancelledError) { turn.each { Thread.current[:read] = true } } }
    assert(eventually { reader[:read] })
    asleep reader
    turn.close

    assert reader.join(PATIENCE)
  end

  def test_closing_the_client_while_another_thread_reads
    codex = hostile_client(*HANGING)
    thread = codex.start_thread(**thread_options)
    reader = Thread.new { assert_raises(CodexSDK::ShutDownError) { thread.run("hi") } }
    asleep reader
    codex.close

    assert_equal "the Codex object was closed", reader.value.message
  end

  def test_a_client_that_is_closed_says_so
    codex = CodexSDK::Codex.open(**hostile_options(*ORDINARY)) { |opened| opened }
    2.times { codex.close }

    assert_predicate codex, :closed?
    error = assert_raises(CodexSDK::InvalidHandleError) { codex.start_thread }
    assert_equal "this Codex object, thread or turn is closed already", error.message
    assert_raises(CodexSDK::InvalidHandleError) { codex.info }
  end

  def test_cancelling_in_a_signal_handler
    turn = hostile(*HANGING).run_streamed("hi")
    old = trap("USR1") { turn.cancel }

    assert_raises(CodexSDK::TurnCancelledError) do
      turn.each { |event| Process.kill("USR1", Process.pid) if event.type == "item.completed" }
    end
  ensure
    trap("USR1", old)
  end

  # What nobody refers to any more is collected, and then its turn ends: the net below everything else.
  {
    turn: ->(turn) { turn.next_event },
    enumerator: ->(turn) { turn.events.next },
    lazy_enumerator: ->(turn) { turn.lazy.map(&:type).each_entry.next }
  }.each do |name, read|
    define_method(:"test_a_forgotten_#{name}_ends") do
      # In a thread that ends: its stack is not searched for what it had.
      Thread.new do
        read.call(CodexSDK::Codex.new(**hostile_options(*HANGING)).start_thread(**thread_options).run_streamed("hi"))
        nil
      end.join

      assert(eventually { GC.start || processes.empty? }, -> { "still running: #{processes}" })
    end
  end
end
