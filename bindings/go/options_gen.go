// Code generated from schema/sdk.json by `make vocabulary`. DO NOT EDIT.

package codexsdk

import "time"

// ClientOptions configures a client. Fields that are zero count as not given.
type ClientOptions struct {
	// Path of the Codex CLI to run, absolute or relative to the current directory. A name without "/" is looked up in
	// PATH. The library then searches nowhere else.
	CodexPathOverride string `json:"codex_path_override,omitzero"`
	// Base URL of the OpenAI API: the CLI's "openai_base_url". The variable OPENAI_BASE_URL stays as it is, so the
	// agent's commands do not see this URL.
	BaseURL string `json:"base_url,omitzero"`
	// API key. The CLI gets it as CODEX_API_KEY in its environment, never on its command line. Without it the CLI uses
	// its own login. Options that are printed or logged do not show it.
	APIKey string `json:"api_key,omitzero"`
	// True lets the commands that the agent runs see CODEX_API_KEY. By default they find it empty, unless your
	// configuration sets "shell_environment_policy".
	APIKeyInCommands bool `json:"api_key_in_commands,omitzero"`
	// The CLI's complete environment, as "name=value" strings like those of os.Environ; of two with the same name the
	// last counts. Nil means a copy of the program's environment, taken when the client is made. A relative HOME,
	// CODEX_HOME or TMPDIR is made absolute at that time.
	Env []string `json:"-"`
	// Configuration of the CLI, nested as in its "config.toml".
	Config map[string]any `json:"config,omitzero"`
	// Raw "key=value" configuration, each value in TOML. Applied after Config.
	ConfigOverrides []string `json:"config_overrides,omitzero"`
	// How the program names itself to the service. Default "codex_sdk_go".
	Originator string `json:"originator,omitzero"`
	// How long notify and hook programs that the CLI starts when a turn completes may keep running after the turn.
	// Processes left behind by the agent's commands get no such time. Default 10 seconds. A negative value means none.
	HelperGrace time.Duration `json:"-"`
	// Folder to record each turn in, one file of JSON lines per turn. It is created if it does not exist.
	Record string `json:"record,omitzero"`
	// Folder of recordings that answer the turns. No CLI is searched for or started.
	Replay string `json:"replay,omitzero"`
	// Playback speed: 1 is real time, 2 is twice as fast, 0 is without delays.
	ReplaySpeed float64 `json:"replay_speed,omitzero"`
	// Which recording answers a turn: "prompt" takes the first unused one with the same prompt and images, "order" takes
	// the next one whatever the prompt. Default [ReplayByPrompt].
	ReplayMatch ReplayMatch `json:"replay_match,omitzero"`

	// Extra has options that this type does not know, under the library's names. They take precedence.
	Extra map[string]any `json:"-"`
}

func (o *ClientOptions) durations() []durationOption {
	return []durationOption{
		{"helper_grace_ms", o.HelperGrace, true},
	}
}

// ThreadOptions configures every turn of a thread. Fields that are zero count as not given.
type ThreadOptions struct {
	// Model to use.
	Model string `json:"model,omitzero"`
	// What the agent's commands may do.
	SandboxMode SandboxMode `json:"sandbox_mode,omitzero"`
	// Folder the agent works in. It must exist when the thread is made and at each turn. Default: the current directory
	// when the thread is made.
	WorkingDirectory string `json:"working_directory,omitzero"`
	// Lets the agent work outside a Git repository.
	SkipGitRepoCheck bool `json:"skip_git_repo_check,omitzero"`
	// How hard the model thinks.
	ModelReasoningEffort ReasoningEffort `json:"model_reasoning_effort,omitzero"`
	// Whether commands in the "workspace-write" sandbox may use the network.
	NetworkAccessEnabled *bool `json:"network_access_enabled,omitzero"`
	// Whether and how the agent may search the web. Takes precedence over WebSearchEnabled.
	WebSearchMode WebSearchMode `json:"web_search_mode,omitzero"`
	// True means "live", false means "disabled".
	WebSearchEnabled *bool `json:"web_search_enabled,omitzero"`
	// When the CLI asks for approval. Nobody can answer in this mode of the CLI.
	ApprovalPolicy ApprovalPolicy `json:"approval_policy,omitzero"`
	// More folders the agent may write to. Relative paths are resolved against WorkingDirectory.
	AdditionalDirectories []string `json:"additional_directories,omitzero"`
	// Classification of a new thread. Not sent when a thread is resumed.
	ThreadSource string `json:"thread_source,omitzero"`

	// Extra has options that this type does not know, under the library's names. They take precedence.
	Extra map[string]any `json:"-"`
}

func (o *ThreadOptions) durations() []durationOption {
	return []durationOption{}
}

// TurnOptions configures one turn. Durations are rounded up to whole milliseconds. Fields that are zero count as not
// given.
type TurnOptions struct {
	// Images, and texts in addition to the prompt. Images must be PNG, JPEG, GIF or WebP; truncated ones are refused.
	// Texts are joined by a blank line, the prompt first. The prompt may be empty if there is another text.
	Input []Input `json:"input,omitzero"`
	// JSON Schema that the final response must follow: a value that encodes to a JSON object, such as a map[string]any
	// or what [SchemaFor] returns, or its text as a string or []byte.
	OutputSchema any `json:"output_schema,omitzero"`
	// Ends the turn with [ErrTurnTimeout] when it takes longer. Off by default.
	Timeout time.Duration `json:"-"`
	// Ends the turn with [ErrTurnTimeout] when it makes no progress for this long. Retry notices ([ThreadErrorEvent]
	// events) are not progress. Off by default.
	IdleTimeout time.Duration `json:"-"`
	// Ends the turn with a retryable [ErrTurnFailed] when nothing but retry notices ([ThreadErrorEvent] events) has come
	// for this long: without a network or a login, or with a wrong address. The message ends with the last notice. A
	// negative value turns it off, and the CLI may retry indefinitely. Default 2 minutes.
	OfflineTimeout time.Duration `json:"-"`
	// True ends the turn only when the CLI has exited and its temporary files are gone. A failing exit after the turn
	// completed is then [ErrCLIFailed]. Use it if you delete CODEX_HOME or the working folder right after the turn, or
	// rely on the exit code; otherwise it only adds waiting. A CLI that has not exited after 25 seconds is ended, which
	// is not an error. The turn can be cancelled or time out meanwhile.
	WaitForExit bool `json:"wait_for_exit,omitzero"`
	// Longest line accepted from the CLI. A longer one ends the turn with [ErrProtocol]. Default 64 MiB.
	MaxLineBytes int `json:"max_line_bytes,omitzero"`
	// Experimental access programme of the built-in provider.
	CyberAccessProgram CyberAccessProgram `json:"cyber_access_program,omitzero"`

	// Extra has options that this type does not know, under the library's names. They take precedence.
	Extra map[string]any `json:"-"`
}

func (o *TurnOptions) durations() []durationOption {
	return []durationOption{
		{"timeout_ms", o.Timeout, false},
		{"idle_timeout_ms", o.IdleTimeout, false},
		{"offline_timeout_ms", o.OfflineTimeout, true},
	}
}
