#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A text or an image for the agent.
///
/// A text can be a string literal:
///
///     try await thread.run(["What is wrong here?", .localImage("page.png")])
///
/// Texts are joined by a blank line. Images must be PNG, JPEG, GIF or WebP.
public enum InputEntry: Sendable, Hashable {
  /// A text.
  case text(String)
  /// An image file, by its path.
  case localImage(String)
  /// The bytes of an image file.
  case image(Data)
  /// An entry in the library's JSON, for a kind that this version does not know.
  case other(JSONValue)

  var json: JSONValue {
    switch self {
    case .text(let text): ["type": "text", "text": .string(text)]
    case .localImage(let path): ["type": "local_image", "path": .string(path)]
    case .image(let bytes): ["type": "image", "data": .string(bytes.base64EncodedString())]
    case .other(let json): json
    }
  }
}

extension InputEntry: ExpressibleByStringInterpolation {
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
}
