# frozen_string_literal: true

require "delegate"
require "support"

# A turn that is interrupted as soon as the library has started it, before anybody has heard of it, is ended, and the
# thread can have its next one at once.
class StartingTest < CaseTest
  STARTING = {
    run: ->(thread) { thread.run("hi") },
    stream: ->(thread) { thread.run_streamed("hi") { nil } },
    turn: ->(thread) { thread.run_streamed("hi") }
  }.freeze
  INTERRUPTING = {
    by_a_signal: [Interrupt, -> { Process.kill("INT", Process.pid) }],
    by_a_thread: [IOError, -> { Thread.current.raise(IOError, "enough") }]
  }.freeze

  STARTING.to_a.product(INTERRUPTING.to_a).each do |(starting, start), (interrupting, (error, interrupt))|
    define_method(:"test_starting_a_#{starting}_is_interrupted_#{interrupting}") do
      assert_free_after(interrupt) { |thread| assert_raises(error) { start.call(thread) } }
    end
  end

  STARTING.each do |starting, start|
    define_method(:"test_starting_a_#{starting}_is_killed") do
      assert_free_after(-> { Thread.current.kill }) { |thread| Thread.new { start.call(thread) }.join }
    end
  end

  # Whether the thread is free after the block, which starts a turn of it and is interrupted.
  def assert_free_after(interrupt)
    thread = hostile(*HANGING)
    library = CodexSDK.library
    interrupting = SimpleDelegator.new(library)
    interrupting.define_singleton_method(:turn_start) { |*given| library.turn_start(*given).tap { interrupt.call } }
    begin
      CodexSDK.instance_variable_set(:@library, interrupting)
      yield thread
    ensure
      CodexSDK.instance_variable_set(:@library, library)
    end

    assert_operator processes.size, :<=, 1, "more than the watchdog"
    assert_equal "thread.started", thread.run_streamed("again").first.type
  end
end
