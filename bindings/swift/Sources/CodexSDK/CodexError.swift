#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An error of the library, the CLI or the agent.
///
/// The ``message`` is for people: what happened, with which value, and what to do. In a program, look at the ``code``:
///
///     do {
///       print(try await thread.run("Hello!").finalResponse)
///     } catch let error as CodexError where error.code == .turnTimeout {
///       print(error.threadID ?? "no thread yet")
///     }
///
/// The other properties are `nil` or empty if nothing is known.
public struct CodexError: Error, Sendable {
  /// What kind of error it is.
  public let code: Code

  /// What happened, with which value, and what to do. For people.
  public let message: String

  /// Everything that is known, by the library's own names.
  public let details: JSONObject

  /// The error that caused this one: for ``Code/invalidResponse``, what the decoder threw.
  public let underlyingError: (any Error)?

  /// Makes an error, such as one for a test.
  public init(code: Code, message: String, details: JSONObject = [:], underlyingError: (any Error)? = nil) {
    self.code = code
    self.message = message
    let own: JSONObject = ["code": .string(code.rawValue), "message": .string(message)]
    self.details = own.merging(details).merging(own)
    self.underlyingError = underlyingError
  }
}

extension CodexError: Hashable {
  /// Whether both have the same details.
  ///
  /// Underlying errors are not compared.
  public static func == (left: CodexError, right: CodexError) -> Bool { left.details == right.details }

  /// Hashes the details.
  public func hash(into hasher: inout Hasher) { hasher.combine(details) }
}

extension CodexError: Codable {
  /// Reads the details.
  public init(from decoder: any Decoder) throws {
    let details = try JSONObject(from: decoder)
    let code = Code(rawValue: details["code"]?.string ?? "")
    self.init(code: code, message: details["message"]?.string ?? "", details: details)
  }

  /// Writes the ``details``.
  public func encode(to encoder: any Encoder) throws { try details.encode(to: encoder) }
}

extension CodexError {
  /// The agent's final response, for ``Code/invalidResponse``.
  public var response: String? { details["response"]?.string }
}

extension CodexError: CustomStringConvertible, LocalizedError {
  /// The code and the message.
  public var description: String { "\(code): \(message)" }

  /// The message, for `localizedDescription`.
  public var errorDescription: String? { message }
}
