import CodexSDK

/// Events, results and errors written from public properties, under the names that JSON has for them.

extension JSONValue {
  init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

  init(_ number: Int?) { self = number.map(JSONValue.integer) ?? .null }

  init(_ isTrue: Bool?) { self = isTrue.map(JSONValue.bool) ?? .null }

  init(_ value: some OpenEnum) { self = .string(value.rawValue) }

  init(_ value: JSONValue?) { self = value ?? .null }

  init(_ object: JSONObject?) { self = object.map(JSONValue.object) ?? .null }

  init(_ texts: [String]) { self = .array(texts.map(JSONValue.string)) }

  init(_ values: [JSONValue]) { self = .array(values) }

  init(_ objects: [JSONObject]) { self = .array(objects.map(JSONValue.object)) }

  init(_ objects: [String: JSONObject]) {
    self = .object(JSONObject(objects.map { ($0.key, .object($0.value)) }))
  }
}

extension CodexError {
  /// Without the fields that say nothing, as the library's own JSON.
  var known: JSONObject { JSONObject(fields.filter { $0.value != .null && $0.value != [] }) }
}

extension ThreadItem {
  fileprivate var fields: JSONObject { known?.merging(["type": .string(type)]) ?? raw }
}

extension ThreadEvent {
  var fields: JSONValue {
    switch kind {
    case .threadStarted(let threadID): ["type": .string(type), "thread_id": .string(threadID)]
    case .turnStarted: ["type": .string(type)]
    case .itemStarted(let item), .itemUpdated(let item), .itemCompleted(let item):
      ["type": .string(type), "item": .object(item.fields)]
    case .itemDelta(let itemID, let kind, let text, let summaryIndex):
      [
        "type": .string(type), "item_id": .string(itemID), "kind": .init(kind), "text": .string(text),
        "summary_index": .init(summaryIndex),
      ]
    case .itemDropped(let itemID): ["type": .string(type), "item_id": .string(itemID)]
    case .turnUsage(let usage, let last, let contextWindow):
      [
        "type": .string(type), "usage": .init(usage?.fields), "last": .init(last?.fields),
        "context_window": .init(contextWindow),
      ]
    case .turnDiff(let diff): ["type": .string(type), "diff": .string(diff)]
    case .turnSteered: ["type": .string(type)]
    case .approvalRequested(let request): .object(request.fields.merging(["type": .string(type)]))
    case .approvalResolved(let requestID, let by):
      ["type": .string(type), "request_id": .string(requestID), "by": .init(by)]
    case .toolRequested(let request): .object(request.fields.merging(["type": .string(type)]))
    case .notification(let method, let params):
      ["type": .string(type), "method": .string(method), "params": params ?? .null]
    case .turnCompleted(let usage): ["type": .string(type), "usage": .init(usage?.fields)]
    case .turnFailed(let message): ["type": .string(type), "error": ["message": .string(message)]]
    case .error(let message): ["type": .string(type), "message": .string(message)]
    case .unknown(let raw): raw
    }
  }
}
