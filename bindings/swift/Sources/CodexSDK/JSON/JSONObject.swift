/// The members of a JSON object, in order.
///
/// If a name is there twice, as in the CLI's `web_search` items, both members are kept and the last one counts.
public struct JSONObject: Sendable {
  /// A name and its value.
  public typealias Element = (key: String, value: JSONValue)

  private var members: [Element]

  /// An object of these members.
  public init(_ members: [Element] = []) {
    self.members = members
  }

  /// The value of a name; setting `nil` removes the name.
  public subscript(name: String) -> JSONValue? {
    get { members.last { $0.key == name }?.value }
    set {
      guard let newValue else { return members.removeAll { $0.key == name } }
      if let index = members.lastIndex(where: { $0.key == name }) {
        members[index].value = newValue
      } else {
        members.append((name, newValue))
      }
    }
  }

  /// With the members of another object, which take precedence.
  func merging(_ other: JSONObject) -> JSONObject {
    var merged = self
    for member in other { merged[member.key] = member.value }
    return merged
  }
}

extension JSONObject: RandomAccessCollection {
  /// 0.
  public var startIndex: Int { 0 }

  /// The number of members.
  public var endIndex: Int { members.count }

  /// The member at a position.
  public subscript(position: Int) -> Element { members[position] }
}

extension JSONObject: Hashable {
  var values: [String: JSONValue] {
    Dictionary(members.map { ($0.key, $0.value) }) { _, last in last }
  }

  /// Whether both have the same names with the same values, in any order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool { left.values == right.values }

  /// Hashes the names and values, in any order.
  public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object of these members, in this order.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

extension JSONObject: CustomStringConvertible {
  /// The JSON text, on one line.
  public var description: String { JSONWriter.text(of: .object(self)) }
}
