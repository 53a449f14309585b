import Foundation
import Testing

@testable import CodexSDK

extension OneAtATime {
  @Suite(.timeLimit(.minutes(1)), .withHostileCLI) struct Errors {}
}

extension OneAtATime.Errors {
  @Test func canBeMadeForATestOfOnesOwn() throws {
    let made = CodexError(code: .threadNotFound, message: "none", details: ["thread_id": "t", "message": "another"])
    #expect((made.code, made.message, made.threadID) == (.threadNotFound, "none", "t"))
    #expect(made.details == ["code": "thread_not_found", "message": "none", "thread_id": "t"])
    let read = try JSONDecoder().decode(CodexError.self, from: JSONEncoder().encode(made))
    #expect(read == made)
    #expect((read.code, read.message, read.hashValue) == (made.code, made.message, made.hashValue))
    #expect(made != CodexError(code: .threadNotFound, message: "none"))
  }

  @Test func detailsAreAllThatIsKnown() async throws {
    try await Place.with { place in
      let codex = try place.hostile(Script.hangs)
      let thread = try codex.startThread(options: place.threadOptions)
      let turn = try await thread.runStreamed("x")
      for _ in 0..<2 { _ = try await turn.nextEvent() }
      let late = await error(.timeout) { try await turn.nextEvent(timeout: .zero) }
      let nul = await error(.invalidArgument) { try codex.resumeThread(id: "\0") }
      await turn.close()
      codex.close()
      let closed = await error(.invalidHandle) { try codex.startThread() }
      for error in [late, nul, closed] {
        #expect(error?.details["code"]?.string == error?.code.rawValue)
        #expect(error?.details["message"]?.string == error?.message)
      }
      #expect((late?.isRetryable, closed?.isRetryable) == (true, false))
    }
  }
}

private protocol Asked {
  func run(_ prompt: String, options: TurnOptions) async throws -> TurnResult
}

extension CodexThread: Asked {}

private struct Refusing: Asked {
  func run(_ prompt: String, options: TurnOptions) async throws -> TurnResult {
    throw CodexError(code: .turnFailed, message: "no \(prompt)")
  }
}

extension OneAtATime {
  /// What a program makes to try its own code without an agent.
  @Suite struct Stubs {}
}

extension OneAtATime.Stubs {
  @Test func eventsItemsAndResults() {
    let line = #"{"type":"item.completed","item":{"type":"agent_message","text":"Hello."}}"#
    let event = ThreadEvent(line: line)
    #expect(event.item == ThreadItem(raw: ["type": "agent_message", "text": "Hello."]))
    #expect(event.line == line)
    let result = TurnResult(raw: ["final_response": "Hello.", "items": [["type": "agent_message", "text": "Hello."]]])
    #expect((result.finalResponse, result.items) == ("Hello.", event.item.map { [$0] }))
  }

  @Test func anAgentOfOnesOwn() async {
    let agent: any Asked = Refusing()
    let refused = await error(.turnFailed) { try await agent.run("tea", options: TurnOptions()) }
    #expect(refused?.message == "no tea")
  }

  @Test func areShownAsTheirJSON() {
    let line = #"{"type": "turn.started"}"#
    #expect("\(ThreadEvent(line: line))" == line)
    #expect("\([ThreadItem(raw: ["type": "new"])])" == #"[{"type":"new"}]"#)
    #expect("\(TurnResult(raw: ["usage": ["input_tokens": 1]]))" == #"{"usage":{"input_tokens":1},"items":[]}"#)
    #expect("\(Usage(raw: ["input_tokens": 1]))" == #"{"input_tokens":1}"#)
  }

  @Test(.withHostileCLI) func threadsAreShownByTheirIDs() async throws {
    try await Place.with { place in
      let thread = try place.thread(Script.ordinary)
      #expect("\(thread)" == "CodexThread(new)")
      _ = try await thread.run("x")
      #expect("\(thread)" == "CodexThread(thread-1)")
    }
  }
}
