import Foundation
import Testing

@testable import CodexSDK

extension OneAtATime {
  @Suite struct Options {}
}

extension OneAtATime.Options {
  @Test func ofAClient() {
    let options = CodexOptions(
      codexPathOverride: "codex", baseURL: "http://x", apiKey: "k", apiKeyInCommands: true, env: ["A": "b"],
      config: ["a": ["b": 1]], configOverrides: ["c=1"], originator: "me", helperGrace: .seconds(3), record: "r",
      replay: "p", replaySpeed: 0.5, replayMatch: .order, extra: ["new": 1])
    #expect(
      options.json == [
        "codex_path_override": "codex", "base_url": "http://x", "api_key": "k", "api_key_in_commands": true,
        "env": ["A": "b"], "config": ["a": ["b": 1]], "config_overrides": ["c=1"], "originator": "me",
        "helper_grace_ms": 3000, "record": "r", "replay": "p", "replay_speed": 0.5, "replay_match": "order", "new": 1,
      ])
    #expect(CodexOptions().json == ["originator": "codex_sdk_swift"])
  }

  @Test func areShownWithoutSecrets() {
    let secret = "sk-secret"
    let env: JSONValue = ["CODEX_API_KEY": .string(secret)]
    var shown = ""
    for options in [
      CodexOptions(baseURL: "http://here", apiKey: secret, env: ["CODEX_API_KEY": secret]),
      CodexOptions(baseURL: "http://here", extra: ["api_key": .string(secret), "env": env]),
    ] {
      dump(options, to: &shown)
      dump([options], to: &shown)
      shown += "\(options) \([options]) \(String(reflecting: options)) \(Optional(options) as Any)"
      #expect(options.description.contains(#""env":{"CODEX_API_KEY":"(hidden)"}"#))
      #expect(options.description.contains("http://here"))
    }
    #expect(CodexOptions(extra: ["env": [.string(secret)]]).description.contains(#""env":"(hidden)""#))
    #expect(!shown.contains(secret))
  }

  @Test func ofAThread() {
    let options = ThreadOptions(
      model: "m", sandboxMode: .workspaceWrite, workingDirectory: "/w", skipGitRepoCheck: true,
      modelReasoningEffort: .high, networkAccessEnabled: false, webSearchMode: .live, webSearchEnabled: true,
      approvalPolicy: .onRequest, additionalDirectories: ["a"], threadSource: "s", extra: ["new": 1])
    #expect(
      options.json == [
        "model": "m", "sandbox_mode": "workspace-write", "working_directory": "/w", "skip_git_repo_check": true,
        "model_reasoning_effort": "high", "network_access_enabled": false, "web_search_mode": "live",
        "web_search_enabled": true, "approval_policy": "on-request", "additional_directories": ["a"],
        "thread_source": "s", "new": 1,
      ])
    #expect(ThreadOptions().json == [:])
  }

  @Test func ofATurn() {
    let options = TurnOptions(
      outputSchema: .string(), timeout: .seconds(2), idleTimeout: .milliseconds(3), offlineTimeout: .seconds(5),
      waitForExit: true, maxLineBytes: 4, cyberAccessProgram: .daybreakBlue, extra: ["new": 1])
    #expect(
      options.json == [
        "output_schema": ["type": "string"], "timeout_ms": 2000, "idle_timeout_ms": 3, "offline_timeout_ms": 5000,
        "wait_for_exit": true, "max_line_bytes": 4, "cyber_access_program": "daybreak_blue", "new": 1,
      ])
    #expect(TurnOptions().json == [:])
    #expect(TurnOptions(timeout: .seconds(1), extra: ["timeout_ms": 5]).json == ["timeout_ms": 5])
  }

  @Test(arguments: [(Duration.zero, 0), (.nanoseconds(1), 1), (.milliseconds(7), 7), (.nanoseconds(-1), -1)])
  func zeroIsOffAndNothingElseBecomesZero(_ duration: Duration, _ milliseconds: Int) {
    let options = TurnOptions(timeout: duration, idleTimeout: duration, offlineTimeout: duration)
    let wanted = JSONValue.integer(milliseconds)
    #expect(options.json == ["timeout_ms": wanted, "idle_timeout_ms": wanted, "offline_timeout_ms": wanted])
    #expect(CodexOptions(helperGrace: duration).json["helper_grace_ms"] == wanted)
  }

  @Test(arguments: [
    (Duration.zero, 0), (.nanoseconds(1), 1), (.microseconds(1500), 2), (.seconds(1.25), 1250), (.seconds(-1), -1000),
    (.milliseconds(-5), -5), (.microseconds(-1500), -2), (.seconds(Int64.max), .max), (.seconds(Int64.min), .min),
    (.seconds(Int64.max / 1000) + .milliseconds(900), .max), (.seconds(Int64.min / 1000) - .milliseconds(900), .min),
  ])
  func durations(_ duration: Duration, _ milliseconds: Int) {
    #expect(duration.milliseconds == milliseconds)
  }

  @Test func entries() {
    let entries: [InputEntry] = ["a", .localImage("p.png"), .image(Data([1, 2])), .other(["type": "new"])]
    #expect(
      entries.map(\.json) == [
        ["type": "text", "text": "a"], ["type": "local_image", "path": "p.png"], ["type": "image", "data": "AQI="],
        ["type": "new"],
      ])
  }

  @Test(.withHostileCLI) func whatTheLibraryRefusesIsNamed() async throws {
    try await Place.with { place in
      let codex = try place.hostile(Script.ordinary)
      let refused = await error(.invalidArgument) {
        try codex.startThread(options: ThreadOptions(extra: ["modle": "x"]))
      }
      #expect(refused?.option == "modle")
      #expect(refused?.localizedDescription == refused?.message)
      #expect(refused.map { "\($0)" } == "invalid_argument: \(refused?.message ?? "")")
    }
  }

  @Test func aMissingCLISaysWhereItWasLookedFor() async throws {
    let missing = await error(.cliNotFound) { try Codex(options: CodexOptions(codexPathOverride: "no/such/codex")) }
    #expect(missing?.tried == ["no/such/codex"])
  }

  @Test func words() throws {
    let newer: SandboxMode = "moon"
    #expect((newer.rawValue, "\(newer)", newer == SandboxMode(rawValue: "moon")) == ("moon", "moon", true))
    #expect(try JSONEncoder().encode([SandboxMode.readOnly]) == Data(#"["read-only"]"#.utf8))
  }
}

