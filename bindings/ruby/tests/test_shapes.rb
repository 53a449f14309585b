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

  ODD.each_with_index do |(json, fields), index|
    define_method(:"test_of_another_shape_#{index}_#{json[:type]}") do
      item = CodexSDK::Item.from(JSON.parse(JSON.generate(json)))

      assert_equal fields, item.to_h.slice(*fields.keys)
      assert_equal JSON.parse(JSON.generate(json)), item.raw
      assert Ractor.shareable?(item.raw)
      assert Ractor.shareable?(Ractor.make_shareable(item))
    end
  end
end
