import Foundation
import Testing

@testable import CodexSDK

/// Whether a value is the same after a coder of each kind, in a list as programs send them.
private func survives<Value: Codable & Equatable>(
  _ value: Value, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let plain = (JSONEncoder(), JSONDecoder())
  // As programs have them that speak with others: names inside the CLI's JSON are not theirs.
  let snake = (JSONEncoder(), JSONDecoder())
  snake.0.keyEncodingStrategy = .convertToSnakeCase
  snake.1.keyDecodingStrategy = .convertFromSnakeCase
  for (encoder, decoder) in [plain, snake] {
    let read = try decoder.decode([Value].self, from: encoder.encode([value]))
    #expect(read == [value], sourceLocation: sourceLocation)
  }
  let list = try PropertyListEncoder().encode([value])
  #expect(try PropertyListDecoder().decode([Value].self, from: list) == [value], sourceLocation: sourceLocation)
}

extension OneAtATime {
  /// Values cross to other processes.
  @Suite struct Crossing {}
}

extension OneAtATime.Crossing {
  @Test(arguments: [
    #"{"type":"thread.started","thread_id":"t"}"#, #"{ "type" : "turn.started" }"#,
    #"{"type":"turn.completed","usage":{"input_tokens":5,"big":18446744073709551616}}"#,
    #"{"type":"turn.completed","usage":null}"#, #"{"type":"turn.failed","error":{"message":"no"}}"#,
    #"{"type":"error","message":"again"}"#, #"{"type":"turn.paused","untilWhen":1,"and_so":{"onAnd_on":[]}}"#,
    #"{"type":"item.completed","item":{"id":"item_1","type":"web_search","id":"ws_1","query":"q","newOne":[1.0]}}"#,
    #"{"type":"item.updated","item":{"id":"i","type":"dream","aB":{"c_d":null}}}"#,
    #"{"type":"item.completed","item":{"type":"agent_message","text":"\ud83d"}}"#,
    "[1]", "7", "null", "\"text\"", "no JSON", "",
  ])
  func events(_ line: String) throws {
    let event = ThreadEvent(line: line)
    try survives(event)
    let read = try JSONDecoder().decode(ThreadEvent.self, from: JSONEncoder().encode(event))
    #expect(read.kind == event.kind)
    #expect(read.hashValue == event.hashValue)
  }

  @Test(arguments: [
    "agent_message", "reasoning", "command_execution", "file_change", "mcp_tool_call", "collab_tool_call", "web_search",
    "todo_list", "error", "dream",
  ])
  func items(_ type: String) throws {
    let raw: JSONObject = [
      "id": "item_1", "type": .string(type), "text": "é\0", "exit_code": -1, "status": "new",
      "arguments": ["camelCase": 1, "snake_case": [2.0, .null, true]],
    ]
    let item = ThreadItem(raw: raw)
    try survives(item)
    switch item {
    case .agentMessage(let item): try survives(item)
    case .reasoning(let item): try survives(item)
    case .commandExecution(let item): try survives(item)
    case .fileChange(let item): try survives(item)
    case .mcpToolCall(let item): try survives(item)
    case .collabToolCall(let item): try survives(item)
    case .webSearch(let item): try survives(item)
    case .todoList(let item): try survives(item)
    case .error(let item): try survives(item)
    case .unknown(let raw): try survives(raw)
    }
  }

  @Test func resultsAndFigures() throws {
    let usage: JSONObject = ["input_tokens": 5, "newTokens": 1]
    try survives(Usage(raw: usage))
    try survives(
      TurnResult(raw: [
        "thread_id": "t", "items": [["type": "dream"], "odd"], "final_response": "x", "usage": .object(usage),
        "turn_usage": .null, "newOne": 1.0,
      ]))
    try survives(TurnResult(raw: [:]))
    try survives(CLIInfo(["cli_path": "/codex", "found_by": "path"]))
  }

  @Test func errors() throws {
    let details: JSONObject = ["exit_code": 3, "tried": ["a", "b"], "retryable": true, "newOne": ["aB": .null]]
    for code in ["turn_failed", "timeout", "of_another_version", ""] {
      try survives(CodexError(code: .init(rawValue: code), message: "no", details: details))
      try survives(CodexError.Code(rawValue: code))
    }
  }

  @Test func numbersThatSwiftCannotHold() throws {
    for text in ["1e400", "-1e400"] {
      let value = try #require(JSONValue(parsing: text))
      try survives(value)
    }
  }

  @Test func nestingAsDeepAsItIsRead() throws {
    let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    let event = ThreadEvent(line: #"{"type":"new","x":\#(deep)}"#)
    let envelope = ["events": [["event": event]]]
    let read = try JSONDecoder().decode([String: [[String: ThreadEvent]]].self, from: JSONEncoder().encode(envelope))
    #expect(read == envelope)
  }
}
