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
    ensure
      # It may be over before the reading has begun, and then nobody has left the turn.
      turn&.close
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

      # One for each turn would be ten more.
      assert_no_more_descriptors_than before
    end
  end

  # The first interruption lets the turn end, the second one does not let that be waited for.
  def test_an_interruption_while_leaving
    thread = hostile({ ignore_signals: %w[SIGINT SIGTERM] }, *STARTED, { hang: true })
    reader = Thread.new { thread.run_streamed("hi") { |event| Thread.current[:read] = event.type } }
    reader.report_on_exception = false
    assert(eventually { reader[:read] == "turn.started" })
    2.times do
      asleep reader
      reader.raise(IOError, "enough")
      # It takes note of it.
      assert(eventually { !reader.pending_interrupt? })
    end
    assert_raises(IOError) { reader.join }

    assert_equal "thread.started", thread.run_streamed("again").first.type
  end

  # It is patient with the turn that was left, and with no other one.
  def test_a_turn_after_one_that_was_left
    thread = hostile(*HANGING)
    thread.run_streamed("hi").instance_variable_get(:@turn).close

    assert_predicate thread.instance_variable_get(:@thread), :draining?
    thread.run_streamed("again") do
      refute_predicate thread.instance_variable_get(:@thread), :draining?
      break
    end
  end

  # Nobody closed it, so nobody noted that it was left.
  def test_a_turn_after_one_that_was_garbage_collected
    thread = hostile({ ignore_signals: ["SIGINT"] }, *HANGING)
    ::Thread.new { thread.run_streamed("hi").next_event }.join
    native = thread.instance_variable_get(:@thread)
    deadline = now + PATIENCE
    GC.start until native.draining? || now > deadline

    assert_predicate native, :draining?
    assert_equal "thread.started", thread.run_streamed("again").first.type
  end

  def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)

  # Interruptions anywhere, while turns begin, go on, end and are left.
  def test_a_storm_of_interruptions
    script = [*STARTED, { events: { count: 50, bytes: 200 } }, { sleep_ms: 2 }, { turn_completed: true }]
    codex = hostile_client(*script)
    codex.start_thread(**thread_options).run("hi")
    before = descriptors
    complaints = Array.new(4) { |number| Thread.new { storm(codex, Random.new(number)) } }.flat_map(&:value)

    assert_empty complaints
    assert_no_more_descriptors_than before
  end

  # What victims have complained of.
  def storm(codex, random)
    Array.new(25) do
      victim = Thread.new { codex.start_thread(**thread_options).then { |thread| turn_after_turn(thread) } }
      victim.report_on_exception = false
      sleep random.rand(0.05)
      victim[:enough] = true
      random.rand(2).zero? ? victim.kill : victim.raise(IOError)
      victim.join && nil
    rescue IOError
      nil
    rescue StandardError => e
      e
    end.compact
  end

  def turn_after_turn(thread)
    until Thread.current[:enough]
      thread.run("hi")
      thread.run_streamed("hi") { |event| break if event.type == "item.completed" }
      begin
        Timeout.timeout(0.005) { thread.run("hi") }
      rescue Timeout::Error
        next
      end
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

  # Its number may be another file's as soon as it is closed.
  def test_a_descriptor_stays_open_while_somebody_waits_for_it
    turn = hostile(*HANGING).run_streamed("hi").instance_variable_get(:@turn)
    descriptor = CodexSDK.library.turn_fd(turn.instance_variable_get(:@handle).pointer)
    name = File.readlink("/proc/self/fd/#{descriptor}")
    turn.send(:enter, :waiter)
    turn.close

    assert_equal name, File.readlink("/proc/self/fd/#{descriptor}")
    assert_operator CodexSDK.library.turn_fd(turn.instance_variable_get(:@handle).pointer), :>=, 0
    turn.send(:leave, :waiter)
    assert_equal(-1, CodexSDK.library.turn_fd(turn.instance_variable_get(:@handle).pointer))
  end

  def test_closing_the_client_while_another_thread_reads
    codex = hostile_client(*HANGING)
    thread = codex.start_thread(**thread_options)
    reader = Thread.new { assert_raises(CodexSDK::ShutDownError) { thread.run("hi") } }
    asleep reader
    codex.close

    assert_equal "the Codex object of this thread or turn was closed", reader.value.message
  end

  def test_a_client_that_is_closed_says_so
    codex, thread = CodexSDK::Codex.open(**hostile_options(*ORDINARY)) { |opened| [opened, opened.start_thread] }
    2.times { codex.close }

    assert_predicate codex, :closed?
    error = assert_raises(CodexSDK::InvalidHandleError) { codex.start_thread }
    assert_equal "this Codex object is closed", error.message
    assert_raises(CodexSDK::InvalidHandleError) { codex.info }
    error = assert_raises(CodexSDK::ShutDownError) { thread.run("hi") }
    assert_equal "the Codex object of this thread or turn was closed", error.message
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