extension OneAtATime {
  @Suite struct Schemas {}
}

extension OneAtATime.Schemas {
  private enum Severity: String, CaseIterable {
    case low, high
  }

  @Test func ofWhatAProgramHas() {
    let wanted: JSONValue = ["type": "string", "description": "how bad", "enum": ["low", "high"]]
    #expect(JSONSchema.enumeration(["low", "high"], about: "how bad").json == wanted)
    #expect(JSONSchema.enumeration(Severity.self, about: "how bad").json == wanted)
    #expect(JSONSchema.enumeration("low", "high", about: "how bad").json == wanted)
    let names = ["z", "a"]
    let object = JSONSchema.object(names.map { ($0, .integer()) }).json
    #expect(object == JSONSchema.object(["z": .integer(), "a": .integer()]).json)
    #expect(object["properties"]?.object?.map(\.key) == names)
  }

  @Test func areStrict() {
    let schema: JSONSchema = .object(
      [
        "z": .string("a text"), "a": .array(of: .integer()), "size": .enumeration("s", "l"),
        "maybe": .optional(.number()), "yes": .boolean(),
      ], "a thing")
    #expect(
      schema.json.description
        == #"{"type":"object","description":"a thing","properties":{"z":{"type":"string","description":"a text"},"#
        + #""a":{"type":"array","items":{"type":"integer"}},"size":{"type":"string","enum":["s","l"]},"#
        + #""maybe":{"anyOf":[{"type":"number"},{"type":"null"}]},"yes":{"type":"boolean"}},"#
        + #""required":["z","a","size","maybe","yes"],"additionalProperties":false}"#)
  }
}
