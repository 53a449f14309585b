# frozen_string_literal: true

# The Ruby gem, event by event as typed objects.
#
#     ruby.rb events|latency CLI        one turn
#     ruby.rb turns CLI COUNT           so many, one after the other

require "codex_sdk"
require "json"

Event = CodexSDK::Event
Item = CodexSDK::Item

# What has come so far.
class Seen
  attr_reader :events, :delays_us

  def initialize(wants_delays:)
    @wants_delays = wants_delays
    @events = 0
    @delays_us = []
  end

  def follow(thread)
    thread.run_streamed("go") do |event|
      now = Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond) if @wants_delays
      case event
      in Event::ItemCompleted(item: Item::AgentMessage(text:))
        @events += 1
        @delays_us << ((now - Integer(text)) / 1000.0) if @wants_delays
      else # The turn's start and end.
      end
    end
  end
end

mode, cli, count = ARGV
seen = Seen.new(wants_delays: mode == "latency")
thread = CodexSDK::Codex.new(codex_path_override: cli).start_thread
seen.follow(thread) if mode == "turns"
started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
Integer(count || 1).times { seen.follow(thread) }
seconds = Process.clock_gettime(Process::CLOCK_MONOTONIC) - started
puts JSON.generate({ seconds:, events: seen.events, delays_us: seen.delays_us })
