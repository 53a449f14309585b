/// A response to an ``ApprovalRequest``: a decision, or what else its kind allows.
///
/// A decision can be a string literal, and any response a dictionary literal in the form that
/// `respond(to:with:)` of ``StreamedTurn`` describes.
public struct ApprovalResponse: Sendable, Hashable {
  /// The response as JSON.
  public let json: JSONObject

  /// Any response.
  public init(json: JSONObject) { self.json = json }

  /// Go on.
  public static let accept: Self = "accept"
  /// Go on, and do not ask again for the like.
  public static let acceptForSession: Self = "accept_for_session"
  /// Go on without what was asked for.
  public static let decline: Self = "decline"
  /// End the turn.
  public static let cancel: Self = "cancel"
}

extension ApprovalResponse: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral {
  /// A decision.
  public init(stringLiteral value: String) { self.init(json: ["decision": .string(value)]) }

  /// Any response.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(json: JSONObject(elements)) }
}

/// Answers the requests for approval of a thread's turns, each in a task of its own.
public typealias ApprovalHandler = @Sendable (ApprovalRequest) async throws -> ApprovalResponse
