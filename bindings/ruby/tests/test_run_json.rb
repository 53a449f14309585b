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

  MISFITS = {
    ["Sorry.", SCHEMA] => /\Athe agent's answer does not fit: it is not JSON: /,
    ["", SCHEMA] => /the agent ended its turn without an answer\z/,
    ['{"folders": []}', Report] => /RunJsonTest::Report cannot be made of it: .*folders/,
    ['{"files": []}', Picky] => /RunJsonTest::Picky cannot be made of it: no files\z/,
    ["[1]", Picky] => /RunJsonTest::Picky cannot be made of it: /
  }.freeze

  MISFITS.each do |(text, schema), complaint|
    define_method(:"test_misfit_#{text}_#{complaint.source[0, 40]}") do
      thread = real({ message: text }, { message: '{"files": ["b"]}' })
      error = assert_raises(CodexSDK::InvalidResponseError) { thread.run_json("Which files?", schema) }

      assert_match complaint, error.message
      assert_equal [text, thread.id], [error.response, error.thread_id]
      assert_equal({ files: ["b"] }, thread.run_json("And now?", SCHEMA))
    end
  end

  def test_what_is_no_schema
    [nil, "string", 5, String].each do |schema|
      error = assert_raises(CodexSDK::InvalidArgumentError) { hostile(*ORDINARY).run_json("hi", schema) }
      assert_equal "output_schema", error.option
    end
    assert_raises(CodexSDK::InvalidArgumentError) { hostile(*ORDINARY).run_json("hi", SCHEMA, output_schema: SCHEMA) }
  end
end
