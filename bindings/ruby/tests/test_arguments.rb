# frozen_string_literal: true

require "support"
require "pathname"

# What is given to the agent and to the library.
class ArgumentsTest < CaseTest
  def said(prompt, **options)
    Dir.mkdir("#{@folder}/record")
    env = environment(HOSTILE_RECORD: "#{@folder}/record")
    codex = client(codex_path_override: Counterparts.program("hostile-codex"), env:)
    codex.start_thread(**thread_options).run(prompt, **options)
    invocation = JSON.parse(File.read("#{@folder}/record/invocation-1.json"))
    { **invocation, "stdin" => File.read("#{@folder}/record/stdin-1") }
  end

  def refused(&)
    assert_raises(CodexSDK::InvalidArgumentError, &)
  end

  PROMPTS = {
    utf8: ["Grüße 😀", "Grüße 😀"],
    latin1: ["Grüße".encode("ISO-8859-1"), "Grüße"],
    utf16: ["Grüße".encode("UTF-16LE"), "Grüße"],
    # What Ruby reads in the C locale, or in binary.
    ascii: ["Grüße".dup.force_encoding("US-ASCII"), "Grüße"],
    binary: ["Grüße".b, "Grüße"]
  }.freeze

  PROMPTS.each do |name, (prompt, expected)|
    define_method(:"test_prompt_in_#{name}") { assert_equal expected, said(prompt)["stdin"] }
    define_method(:"test_text_in_#{name}") { assert_equal expected, said([prompt])["stdin"] }
  end

  BAD_PROMPTS = {
    "\xff".b => /\Athe prompt is not valid UTF-8 after 0 characters\z/,
    "ü\xff" => /\Athe prompt is not valid UTF-8 after 1 character\z/,
    "a\0b" => /\Athe prompt must not contain a NUL character, but has one at index 1\z/,
    "a\0b".encode("UTF-16LE") => /\Athe prompt must not contain a NUL character/,
    ["a", "\xff"] => /\Ainput\[1\].text is not valid UTF-8/,
    5 => /\Athe prompt must be a string, or an array such as .* not Integer\z/,
    [5] => /\Ainput\[0\] must be a text, a Pathname, a CodexSDK::Image or a hash, not Integer\z/,
    "" => /empty/,
    nil => /\Athe prompt is missing; it must be a string, or an array such as /
  }.freeze

  BAD_PROMPTS.each do |prompt, complaint|
    define_method(:"test_bad_prompt_#{prompt.inspect}_#{complaint.source[-10..]}") do
      error = refused { hostile(*ORDINARY).run(prompt) }

      assert_match complaint, error.message
      assert_match(/\Ainput(?:\z|\[)/, error.option)
    end
  end

  OPTIONS = {
    { model: "\xff" } => [/\Amodel is not valid UTF-8/, "model"],
    { model: Object } => [/\Amodel cannot be represented as JSON: a Class\z/, "model"],
    { model: 1.. } => [/\Amodel cannot be represented as JSON: a Range\z/, "model"],
    { model: 5 } => [/model/, "model"],
    { modle: "x" } => [/unknown thread option `modle`; did you mean `model`\?/, "modle"],
    { additional_directories: ["/", 0.0 / 0] } =>
      [/\Aadditional_directories\[1\] cannot be represented as JSON: NaN\z/, "additional_directories[1]"],
    { additional_directories: [].tap { |list| list << list } } => [/is nested too deeply, or contains itself/, nil]
  }.freeze

  OPTIONS.each do |options, (complaint, option)|
    define_method(:"test_bad_option_#{options.keys.first}_#{complaint.source}") do
      error = refused { hostile_client(*ORDINARY).start_thread(**options) }

      assert_match complaint, error.message
      assert_equal option, error.option if option
    end
  end

  def test_a_key_that_is_no_string
    error = refused { client(config: { 1 => 2 }) }

    assert_equal "config has a key that is an Integer, not a string", error.message
  end

  SECRETS = {
    text: { api_key: "hidden\xff" },
    encoding: { api_key: "hidden".encode("UTF-16LE") + "\x00\xd8".dup.force_encoding("UTF-16LE") },
    form: { api_key: "hidden\0" },
    variable: { env: { "SECRET" => "hidden\xff" } },
    object: { env: [%w[SECRET hidden]].each_slice(1) },
    number: { api_key: 424_242 },
    key: { config: { ["hidden"] => 1 } }
  }.freeze

  SECRETS.each do |name, options|
    define_method(:"test_a_refusal_does_not_show_a_value_in_a_bad_#{name}") do
      error = refused { client(**hostile_options(*ORDINARY), **options) }

      refute_match(/hidden|424242/, error.full_message(highlight: false) + error.details.inspect)
    end
  end

  Options = Struct.new(:a, :b)

  def test_what_becomes_a_hash_is_an_option
    codex = client(**hostile_options(*ORDINARY), config: Options.new(1, Options.new("x", 2)))

    assert_equal "ok", codex.start_thread(**thread_options).run("hi").final_response
  end

  def test_env_is_an_option
    told = hostile_options(*ORDINARY)
    before = ENV.to_h
    told[:env].each { |key, value| ENV[key.name] = value }
    codex = client(**told, env: ENV)
    ENV.replace(before)

    assert_equal "ok", codex.start_thread(**thread_options).run("hi").final_response
  ensure
    ENV.replace(before)
  end

  def test_paths_symbols_sets_and_nil_are_options
    codex = hostile_client(*ORDINARY)
    thread = codex.start_thread(working_directory: Pathname(work), sandbox_mode: :"read-only", model: nil,
                                additional_directories: Set[Pathname(@folder)], skip_git_repo_check: true)

    assert_equal "ok", thread.run("hi").final_response
  end

  PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC".unpack1("m")

  def test_images
    File.binwrite("#{work}/a.png", PIXEL)
    images = [Pathname("#{work}/a.png"), CodexSDK::Image.file("#{work}/a.png"), File.open("#{work}/a.png"),
              { type: "local_image", path: "#{work}/a.png" }]
    told = said(["What?", *images, "And?"])
    images.grep(File).each(&:close)

    assert_equal "What?\n\nAnd?", told["stdin"]
    assert_equal 4, told["argv"].count("#{work}/a.png")
  end

  def test_an_image_shows_what_it_is
    assert_equal '#<CodexSDK::Image "a.png">', CodexSDK::Image.file("a.png").inspect
    assert_match(/\A#<CodexSDK::Image \d+ bytes>\z/, CodexSDK::Image.data("abcdef").inspect)
  end

  def test_what_is_no_image
    assert_equal "path must be a string or a Pathname, not NilClass", refused { CodexSDK::Image.file(nil) }.message
    assert_equal "bytes must be a string, not NilClass", refused { CodexSDK::Image.data(nil) }.message
    ["", "hello"].each do |bytes|
      error = refused { hostile(*ORDINARY).run(["What?", CodexSDK::Image.data(bytes)]) }

      assert_match(/ not an image /, error.message)
      assert_equal "input[1]", error.option
    end
  end

  def test_what_is_no_line
    assert_equal "line must be a string, not NilClass", refused { CodexSDK::Event.parse(nil) }.message
  end

  def test_a_block_is_for_open
    assert_match(/Codex\.open/, refused { CodexSDK::Codex.new(**hostile_options(*ORDINARY)) { flunk } }.message)
  end

  # 0 turns a time-out off, as does leaving it out.
  def test_a_turn_without_time_outs
    slow = [*STARTED, { sleep_ms: 20 }, { error: "Reconnecting... 1/5" }, { sleep_ms: 20 }, *ORDINARY[2..]]
    thread = hostile(*slow)
    off = { timeout_ms: 0, idle_timeout_ms: 0, offline_timeout_ms: 0 }

    assert_equal "ok", thread.run("hi", **off).final_response
    off.each_key do |name|
      assert_raises(CodexSDK::TurnTimeoutError, CodexSDK::TurnFailedError) { thread.run("hi", **off, name => 1) }
    end
  end

  def test_how_long_to_wait
    turn = hostile(*ORDINARY).run_streamed("hi")
    ["1", -1, 0.0 / 0, 1i].each do |timeout_ms|
      [-> { turn.next_event(timeout_ms:) }, -> { turn.result(timeout_ms:) }].each do |wait|
        assert_match(/\Atimeout_ms must be a number of milliseconds, 0 or more, not /, refused(&wait).message)
      end
    end

    assert_equal "ok", turn.result(timeout_ms: Float::INFINITY).final_response
  end

  def test_objects_show_nothing_secret
    codex = client(**hostile_options(*ORDINARY), api_key: "secret")
    thread = codex.start_thread(**thread_options)
    turn = thread.run_streamed("hi")
    turn.to_a

    assert_equal ["#<CodexSDK::Codex open>", '#<CodexSDK::Thread id="thread-1">', "#<CodexSDK::StreamedTurn ended>"],
                 [codex, thread, turn].map(&:inspect)
  end

  def test_ids_of_threads
    codex = hostile_client(*ORDINARY)

    assert_match(/\Athread_id must be a string, not NilClass/, refused { codex.resume_thread(nil) }.message)
    assert_match(/NUL/, refused { codex.resume_thread("a\0") }.message)
    refused { codex.resume_thread("") }
    assert_nil codex.start_thread.id
  end
end
