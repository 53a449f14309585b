// Generated from schema/sdk.json by `make vocabulary`.

/// Options of a client: which CLI it runs, and how.
///
/// A property that is `nil` is not sent: its default applies.
///
/// Durations are rounded up to whole milliseconds; a negative one is refused.
public struct CodexOptions: Sendable, Hashable {
  /// Path of the Codex CLI to run, absolute or relative to the current directory.
  ///
  /// A name without `/` is looked up in `PATH`. If this option is set, the library searches nowhere else.
  public var codexPathOverride: String?
  /// Base URL of the OpenAI API, passed to the CLI as `openai_base_url`.
  ///
  /// The environment variable `OPENAI_BASE_URL` is left unchanged, so the agent's commands do not see this URL.
  public var baseURL: String?
  /// API key.
  ///
  /// The CLI receives it in the environment variable `CODEX_API_KEY`, never on its command line. Without a key, the CLI
  /// uses its own login.
  public var apiKey: String?
  /// If `true`, the commands that the agent runs see `CODEX_API_KEY`.
  ///
  /// By default they find it empty, unless `shell_environment_policy` in your configuration names `CODEX_API_KEY` in
  /// `set`, `exclude` or `include_only`.
  public var apiKeyInCommands: Bool?
  /// The CLI's complete environment.
  ///
  /// By default it is a copy of the program's environment, taken when the client is created. A relative `HOME`,
  /// `CODEX_HOME` or `TMPDIR` is made absolute at that time.
  public var env: [String: String]?
  /// Configuration of the CLI, nested as in its `config.toml`.
  ///
  /// It is passed on the CLI's command line, which other users of the machine can see: put no secrets in it.
  public var config: JSONObject?
  /// Raw `key=value` settings, each value in TOML, applied after ``CodexOptions/config``.
  ///
  /// They, too, are passed on the CLI's command line: put no secrets in them.
  public var configOverrides: [String]?
  /// How the client reaches the agent: ``Transport/exec`` starts one CLI process for each turn; ``Transport/appServer``
  /// starts a single CLI process that serves all turns of the client.
  ///
  /// Default: ``Transport/exec``.
  public var transport: Transport?
  /// Maximum number of turns that run at the same time.
  ///
  /// Further turns wait, in the order in which they were started; waiting does not count towards their time limits.
  /// Requires ``CodexOptions/transport`` to be ``Transport/appServer``; otherwise the client is not created, and the
  /// error is ``CodexError/Code/unsupported``. No limit by default.
  public var maxConcurrentTurns: Int?
  /// How long the library waits for an answer to one of its own requests to the app-server, for example to start a
  /// turn.
  ///
  /// By default it waits 30 seconds for a server that is starting and 60 seconds for any other answer; 0 means no
  /// limit. After that time the turn ends with ``CodexError/Code/requestFailed``. Requires ``CodexOptions/transport``
  /// to be ``Transport/appServer``; otherwise the client is not created, and the error is
  /// ``CodexError/Code/unsupported``.
  public var requestTimeout: Duration?
  /// Name under which the program identifies itself to the service.
  ///
  /// Default: `codex_sdk_swift`.
  public var originator: String?
  /// How long `notify` and hook programs that the CLI starts when a turn completes may keep running after the turn.
  ///
  /// Processes left behind by the agent's commands get no such grace period. Default: 10 seconds; zero means none.
  public var helperGrace: Duration?
  /// Folder to record turns in: one file of JSON lines per turn.
  ///
  /// It is created if it does not exist.
  public var record: String?
  /// Folder of recordings to replay.
  ///
  /// No CLI is searched for or started.
  public var replay: String?
  /// Playback speed: 1 is real time, 2 is twice as fast, 0 means no delays.
  ///
  /// Default: 0.
  public var replaySpeed: Double?
  /// Which recording answers a turn: with ``ReplayMatch/prompt``, the first unused one with the same prompt and images;
  /// with ``ReplayMatch/order``, the next unused one, whatever its prompt.
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
    transport: Transport? = nil, maxConcurrentTurns: Int? = nil, requestTimeout: Duration? = nil,
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
    self.transport = transport
    self.maxConcurrentTurns = maxConcurrentTurns
    self.requestTimeout = requestTimeout
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
    json["transport"] = transport.map(JSONValue.init(openEnum:))
    json["max_concurrent_turns"] = maxConcurrentTurns.map(JSONValue.integer)
    json["request_timeout_ms"] = requestTimeout.map { .integer($0.milliseconds) }
    json["originator"] = .string(originator ?? "codex_sdk_swift")
    json["helper_grace_ms"] = helperGrace.map { .integer($0.milliseconds) }
    json["record"] = record.map(JSONValue.string)
    json["replay"] = replay.map(JSONValue.string)
    json["replay_speed"] = replaySpeed.map(JSONValue.number)
    json["replay_match"] = replayMatch.map(JSONValue.init(openEnum:))
    return json.merging(extra)
  }
}
