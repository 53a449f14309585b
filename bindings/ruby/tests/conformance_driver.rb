# frozen_string_literal: true

# The gem's driver for the conformance cases; `tests/conformance/README.md` says what the lines mean.

require "json"
require_relative "../lib/codex_sdk"
require_relative "scheduler"

# The public objects as JSON, written anew from their fields.
module Typed
  def self.of(value)
    case value
    when CodexSDK::Event::Unknown, CodexSDK::Item::Unknown then value.raw
    when CodexSDK::Value then value.deconstruct_keys(nil).transform_values { |one| of(one) }
    when Array then value.map { |one| of(one) }
    when Hash then value.transform_values { |one| of(one) }
    else value
    end
  end
end

# Runs jobs in a thread of their own, each in a fiber.
class Fibers
  def initialize
    @jobs = Thread::Queue.new
    @thread = Thread.new do
      Scheduler.run do
        while (job = @jobs.pop)
          Fiber.schedule(&job)
        end
      end
    end
  end

  # What the block comes to, for a caller that is a thread.
  def call(&block)
    answer = Thread::Queue.new
    @jobs << lambda do
      answer << [block.call, nil]
    rescue StandardError => e
      answer << [nil, e]
    end
    value, error = answer.pop
    raise error if error

    value
  end

  def finish
    @jobs.close
    @thread.join
  end
end

# A turn, read in one of the ways.
class Reader
  def initialize(fibers, &)
    @fibers = fibers
    @turn = call(&)
  end

  def next_event(timeout_ms) = call { @turn.next_event(timeout_ms:) }
  def result(timeout_ms) = call { @turn.result(timeout_ms:) }
  def respond(...) = @turn.respond(...)
  def steer(...) = @turn.steer(...)
  def id = @turn.id
  def cancel = @turn.cancel
  def close = call { @turn.close }

  private

  def call(&) = @fibers ? @fibers.call(&) : yield
end

# A turn, read by `Enumerator#next`, which wants to be called by the same thread each time.
class EnumeratorReader < Reader
  def initialize(&)
    @jobs = Thread::Queue.new
    super(nil, &)
    @thread = Thread.new { read(@turn.events) }
  end

  def next_event(_timeout_ms)
    answer = Thread::Queue.new
    @jobs << answer
    event, error = answer.pop
    raise error if error

    event
  end

  def close
    super
    @jobs.close
    @thread.join
  end

  private

  def read(events)
    while (answer = @jobs.pop)
      begin
        answer << [events.next, nil]
      rescue StopIteration
        answer << [nil, nil]
      rescue StandardError => e
        answer << [nil, e]
      end
    end
  end
end

