import Foundation
import Testing

@testable import CodexSDK

private struct Report: StructuredOutput, Equatable {
  let summary: String
  let problems: [String]

  static let schema: JSONSchema = .object(["summary": .string(), "problems": .array(of: .string())])
}

extension OneAtATime {
  @Suite(.timeLimit(.minutes(1)), .withHostileCLI) struct StructuredOutputs {}
}

extension OneAtATime.StructuredOutputs {
  @Test(.withRealCLI, .withModelServer) func theAnswerIsAValue() async throws {
    try await Place.with { place in
      let (codex, model) = try place.real(["message": #"{"summary": "A cache.", "problems": ["Never emptied."]}"#])
      defer { withExtendedLifetime(model) {} }
      let thread = try codex.startThread(options: place.threadOptions)
      let wanted = Report(summary: "A cache.", problems: ["Never emptied."])
      #expect(try await thread.run("review", as: Report.self) == wanted)
      #expect(try await thread.run(["review"], as: Report.self) == wanted)
      #expect(try await thread.run("review", as: Report.self, schema: .object([:])) == wanted)
      let json = try await thread.run(["review"], as: JSONValue.self, schema: Report.schema)
      #expect(json["summary"] == "A cache.")
    }
  }

  @Test(arguments: ["{\"summary\": 1}", "no JSON", "", "{\"\\ud83d\": 1}"])
  func anAnswerThatDoesNotFitIsAnErrorWithItsText(_ answer: String) async throws {
    try await Place.with { place in
      let message: JSONValue = ["agent_message": .string(answer)]
      let thread = try place.thread(Script.started + [message, ["turn_completed": true]])
      let refused = await error(.invalidResponse) { try await thread.run("x", as: Report.self) }
      #expect((refused?.response, refused?.threadID) == (answer, "thread-1"))
      #expect(refused?.message.hasPrefix("the final response does not fit Report: ") == true)
      #expect(refused?.underlyingError is DecodingError)
    }
  }

  private struct Findings: Decodable {
    struct Finding: Decodable {
      let line: Int
    }

    let findings: [Finding]
    let id: UUID?
  }

  @Test(arguments: [
    (#"{"findings": [{"line": 1}, {"line": "2"}]}"#, "`findings[1].line`: "),
    (#"{"findings": [{}]}"#, "`findings[0].line` is missing"),
    (#"{"findings": null}"#, "`findings`: "),
    (#"{"findings": [], "id": "x"}"#, "`id`: "),
    ("[]", ""), ("Sorry.", "This is not JSON."),
  ])
  func whatDoesNotFitIsSaidInWords(_ answer: String, _ words: String) async throws {
    let result = TurnResult(raw: ["final_response": .string(answer)])
    let refused = await error(.invalidResponse) { try result.decode(Findings.self) }
    let message = refused?.message ?? ""
    #expect(message.hasPrefix("the final response does not fit Findings: \(words)"))
    #expect(!message.contains("DecodingError") && !message.contains("CodingKeys"))
  }

  @Test func aDecoderOfOnesOwnMayThrowWhatItLikes() async {
    struct Picky: Decodable {
      struct No: Error {}
      init(from decoder: any Decoder) throws { throw No() }
    }
    let refused = await error(.invalidResponse) { try TurnResult(raw: ["final_response": "1"]).decode(Picky.self) }
    #expect(refused?.message == "the final response does not fit Picky: No()")
    #expect(refused?.underlyingError is Picky.No)
  }

  @Test func theAnswerOfAStreamedTurnIsDecodedAfterwards() async throws {
    try await Place.with { place in
      let message: JSONValue = ["agent_message": #"{"summary": "A cache.\ud83d", "problems": []}"#]
      let thread = try place.thread(Script.started + [message, ["turn_completed": true]])
      let turn = try await thread.runStreamed("x", options: TurnOptions(outputSchema: Report.schema))
      for try await _ in turn {}
      let result = try await turn.result()
      #expect(try result.decode(Report.self) == Report(summary: "A cache.\u{FFFD}", problems: []))
    }
  }

  @Test func anAnswerMayBeOptional() throws {
    func result(_ answer: String) -> TurnResult { TurnResult(raw: ["final_response": .string(answer)]) }
    #expect(try result("[1, 2]").decode([Int]?.self) == [1, 2])
    #expect(try result("null").decode([Int]?.self) == nil)
    #expect(try result("[1]").decode(JSONValue?.self) == [1])
    #expect(try result(#"{"a": 1}"#).decode(JSONObject?.self) == ["a": 1])
    #expect(try result(#"{"a": 1}"#).decode(JSONObject.self) == ["a": 1])
  }

  @Test func anEscapeChangesNothingElse() throws {
    struct Count: Decodable {
      let name: String
      let count: UInt64
    }
    let answer = #"{"name": "\u00e9\\ud83d", "count": 18446744073709551615}"#
    let count = try TurnResult(raw: ["final_response": .string(answer)]).decode(Count.self)
    #expect((count.name, count.count) == (#"é\ud83d"#, .max))
  }

  @Test(arguments: [
    (#""\ud83d\uDE00\u00e9""#, #""\ud83d\uDE00\u00e9""#), (#""\ud83dx""#, #""\ufffdx""#),
    (#""\ud83d\ud83d\ude00""#, #""\ufffd\ud83d\ude00""#), (#""\uDE00\n""#, #""\ufffd\n""#),
    (#""\ud83d\u0041""#, #""\ufffd\u0041""#), (#""\\ud83d\\\ud83d""#, #""\\ud83d\\\ufffd""#),
    (#"[1.50, "\/", "\ud83d"]"#, #"[1.50, "\/", "\ufffd"]"#), (#""é\ud83d""#, #""é\ufffd""#),
  ])
  func halfPairsAreReplaced(_ json: String, _ wanted: String) {
    #expect(LoneSurrogates.replaced(in: json) == wanted)
  }

  @Test func escapesInAnAnswerAreRead() async throws {
    try await Place.with { place in
      let answer = #"{"summary": "\u00e9\ud83d\ude00\ud83d", "problems": []}"#
      let thread = try place.thread(Script.started + [["agent_message": .string(answer)], ["turn_completed": true]])
      #expect(try await thread.run("x", as: Report.self).summary == "é😀\u{FFFD}")
    }
  }
}
