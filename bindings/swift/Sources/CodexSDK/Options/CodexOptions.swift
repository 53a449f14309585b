/// How the CLI is reached.
///
/// What is nil is left out.
public struct CodexOptions: Sendable, Hashable {
  /// Path of the Codex CLI to run; a name without `/` is looked up in `PATH`. Nothing else is searched.
  public var codexPathOverride: String?
  /// Base URL of the OpenAI API.
  public var baseURL: String?
  /// API key, given to the CLI in its environment, never on its command line.
  public var apiKey: String?
  /// Whether the commands that the agent runs see the API key. They do not unless this is true.
  public var apiKeyInCommands: Bool?
  /// The CLI's whole environment. Without it the CLI inherits that of the program, as it is when the ``Codex`` is made.
  public var env: [String: String]?
  /// Configuration of the CLI, nested as in its `config.toml`.
  public var config: JSONObject?
  /// Raw `key=value` texts with the value in TOML; they win over ``config``.
  public var configOverrides: [String]?
  /// How the program names itself to the service; `codex_sdk_swift` unless given.
  public var originator: String?
  /// How long a program that the CLI starts when a turn completes (`notify`, hooks) may run on after the turn.
  ///
  /// Ten seconds unless given; then it is ended. With zero it is ended at once.
  public var helperGrace: Duration?
  /// A folder in which each turn is recorded, as one file of JSON lines. It is made if it is not there.
  public var record: String?
  /// A folder of recordings that answer the turns. No CLI is looked for, and none runs.
  public var replay: String?
  /// Playback speed: 1 is real time, 2 is twice as fast. No delays unless given.
  public var replaySpeed: Double?
  /// Which recording answers a turn; ``ReplayMatch/prompt`` unless given.
  public var replayMatch: ReplayMatch?
  /// Options by the names that the library has for them, such as a newer one's; they win over the others.
  public var extra: JSONObject

  /// Options; what is not given is left out.
  public init(
    codexPathOverride: String? = nil, baseURL: String? = nil, apiKey: String? = nil, apiKeyInCommands: Bool? = nil,
    env: [String: String]? = nil, config: JSONObject? = nil, configOverrides: [String]? = nil,
    originator: String? = nil, helperGrace: Duration? = nil, record: String? = nil, replay: String? = nil,
    replaySpeed: Double? = nil, replayMatch: ReplayMatch? = nil, extra: JSONObject = [:]
  ) {
    self.codexPathOverride = codexPathOverride
    self.baseURL = baseURL
    self.apiKey = apiKey
    self.apiKeyInCommands = apiKeyInCommands
    self.env = env
    self.config = config
    self.configOverrides = configOverrides
    self.originator = originator
    self.helperGrace = helperGrace
    self.record = record
    self.replay = replay
    self.replaySpeed = replaySpeed
    self.replayMatch = replayMatch
    self.extra = extra
  }

  var json: JSONObject {
    var json = JSONObject()
    json["codex_path_override"] = codexPathOverride.map(JSONValue.string)
    json["base_url"] = baseURL.map(JSONValue.string)
    json["api_key"] = apiKey.map(JSONValue.string)
    json["api_key_in_commands"] = apiKeyInCommands.map(JSONValue.bool)
    json["env"] = env.map { .object(JSONObject($0.map { ($0.key, .string($0.value)) })) }
    json["config"] = config.map(JSONValue.object)
    json["config_overrides"] = configOverrides.map(JSONValue.init(texts:))
    json["originator"] = .string(originator ?? "codex_sdk_swift")
    json["helper_grace_ms"] = helperGrace.map { .integer($0.millisecondsOrOff) }
    json["record"] = record.map(JSONValue.string)
    json["replay"] = replay.map(JSONValue.string)
    json["replay_speed"] = replaySpeed.map(JSONValue.number)
    json["replay_match"] = replayMatch.map { .string($0.rawValue) }
    return json.merging(extra)
  }
}

extension JSONValue {
  init(texts: [String]) { self = .array(texts.map(JSONValue.string)) }
}
