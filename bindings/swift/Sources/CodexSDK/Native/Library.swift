import CCodexSDK

/// Calls into the library, with its answers and errors in Swift.
enum Library {
  typealias Text = UnsafeMutablePointer<CChar>

  /// Calls a function whose last parameter is `error_json`. Throws a negative status, returns any other.
  @discardableResult
  static func call(_ function: (UnsafeMutablePointer<Text?>) -> codex_sdk_status) throws(CodexError) -> codex_sdk_status
  {
    var error: Text?
    let status = function(&error)
    if status < 0 { throw failure(status, take(error)) }
    return status
  }

  /// The text that a function writes to its last parameter but one.
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
    // The library's messages speak of C handles.
    let message =
      switch code {
      case .invalidHandle: "this Codex object is closed"
      case .shutDown: "the Codex object was closed"
      default: details["message"]?.string ?? "the library returned \(code) without further details"
      }
    return CodexError(code: code, message: message, details: details)
  }

  /// In C it would end the text.
  static func refuseNUL(in text: String, _ name: String) throws(CodexError) {
    if text.utf8.contains(0) {
      throw CodexError(code: .invalidArgument, message: "\(name) contains a NUL character")
    }
  }

  /// Throws if this package was built for another version of the library.
  static func check() throws(CodexError) {
    let found = codex_sdk_abi_version()
    if found != UInt32(CODEX_SDK_ABI_VERSION) {
      let version = String(cString: codex_sdk_version())
      throw CodexError(
        code: .library,
        message: "libcodex_sdk \(version) has ABI version \(found), but this package was built for ABI version "
          + "\(CODEX_SDK_ABI_VERSION): rebuild it with the header of that library"
      )
    }
  }
}
