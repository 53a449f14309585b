// Generated from schema/sdk.json by `make vocabulary`.

import CodexSDK

extension CodexError {
  var fields: JSONObject {
    var json = JSONObject()
    json["code"] = JSONValue(code)
    json["message"] = JSONValue(message)
    json["retryable"] = JSONValue(isRetryable)
    json["thread_id"] = JSONValue(threadID)
    json["exit_code"] = JSONValue(exitCode)
    json["rpc_code"] = JSONValue(rpcCode)
    json["signal"] = JSONValue(signal)
    json["stderr"] = JSONValue(stderr)
    json["stderr_truncated"] = JSONValue(isStderrTruncated)
    json["line"] = JSONValue(line)
    json["tried"] = JSONValue(tried)
    json["untrusted_cli"] = JSONValue(untrustedCLI)
    json["option"] = JSONValue(option)
    json["used"] = JSONValue(used)
    json["last_event_type"] = JSONValue(lastEventType)
    return json
  }
}

extension TurnResult {
  var fields: JSONObject {
    var json = JSONObject()
    json["thread_id"] = JSONValue(threadID)
    json["items"] = JSONValue(items.map(\.raw))
    json["final_response"] = JSONValue(finalResponse)
    json["usage"] = JSONValue(usage?.raw)
    json["turn_usage"] = JSONValue(turnUsage?.raw)
    return json
  }
}

extension Usage {
  var fields: JSONObject {
    var json = JSONObject()
    json["input_tokens"] = JSONValue(inputTokens)
    json["cached_input_tokens"] = JSONValue(cachedInputTokens)
    json["cache_write_input_tokens"] = JSONValue(cacheWriteInputTokens)
    json["output_tokens"] = JSONValue(outputTokens)
    json["reasoning_output_tokens"] = JSONValue(reasoningOutputTokens)
    return json
  }
}

extension AgentMessageItem {
  var fields: JSONObject {
    var json = JSONObject()
    json["id"] = JSONValue(id)
    json["text"] = JSONValue(text)
    json["phase"] = JSONValue(phase)
    return json
  }
}

extension ReasoningItem {
  var fields: JSONObject {
    var json = JSONObject()
    json["id"] = JSONValue(id)
    json["text"] = JSONValue(text)
    return json
  }
}

extension CommandExecutionItem {
  var fields: JSONObject {
    var json = JSONObject()
    json["id"] = JSONValue(id)
    json["command"] = JSONValue(command)
    json["aggregated_output"] = JSONValue(aggregatedOutput)
    json["exit_code"] = JSONValue(exitCode)
    json["status"] = JSONValue(status)
    return json
  }
}

extension FileChangeItem.Change {
  var fields: JSONObject {
    var json = JSONObject()
    json["path"] = JSONValue(path)
    json["kind"] = JSONValue(kind)
    return json
  }
}

extension FileChangeItem {
  var fields: JSONObject {
    var json = JSONObject()
    json["id"] = JSONValue(id)
    json["changes"] = JSONValue(changes.map(\.fields))
    json["status"] = JSONValue(status)
    return json
  }
}

extension MCPToolCallItem.Result {
  var fields: JSONObject {
    var json = JSONObject()
    json["content"] = JSONValue(content)
    json["structured_content"] = JSONValue(structuredContent)
    return json
  }
}

extension MCPToolCallItem {
  var fields: JSONObject {
    var json = JSONObject()
    json["id"] = JSONValue(id)
    json["server"] = JSONValue(server)
    json["tool"] = JSONValue(tool)
    json["arguments"] = JSONValue(arguments)
    json["result"] = JSONValue(result?.fields)
    json["error"] = JSONValue(errorMessage.map { ["message": .string($0)] as JSONObject })
    json["status"] = JSONValue(status)
    return json
  }
}

extension CollabToolCallItem.AgentState {
  var fields: JSONObject {
    var json = JSONObject()
    json["status"] = JSONValue(status)
    json["message"] = JSONValue(message)
    return json
  }
}

extension CollabToolCallItem {
  var fields: JSONObject {
    var json = JSONObject()
    json["id"] = JSONValue(id)
    json["tool"] = JSONValue(tool)
    json["sender_thread_id"] = JSONValue(senderThreadID)
    json["receiver_thread_ids"] = JSONValue(receiverThreadIDs)
    json["prompt"] = JSONValue(prompt)
    json["agents_states"] = JSONValue(agentsStates.mapValues(\.fields))
    json["status"] = JSONValue(status)
    return json
  }
}

extension WebSearchItem {
  var fields: JSONObject {
    var json = JSONObject()
    json["id"] = JSONValue(id)
    json["query"] = JSONValue(query)
    json["action"] = JSONValue(action)
    json["results"] = JSONValue(results)
    return json
  }
}

extension TodoListItem.Todo {
  var fields: JSONObject {
    var json = JSONObject()
    json["text"] = JSONValue(text)
    json["completed"] = JSONValue(isCompleted)
    return json
  }
}

extension TodoListItem {
  var fields: JSONObject {
    var json = JSONObject()
    json["id"] = JSONValue(id)
    json["items"] = JSONValue(items.map(\.fields))
    return json
  }
}

extension ErrorItem {
  var fields: JSONObject {
    var json = JSONObject()
    json["id"] = JSONValue(id)
    json["message"] = JSONValue(message)
    return json
  }
}

extension ApprovalRequest {
  var fields: JSONObject {
    var json = JSONObject()
    json["request_id"] = JSONValue(requestID)
    json["kind"] = JSONValue(kind)
    json["item_id"] = JSONValue(itemID)
    json["reason"] = JSONValue(reason)
    json["command"] = JSONValue(command)
    json["cwd"] = JSONValue(cwd)
    json["changes"] = JSONValue(changes.map(\.fields))
    json["permissions"] = JSONValue(permissions)
    json["questions"] = JSONValue(questions)
    json["message"] = JSONValue(message)
    json["schema"] = JSONValue(schema)
    json["decisions"] = JSONValue(decisions)
    json["expires_in_ms"] = JSONValue(expiresInMilliseconds)
    json["params"] = JSONValue(params)
    return json
  }
}

extension ToolRequest {
  var fields: JSONObject {
    var json = JSONObject()
    json["request_id"] = JSONValue(requestID)
    json["item_id"] = JSONValue(itemID)
    json["tool"] = JSONValue(tool)
    json["namespace"] = JSONValue(namespace)
    json["arguments"] = JSONValue(arguments)
    return json
  }
}

extension ThreadItem {
  var known: JSONObject? {
    switch self {
    case .agentMessage(let item): item.fields
    case .reasoning(let item): item.fields
    case .commandExecution(let item): item.fields
    case .fileChange(let item): item.fields
    case .mcpToolCall(let item): item.fields
    case .collabToolCall(let item): item.fields
    case .webSearch(let item): item.fields
    case .todoList(let item): item.fields
    case .error(let item): item.fields
    case .unknown: nil
    }
  }
}
