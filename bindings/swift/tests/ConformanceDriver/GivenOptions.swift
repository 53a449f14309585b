// Generated from schema/sdk.json by `make vocabulary`.

import CodexSDK

extension CodexOptions {
  init(given options: JSONObject) {
    self.init(extra: options)
    extra.move("codex_path_override", \.string, to: &codexPathOverride)
    extra.move("base_url", \.string, to: &baseURL)
    extra.move("api_key", \.string, to: &apiKey)
    extra.move("api_key_in_commands", \.bool, to: &apiKeyInCommands)
    extra.move("env", textsByName, to: &env)
    extra.move("config", \.object, to: &config)
    extra.move("config_overrides", texts, to: &configOverrides)
    extra.move("transport", openEnum, to: &transport)
    extra.move("max_concurrent_turns", \.integer, to: &maxConcurrentTurns)
    extra.move("request_timeout_ms", duration, to: &requestTimeout)
    extra.move("originator", \.string, to: &originator)
    extra.move("helper_grace_ms", duration, to: &helperGrace)
    extra.move("record", \.string, to: &record)
    extra.move("replay", \.string, to: &replay)
    extra.move("replay_speed", \.number, to: &replaySpeed)
    extra.move("replay_match", openEnum, to: &replayMatch)
  }
}

extension ThreadOptions {
  init(given options: JSONObject) {
    self.init(extra: options)
    extra.move("model", \.string, to: &model)
    extra.move("sandbox_mode", openEnum, to: &sandboxMode)
    extra.move("working_directory", \.string, to: &workingDirectory)
    extra.move("skip_git_repo_check", \.bool, to: &skipGitRepoCheck)
    extra.move("model_reasoning_effort", openEnum, to: &modelReasoningEffort)
    extra.move("network_access_enabled", \.bool, to: &networkAccessEnabled)
    extra.move("web_search_mode", openEnum, to: &webSearchMode)
    extra.move("web_search_enabled", \.bool, to: &webSearchEnabled)
    extra.move("approval_policy", openEnum, to: &approvalPolicy)
    extra.move("additional_directories", texts, to: &additionalDirectories)
    extra.move("thread_source", \.string, to: &threadSource)
    extra.move("ephemeral", \.bool, to: &ephemeral)
    extra.move("base_instructions", \.string, to: &baseInstructions)
    extra.move("developer_instructions", \.string, to: &developerInstructions)
    extra.move("approvals", openEnum, to: &approvals)
    extra.move("approval_timeout_ms", duration, to: &approvalTimeout)
    extra.move("tools", objects, to: &tools)
    extra.move("last_turn_id", \.string, to: &lastTurnID)
    extra.move("max_turn_tokens", \.integer, to: &maxTurnTokens)
    extra.move("max_thread_tokens", \.integer, to: &maxThreadTokens)
    extra.move("max_commands", \.integer, to: &maxCommands)
  }
}

extension TurnOptions {
  init(given options: JSONObject) {
    self.init(extra: options)
    extra.move("output_schema", schema, to: &outputSchema)
    extra.move("timeout_ms", duration, to: &timeout)
    extra.move("idle_timeout_ms", duration, to: &idleTimeout)
    extra.move("offline_timeout_ms", duration, to: &offlineTimeout)
    extra.move("wait_for_exit", \.bool, to: &waitForExit)
    extra.move("max_line_bytes", \.integer, to: &maxLineBytes)
    extra.move("deltas", \.bool, to: &deltas)
    extra.move("raw_events", \.bool, to: &rawEvents)
    extra.move("cyber_access_program", openEnum, to: &cyberAccessProgram)
    extra.move("model", \.string, to: &model)
    extra.move("model_reasoning_effort", openEnum, to: &modelReasoningEffort)
    extra.move("sandbox_mode", openEnum, to: &sandboxMode)
    extra.move("approval_policy", openEnum, to: &approvalPolicy)
    extra.move("max_turn_tokens", \.integer, to: &maxTurnTokens)
    extra.move("max_thread_tokens", \.integer, to: &maxThreadTokens)
    extra.move("max_commands", \.integer, to: &maxCommands)
  }
}
