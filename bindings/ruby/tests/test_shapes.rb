# frozen_string_literal: true

require "support"

# Fields of another shape than expected: types in the signatures hold all the same.
class ShapesTest < Minitest::Test
  # An item, and what its fields hold of it.
  ODD = [
    [{ type: "command_execution", command: ["ls", 1], aggregated_output: 7, exit_code: "3", status: { a: nil } },
     { command: '["ls",1]', aggregated_output: "7", exit_code: 3, status: '{"a":null}' }],
    [{ type: "command_execution", exit_code: 2.0 }, { exit_code: 2 }],
    [{ type: "command_execution", exit_code: 1.5 }, { exit_code: nil }],
    [{ type: "command_execution", exit_code: [1] }, { exit_code: nil }],
    [{ type: "file_change", changes: [{ path: "/a", kind: { type: "add" } }, "/b", nil] },
     { changes: [{ path: "/a", kind: '{"type":"add"}' }, { path: "/b", kind: "" },
                 { path: "", kind: "" }] }],
    [{ type: "file_change", changes: { path: "/a", kind: "add" } }, { changes: [{ path: "/a", kind: "add" }] }],
    [{ type: "mcp_tool_call", result: "done", error: { code: 5 } },
     { result: { content: ["done"], structured_content: nil }, error: { message: '{"code":5}' } }],
    [{ type: "collab_tool_call", receiver_thread_ids: "a", agents_states: { a: "running", b: { errored: "m" } } },
     { receiver_thread_ids: ["a"], agents_states: { "a" => { status: "running", message: nil },
                                                    "b" => { status: '{"errored":"m"}', message: nil } } }],
    [{ type: "web_search", action: "search", results: 1 }, { action: "search", results: 1 }],
    [{ type: "todo_list", items: ["a", { text: "b", status: "completed" }, { text: "c", completed: "true" },
                                  { text: "d", completed: false, status: "completed" }] },
     { items: [["a", false], ["b", true], ["c", true], ["d", false]].map { |text, completed| { text:, completed: } } }]
  ].freeze

  # What a number field holds of a JSON value. The conformance case `ours/odd-numbers` has them for all bindings.
  NUMBERS = {
    "1e3" => 1000, "2.0" => 2, "-3" => -3, '"5"' => 5, '"-005"' => -5, "-9223372036854775808" => -(2**63),
    **%w[null true 1.5 1e400 9223372036854775808 1e19 [1] {}].to_h { |json| [json, nil] },
    **["0x10", "1_000", " 5 ", "+5", "5.0", "1e3", "", "5\n", "9" * 30].to_h { |text| [JSON.generate(text), nil] }
  }.freeze

  NUMBERS.each do |json, number|
    define_method(:"test_a_number_#{json}") do
      item = CodexSDK::Item.parse(%({"type":"command_execution","exit_code":#{json}}))
      event = CodexSDK::Event.parse(%({"type":"turn.completed","usage":{"input_tokens":#{json}}}))

      assert_equal [number.inspect, number || 0], [item.exit_code.inspect, event.usage.input_tokens]
    end
  end

  def test_texts_are_json_with_numbers_too_large_for_a_float
    event = CodexSDK::Event.parse('{"type":"error","message":{"n":[1e400,-1e400],"Infinity":"Infinity"}}')

    assert_equal '{"n":[1e999,-1e999],"Infinity":"Infinity"}', event.message
  end

  def test_truth_values_have_predicates
    done, open = CodexSDK::Item.parse('{"type":"todo_list","items":[{"text":"a","completed":true},{}]}').items

    assert_equal [true, false], [done.completed?, open.completed?]
    assert((done in { completed: true }) && (open in { completed: false }))
    assert_includes done.inspect, "completed=true"
    error = CodexSDK::Error.from("cli_failed", { "message" => "no", "stderr_truncated" => true })
    assert_predicate error, :stderr_truncated?
  end

  def test_items_from_json_and_from_what_it_says
    raw = { "type" => "agent_message", "text" => "hi" }

    assert_equal CodexSDK::Item.parse(JSON.generate(raw)), CodexSDK::Item.parse(raw)
    refute_predicate raw, :frozen?
    ["[1]", "{"].each { |odd| assert_raises(CodexSDK::InvalidArgumentError) { CodexSDK::Item.parse(odd) } }
  end

  def test_an_item_of_a_wrong_type_is_no_item
    [nil, 5].each { |odd| assert_raises(CodexSDK::InvalidArgumentError) { CodexSDK::Item.parse(odd) } }
  end

  ODD.each_with_index do |(json, fields), index|
    define_method(:"test_of_another_shape_#{index}_#{json[:type]}") do
      item = CodexSDK::Item.parse(JSON.generate(json))

      assert_equal fields, item.to_h.slice(*fields.keys)
      assert_equal JSON.parse(JSON.generate(json)), item.raw
      assert Ractor.shareable?(item.raw)
      assert Ractor.shareable?(Ractor.make_shareable(item))
    end
  end
end
