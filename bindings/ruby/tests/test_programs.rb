# frozen_string_literal: true

require "support"

# Programs that end, fork, are interrupted, or do not find the library.
class ProgramsTest < CaseTest
  # A turn that hangs, in a program that goes on with the given lines.
  def hosted(lines, **options)
    told = JSON.generate(hostile_options(*STARTED, { touch: "#{work}/begun" }, { hang: true }))
    ruby("-rcodex_sdk", "-rjson", "-e", <<~RUBY, told, **options)
      codex = CodexSDK::Codex.new(**JSON.parse(ARGV[0], symbolize_names: true))
      thread = codex.start_thread(working_directory: ".", skip_git_repo_check: true)
      turn = thread.run_streamed("hi")
      sleep 0.005 until File.exist?("begun")
      #{lines}
    RUBY
  end

  AT_EXIT = <<~RUBY
    require "timeout"
    at_exit do
      Timeout.timeout(0.1) { codex.start_thread(skip_git_repo_check: true).run("hi") }
    rescue Timeout::Error
      exit 10
    end
  RUBY

  # Its scheduler never comes to resume it.
  IN_A_FIBER = <<~RUBY
    require "scheduler"
    class Forgetting < Scheduler
      def close = nil
    end
    Fiber.set_scheduler(Forgetting.new)
    Fiber.schedule { turn.to_a }
    Fiber.scheduler.step
    $stderr.reopen(File::NULL)
    raise "enough"
  RUBY

  ENDINGS = {
    end: ["puts 1", 0],
    exit: ["exit 3", 3],
    exit_at_once: ["exit! 4", 4],
    error: ["$stderr.reopen(File::NULL); raise 'enough'", 1],
    in_a_stream: ["turn.each { |event| exit 5 if event.type == 'turn.started' }", 5],
    exit_at_exit: ["at_exit { exit 7 }", 7],
    closing_at_exit: ["at_exit { turn.close; exit 8 }", 8],
    leaving_a_stream_at_exit: ["at_exit { turn.each { exit 9 } }", 9],
    running_at_exit: [AT_EXIT, 10],
    error_in_a_fiber: [IN_A_FIBER, 1],
    while_another_thread_reads: ["Thread.new { turn.to_a }; Thread.pass; exit 6", 6],
    abort: ["Process.kill(:KILL, Process.pid); sleep", nil]
  }.freeze

  ENDINGS.each do |name, (lines, status)|
    define_method(:"test_a_program_that_ends_takes_its_turn_along_#{name}") do
      _, complaint, ended = hosted(lines)

      assert_equal ["", status].inspect, [complaint, ended.exitstatus].inspect
      assert_nothing_left
    end
  end

  def test_interrupt_ends_a_turn_that_is_waited_for
    printed, complaint, = hosted(<<~RUBY)
      Thread.new { sleep 0.005 until Thread.main.status == "sleep"; Process.kill(:INT, Process.pid) }
      begin
        turn.each { nil }
      rescue Interrupt
        puts turn.ended?
      end
    RUBY

    assert_equal ["true\n", ""], [printed, complaint]
  end

  def test_a_program_without_descriptors_reads_all_the_same
    told = JSON.generate(hostile_options({ wait_for_file: "#{work}/go" }, *ORDINARY))
    printed, complaint, = ruby("-rcodex_sdk", "-rjson", "-e", <<~RUBY, told)
      codex = CodexSDK::Codex.new(**JSON.parse(ARGV[0], symbolize_names: true))
      turn = codex.start_thread(skip_git_repo_check: true).run_streamed("hi")
      go = File.open("go.new", "w")
      files = []
      begin
        Process.setrlimit(:NOFILE, 100)
        loop { files << File.open("/dev/null") }
      rescue Errno::EMFILE
        # None is left, also not for the turn's.
      end
      begin
        turn.result(timeout_ms: 10)
      rescue CodexSDK::WaitTimeoutError
        puts "not yet"
      end
      File.rename("go.new", "go")
      puts turn.count
    RUBY

    assert_equal ["not yet\n4\n", ""], [printed, complaint]
  end

  def test_a_forked_child_is_told_what_to_do
    printed, complaint, = hosted(<<~RUBY)
      Process.wait(fork do
        [-> { turn.to_a }, -> { turn.result }, -> { turn.close }, -> { thread.run("hi") }, -> { CodexSDK::Codex.new }]
          .each { |call| call.call && puts("done") rescue puts "\#{$!.code}: \#{$!.message}" }
      end)
      turn.cancel
      begin; turn.to_a; rescue CodexSDK::Error; puts "parent: \#{$!.code}"; end
    RUBY

    lines = printed.lines(chomp: true)
    assert_equal "", complaint
    told = lines.grep(/\Aforked: .* In Ruby: close every Codex object/)
    assert_equal [4, "parent: cancelled"], [told.size, lines.last]
  end

  def test_fork_once_the_codex_is_closed
    printed, complaint, = ruby("-rcodex_sdk", "-rjson", "-e", <<~RUBY, JSON.generate(hostile_options(*ORDINARY)))
      ask = lambda do
        CodexSDK::Codex.open(**JSON.parse(ARGV[0], symbolize_names: true)) do |codex|
          thread = codex.start_thread(skip_git_repo_check: true)
          puts "\#{$$ == PARENT ? "parent" : "child"}: \#{thread.run("hi").final_response}"
          $stdout.flush
          thread
        end
      end
      PARENT = $$
      thread = ask.call
      Process.wait(fork do
        ask.call
        begin; thread.run("hi"); rescue CodexSDK::ForkedError; puts "old: forked"; end
      end)
      ask.call
    RUBY

    assert_equal ["parent: ok\nchild: ok\nold: forked\nparent: ok\n", ""], [printed, complaint]
  end

  def test_fork_before_the_first_use
    printed, complaint, = ruby("-rcodex_sdk", "-rjson", "-e", <<~RUBY, JSON.generate(hostile_options(*ORDINARY)))
      Process.wait(fork do
        CodexSDK::Codex.open(**JSON.parse(ARGV[0], symbolize_names: true)) do |codex|
          puts codex.start_thread(skip_git_repo_check: true).run("hi").final_response
        end
      end)
    RUBY

    assert_equal ["ok\n", ""], [printed, complaint]
  end

  def test_events_can_be_passed_to_a_ractor
    printed, complaint, = ruby("-W:no-experimental", "-rcodex_sdk", "-e", <<~RUBY)
      event = CodexSDK::Event.parse('{"type":"turn.completed","usage":{"input_tokens":5}}')
      puts Ractor.new(event) { |given| given.usage.input_tokens }.take
    RUBY

    assert_equal ["5\n", ""], [printed, complaint]
  end

  LIBRARIES = {
    "/no/such.so" => %r{\Acannot load the library that CODEX_SDK_LIBRARY names: .*no/such\.so},
    File.expand_path(__FILE__) => /\Acannot load the library that CODEX_SDK_LIBRARY names: .*test_programs\.rb/,
    "libc.so.6" => /\Alibc\.so\.6 is not libcodex_sdk, or too old for this gem: .*codex_sdk_abi_version/
  }.freeze

  OPEN = "begin; CodexSDK::Codex.new; rescue CodexSDK::LibraryError => e; puts e.message; end"

  LIBRARIES.each do |library, complaint|
    define_method(:"test_library_#{File.basename(library)}") do
      printed, warnings, = ruby("-rcodex_sdk", "-e", OPEN, env: { "CODEX_SDK_LIBRARY" => library })

      assert_match complaint, printed
      assert_equal "", warnings
    end
  end

  def test_library_of_another_version
    change = "CodexSDK::Library.send(:remove_const, :ABI_VERSION); CodexSDK::Library::ABI_VERSION = 7; "
    printed, = ruby("-rcodex_sdk", "-e", change + OPEN)

    assert_match(/\.so has ABI version 1, but this gem needs 7\Z/, printed)
  end

  def test_library_nowhere
    # As it is where the gem has been installed without its library.
    FileUtils.cp_r(LIB, "#{work}/lib")
    printed, = ruby("-r#{work}/lib/codex_sdk", "-e", OPEN, env: { "CODEX_SDK_LIBRARY" => nil })

    places = "#{work}/lib/codex_sdk/libcodex_sdk.so, libcodex_sdk.so.0"
    assert printed.start_with?("libcodex_sdk was not found. Searched: #{places}. "), printed
    assert_match(/`make build`.*CODEX_SDK_LIBRARY/, printed)
  end

  def test_library_of_a_clone
    places = "puts CodexSDK::Library.places"
    printed, = ruby("-rcodex_sdk", "-e", places, env: { "CODEX_SDK_LIBRARY" => "" })

    assert_equal ["#{LIB}/codex_sdk/libcodex_sdk.so", "#{ROOT}/target/release/libcodex_sdk.so", "libcodex_sdk.so.0"],
                 printed.lines(chomp: true)
  end

  def test_the_versions_agree
    assert_equal File.read("#{ROOT}/Cargo.toml")[/^version = "(.*)"/, 1], CodexSDK::VERSION
    assert_equal File.read("#{ROOT}/include/codex_sdk.h")[/CODEX_SDK_ABI_VERSION (\d+)/, 1].to_i,
                 CodexSDK::Library::ABI_VERSION
  end
end
