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

  /// The value of the member with this name.
  ///
  /// Setting `nil` removes the member.
  public subscript(name: String) -> JSONValue? {
    get { members.last { Name($0.key) == Name(name) }?.value }
    set {
      guard let newValue else { return members.removeAll { Name($0.key) == Name(name) } }
      if let index = members.lastIndex(where: { Name($0.key) == Name(name) }) {
        members[index].value = newValue
      } else {
        members.append((name, newValue))
      }
    }
  }

  /// A name as JSON compares it, by its bytes: to Swift's strings, é is the same in one scalar and in two.
  private struct Name: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Name, right: Name) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
      for byte in text.utf8 { hasher.combine(byte) }
    }
  }

  /// This object with the members of another one, which take precedence.
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
  private var values: [Name: JSONValue] {
    Dictionary(members.map { (Name($0.key), $0.value) }) { _, last in last }
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
