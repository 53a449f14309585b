import CCodexSDK

/// A handle of the library, freed with its last reference.
///
/// The library checks every handle and never reuses one, so calls with a freed handle are refused.
final class Handle: @unchecked Sendable {
  let pointer: OpaquePointer?
  /// Keeps the owner alive, whose end would be the end of this one: a thread keeps its client.
  private let owner: Handle?
  private let free: @Sendable (OpaquePointer?) -> Void

  init(_ pointer: OpaquePointer?, owner: Handle? = nil, free: @escaping @Sendable (OpaquePointer?) -> Void) {
    self.pointer = pointer
    self.owner = owner
    self.free = free
  }

  deinit {
    free(pointer)
  }
}

extension Handle {
  static func client(_ options: JSONObject) throws(CodexError) -> Handle {
    try Library.check()
    var client: OpaquePointer?
    try Library.call { codex_sdk_client_new(options.description, &client, $0) }
    return Handle(client) { codex_sdk_client_free($0) }
  }

  /// How a thread begins.
  enum Beginning {
    case new
    case resuming(String)
    case forking(String)
  }

  static func thread(
    _ client: Handle, _ beginning: Beginning, _ options: JSONObject
  ) throws(CodexError) -> Handle {
    var thread: OpaquePointer?
    switch beginning {
    case .new:
      try Library.call { codex_sdk_thread_start(client.pointer, options.description, &thread, $0) }
    case .resuming(let id):
      try Library.refuseNUL(in: id, "the thread id")
      try Library.call { codex_sdk_thread_resume(client.pointer, id, options.description, &thread, $0) }
    case .forking(let id):
      try Library.refuseNUL(in: id, "the thread id")
      try Library.call { codex_sdk_thread_fork(client.pointer, id, options.description, &thread, $0) }
    }
    return Handle(thread, owner: client) { codex_sdk_thread_free($0) }
  }

  /// Of a turn: answers one of its requests.
  func respond(to requestID: String, _ response: JSONObject) throws(CodexError) {
    try Library.refuseNUL(in: requestID, "the request id")
    try Library.call { codex_sdk_turn_respond(pointer, requestID, response.description, $0) }
  }

  static func turn(_ thread: Handle, _ prompt: String?, _ options: JSONObject) throws(CodexError) -> Handle {
    var turn: OpaquePointer?
    if let prompt { try Library.refuseNUL(in: prompt, "the prompt") }
    try Library.call { codex_sdk_turn_start(thread.pointer, prompt, options.description, &turn, $0) }
    return Handle(turn) { codex_sdk_turn_free($0) }
  }
}
