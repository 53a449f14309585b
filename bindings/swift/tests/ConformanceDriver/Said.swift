import CodexSDK

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A case's options as a user of Swift would say them. What their types cannot hold goes in by `extra`.

extension JSONObject {
  fileprivate mutating func move<Value>(_ name: String, _ read: (JSONValue) -> Value?, to place: inout Value?) {
    guard let value = self[name].flatMap(read) else { return }
    place = value
    self[name] = nil
  }

  fileprivate mutating func move<Word: OpenWord>(word name: String, to place: inout Word?) {
    move(name, { $0.string.map(Word.init(rawValue:)) }, to: &place)
  }
}

private func texts(_ value: JSONValue) -> [String]? {
  guard let values = value.array else { return nil }
  let texts = values.compactMap(\.string)
  return texts.count == values.count ? texts : nil
}

private func textsByName(_ value: JSONValue) -> [String: String]? {
  guard let members = value.object else { return nil }
  let texts = members.compactMap { member in member.value.string.map { (member.key, $0) } }
  return texts.count == members.count ? Dictionary(texts) { _, last in last } : nil
}

private func grace(_ value: JSONValue) -> Duration? {
  value.integer.flatMap { $0 >= 0 ? .milliseconds($0) : nil }
}

private func limit(_ value: JSONValue) -> Duration? {
  // The type makes something of any other.
  value.integer.flatMap { $0 > 0 ? .milliseconds($0) : nil }
}

extension CodexOptions {
  init(said options: JSONObject) {
    self.init(extra: options)
    extra.move("codex_path_override", \.string, to: &codexPathOverride)
    extra.move("base_url", \.string, to: &baseURL)
    extra.move("api_key", \.string, to: &apiKey)
    extra.move("api_key_in_commands", \.bool, to: &apiKeyInCommands)
    extra.move("env", textsByName, to: &env)
    extra.move("config", \.object, to: &config)
    extra.move("config_overrides", texts, to: &configOverrides)
    extra.move("originator", \.string, to: &originator)
    extra.move("helper_grace_ms", grace, to: &helperGrace)
    extra.move("record", \.string, to: &record)
    extra.move("replay", \.string, to: &replay)
    extra.move("replay_speed", \.number, to: &replaySpeed)
    extra.move(word: "replay_match", to: &replayMatch)
  }
}

extension ThreadOptions {
  init(said options: JSONObject) {
    self.init(extra: options)
    extra.move("model", \.string, to: &model)
    extra.move(word: "sandbox_mode", to: &sandboxMode)
    extra.move("working_directory", \.string, to: &workingDirectory)
    extra.move("skip_git_repo_check", \.bool, to: &skipGitRepoCheck)
    extra.move(word: "model_reasoning_effort", to: &modelReasoningEffort)
    extra.move("network_access_enabled", \.bool, to: &networkAccessEnabled)
    extra.move(word: "web_search_mode", to: &webSearchMode)
    extra.move("web_search_enabled", \.bool, to: &webSearchEnabled)
    extra.move(word: "approval_policy", to: &approvalPolicy)
    extra.move("additional_directories", texts, to: &additionalDirectories)
    extra.move("thread_source", \.string, to: &threadSource)
  }
}

extension TurnOptions {
  init(said options: JSONObject) {
    self.init(extra: options)
    extra.move("output_schema", { $0 == .null ? nil : JSONSchema(json: $0) }, to: &outputSchema)
    extra.move("timeout_ms", limit, to: &timeout)
    extra.move("idle_timeout_ms", limit, to: &idleTimeout)
    extra.move("offline_timeout_ms", grace, to: &offlineTimeout)
    extra.move("wait_for_exit", \.bool, to: &waitForExit)
    extra.move("max_line_bytes", \.integer, to: &maxLineBytes)
    extra.move(word: "cyber_access_program", to: &cyberAccessProgram)
  }
}

/// What a turn is asked, in one of the two ways to say it.
enum Input {
  case prompt(String, TurnOptions)
  case entries([InputEntry], TurnOptions)

  init(_ request: JSONObject, _ options: JSONObject) {
    var options = options
    if let prompt = request["prompt"]?.string {
      self = .prompt(prompt, TurnOptions(said: options))
      return
    }
    var entries: [InputEntry]?
    options.move("input", { $0.array?.map(InputEntry.init(said:)) }, to: &entries)
    self = .entries(entries ?? [], TurnOptions(said: options))
  }
}

extension InputEntry {
  fileprivate init(said json: JSONValue) {
    self = .other(json)
    guard let fields = json.object, fields.count == 2 else { return }
    if fields["type"] == "text", let text = fields["text"]?.string { self = .text(text) }
    if fields["type"] == "local_image", let path = fields["path"]?.string { self = .localImage(path) }
    if fields["type"] == "image", let bytes = fields["data"]?.string.flatMap({ Data(base64Encoded: $0) }) {
      self = .image(bytes)
    }
  }
}
