# frozen_string_literal: true

# What the tests share: clients and threads with counterparts that are real programs, never a mock of our own code:
# hostile-codex, which plays what a test says, and the pinned CLI in front of the local model server.

require "fileutils"
require "json"
require "net/http"
require "open3"
require "rbconfig"
require "tmpdir"

begin
  require "ffi"
  require "minitest/autorun"
rescue LoadError => e
  abort "the tests need two gems (#{e.message}): gem install ffi minitest"
end

ROOT = File.expand_path("../../..", __dir__)
LIB = File.expand_path("../lib", __dir__)

# What cargo or `make build` has built, or nil.
def built(name)
  %w[debug release].map { |profile| "#{ROOT}/target/#{profile}/#{name}" }.find { |path| File.exist?(path) }
end

unless ENV["CODEX_SDK_TEST_INSTALLED"]
  ENV["CODEX_SDK_LIBRARY"] ||= built("libcodex_sdk.so") || built("libcodex_sdk.dylib") ||
                               abort("there is no libcodex_sdk: run `make build` in #{ROOT}")
end

require "codex_sdk"
require_relative "scheduler"

# In the background of a shell it is ignored, and so it would be in every program that a test starts.
trap("INT", "DEFAULT")

# The programs that the tests talk to.
module Counterparts
  @missing = Hash.new(0)

  class << self
    def program(name)
      folder = ENV.fetch("CODEX_SDK_TEST_BIN", nil)
      found(folder ? "#{folder}/#{name}" : built(name), name, "cargo build --workspace")
    end

    def native_cli
      named = ENV.fetch("CODEX_SDK_TEST_CLI", nil)
      installed = "#{ROOT}/tests/cli/node_modules/@openai/codex-linux-*/vendor/*/bin/codex"
      found(named || Dir[installed].first, "pinned Codex CLI", "make deps")
    end

    # A test whose counterpart is missing is skipped. With the variable CI it fails: there nothing may be left out.
    def found(path, name, remedy)
      return path if path && File.exist?(path)

      complaint = "there is no #{name}: run `#{remedy}` in #{ROOT}"
      raise complaint unless ENV.fetch("CI", "").empty?

      @missing[complaint] += 1
      raise Minitest::Skip, complaint
    end

    def report
      @missing.each { |complaint, count| puts "not run here: #{count} tests of the Ruby gem: #{complaint}" }
    end
  end
end

Minitest.after_run { Counterparts.report }

# One process for all tests, which ends with its stdin.
module ModelServer
  class << self
    # The base URL of a session whose model gives these answers.
    def session(*responses)
      @numbers = (@numbers || 0) + 1
      uri = URI("#{url}/s/ruby-#{@numbers}")
      body = JSON.generate({ responses: })
      answer = Net::HTTP.new(uri.host, uri.port, nil).put(uri.path, body, { "content-type" => "application/json" })
      JSON.parse(answer.body).fetch("base_url")
    end

    private

    def url
      @url ||= begin
        stdin, stdout, waiter = Open3.popen2(Counterparts.program("model-server"))
        Minitest.after_run do
          stdin.close
          waiter.join
        end
        JSON.parse(stdout.gets).fetch("url")
      end
    end
  end
end

# A test with folders of its own. When it is over, nothing that it started may be left.
class CaseTest < Minitest::Test
  MARKER = "CODEX_SDK_TEST_CASE"
  # Seconds; only a defect uses them up.
  PATIENCE = 30

  STARTED = [{ thread_started: "thread-1" }, { turn_started: true }].freeze
  ORDINARY = [*STARTED, { agent_message: "ok" }, { turn_completed: true }].freeze
  # A turn that says something and then nothing more.
  HANGING = [*STARTED, { agent_message: "one" }, { hang: true }].freeze

  def setup
    @folder = Dir.mktmpdir("codex-sdk-ruby-")
    %w[work home codex-home tmp].each { |name| Dir.mkdir("#{@folder}/#{name}") }
  end

  def teardown
    @clients&.each(&:close)
    assert_nothing_left
  ensure
    FileUtils.rm_rf(@folder)
  end

  def work = "#{@folder}/work"

  # What a CLI of this test finds in its environment.
  def environment(**more)
    { PATH: ENV.fetch("PATH"), HOME: "#{@folder}/home", CODEX_HOME: "#{@folder}/codex-home", TMPDIR: "#{@folder}/tmp",
      MARKER.to_sym => @folder, **more }
  end

  def hostile_options(*steps) = hostile_script(steps)

  def hostile_script(steps)
    script = "#{@folder}/script-#{Dir.children(@folder).size}.json"
    File.write(script, JSON.generate(steps))
    { codex_path_override: Counterparts.program("hostile-codex"), env: environment(HOSTILE_SCRIPT: "@#{script}") }
  end

  def thread_options = { working_directory: work, skip_git_repo_check: true }

  # A client that is closed when the test is over: only then does its watchdog end.
  def client(**options)
    CodexSDK::Codex.new(**options).tap { |codex| (@clients ||= []) << codex }
  end

  # An app-server that plays these steps by method.
  def hostile_server(script, **options)
    client(**hostile_script(script), transport: "app_server", **options)
  end

  def hostile_client(*steps) = client(**hostile_options(*steps))

  def hostile(*steps) = hostile_client(*steps).start_thread(**thread_options)

  # A thread of the real CLI whose model gives these answers.
  def real(*responses) = real_client(*responses).start_thread(sandbox_mode: "danger-full-access", **thread_options)

  def real_client(*responses, **options)
    provider = { name: "mock", base_url: ModelServer.session(*responses), env_key: "CODEX_API_KEY",
                 wire_api: "responses", supports_websockets: false, request_max_retries: 0, stream_max_retries: 0 }
    client(
      codex_path_override: Counterparts.native_cli, env: environment(CODEX_API_KEY: "test-key"),
      config: { model_provider: "mock", model_providers: { mock: provider } }, **options
    )
  end

  # Ruby with these arguments, as a program of its own.
  def ruby(*arguments, env: {}, **options)
    env = { MARKER => @folder, **env }
    Open3.capture3(env, RbConfig.ruby, "-W", "-I", LIB, "-I", __dir__, *arguments, chdir: work, **options)
  end

  def assert_nothing_left
    assert(eventually { processes.empty? }, -> { "still running: #{processes}" })
    assert(eventually { Dir.empty?("#{@folder}/tmp") }, -> { "temporary files: #{Dir.children("#{@folder}/tmp")}" })
  end

  # The processes of this test but the own one: with its marker, or its folder on the command line.
  def processes
    Dir.children("/proc").grep(/\A\d+\z/).reject { |pid| pid == Process.pid.to_s }.select do |pid|
      File.binread("/proc/#{pid}/environ").split("\0").include?("#{MARKER}=#{@folder}") ||
        File.binread("/proc/#{pid}/cmdline").include?(@folder)
    rescue SystemCallError
      false
    end
  end

  # A few are the library's own, for programs that are just ending.
  def assert_no_more_descriptors_than(before)
    assert(eventually { descriptors < before + 5 }, -> { "#{before} have become #{descriptors}" })
  end

  def descriptors = Dir.children("/proc/self/fd").size

  # Whether it comes true: for what is promised to happen soon, and is not reported.
  def eventually
    deadline = now + PATIENCE
    until (found = yield)
      return false if now > deadline

      sleep 0.005
    end
    found
  end

  def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)

  # Until the thread waits for something.
  def asleep(thread)
    assert(eventually { thread.status == "sleep" })
  end

  def touch(name) = File.write("#{work}/#{name}", "")
end
