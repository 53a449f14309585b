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
    # Nobody else may know them, and then they would be collected.
    @blocked = {}
    @awake, @wake = IO.pipe
  end

  # Called by Ruby.

  def fiber(&)
    Fiber.new(blocking: false, &).tap { |fiber| @ready << fiber }
  end

  def io_wait(io, events, timeout)
    fiber = Fiber.current
    @waiting[fiber] = [io, events]
    sleep_until(timeout)
    # It is taken out as soon as there is something.
    @waiting.key?(fiber) ? false : events
  ensure
    @waiting.delete(fiber)
  end

  def kernel_sleep(duration = nil)
    block(:sleep, duration)
  end

  def block(_blocker, timeout = nil)
    @blocked[Fiber.current] = true
    sleep_until(timeout)
  ensure
    @blocked.delete(Fiber.current)
  end

  # From any thread.
  def unblock(_blocker, fiber)
    @ready << fiber
    @wake.write_nonblock(".", exception: false)
  end

  def close
    step until @ready.empty? && @waiting.empty? && @sleeping.empty? && @blocked.empty?
  ensure
    [@awake, @wake].each(&:close)
  end

  # Lets every fiber go on for which there is something.
  def step
    select
    @sleeping.select { |_, at| at <= now }.each_key { |fiber| @ready << fiber }
    @ready.size.times do
      fiber = @ready.pop
      @sleeping.delete(fiber)
      fiber.transfer if fiber.alive?
    end
  end

  # The fibers that wait for a descriptor.
  def waiting = @waiting.keys

  private

  def select
    timeout = @ready.empty? ? @sleeping.values.min&.then { |at| [at - now, 0].max } : 0
    readers, writers = [IO::READABLE, IO::WRITABLE].map do |wanted|
      @waiting.values.filter_map { |io, events| io if events.anybits?(wanted) }
    end
    found = IO.select([@awake, *readers], writers, [], timeout) or return
    @awake.read_nonblock(1000, exception: false) if found[0].include?(@awake)
    ready = @waiting.select { |_, (io, _)| found.flatten.include?(io) }.keys
    ready.each do |fiber|
      @waiting.delete(fiber)
      @ready << fiber
    end
  end

  def sleep_until(timeout)
    @sleeping[Fiber.current] = now + timeout if timeout
    @loop.transfer
  ensure
    @sleeping.delete(Fiber.current)
  end

  def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
end
