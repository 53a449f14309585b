# frozen_string_literal: true

module CodexSDK
  # A number of milliseconds from now.
  # @api private
  class Deadline
    # @param timeout_ms [Numeric, nil]
    # @return [Deadline, nil] nil for no time limit
    def self.of(timeout_ms) = timeout_ms.nil? ? nil : new(timeout_ms)

    def initialize(timeout_ms)
      unless timeout_ms.is_a?(Numeric) && timeout_ms.real? && timeout_ms >= 0
        JsonOptions.refuse("timeout_ms", "must be a number of milliseconds, 0 or more, not #{timeout_ms.inspect}")
      end

      @at = now + ([timeout_ms, LONGEST_MS].min / 1000.0)
    end

    # Ruby cannot wait for every number of seconds. This is a century.
    LONGEST_MS = 3_000_000_000_000
    private_constant :LONGEST_MS

    # @return [Numeric]
    def seconds_left = [@at - now, 0].max

    private

    def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end
end
