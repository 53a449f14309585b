# frozen_string_literal: true

require "support"

# Errors that concern a single call of the library, and not the turn.
class FailingCallsTest < CaseTest
  # As for lack of memory: nothing of the turn is lost.
  def test_an_error_that_concerns_one_call_is_no_end
    [CodexSDK::IoError, CodexSDK::InternalError].product(%i[turn_next_batch turn_wait]) do |kind, function|
      turn = hostile(*ORDINARY).run_streamed("hi")
      types = []
      failing_once(function, kind) do
        assert_raises(kind) { loop { types << turn.next_event.type } }
        refute_predicate turn, :ended?
        assert_equal %w[thread.started turn.started item.completed turn.completed], types + turn.map(&:type)
        assert_equal "ok", turn.result.final_response
      end
    end
  end

  def failing_once(function, kind)
    failed = false
    failing = Module.new do
      define_method(:attempt) do |name, *arguments|
        next super(name, *arguments) if failed || name != function

        failed = true
        [-1, kind.new("no memory")]
      end
    end
    CodexSDK::Native.singleton_class.prepend(failing)
    yield
  ensure
    failing.remove_method(:attempt)
  end
end
