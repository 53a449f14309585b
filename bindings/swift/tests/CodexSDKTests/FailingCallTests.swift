import Foundation
import Synchronization
import Testing

@testable import CodexSDK

/// What the next calls answer in place of the library.
private let failing = Mutex<[String: Int32]>([:])

private func failure(of name: String) -> Int32? { failing.withLock { $0.removeValue(forKey: name) } }

private func ofTheLibrary<Function>(_ name: String, as type: Function.Type) -> Function {
  // RTLD_NEXT: the program's own functions come before those of the shared library.
  unsafeBitCast(dlsym(UnsafeMutableRawPointer(bitPattern: -1), name), to: type)
}

private typealias Text = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
private typealias Lines = UnsafeMutablePointer<UnsafePointer<CChar>?>
private typealias Sizes = UnsafeMutablePointer<Int>
private typealias NextBatch = @convention(c) (OpaquePointer?, Int32, Lines?, Sizes?, Sizes?, Text?) -> Int32
private typealias Wait = @convention(c) (OpaquePointer?, Int32, Text?, Text?) -> Int32

private let nextBatch = ofTheLibrary("codex_sdk_turn_next_batch", as: NextBatch.self)
private let wait = ofTheLibrary("codex_sdk_turn_wait", as: Wait.self)

@_cdecl("codex_sdk_turn_next_batch")
func failingNextBatch(
  _ turn: OpaquePointer?, _ timeout: Int32, _ lines: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
  _ length: UnsafeMutablePointer<Int>?, _ count: UnsafeMutablePointer<Int>?,
  _ error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  failure(of: "next") ?? nextBatch(turn, timeout, lines, length, count, error)
}

@_cdecl("codex_sdk_turn_wait")
func failingWait(
  _ turn: OpaquePointer?, _ timeout: Int32, _ result: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  _ error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  failure(of: "wait") ?? wait(turn, timeout, result, error)
}

extension OneAtATime {
  /// Calls that fail by themselves, as for lack of memory, while their turn goes on.
  @Suite(.timeLimit(.minutes(1)), .withHostileCLI) struct FailingCalls {}
}

extension OneAtATime.FailingCalls {
  private func fail(_ call: String, _ status: Int32) { failing.withLock { $0[call] = status } }

  @Test(arguments: [(-12, .io), (-15, .internal)] as [(Int32, CodexError.Code)])
  func areNoEnd(_ status: Int32, _ code: CodexError.Code) async throws {
    try await Place.with { place in
      let turn = try await place.thread(Script.ordinary).runStreamed("x")
      fail("next", status)
      _ = await error(code) { try await turn.nextEvent() }
      #expect(try await turn.nextEvent()?.type == "thread.started")
      #expect(!turn.feed.hasEnded)
      while try await turn.nextEvent() != nil {}
      fail("wait", status)
      _ = await error(code) { try await turn.result() }
      #expect(try await turn.result().finalResponse == "ok")
    }
  }

  @Test func ofAResultAreNoEnd() async throws {
    try await Place.with { place in
      let turn = try await place.thread(Script.ordinary).runStreamed("x")
      fail("next", -12)
      _ = await error(.io) { try await turn.result() }
      #expect(try await turn.result().items.count == 1)
    }
  }
}
