import CCodexSDK

/// Calls into the library, with what it answers as Swift has it.
enum Library {
  typealias Text = UnsafeMutablePointer<CChar>

  /// Calls what ends in `error_json`; a negative status is thrown, the others are the answer.
  @discardableResult
  static func call(_ function: (UnsafeMutablePointer<Text?>) -> codex_sdk_status) throws(CodexError) -> codex_sdk_status
  {
    var error: Text?
    let status = function(&error)
    if status < 0 { throw failure(status, take(error)) }
    return status
  }

  /// The text that a function gives in its parameter before the last.
  static func text(
    _ function: (UnsafeMutablePointer<Text?>, UnsafeMutablePointer<Text?>) -> codex_sdk_status
  ) throws(CodexError) -> (status: codex_sdk_status, text: String?) {
    var text: Text?
    let status = try call { function(&text, $0) }
    return (status, take(text))
  }

  private static func take(_ text: Text?) -> String? {
    defer { codex_sdk_string_free(text) }
    return text.map { String(cString: $0) }
  }

  private static func failure(_ status: codex_sdk_status, _ json: String?) -> CodexError {
    let code = CodexError.Code(rawValue: String(cString: codex_sdk_status_name(status)).lowercased())
    let details = json.flatMap { JSONValue(parsing: $0)?.object } ?? [:]
    // The library's own words are about C.
    let message =
      switch code {
      case .invalidHandle: "this Codex object is closed already"
      case .shutDown: "the Codex object was closed"
      default: details["message"]?.string ?? "the library answered \(code) and said no more"
      }
    return CodexError(code: code, message: message, details: details)
  }

  /// C would take it for the end of the text.
  static func refuseNUL(in text: String, _ name: String) throws(CodexError) {
    if text.utf8.contains(0) {
      throw CodexError(code: .invalidArgument, message: "\(name) has a NUL character, which cannot be passed on")
    }
  }

  /// Whether this package was made for the library that was loaded.
  static func check() throws(CodexError) {
    let found = codex_sdk_abi_version()
    if found != UInt32(CODEX_SDK_ABI_VERSION) {
      let version = String(cString: codex_sdk_version())
      throw CodexError(
        code: .library,
        message: "libcodex_sdk \(version) has version \(found) of the C interface, "
          + "and this package was built for version \(CODEX_SDK_ABI_VERSION): build it again with the library's own header"
      )
    }
  }
}
