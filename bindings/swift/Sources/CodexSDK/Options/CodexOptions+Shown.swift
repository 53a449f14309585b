/// Without secrets, because options are printed and logged.
extension CodexOptions: CustomStringConvertible, CustomReflectable {
  /// The options as the library's JSON, without the API key and the values of the environment.
  public var description: String { "CodexOptions(\(shown))" }

  /// The same, for `dump`.
  public var customMirror: Mirror {
    Mirror(self, children: shown.map { (label: $0.key, value: $0.value) }, displayStyle: .struct)
  }

  private var shown: JSONObject {
    var shown = json
    let hidden: JSONValue = "(hidden)"
    if shown["api_key"] != nil { shown["api_key"] = hidden }
    if let env = shown["env"] {
      shown["env"] = env.object.map { .object(JSONObject($0.map { ($0.key, hidden) })) } ?? hidden
    }
    return shown
  }
}
