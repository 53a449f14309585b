# frozen_string_literal: true

require "support"

# The gem and its documentation have what schema/sdk.json lists, no more and no less.
class VocabularyTest < Minitest::Test
  SCHEMA = JSON.parse(File.read("#{ROOT}/schema/sdk.json", encoding: "UTF-8"))

  def read(file) = File.read("#{File.expand_path("..", __dir__)}/#{file}", encoding: "UTF-8")

  # The first cells of the rows between two marks of the README, by the head of their table.
  def listed(name)
    section = read("README.md")[/<!-- begin #{name} -->\n(.*)<!-- end #{name} -->/m, 1]
    section.split("\n\n").to_h do |table|
      head, _, *rows = table.lines
      [head[/\| (\S+)/, 1], rows.map { |row| row[/`([^`]+)`/, 1] }]
    end
  end

  def names(list) = list.map { |one| one.fetch("name") }

  def options(owner) = names(SCHEMA.dig("options", owner)) - ["input"]

  def test_the_readme_lists_every_option
    own = { "thread" => ["on_approval"] }

    assert_equal(%w[client thread turn].to_h { |owner| [owner, options(owner) + own.fetch(owner, [])] },
                 listed("options"))
  end

  { "client" => "codex.rb", "thread" => "codex.rb", "turn" => "thread.rb" }.each do |owner, file|
    define_method(:"test_every_#{owner}_option_is_documented_and_has_a_signature") do
      tags = read("lib/codex_sdk/#{file}").scan(/@option options \[.+?\] :(\w+) /).flatten
      signatures = read("sig/options.rbs").scan(/\?(\w+): /).flatten

      assert_empty options(owner) - tags
      assert_empty options(owner) - signatures
    end
  end

  # The library knows each of them, too, and refuses only their values.
  def test_the_library_knows_every_option
    codex = CodexSDK::Codex.new(codex_path_override: "/bin/true")
    thread = codex.start_thread(working_directory: Dir.tmpdir)
    { "client" => ->(options) { CodexSDK::Codex.new(**options) },
      "thread" => ->(options) { codex.start_thread(**options) },
      "turn" => ->(options) { thread.run("hi", **options) } }.each do |owner, call|
      options(owner).each do |name|
        error = assert_raises(CodexSDK::InvalidArgumentError) { call.call({ name.to_sym => [[]] }) }
        assert_equal name, error.option.to_s[/\w+/], error.message
      end
    end
  ensure
    codex&.close
  end

  def test_there_is_an_error_for_each_status
    codes = names(SCHEMA.fetch("statuses").select { |status| status["number"].negative? }).map(&:downcase)
    classes = CodexSDK::Error::CLASSES

    assert_equal codes + %w[handler invalid_response library wait_timeout], codes + (classes.keys - codes).sort
    assert_empty codes - classes.keys
    assert_equal classes.values_at(*codes, *(classes.keys - codes).sort).map { |one| one.name[/\w+\z/] }.sort,
                 listed("errors").fetch("class").sort
  end

  def test_errors_have_every_field
    fields = names(SCHEMA.fetch("error_fields")) - %w[code message retryable]
    fields = fields.map { |name| name == "stderr_truncated" ? "stderr_truncated?" : name }

    assert_equal fields, listed("errors").fetch("method")
    assert_empty(fields.reject { |name| CodexSDK::Error.method_defined?(name) })
  end

  { "items" => CodexSDK::Item, "events" => CodexSDK::Event }.each do |list, base|
    define_method(:"test_there_is_a_class_for_each_of_the_#{list}") do
      kinds = base.constants.map { |name| base.const_get(name) }.grep(Class).select { |one| one < base && one.type }

      assert_equal SCHEMA.fetch(list).map { |one| one.fetch("type") }.sort, kinds.map(&:type).sort
      assert_equal kinds.map { |one| one.name.delete_prefix("CodexSDK::") }.sort + ["#{base.name[/\w+\z/]}::Unknown"],
                   listed(list).values.first.sort.partition { |name| !name.end_with?("::Unknown") }.flatten
    end

    SCHEMA.fetch(list).each do |one|
      define_method(:"test_fields_of_#{list}_#{one["type"]}") do
        line = JSON.generate(list == "items" ? { type: "item.completed", item: one.slice("type") } : one.slice("type"))
        event = CodexSDK::Event.parse(line)
        value = list == "items" ? event.item : event
        if one["fields"].any? { |field| field["type"] == "item" }
          # Nothing is known of an event without its item.
          next assert_instance_of(CodexSDK::Event::Unknown, value)
        end

        wanted = ["type", *("id" if list == "items"), *names(one["fields"])].map(&:to_sym)
        assert_equal wanted, value.class.members
        # What absent fields are.
        assert_equal(one["fields"].map { |field| absent(field["type"]) },
                     names(one["fields"]).map { |name| value.to_h.fetch(name.to_sym) })
        assert_equal value.deconstruct_keys(nil), value.deconstruct_keys(wanted), "both ways to match a pattern"
      end
    end
  end

  def absent(type)
    case type
    when "text", /\Aword:/ then ""
    when "integer" then 0
    when "boolean" then false
    when /\Alist:/ then []
    when /\Amap:/ then {}
    when /\Aobject:(.*)/
      object = SCHEMA.fetch("objects").find { |one| one["name"] == Regexp.last_match(1) }
      object["fields"].to_h { |field| [field["name"].to_sym, absent(field["type"])] }
    end
  end
end
