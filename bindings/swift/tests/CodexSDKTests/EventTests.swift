import Foundation
import Testing

@testable import CodexSDK

private func event(_ line: String) -> ThreadEvent { ThreadEvent(line: line) }

private func item(_ json: String) -> ThreadItem? {
  let event = event(#"{"type":"item.completed","item":\#(json)}"#)
  guard case .itemCompleted(let item) = event.kind else { return nil }
  return item
}

extension OneAtATime {
  @Suite struct Events {}
}

extension OneAtATime.Events {
  @Test(
    arguments: [
      (#"{"type":"thread.started","thread_id":"t"}"#, .threadStarted(threadID: "t")),
      (#"{"type":"turn.started"}"#, .turnStarted),
      (#"{"type":"turn.failed","error":{"message":"no"}}"#, .turnFailed(message: "no")),
      (#"{"type":"error","message":"again"}"#, .error(message: "again")),
      (#"{"type":"turn.completed"}"#, .turnCompleted(usage: nil)),
      (
        #"{"type":"item.delta","item_id":"i","kind":"reasoning_summary","text":"a","summary_index":1}"#,
        .itemDelta(itemID: "i", kind: .reasoningSummary, text: "a", summaryIndex: 1)
      ),
      (#"{"type":"item.delta"}"#, .itemDelta(itemID: "", kind: "", text: "", summaryIndex: nil)),
      (#"{"type":"item.dropped","item_id":"i"}"#, .itemDropped(itemID: "i")),
      (
        #"{"type":"turn.usage","usage":{"input_tokens":5},"last":{"input_tokens":2},"context_window":9}"#,
        .turnUsage(usage: Usage(raw: ["input_tokens": 5]), last: Usage(raw: ["input_tokens": 2]), contextWindow: 9)
      ),
      (#"{"type":"turn.usage"}"#, .turnUsage(usage: nil, last: nil, contextWindow: nil)),
      (#"{"type":"turn.diff","diff":"+a"}"#, .turnDiff(diff: "+a")),
      (#"{"type":"turn.steered"}"#, .turnSteered),
      (
        #"{"type":"approval.resolved","request_id":"r","by":"host"}"#,
        .approvalResolved(requestID: "r", by: .host)
      ),
      (#"{"type":"notification","method":"m","params":{"a":1}}"#, .notification(method: "m", params: ["a": 1])),
      // What is written in another way than it should be is held as far as it can be, or as a whole unknown.
      (#"{"type":"thread.started","thread_id":5}"#, .threadStarted(threadID: "5")),
      (#"{"type":"turn.failed","error":"no"}"#, .turnFailed(message: "no")),
      (#"{"type":"turn.failed","error":{"code":5}}"#, .turnFailed(message: #"{"code":5}"#)),
      (#"{"type":"turn.failed","error":null}"#, .turnFailed(message: "")),
      (#"{"type":"turn.completed","usage":[]}"#, .turnCompleted(usage: nil)),
      (#"{"type":"item.started","item":"x"}"#, .unknown(["type": "item.started", "item": "x"])),
      (#"{"type":"item.started"}"#, .unknown(["type": "item.started"])),
      (#"{"type":"turn.paused","until":1}"#, .unknown(["type": "turn.paused", "until": 1])),
      (#"{"type":7}"#, .unknown(["type": 7])), ("[1]", .unknown([1])), ("{}", .unknown([:])),
    ] as [(String, ThreadEvent.Kind)])
  func areTyped(_ line: String, _ kind: ThreadEvent.Kind) {
    let event = event(line)
    #expect(event.kind == kind)
    #expect(event.line == line)
  }

  @Test func approvalRequests() throws {
    let line = """
      {"type":"approval.requested","request_id":"r","kind":"file_change","item_id":"i","reason":"why","command":"ls",\
      "cwd":"/w","changes":[{"path":"/a","kind":"add"}],"permissions":{"a":1},"questions":[2],"message":"m",\
      "schema":{"b":3},"decisions":["accept"],"expires_in_ms":300000,"params":{"c":4}}
      """
    guard case .approvalRequested(let request) = event(line).kind else { throw WrongKind() }
    #expect((request.requestID, request.kind, request.itemID) == ("r", .fileChange, "i"))
    #expect((request.reason, request.command, request.cwd, request.message) == ("why", "ls", "/w", "m"))
    #expect(request.changes == [.init(path: "/a", kind: .add)])
    #expect((request.permissions, request.questions) == (["a": 1], [2]))
    #expect((request.schema, request.params) == (["b": 3], ["c": 4]))
    #expect((request.decisions, request.expiresInMilliseconds) == (["accept"], 300_000))
    #expect(request.raw == event(line).raw.object)
    #expect(ApprovalRequest(raw: request.raw) == request)
  }

  @Test func toolRequests() throws {
    let line = """
      {"type":"tool.requested","request_id":"r","item_id":"i","tool":"add","namespace":"n","arguments":{"a":1}}
      """
    guard case .toolRequested(let request) = event(line).kind else { throw WrongKind() }
    #expect((request.requestID, request.itemID, request.tool, request.namespace) == ("r", "i", "add", "n"))
    #expect(request.arguments == ["a": 1])
    #expect(ToolRequest(raw: request.raw) == request)
  }

  @Test func usage() throws {
    let line = """
      {"type":"turn.completed","usage":{"input_tokens":5,"cached_input_tokens":4,"cache_write_input_tokens":3,\
      "output_tokens":2,"reasoning_output_tokens":1,"future":0}}
      """
    guard case .turnCompleted(let found) = event(line).kind else { throw WrongKind() }
    let usage = try #require(found)
    #expect((usage.inputTokens, usage.cachedInputTokens, usage.cacheWriteInputTokens) == (5, 4, 3))
    #expect((usage.outputTokens, usage.reasoningOutputTokens, usage.raw["future"]) == (2, 1, 0))
  }

  @Test(
    arguments: [
      ("1000", 1000), ("-5", -5), ("1.0", 1), ("1e3", 1000), ("-2E+2", -200), ("12.5e1", 125), ("100e-2", 1),
      ("0e99", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min), ("\"5\"", 5), ("\"-5\"", -5),
      ("\"05\"", 5), (#""\u0035""#, 5), ("\"9223372036854775807\"", .max),
      // None of them is a whole number that fits.
      ("1.5", nil), ("1e-1", nil), ("9223372036854775808", nil), ("1e19", nil), ("1e400", nil),
      ("1e99999999999", nil), ("99999999999999999999", nil), ("\"0x10\"", nil), ("\"1_000\"", nil), ("\" 5 \"", nil),
      ("\"+5\"", nil), ("\"5.0\"", nil), ("\"1e3\"", nil), ("\"\"", nil), ("\"-\"", nil), ("\"٥\"", nil),
      ("\"12x\"", nil), ("\"9223372036854775808\"", nil), ("\"-9223372036854775809\"", nil), ("true", nil),
      ("null", nil), ("[5]", nil), (#"{"a":5}"#, nil),
    ] as [(String, Int?)])
  func wholeNumbers(_ text: String, _ wanted: Int?) throws {
    guard
      case .turnCompleted(let usage?) = event(
        #"{"type":"turn.completed","usage":{"input_tokens":\#(text),"output_tokens":7}}"#
      ).kind,
      case .commandExecution(let command) = item(#"{"type":"command_execution","exit_code":\#(text)}"#)
    else { throw WrongKind() }
    #expect((usage.inputTokens, usage.outputTokens) == (wanted ?? 0, 7))
    #expect(command.exitCode == wanted)
  }

  @Test(arguments: [#"{"new":1}"#, "{}"]) func usageWithoutAKnownNumberHasZeros(_ usage: String) throws {
    guard case .turnCompleted(let found?) = event(#"{"type":"turn.completed","usage":\#(usage)}"#).kind else {
      throw WrongKind()
    }
    #expect((found.inputTokens, found.outputTokens) == (0, 0))
  }

  @Test(arguments: ["", #","item":5"#, #","item":null"#, #","item":[]"#, #","item":{"type":"error"},"item":5"#])
  func withoutTheirItemAreUnknown(_ item: String) {
    for kind in ["item.started", "item.updated", "item.completed"] {
      let event = event(#"{"type":"\#(kind)"\#(item)}"#)
      guard case .unknown = event.kind else {
        Issue.record("\(event) is \(event.kind)")
        continue
      }
      #expect((event.type, event.item) == (kind, nil))
    }
  }

  @Test func onesNestedDeepAreReadAsOthers() {
    let line =
      #"{"type":"turn.started","x":\#(String(repeating: "[", count: 1000))\#(String(repeating: "]", count: 1000))}"#
    let event = event(line)
    #expect((event.kind, event.type, event.line) == (.turnStarted, "turn.started", line))
  }

  @Test(arguments: [
    #"{"é":"ü","type":"item.completed","item":{"type":"web_search","id":"1","query":"ä\n","id":"2"},"x":1}"#,
    #"{ "item" : { "t\u0079pe" : "agent_message" , "id":"2" , "text":[ 1 ] } , "t\u0079pe" : "item.started" }"#,
    #"{"type":"x","item":5,"type":"item.updated","item":{"type":"y","id":"2","type":"todo_list"}}"#,
  ])
  func whateverTheOrderItemsAreFoundWithTheirJSON(_ line: String) throws {
    let event = event(line)
    let item = try #require(event.item)
    #expect(item.raw == event.raw["item"]?.object)
    #expect((item.id, item.type) == ("2", item.raw["type"]?.string))
    #expect(event.type == event.raw["type"]?.string)
    #expect(item == ThreadItem(raw: item.raw))
    if case .unknown = item { Issue.record("\(item.type) is unknown") }
  }

  @Test func whatJSONCannotRepresentIsNullInItems() {
    let raw: JSONObject = ["type": "error", "message": .number(.nan), "id": "1"]
    #expect((ThreadItem(raw: raw).id, ThreadItem(raw: raw).type) == ("1", "error"))
  }

  @Test func theLineStaysAsItIs() {
    let line = "{ \"type\" : \"turn.started\",\"x\":1.0,\"y\":\"\\u00e9/\\/\" }"
    #expect(event(line).line == line)
  }

  @Test(arguments: [
    #"{"type":"item.completed","item":{"id":"item_1","type":"web_search","id":"ws_1","query":"q","new":[1]}}"#,
    #"{"type":"turn.paused","until":1}"#, #"{"type":"item.updated","item":{"id":"i","type":"dream"}}"#,
  ])
  func areCodable(_ line: String) throws {
    let event = event(line)
    let decoded = try JSONDecoder().decode(ThreadEvent.self, from: JSONEncoder().encode(event))
    #expect(decoded.kind == event.kind)
    #expect(decoded.raw == event.raw)
  }
}

private struct WrongKind: Error {}

extension OneAtATime {
  @Suite struct Items {}
}

extension OneAtATime.Items {
  @Test func words() {
    guard
      case .agentMessage(let message) = item(#"{"id":"1","type":"agent_message","text":"Hi","phase":"final_answer"}"#),
      case .reasoning(let thought) = item(#"{"id":"2","type":"reasoning","text":"Hm"}"#),
      case .error(let notice) = item(#"{"id":"3","type":"error","message":"Oh"}"#)
    else {
      Issue.record("of another kind")
      return
    }
    #expect(
      [message.id, message.text, thought.id, thought.text, notice.id, notice.message] == [
        "1", "Hi", "2", "Hm", "3", "Oh",
      ])
    #expect(message.phase == .finalAnswer)
  }

  @Test func commandExecution() throws {
    let json =
      #"{"id":"1","type":"command_execution","command":"ls","aggregated_output":"a","exit_code":2,"status":"failed"}"#
    guard case .commandExecution(let command) = item(json) else { throw WrongKind() }
    #expect((command.id, command.command, command.aggregatedOutput) == ("1", "ls", "a"))
    #expect((command.exitCode, command.status) == (2, .failed))
  }

  @Test func fileChange() throws {
    let json =
      #"{"id":"1","type":"file_change","changes":[{"path":"/a","kind":"add"},7,{"path":"/b"}],"status":"completed"}"#
    guard case .fileChange(let change) = item(json) else { throw WrongKind() }
    #expect(change.changes.map(\.path) == ["/a", "7", "/b"])
    #expect(change.changes.map(\.kind) == [.add, "", ""])
    #expect((change.id, change.status) == ("1", .completed))
  }

  @Test func mcpToolCall() throws {
    let json = """
      {"id":"1","type":"mcp_tool_call","server":"s","tool":"t","arguments":{"a":1},"status":"in_progress",\
      "result":{"content":[{"type":"text"}],"structured_content":{"b":2}},"error":{"message":"no"}}
      """
    guard case .mcpToolCall(let call) = item(json) else { throw WrongKind() }
    #expect((call.id, call.server, call.tool, call.arguments) == ("1", "s", "t", ["a": 1]))
    #expect((call.result?.content, call.result?.structuredContent) == ([["type": "text"]], ["b": 2]))
    #expect((call.errorMessage, call.status) == ("no", .inProgress))
    guard case .mcpToolCall(let empty) = item(#"{"type":"mcp_tool_call","arguments":null,"result":null,"error":null}"#)
    else { throw WrongKind() }
    #expect((empty.arguments, empty.result, empty.errorMessage) == (nil, nil, nil))
  }

  @Test func collabToolCall() throws {
    let json = """
      {"id":"1","type":"collab_tool_call","tool":"wait","sender_thread_id":"a","receiver_thread_ids":["b",3],\
      "prompt":"do","agents_states":{"b":{"status":"running","message":"m"},"c":3},"status":"completed"}
      """
    guard case .collabToolCall(let call) = item(json) else { throw WrongKind() }
    #expect((call.id, call.tool, call.senderThreadID, call.receiverThreadIDs) == ("1", .wait, "a", ["b", "3"]))
    #expect((call.prompt, call.status) == ("do", .completed))
    #expect(call.agentsStates == ["b": .init(status: .running, message: "m"), "c": .init(status: "3", message: nil)])
  }

  @Test func webSearch() throws {
    let json = #"{"id":"1","type":"web_search","id":"ws","query":"q","action":{"type":"search"},"results":[1]}"#
    guard case .webSearch(let search) = item(json) else { throw WrongKind() }
    #expect((search.id, search.query, search.action, search.results) == ("ws", "q", ["type": "search"], [1]))
  }

  @Test func todoList() throws {
    let json = #"{"id":"1","type":"todo_list","items":[{"text":"a","completed":true},{"text":"b"}]}"#
    guard case .todoList(let list) = item(json) else { throw WrongKind() }
    #expect(list.items.map(\.text) == ["a", "b"])
    #expect(list.items.map(\.isCompleted) == [true, false])
  }

  @Test func ofAnotherShapeHoldWhatTheyCan() throws {
    let ran = #"{"type":"command_execution","command":["ls",1],"exit_code":"3","aggregated_output":7,"status":{"a":1}}"#
    guard case .commandExecution(let command) = item(ran) else { throw WrongKind() }
    #expect((command.command, command.aggregatedOutput, command.exitCode) == (#"["ls",1]"#, "7", 3))
    #expect(command.status.rawValue == #"{"a":1}"#)
    guard
      case .fileChange(let change) = item(
        #"{"type":"file_change","changes":{"path":"/a","kind":{"type":"add"}}}"#)
    else { throw WrongKind() }
    #expect(change.changes == [.init(path: "/a", kind: #"{"type":"add"}"#)])
    guard case .mcpToolCall(let call) = item(#"{"type":"mcp_tool_call","result":"done","error":{"code":5}}"#)
    else { throw WrongKind() }
    #expect((call.result?.content, call.errorMessage) == (["done"], #"{"code":5}"#))
    let done = #"{"text":"b","status":"completed"},{"text":"c","completed":"true"}"#
    let steps = #"["a",\#(done),{"completed":false,"status":"completed"}]"#
    guard case .todoList(let list) = item(#"{"type":"todo_list","items":\#(steps)}"#) else { throw WrongKind() }
    #expect(list.items.map(\.text) == ["a", "b", "c", ""])
    #expect(list.items.map(\.isCompleted) == [false, true, true, false])
  }

  @Test(arguments: [
    "agent_message", "reasoning", "command_execution", "file_change", "mcp_tool_call", "collab_tool_call", "web_search",
    "todo_list", "error",
  ])
  func withoutTheirFieldsAreStillOfTheirKind(_ type: String) throws {
    for json in [
      #"{"type":"\#(type)"}"#,
      #"{"type":"\#(type)","id":1,"text":[],"status":{},"items":"x","changes":{},"agents_states":[],"exit_code":"1"}"#,
    ] {
      let found = try #require(item(json))
      #expect(found.type == type)
      if case .unknown = found { Issue.record("\(type) is unknown") }
      #expect(found.raw == JSONValue(parsing: json)?.object)
      #expect(try JSONDecoder().decode(ThreadItem.self, from: JSONEncoder().encode(found)) == found)
    }
  }

  @Test(arguments: ["command_execution", "file_change", "mcp_tool_call", "collab_tool_call"])
  func withoutAStatusHaveTheEmptyOne(_ type: String) throws {
    let status: String
    switch try #require(item(#"{"id":"1","type":"\#(type)"}"#)) {
    case .commandExecution(let item): status = item.status.rawValue
    case .fileChange(let item): status = item.status.rawValue
    case .mcpToolCall(let item): status = item.status.rawValue
    case .collabToolCall(let item): status = item.status.rawValue
    default: throw WrongKind()
    }
    #expect(status == "")
  }

  @Test func ofAnUnknownKindAreKept() throws {
    let found = try #require(item(#"{"id":"1","type":"dream","of":"sheep"}"#))
    #expect(found == .unknown(["id": "1", "type": "dream", "of": "sheep"]))
    #expect((found.id, found.type) == ("1", "dream"))
  }
}
