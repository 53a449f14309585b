import CodexSDK

/// What came out, written anew from public properties under the names on the wire.

extension JSONValue {
  init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

  fileprivate init(_ number: Int?) { self = number.map(JSONValue.integer) ?? .null }

  fileprivate init(_ texts: [String]) { self = .array(texts.map(JSONValue.string)) }

  fileprivate init(_ word: some OpenWord) { self = .string(word.rawValue) }
}

extension CodexError {
  var fields: JSONObject {
    let all: JSONObject = [
      "code": JSONValue(code), "message": .string(message), "retryable": .bool(retryable), "thread_id": .init(threadID),
      "exit_code": .init(exitCode), "signal": .init(signal), "stderr": .init(stderr),
      "stderr_truncated": stderrTruncated.map(JSONValue.bool) ?? .null, "line": .init(line),
      "tried": tried.map { JSONValue($0) } ?? .null, "not_used": notUsed ?? .null, "option": .init(option),
      "last_event_type": .init(lastEventType),
    ]
    return JSONObject(all.filter { $0.value != .null })
  }
}

extension TurnResult {
  var fields: JSONValue {
    [
      "thread_id": .init(threadID), "items": .array(items.map { .object($0.raw) }),
      "final_response": .string(finalResponse), "usage": usage.map { .object($0.raw) } ?? .null,
      "turn_usage": turnUsage.map { .object($0.raw) } ?? .null,
    ]
  }
}

extension Usage {
  fileprivate var fields: JSONValue {
    [
      "input_tokens": .integer(inputTokens), "cached_input_tokens": .integer(cachedInputTokens),
      "cache_write_input_tokens": .integer(cacheWriteInputTokens), "output_tokens": .integer(outputTokens),
      "reasoning_output_tokens": .integer(reasoningOutputTokens),
    ]
  }
}

extension ThreadEvent {
  var fields: JSONValue {
    switch kind {
    case .threadStarted(let threadID): ["type": .string(type), "thread_id": .string(threadID)]
    case .turnStarted: ["type": .string(type)]
    case .itemStarted(let item), .itemUpdated(let item), .itemCompleted(let item):
      ["type": .string(type), "item": .object(item.fields)]
    case .turnCompleted(let usage): ["type": .string(type), "usage": usage?.fields ?? .null]
    case .turnFailed(let message): ["type": .string(type), "error": ["message": .string(message)]]
    case .error(let message): ["type": .string(type), "message": .string(message)]
    case .unknown(let raw): raw
    }
  }
}

extension ThreadItem {
  fileprivate var fields: JSONObject {
    let own: JSONObject
    switch self {
    case .agentMessage(let item): own = ["id": .string(item.id), "text": .string(item.text)]
    case .reasoning(let item): own = ["id": .string(item.id), "text": .string(item.text)]
    case .commandExecution(let item): own = item.fields
    case .fileChange(let item): own = item.fields
    case .mcpToolCall(let item): own = item.fields
    case .collabToolCall(let item): own = item.fields
    case .webSearch(let item):
      own = [
        "id": .string(item.id), "query": .string(item.query), "action": item.action ?? .null,
        "results": item.results ?? .null,
      ]
    case .todoList(let item): own = item.fields
    case .error(let item): own = ["id": .string(item.id), "message": .string(item.message)]
    case .unknown(let raw): return raw
    }
    return own.merging(["type": .string(type)])
  }
}

extension CommandExecutionItem {
  fileprivate var fields: JSONObject {
    [
      "id": .string(id), "command": .string(command), "aggregated_output": .string(aggregatedOutput),
      "exit_code": .init(exitCode), "status": .init(status),
    ]
  }
}

extension FileChangeItem {
  fileprivate var fields: JSONObject {
    [
      "id": .string(id), "status": .init(status),
      "changes": .array(changes.map { ["path": .string($0.path), "kind": .init($0.kind)] }),
    ]
  }
}

extension MCPToolCallItem {
  fileprivate var fields: JSONObject {
    [
      "id": .string(id), "server": .string(server), "tool": .string(tool), "arguments": arguments ?? .null,
      "result": result.map {
        ["content": .array($0.content), "structured_content": $0.structuredContent ?? .null]
      } ?? .null,
      "error": errorMessage.map { ["message": .string($0)] } ?? .null, "status": .init(status),
    ]
  }
}

extension CollabToolCallItem {
  fileprivate var fields: JSONObject {
    let states = agentsStates.map { id, state in
      (id, ["status": .init(state.status), "message": .init(state.message)] as JSONValue)
    }
    return [
      "id": .string(id), "tool": .init(tool), "sender_thread_id": .string(senderThreadID),
      "receiver_thread_ids": .init(receiverThreadIDs), "prompt": .init(prompt),
      "agents_states": .object(JSONObject(states)), "status": .init(status),
    ]
  }
}

extension TodoListItem {
  fileprivate var fields: JSONObject {
    [
      "id": .string(id),
      "items": .array(items.map { ["text": .string($0.text), "completed": .bool($0.isCompleted)] }),
    ]
  }
}
