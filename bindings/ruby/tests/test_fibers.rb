# frozen_string_literal: true

require "support"

# Under a fiber scheduler, waiting for a turn lets the other fibers of the thread go on.
class FibersTest < CaseTest
  TYPES = %w[thread.started turn.started item.completed turn.completed].freeze

  READING = {
    each: ->(turn) { turn.each.map(&:type) },
    next_event: ->(turn) { [].tap { |types| while (event = turn.next_event) do types << event.type end } },
    enumerator: ->(turn) { turn.events.then { |events| Array.new(4) { events.next.type } } },
    result: ->(turn) { TYPES if turn.result.final_response == "ok" }
  }.freeze

  READING.each do |name, read|
    define_method(:"test_other_fibers_go_on_with_#{name}") do
      thread = hostile({ wait_for_file: "#{work}/go" }, *ORDINARY)
      types = nil
      Scheduler.run do
        turn = thread.run_streamed("hi")
        Fiber.schedule { types = read.call(turn) }
        Fiber.schedule { touch "go" }
      end

      assert_equal TYPES, types
    end
  end

  def test_a_hundred_turns_in_fibers_of_one_thread
    codex = hostile_client(*ORDINARY)
    answers = []
    Scheduler.run do
      100.times do
        Fiber.schedule { answers << codex.start_thread(**thread_options).run("hi").final_response }
      end
    end

    assert_equal ["ok"] * 100, answers
  end

  def test_fibers_that_wait_for_several_turns_and_leave_them
    codex = hostile_client(*HANGING)
    read = []
    Scheduler.run do
      5.times do
        Fiber.schedule do
          codex.start_thread(**thread_options).run_streamed("hi") do |event|
            read << event.type
            break if event.type == "item.completed"
          end
        end
      end
    end

    assert_equal 15, read.size
    assert_equal 1, processes.size, "the watchdog"
  end

  def test_one_fiber_closes_what_another_one_reads
    thread = hostile(*HANGING)
    ending = nil
    Scheduler.run do
      turn = thread.run_streamed("hi")
      Fiber.schedule do
        turn.each { |event| Fiber.schedule { turn.close } if event.type == "item.completed" }
      rescue CodexSDK::Error => e
        ending = e
      end
    end

    assert_instance_of CodexSDK::TurnCancelledError, ending
  end

  def test_timeouts_in_fibers
    thread = hostile({ hang: true })
    Scheduler.run do
      turn = thread.run_streamed("hi")
      assert_raises(CodexSDK::WaitTimeoutError) { turn.next_event(timeout_ms: 10) }
      turn.close
    end
  end

  def test_info_lets_other_fibers_go_on
    cli = "#{work}/codex"
    waiting = "while [ ! -e #{work}/go ]; do sleep 0.01; done"
    File.write(cli, "#!/bin/sh\n#{waiting}\necho codex-cli 1.2.3\n", perm: 0o755)
    codex = client(codex_path_override: cli, env: environment)
    version = nil
    Scheduler.run do
      Fiber.schedule { version = codex.info.cli_version }
      Fiber.schedule { touch "go" }
    end

    assert_equal "1.2.3", version
  end

  # As the gem async has one.
  class Stopped < Exception # rubocop:disable Lint/InheritException
  end

  # Its loop does not go on to the end of its fibers when the thread ends: it raises in them, and then lets nobody wait.
  class StoppingScheduler < Scheduler
    def io_wait(...)
      raise "this scheduler is closed" if @closed

      super
    end

    def close
      @closed = true
      waiting.each { |fiber| fiber.raise(Stopped) if fiber.alive? }
    end
  end

  # Its loop ends, and nobody resumes its fibers.
  class ForgettingScheduler < Scheduler
    def close = nil
  end

  # Runs the block in a fiber of a thread whose scheduler is closed as soon as a turn is waited for there.
  def stopped(scheduler, &)
    Thread.new do
      Fiber.set_scheduler(current = scheduler.new)
      Fiber.schedule(&)
      current.step until current.waiting.any?
    end.join
  end

  LEFT = {
    run: ->(thread) { thread.run("hi") },
    run_streamed: ->(thread) { thread.run_streamed("hi") { nil } },
    each: ->(thread) { thread.run_streamed("hi").each(&:type) },
    result: ->(thread) { thread.run_streamed("hi").then { |turn| turn.result.then { turn.close } } }
  }.freeze

  LEFT.each do |name, read|
    define_method(:"test_a_scheduler_that_stops_under_#{name}_tells_why") do
      thread = hostile({ ignore_signals: %w[SIGINT] }, { hang: true })
      told = nil
      stopped(StoppingScheduler) do
        read.call(thread)
      rescue Exception => e # rubocop:disable Lint/RescueException
        told = e
      end

      assert_instance_of Stopped, told
      # Its turn is only closed by whoever has it.
      @clients.last.close if name == :result
      assert(eventually { processes.size <= 1 }, "more than the watchdog")
    end
  end

  def test_a_turn_of_a_fiber_that_is_never_resumed_can_be_closed
    turn = hostile(*HANGING).run_streamed("hi")
    read = []
    stopped(ForgettingScheduler) { turn.each { |event| read << event.type } }
    refute_predicate turn, :ended?
    turn.close

    assert_predicate turn, :ended?
    assert_equal 1, processes.size, "the watchdog"
  end

  # Its loop kills what waits, and waits for that.
  class KillingScheduler < Scheduler
    def close
      waiting.each(&:kill)
      super
    end
  end

  def test_a_fiber_that_is_killed
    skip "Fiber#kill came with Ruby 3.3" unless Fiber.method_defined?(:kill)

    thread = hostile(*HANGING)
    left = []
    stopped(KillingScheduler) do
      thread.run_streamed("hi") { nil }
      left << "went on"
    ensure
      left << "left"
    end

    assert_equal ["left"], left
    assert_equal "thread.started", thread.run_streamed("again").first.type
  end
end
