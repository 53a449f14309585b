# frozen_string_literal: true

require "support"

# Answers that follow a schema.
class RunJsonTest < CaseTest
  SCHEMA = { type: "object", properties: { files: { type: "array", items: { type: "string" } } },
             required: ["files"], additionalProperties: false }.freeze

  Report = Struct.new(:files, keyword_init: true) do
    def self.json_schema = SCHEMA
  end

  # Refuses what it does not like.
  class Picky
    def self.json_schema = SCHEMA

    def initialize(files:)
      raise ArgumentError, "no files" if files.empty?
    end
  end

  def answered(text, schema) = real({ message: text }).run_json("Which files?", schema)

  def test_a_schema_gives_data
    assert_equal({ files: ["a"] }, answered('{"files": ["a"]}', SCHEMA))
  end

  def test_a_class_gives_an_object
    assert_equal Report.new(files: ["a"]), answered('{"files": ["a"]}', Report)
  end

  MISMATCHES = {
    ["Sorry.", SCHEMA] => /\Athe agent's answer does not match: it is not JSON: /,
    ["", SCHEMA] => /does not match: it is empty\z/,
    ['{"files": [], "folders": []}', Report] => /RunJsonTest::Report\.new refuses it: .*folders/,
    ['{"files": []}', Picky] => /RunJsonTest::Picky\.new refuses it: no files\z/,
    ['{"files": ["a", 1]}', SCHEMA] => /does not match: files\[1\] is not a string\z/,
    ["{}", Report] => /does not match: files is missing\z/,
    ["[1]", Picky] => /does not match: it is not an object\z/
  }.freeze

  MISMATCHES.each do |(text, schema), complaint|
    define_method(:"test_mismatch_#{text}_#{complaint.source[0, 40]}") do
      thread = real({ message: text }, { message: '{"files": ["b"]}' })
      error = assert_raises(CodexSDK::InvalidResponseError) { thread.run_json("Which files?", schema) }

      assert_match complaint, error.message
      assert_equal [text, thread.id], [error.response, error.thread_id]
      assert_equal({ files: ["b"] }, thread.run_json("And now?", SCHEMA))
    end
  end

  # A schema, what follows it, and what does not, with the complaint.
  SCHEMAS = [
    [{ "type" => "integer" }, [1, 1.0, -2e3], { 1.5 => "it is not an integer", "1" => "it is not an integer" }],
    [{ "type" => "integer" }, [], { Float::INFINITY => "it is not an integer" }],
    [{ "type" => "number" }, [1, 1.5], { nil => "it is not a number" }],
    [{ "type" => "boolean" }, [true, false], { nil => "it is not a boolean", 0 => "it is not a boolean" }],
    [{ "type" => %w[string null] }, ["a", nil], { false => "it is not a string or null" }],
    [{ "enum" => ["s", 1, nil] }, ["s", 1, nil], { "m" => 'it is not one of "s", 1, null' }],
    [{ "required" => %w[a b] }, [{ "a" => nil, "b" => 1, "c" => 2 }, []], { { "a" => 1 } => "b is missing" }],
    [{ "properties" => { "a" => { "items" => { "required" => ["b"] } } } }, [{}, { "a" => [{ "b" => 1 }] }, 5],
     { { "a" => [{ "b" => 1 }, {}] } => "a[1].b is missing" }],
    [{ "items" => { "properties" => { "a" => { "type" => "null" } } } }, [[], [{ "a" => nil }]],
     { [{ "a" => 1 }] => "[0].a is not null" }],
    # Not checked.
    [true, [1], {}], [{ "type" => "date" }, [1], {}], [{ "items" => [{ "type" => "null" }] }, [[1]], {}],
    [{ "properties" => 1, "required" => 1, "enum" => 1 }, [{}], {}],
    [{ "anyOf" => [{ "type" => "null" }], "additionalProperties" => false }, [{ "a" => 1 }], {}]
  ].freeze

  SCHEMAS.each do |schema, fits, mismatches|
    define_method(:"test_schema_#{schema}_#{mismatches}") do
      fits.each { |value| assert_nil CodexSDK::Schema.mismatch(schema, value) }
      mismatches.each { |value, complaint| assert_equal complaint, CodexSDK::Schema.mismatch(schema, value) }
    end
  end

  # Raises what the test says.
  Raising = Struct.new(:error) do
    def json_schema = SCHEMA
    def new(files:) = raise(error, "with #{files.size} files")
  end

  def test_what_the_class_raises_is_the_cause_or_comes_as_it_is
    [ArgumentError, KeyError, TypeError].each do |raised|
      error = assert_raises(CodexSDK::InvalidResponseError) { answered('{"files": ["a"]}', Raising.new(raised)) }

      assert_instance_of raised, error.cause
      assert_match(/with 1 files/, error.message)
    end
    assert_raises(NoMethodError) { answered('{"files": ["a"]}', Raising.new(NoMethodError)) }
  end

  # Ruby's own parser reads no more than 100 levels.
  def test_a_schema_as_deep_as_the_options_may_be
    deep = (1..98).inject({}) { |inner, _| { "anyOf" => inner } }

    assert_equal({ files: ["a"] }, answered('{"files": ["a"]}', { "type" => "object", "x" => deep }))
    error = assert_raises(CodexSDK::InvalidArgumentError) { hostile.run_json("hi", { "x" => { "y" => deep } }) }
    assert_match(/nested too deeply/, error.message)
  end

  def test_what_is_no_schema
    [nil, "string", 5, String].each do |schema|
      error = assert_raises(CodexSDK::InvalidArgumentError) { hostile(*ORDINARY).run_json("hi", schema) }
      assert_equal "output_schema", error.option
    end
    assert_raises(CodexSDK::InvalidArgumentError) { hostile(*ORDINARY).run_json("hi", SCHEMA, output_schema: SCHEMA) }
  end
end
