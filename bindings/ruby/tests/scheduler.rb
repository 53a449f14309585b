# frozen_string_literal: true

require "io/wait"

# A fiber scheduler, as small as one can be: it waits in one IO.select for all fibers of its thread.
class Scheduler
  # Runs the block in a fiber of a thread of its own, to the end of that and of all fibers that it schedules.
  def self.run(&block)
    Thread.new do
      Thread.current.report_on_exception = false
      value = nil
      Fiber.set_scheduler(new)
      Fiber.schedule { value = block.call }
      # Runs the loop.
      Fiber.set_scheduler(nil)
      value
    end.value
  end

  def initialize
    @loop = Fiber.current
    @ready = Thread::Queue.new
    @waiting = {}
    @sleeping = {}
    @blocked = 0
    @awake, @wake = IO.pipe
  end

  # Called by Ruby.

  def fiber(&block)
    Fiber.new(blocking: false, &block).tap { |fiber| @ready << fiber }
  end

  def io_wait(io, events, timeout)
    fiber = Fiber.current
    @waiting[fiber] = [io, events]
    sleep_until(timeout)
    @waiting.delete(fiber)
    io.wait(events, 0)
  end

  def kernel_sleep(duration = nil)
    block(:sleep, duration)
  end

  def block(_blocker, timeout = nil)
    @blocked += 1
    sleep_until(timeout)
  ensure
    @blocked -= 1
  end

  # From any thread.
  def unblock(_blocker, fiber)
    @ready << fiber
    @wake.write_nonblock(".", exception: false)
  end

  def close
    run
  ensure
    [@awake, @wake].each(&:close)
  end

  private

  def run
    until @ready.empty? && @waiting.empty? && @sleeping.empty? && @blocked.zero?
      select
      @sleeping.select { |_, at| at <= now }.each_key { |fiber| @ready << fiber }
      @ready.size.times do
        fiber = @ready.pop
        @sleeping.delete(fiber)
        fiber.transfer if fiber.alive?
      end
    end
  end

  def select
    timeout = @ready.empty? ? @sleeping.values.min&.then { |at| [at - now, 0].max } : 0
    readers, writers = [IO::READABLE, IO::WRITABLE].map do |wanted|
      @waiting.values.filter_map { |io, events| io if events.anybits?(wanted) }
    end
    found = IO.select([@awake, *readers], writers, [], timeout) or return
    @awake.read_nonblock(1000, exception: false) if found[0].include?(@awake)
    @waiting.each { |fiber, (io, _)| @ready << fiber if found.flatten.include?(io) }
  end

  def sleep_until(timeout)
    @sleeping[Fiber.current] = now + timeout if timeout
    @loop.transfer
  ensure
    @sleeping.delete(Fiber.current)
  end

  def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
end