class Driver
  SCHEMA = JSON.parse(File.read(File.expand_path("../../../schema/sdk.json", __dir__), encoding: "UTF-8"))
  ERROR_FIELDS = (SCHEMA.fetch("error_fields").map { |field| field.fetch("name").to_sym } - [:retryable]).freeze
  HELLO = { ways: %w[next_event enumerator fibers], typed: true, cannot: {} }.freeze

  def initialize
    @handles = {}
    @speaking = Mutex.new
    # From the beginning: what its scheduler opens is no turn's.
    @fibers = Fibers.new
  end

  def run
    say(HELLO)
    threads = $stdin.each_line.map { |line| Thread.new { serve(JSON.parse(line, symbolize_names: true)) } }
    # Whoever still waits for something is answered now.
    @handles.each_value { |handle| handle.close if handle.is_a?(CodexSDK::Codex) }
    threads.each(&:join)
    @fibers.finish
  end

  private

  def serve(request)
    number = request.fetch(:id)
    say({ id: number, status: "OK", **answer(request) })
  rescue CodexSDK::WaitTimeoutError
    say({ id: number, status: "TIMEOUT" })
  rescue CodexSDK::LibraryError, ScriptError => e
    say({ id: number, problem: e.inspect })
  rescue CodexSDK::Error => e
    say({ id: number, **failure(e) })
  rescue StandardError => e
    say({ id: number, problem: e.full_message(highlight: false) })
  end

  def failure(error)
    fields = ERROR_FIELDS.to_h { |name| [name, error.public_send(error.respond_to?(name) ? name : "#{name}?")] }
                         .reject { |_, value| [nil, []].include?(value) }
    { status: error.code.upcase, error: { **fields, retryable: error.retryable? } }
  end

  def answer(request)
    case request[:do]
    when /client|notification|request/ then of_client(request)
    when "start", "resume", "fork", "thread_id", "free_thread", "run", "start_turn" then of_thread(request)
    else of_turn(request)
    end
  end

  def of_client(request)
    client = request[:client]
    case request[:do]
    when "client" then @handles[client] = CodexSDK::Codex.new(**request.fetch(:options, {}))
    when "client_info" then return { result: Typed.of(@handles[client].info) }
    when "request" then return { result: ask(request) }
    when "notification" then return { event: @handles[client].next_notification(timeout_ms: timeout_ms(request)).line }
    when "free_client" then @handles.delete(client).close
    else raise NotImplementedError, request[:do]
    end
    {}
  end

  def of_thread(request)
    client, thread, id, turn = request.values_at(:client, :thread, :thread_id, :turn)
    options = request.fetch(:options, {})
    case request[:do]
    when "start" then @handles[thread] = @handles[client].start_thread(**options)
    when "resume" then @handles[thread] = @handles[client].resume_thread(id, **options)
    when "fork" then @handles[thread] = @handles[client].fork_thread(id, **options)
    when "thread_id" then return { result: @handles[thread].id }
    when "run" then return { result: run_turn(request).raw }
    when "start_turn" then @handles[turn] = reader(request)
    when "free_thread" then @handles.delete(thread).close
    end
    {}
  end

  def of_turn(request)
    turn = @handles[request[:turn]]
    case request[:do]
    when "next" then return event_or_end(turn.next_event(timeout_ms(request)))
    when "wait" then return { result: turn.result(timeout_ms(request)).raw }
    when "respond" then turn.respond(request[:request_id], request[:response])
    when "steer" then turn.steer(said(request).then { |prompt, more| prompt || more[:input] })
    when "turn_id" then return { result: turn.id }
    when "cancel" then turn.cancel
    when "free_turn" then @handles.delete(request[:turn]).close
    else raise NotImplementedError, request[:do]
    end
    {}
  end

  def ask(request)
    @handles[request[:client]].request(request[:method], request[:params], timeout_ms: timeout_ms(request))
  end

  # The arguments of a turn as the gem takes them.
  def said(request)
    prompt = request.fetch(:prompt, nil)
    options = request.fetch(:options, {})
    return [prompt, options] unless prompt.nil? && options[:input].is_a?(Array)

    [options[:input], options.except(:input)]
  end

  def run_turn(request)
    prompt, options = said(request)
    @handles[request[:thread]].run(prompt, **options)
  end

  def reader(request)
    thread = @handles[request[:thread]]
    prompt, options = said(request)
    start = -> { thread.run_streamed(prompt, **options) }
    case request[:way]
    when "fibers" then Reader.new(@fibers, &start)
    when "enumerator" then EnumeratorReader.new(&start)
    else Reader.new(nil, &start)
    end
  end

  def timeout_ms(request)
    request[:timeout_ms] unless request[:timeout_ms].negative?
  end

  def event_or_end(event)
    event ? { event: event.line, typed: Typed.of(event) } : { status: "END" }
  end

  def say(line)
    @speaking.synchronize do
      $stdout.write("#{JSON.generate(line)}\n")
      $stdout.flush
    end
  end
end

[$stdin, $stdout].each { |stream| stream.set_encoding(Encoding::UTF_8) }
Driver.new.run
