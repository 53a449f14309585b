// Generated from schema/sdk.json by `make vocabulary`: change it there.

/// Options of a ``Codex``: which CLI it runs, and how.
///
/// A property that is `nil` is not sent: its default applies.
///
/// Durations are rounded up to whole milliseconds; a negative one is refused.
public struct CodexOptions: Sendable, Hashable {
  /// Path of the Codex CLI to run, absolute or relative to the current directory.
  ///
  /// A name without `/` is looked up in `PATH`. The library then searches nowhere else.
  public var codexPathOverride: String?
  /// Base URL of the OpenAI API: the CLI's `openai_base_url`.
  ///
  /// The variable `OPENAI_BASE_URL` stays as it is, so the agent's commands do not see this URL.
  public var baseURL: String?
  /// API key.
  ///
  /// The CLI gets it as `CODEX_API_KEY` in its environment, never on its command line. Without it the CLI uses its own
  /// login.
  public var apiKey: String?
  /// `true` lets the commands that the agent runs see `CODEX_API_KEY`.
  ///
  /// By default they find it empty, unless your configuration sets `shell_environment_policy`.
  public var apiKeyInCommands: Bool?
  /// The CLI's complete environment.
  ///
  /// By default it is a copy of the program's, taken when the `Codex` object is made. A relative `HOME`, `CODEX_HOME`
  /// or `TMPDIR` is made absolute at that time.
  public var env: [String: String]?
  /// Configuration of the CLI, nested as in its `config.toml`.
  public var config: JSONObject?
  /// Raw `key=value` configuration, each value in TOML.
  ///
  /// Applied after ``CodexOptions/config``.
  public var configOverrides: [String]?
  /// How the program names itself to the service.
  ///
  /// Default: `codex_sdk_swift`.
  public var originator: String?
  /// How long `notify` and hook programs that the CLI starts when a turn completes may keep running after the turn.
  ///
  /// Processes left behind by the agent's commands get no such time. Default: 10 seconds.
  public var helperGrace: Duration?
  /// Folder to record each turn in, one file of JSON lines per turn.
  ///
  /// It is created if it does not exist.
  public var record: String?
  /// Folder of recordings that answer the turns.
  ///
  /// No CLI is searched for or started.
  public var replay: String?
  /// Playback speed: 1 is real time, 2 is twice as fast, 0 is without delays.
  ///
  /// Default: 0.
  public var replaySpeed: Double?
  /// Which recording answers a turn: ``ReplayMatch/prompt`` takes the first unused one with the same prompt and images,
  /// ``ReplayMatch/order`` takes the next one whatever the prompt.
  ///
  /// Default: ``ReplayMatch/prompt``.
  public var replayMatch: ReplayMatch?
  /// Other options, by the names that the library has for them.
  ///
  /// They take precedence over the properties.
  public var extra: JSONObject

  /// Options; one that is left out is `nil`.
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
    json["env"] = env.map(JSONValue.init(textsByName:))
    json["config"] = config.map(JSONValue.object)
    json["config_overrides"] = configOverrides.map(JSONValue.init(texts:))
    json["originator"] = .string(originator ?? "codex_sdk_swift")
    json["helper_grace_ms"] = helperGrace.map { .integer($0.milliseconds) }
    json["record"] = record.map(JSONValue.string)
    json["replay"] = replay.map(JSONValue.string)
    json["replay_speed"] = replaySpeed.map(JSONValue.number)
    json["replay_match"] = replayMatch.map(JSONValue.init(openEnum:))
    return json.merging(extra)
  }
}
