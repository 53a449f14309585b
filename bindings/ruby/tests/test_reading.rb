# frozen_string_literal: true

require "support"

# The CLI's JSON as objects, whatever the CLI writes.
class ReadingTest < Minitest::Test
  Event = CodexSDK::Event
  Item = CodexSDK::Item

  # Kind of item: its JSON, its class, and what its fields are.
  ITEMS = {
    "agent_message" => [
      { "text" => "hi", "phase" => "final_answer" }, Item::AgentMessage, { text: "hi", phase: "final_answer" }
    ],
    "reasoning" => [{ "text" => "hm" }, Item::Reasoning, { text: "hm" }],
    "command_execution" => [
      { "command" => "ls", "aggregated_output" => "a\n", "exit_code" => 2, "status" => "failed" },
      Item::CommandExecution, { command: "ls", aggregated_output: "a\n", exit_code: 2, status: "failed" }
    ],
    "file_change" => [
      { "changes" => [{ "path" => "/a", "kind" => "add" }], "status" => "completed" },
      Item::FileChange, { changes: [Item::FileUpdate.new({ "path" => "/a", "kind" => "add" })], status: "completed" }
    ],
    "mcp_tool_call" => [
      { "server" => "s", "tool" => "t", "arguments" => [1], "error" => { "message" => "no" }, "status" => "failed",
        "result" => { "content" => [{}], "structured_content" => 1 } },
      Item::McpToolCall,
      { server: "s", tool: "t", arguments: [1],
        result: Item::McpResult.new({ "content" => [{}], "structured_content" => 1 }),
        error: Item::McpError.new({ "message" => "no" }), status: "failed" }
    ],
    "collab_tool_call" => [
      { "tool" => "wait", "sender_thread_id" => "a", "receiver_thread_ids" => ["b"], "prompt" => "p",
        "agents_states" => { "b" => { "status" => "running", "message" => nil } }, "status" => "in_progress" },
      Item::CollabToolCall,
      { tool: "wait", sender_thread_id: "a", receiver_thread_ids: ["b"], prompt: "p",
        agents_states: { "b" => Item::CollabAgentState.new({ "status" => "running", "message" => nil }) },
        status: "in_progress" }
    ],
    "web_search" => [
      { "query" => "q", "action" => { "type" => "search" }, "results" => [1] },
      Item::WebSearch, { query: "q", action: { "type" => "search" }, results: [1] }
    ],
    "todo_list" => [
      { "items" => [{ "text" => "one", "completed" => true }] },
      Item::TodoList, { items: [Item::Todo.new({ "text" => "one", "completed" => true })] }
    ],
    "error" => [{ "message" => "careful" }, Item::Error, { message: "careful" }]
  }.freeze

  # Of a field that is missing: nothing is an error.
  DEFAULTS = {
    "agent_message" => { id: "", text: "", phase: "" },
    "reasoning" => { id: "", text: "" },
    "command_execution" => { id: "", command: "", aggregated_output: "", exit_code: nil, status: "" },
    "file_change" => { id: "", changes: [], status: "" },
    "mcp_tool_call" => { id: "", server: "", tool: "", arguments: nil, result: nil, error: nil, status: "" },
    "collab_tool_call" => { id: "", tool: "", sender_thread_id: "", receiver_thread_ids: [], prompt: nil,
                            agents_states: {}, status: "" },
    "web_search" => { id: "", query: "", action: nil, results: nil },
    "todo_list" => { id: "", items: [] },
    "error" => { id: "", message: "" }
  }.freeze

  # Whatever can be read of it is frozen, and then it can be shared.
  def assert_deeply_frozen(value)
    assert_predicate value, :frozen?
    assert Ractor.shareable?(value.deconstruct_keys(nil).freeze), "its fields"
    assert Ractor.shareable?(value.raw), "its JSON"
    assert Ractor.shareable?(value)
  end

  def item_line(item) = JSON.generate({ type: "item.completed", item: })

  ITEMS.each do |type, (json, kind, fields)|
    define_method(:"test_item_#{type}") do
      event = Event.parse(item_line({ id: "item_0", type:, **json }))

      assert_instance_of Event::ItemCompleted, event
      assert_instance_of kind, event.item
      assert_equal({ type:, id: "item_0", **fields }, event.item.deconstruct_keys(nil))
      assert_equal({ "id" => "item_0", "type" => type, **json }, event.item.raw)
      assert_deeply_frozen event
    end

    define_method(:"test_item_#{type}_with_nothing_in_it") do
      [{ type: }, { type:, id: nil, **json.transform_values { nil } }].each do |item|
        read = Event.parse(item_line(item)).item

        assert_equal({ type:, **DEFAULTS.fetch(type) }, read.to_h)
        assert_equal JSON.parse(JSON.generate(item)), read.raw
      end
    end
  end

  EVENTS = {
    '{"type":"thread.started","thread_id":"a"}' => [Event::ThreadStarted, { thread_id: "a" }],
    '{"type":"thread.started","thread_id":1}' => [Event::ThreadStarted, { thread_id: "1" }],
    '{"type":"turn.started"}' => [Event::TurnStarted, {}],
    '{"type":"item.delta","item_id":"i","kind":"reasoning_summary","text":"a","summary_index":1}' =>
      [Event::ItemDelta, { item_id: "i", kind: "reasoning_summary", text: "a", summary_index: 1 }],
    '{"type":"item.delta"}' => [Event::ItemDelta, { item_id: "", kind: "", text: "", summary_index: nil }],
    '{"type":"item.dropped","item_id":"i"}' => [Event::ItemDropped, { item_id: "i" }],
    '{"type":"turn.usage","usage":{"input_tokens":5},"last":{"input_tokens":2},"context_window":9}' =>
      [Event::TurnUsage, { usage: CodexSDK::Usage.new({ "input_tokens" => 5 }),
                           last: CodexSDK::Usage.new({ "input_tokens" => 2 }), context_window: 9 }],
    '{"type":"turn.usage"}' => [Event::TurnUsage, { usage: nil, last: nil, context_window: nil }],
    '{"type":"turn.diff","diff":"+a"}' => [Event::TurnDiff, { diff: "+a" }],
    '{"type":"turn.steered"}' => [Event::TurnSteered, {}],
    '{"type":"approval.requested","request_id":"r","kind":"command","command":"ls","decisions":["accept"]}' =>
      [Event::ApprovalRequested, { request_id: "r", kind: "command", item_id: nil, command: "ls", changes: [],
                                   decisions: ["accept"], expires_in_ms: nil }],
    '{"type":"approval.requested","kind":"file_change","changes":[{"path":"/a","kind":"add"}],"expires_in_ms":9}' =>
      [Event::ApprovalRequested, { changes: [Item::FileUpdate.new({ "path" => "/a", "kind" => "add" })],
                                   expires_in_ms: 9 }],
    '{"type":"approval.resolved","request_id":"r","by":"host"}' =>
      [Event::ApprovalResolved, { request_id: "r", by: "host" }],
    '{"type":"tool.requested","request_id":"r","tool":"add","arguments":{"a":1}}' =>
      [Event::ToolRequested, { request_id: "r", item_id: nil, tool: "add", namespace: nil, arguments: { "a" => 1 } }],
    '{"type":"notification","method":"m","params":{"a":1}}' =>
      [Event::Notification, { method: "m", params: { "a" => 1 } }],
    '{"type":"turn.completed"}' => [Event::TurnCompleted, { usage: nil }],
    '{"type":"turn.failed","error":{"message":"no"}}' =>
      [Event::TurnFailed, { error: Event::Failure.new({ "message" => "no" }) }],
    '{"type":"turn.failed","error":"no"}' => [Event::TurnFailed, { error: Event::Failure.new({ "message" => "no" }) }],
    '{"type":"error","message":"again"}' => [Event::Error, { message: "again" }],
    '{"type":"item.started","item":5}' => [Event::Unknown, {}],
    '{"type":"item.updated"}' => [Event::Unknown, {}],
    '{"type":"thread.teleported","to":1}' => [Event::Unknown, {}],
    '{"type":7}' => [Event::Unknown, { type: "" }],
    '{"no":"type"}' => [Event::Unknown, { type: "" }],
    '{"type":"error","message":"\\ud800x\\udc00"}' => [Event::Error, { message: "\ufffdx\ufffd" }],
    '{"type":"error","message":"\\\\ud800 \\ud83d\\ude00\\uD800"}' =>
      [Event::Error, { message: "\\ud800 \u{1f600}\ufffd" }],
    "[" * 1001 => [Event::Unknown, { type: "" }],
    "junk" => [Event::Unknown, { type: "" }],
    "5" => [Event::Unknown, { type: "" }]
  }.freeze

  EVENTS.each do |line, (kind, fields)|
    define_method(:"test_event_#{line[0, 60]}") do
      event = Event.parse(line)

      assert_instance_of kind, event
      assert_equal fields, event.deconstruct_keys(nil).slice(*fields.keys)
      assert_equal line, event.line
      assert_deeply_frozen event
    end
  end

  def test_usage
    usage = { "input_tokens" => 5, "cached_input_tokens" => "?", "output_tokens" => 2, "future_tokens" => 1 }
    event = Event.parse(JSON.generate({ type: "turn.completed", usage: }))

    assert_equal [5, 0, 2], [event.usage.input_tokens, event.usage.cached_input_tokens, event.usage.output_tokens]
    assert_equal 1, event.usage.raw["future_tokens"]
  end

  def test_of_two_equal_keys_the_last_one_counts
    event = Event.parse('{"type":"item.completed","item":{"id":"a","type":"web_search","id":"b"}}')

    assert_equal "b", event.item.id
  end

  def test_unknown_kinds_keep_all
    item = Event.parse(item_line({ id: "item_1", type: "hologram", parts: [1] })).item

    assert_equal ["hologram", "item_1", [1]], [item.type, item.id, item.raw["parts"]]
    assert_match(/hologram/, item.inspect)
  end

  def test_pattern_matching_by_keys
    event = Event.parse(item_line({ id: "i", type: "command_execution", exit_code: 0, new: 1 }))

    assert((event in { type: "item.completed", item: { type: "command_execution", exit_code: 0, new: 1 } }))
    refute((event in { item: { exit_code: 1 } }))
    refute((event in { item: { newer: _ } }))
  end

  def test_pattern_matching_by_classes
    event = Event.parse(item_line({ id: "i", type: "agent_message", text: "hi" }))
    found = case event
            in Event::TurnCompleted(usage:) then usage
            in Event::ItemCompleted(item: Item::AgentMessage(text:)) then text
            end

    assert_equal "hi", found
  end

  def test_equality
    one, same, other = %w[a a b].map { |text| Event.parse(item_line({ type: "agent_message", text: })) }

    assert_equal one, same
    assert_equal one.hash, same.hash
    refute_equal one, other
    assert_equal 2, [one, same, other].uniq.size
  end

  def test_hashes_all_the_way_down
    changes = [{ path: "/a", kind: "add" }]
    event = Event.parse(item_line({ type: "file_change", changes:, new: 1 }))
    agents = Event.parse(item_line({ type: "collab_tool_call", agents_states: { b: { status: "running" } } }))
    result = CodexSDK::TurnResult.new({ "items" => [event.item.raw], "usage" => { "input_tokens" => 5 } })

    assert_equal({ type: "item.completed", item: { type: "file_change", id: "", changes:, status: "" } },
                 event.to_h)
    assert_equal({ "b" => { status: "running", message: nil } }, agents.item.to_h[:agents_states])
    assert_equal [event.item.to_h], result.to_h[:items]
    assert_equal 5, result.to_h.dig(:usage, :input_tokens)
  end

  def test_json_is_the_raw_json
    event = Event.parse(item_line({ type: "agent_message", text: "hi", new: 1 }))
    result = CodexSDK::TurnResult.new({ "items" => [event.item.raw], "final_response" => "hi" })

    assert_equal event.raw, JSON.parse(event.to_json)
    assert_equal [event.raw, result.raw], JSON.parse(JSON.generate([event, result]))
    assert_match(/\n  "type": "item.completed"/, JSON.pretty_generate(event))
    assert_equal result.raw, result.as_json(only: nil)
  end

  def test_copies_are_frozen_and_the_same
    event = Event.parse(item_line({ type: "agent_message", text: "hi" }))

    [event.dup, event.clone, event.item.dup].each { |copy| assert_predicate copy, :frozen? }
    assert_equal [event, event.line], [event.dup, event.dup.line]
  end

  def test_inspect
    event = Event.parse(item_line({ id: "i", type: "agent_message", text: "hi" }))

    assert_equal '#<CodexSDK::Event::ItemCompleted item=#<CodexSDK::Item::AgentMessage id="i", text="hi", phase="">>',
                 event.inspect
  end

  def test_errors_have_what_the_library_said
    error = CodexSDK::Error.from("cli_failed", { "message" => "m", "exit_code" => 3, "new" => 1 })

    assert_instance_of CodexSDK::CliFailedError, error
    assert_equal ["m", "cli_failed", 3, nil, 1],
                 [error.message, error.code, error.exit_code, error.signal, error.details["new"]]
    assert((error in { code: "cli_failed", exit_code: 3, new: 1, retryable: false }))
  end

  def test_an_error_of_a_code_that_is_new
    error = CodexSDK::Error.from("out_of_luck", {})

    assert_instance_of CodexSDK::Error, error
    assert_equal "out_of_luck", error.code
  end
end
