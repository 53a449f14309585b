@testable import CodexSDK

/// Steps of hostile-codex that many tests share.
enum Script {
  static let started: [JSONValue] = [["thread_started": "thread-1"], ["turn_started": true]]
  static let answer: [JSONValue] = [["agent_message": "ok"], ["turn_completed": true]]
  static let ordinary = started + answer
  static let hangs: [JSONValue] = started + [["hang": true]]
}
