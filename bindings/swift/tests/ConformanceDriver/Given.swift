import CodexSDK

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A case's options as a Swift program gives them. Values that do not fit the types go into `extra`.

extension JSONObject {
  mutating func move<Value>(_ name: String, _ read: (JSONValue) -> Value?, to place: inout Value?) {
    guard let value = self[name].flatMap(read) else { return }
    place = value
    self[name] = nil
  }
}

func texts(_ value: JSONValue) -> [String]? {
  guard let values = value.array else { return nil }
  let texts = values.compactMap(\.string)
  return texts.count == values.count ? texts : nil
}

func objects(_ value: JSONValue) -> [JSONObject]? {
  guard let values = value.array else { return nil }
  let objects = values.compactMap(\.object)
  return objects.count == values.count ? objects : nil
}

func textsByName(_ value: JSONValue) -> [String: String]? {
  guard let members = value.object else { return nil }
  let texts = members.compactMap { member in member.value.string.map { (member.key, $0) } }
  return texts.count == members.count ? Dictionary(texts) { _, last in last } : nil
}

func openEnum<Value: OpenEnum>(_ value: JSONValue) -> Value? { value.string.map(Value.init(rawValue:)) }

func duration(_ value: JSONValue) -> Duration? { value.integer.map(Duration.milliseconds) }

func schema(_ value: JSONValue) -> JSONSchema? { value == .null ? nil : JSONSchema(json: value) }

/// The input of a turn, in one of the two ways to give it.
enum Input {
  case prompt(String, TurnOptions)
  case entries([InputEntry], TurnOptions)

  init(_ request: JSONObject, _ options: JSONObject) {
    var options = options
    if let prompt = request["prompt"]?.string {
      self = .prompt(prompt, TurnOptions(given: options))
      return
    }
    var entries: [InputEntry]?
    options.move("input", { $0.array?.map(InputEntry.init(given:)) }, to: &entries)
    self = .entries(entries ?? [], TurnOptions(given: options))
  }
}

extension InputEntry {
  init(given json: JSONValue) {
    self = .other(json)
    guard let fields = json.object, fields.count == 2 else { return }
    if fields["type"] == "text", let text = fields["text"]?.string { self = .text(text) }
    if fields["type"] == "local_image", let path = fields["path"]?.string { self = .localImage(path) }
    if fields["type"] == "image", let bytes = fields["data"]?.string.flatMap({ Data(base64Encoded: $0) }) {
      self = .image(bytes)
    }
  }
}
