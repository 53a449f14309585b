package codexsdk

import "time"

// ClientOptions is how to reach the Codex CLI. What is zero is left out.
type ClientOptions struct {
	// CodexPathOverride is the path of the CLI to run; a name without a slash is looked up in PATH. Nothing else is
	// searched then.
	CodexPathOverride string `json:"codex_path_override,omitzero"`
	// BaseURL is the base URL of the OpenAI API.
	BaseURL string `json:"base_url,omitzero"`
	// APIKey reaches the CLI in its environment, never on a command line. Without it the CLI uses its own login. Options
	// that are printed or logged do not show it.
	APIKey string `json:"api_key,omitzero"`
	// APIKeyInCommands lets the commands that the agent runs see the key.
	APIKeyInCommands bool `json:"api_key_in_commands,omitzero"`
	// Env is the CLI's whole environment, as texts "name=value"; of several with one name the last counts. If it is nil,
	// the CLI inherits that of the process, as it is when the client is made.
	Env []string `json:"-"`
	// Config is configuration of the CLI, nested as in its config.toml.
	Config map[string]any `json:"config,omitzero"`
	// ConfigOverrides are raw texts "key=value" with the value in TOML; they win over Config.
	ConfigOverrides []string `json:"config_overrides,omitzero"`
	// Originator is how the program names itself to the service; "codex_sdk_go" unless given.
	Originator string `json:"originator,omitzero"`
	// HelperGrace is how long a program may run on after a completed turn that you configured the CLI to start and forget
	// (notify, hooks). Then it is ended. 10 seconds unless given; negative for not at all.
	HelperGrace time.Duration `json:"-"`
	// Record is a folder in which each turn is recorded, as one file of JSON lines. It is made if it is not there.
	Record string `json:"record,omitzero"`
	// Replay is a folder of recordings that answer the turns. No CLI is looked for, and none runs.
	Replay string `json:"replay,omitzero"`
	// ReplaySpeed is the playback speed: 1 is real time, 2 is twice as fast, 0 has no delays.
	ReplaySpeed float64 `json:"replay_speed,omitzero"`
	// ReplayMatch says which recording answers a turn; ReplayByPrompt unless given.
	ReplayMatch ReplayMatch `json:"replay_match,omitzero"`

	// Extra are options that this type does not know, by the names that the library has for them. They win.
	Extra map[string]any `json:"-"`
}

// ThreadOptions holds for every turn of a thread. What is zero is left out.
type ThreadOptions struct {
	// Model is the model to use.
	Model string `json:"model,omitzero"`
	// SandboxMode says what the agent's commands may do.
	SandboxMode SandboxMode `json:"sandbox_mode,omitzero"`
	// WorkingDirectory is the folder the agent works in, which must exist; the process's own unless given.
	WorkingDirectory string `json:"working_directory,omitzero"`
	// SkipGitRepoCheck lets the agent work outside a Git repository.
	SkipGitRepoCheck bool `json:"skip_git_repo_check,omitzero"`
	// ModelReasoningEffort is how hard the model thinks.
	ModelReasoningEffort ReasoningEffort `json:"model_reasoning_effort,omitzero"`
	// NetworkAccessEnabled gives commands in the sandbox SandboxWorkspaceWrite the network, or takes it away.
	NetworkAccessEnabled *bool `json:"network_access_enabled,omitzero"`
	// WebSearchMode says what the agent searches; it wins over WebSearchEnabled.
	WebSearchMode WebSearchMode `json:"web_search_mode,omitzero"`
	// WebSearchEnabled is WebSearchLive if true, WebSearchDisabled if false.
	WebSearchEnabled *bool `json:"web_search_enabled,omitzero"`
	// ApprovalPolicy says when the CLI would ask somebody. In this mode of the CLI nobody can answer.
	ApprovalPolicy ApprovalPolicy `json:"approval_policy,omitzero"`
	// AdditionalDirectories are more folders the agent may write to.
	AdditionalDirectories []string `json:"additional_directories,omitzero"`
	// ThreadSource is a word of yours that classifies a new thread.
	ThreadSource string `json:"thread_source,omitzero"`

	// Extra are options that this type does not know, by the names that the library has for them. They win.
	Extra map[string]any `json:"-"`
}

// TurnOptions holds for one turn. What is zero is left out.
type TurnOptions struct {
	// Input is what is said besides the prompt: images, and more texts. Texts are joined by a blank line, the prompt
	// first; it may be empty if there is another text. Errors count the prompt as a text before the first one here.
	Input []Input `json:"input,omitzero"`
	// OutputSchema is a JSON Schema that the answer must follow: anything that becomes a JSON object, such as a
	// map[string]any or what [SchemaFor] gives, or the text of one, as a string or []byte.
	OutputSchema any `json:"output_schema,omitzero"`
	// Timeout ends a turn that takes longer, IdleTimeout one of which no event comes for so long, with ErrTurnTimeout.
	// In whole milliseconds, rounded up.
	Timeout     time.Duration `json:"-"`
	IdleTimeout time.Duration `json:"-"`
	// OfflineTimeout ends a turn that has brought nothing but retry notices ([ThreadErrorEvent]) for so long, with a
	// retryable ErrTurnFailed whose message is the notice. Two minutes unless given; negative turns it off.
	OfflineTimeout time.Duration `json:"-"`
	// WaitForExit lets the turn end only when the CLI has exited and its temporary files are gone. A failing exit code after
	// the agent's answer is then ErrCLIFailed. Use it if you delete CODEX_HOME or the working directory right afterwards, or
	// rely on the exit code; otherwise it only adds waiting.
	WaitForExit bool `json:"wait_for_exit,omitzero"`
	// MaxLineBytes: a longer line of the CLI ends the turn with ErrProtocol. 64 MiB unless given.
	MaxLineBytes int `json:"max_line_bytes,omitzero"`
	// CyberAccessProgram is experimental: "standard", "daybreak_blue" or "daybreak_red".
	CyberAccessProgram string `json:"cyber_access_program,omitzero"`

	// Extra are options that this type does not know, by the names that the library has for them. They win.
	Extra map[string]any `json:"-"`
}

// SandboxMode says what the agent's commands may do. The CLI may know more modes than are listed here.
type SandboxMode string

// Sandbox modes.
const (
	SandboxReadOnly         SandboxMode = "read-only"
	SandboxWorkspaceWrite   SandboxMode = "workspace-write"
	SandboxDangerFullAccess SandboxMode = "danger-full-access"
)

// ReasoningEffort is how hard the model thinks. Models know more or fewer than are listed here.
type ReasoningEffort string

// Efforts.
const (
	EffortMinimal ReasoningEffort = "minimal"
	EffortLow     ReasoningEffort = "low"
	EffortMedium  ReasoningEffort = "medium"
	EffortHigh    ReasoningEffort = "high"
	EffortXHigh   ReasoningEffort = "xhigh"
)

// WebSearchMode says what the agent searches. The CLI may know more modes than are listed here.
type WebSearchMode string

// Web search modes.
const (
	WebSearchDisabled WebSearchMode = "disabled"
	WebSearchCached   WebSearchMode = "cached"
	WebSearchIndexed  WebSearchMode = "indexed"
	WebSearchLive     WebSearchMode = "live"
)

// ApprovalPolicy says when the CLI would ask somebody. The CLI may know more policies than are listed here.
type ApprovalPolicy string

// Approval policies.
const (
	ApprovalNever     ApprovalPolicy = "never"
	ApprovalOnRequest ApprovalPolicy = "on-request"
	ApprovalOnFailure ApprovalPolicy = "on-failure"
	ApprovalUntrusted ApprovalPolicy = "untrusted"
)

// Input is a part of what is said to the agent: a text or an image, as [Text], [ImageFile] and [ImageData] make them.
// Images are PNG, JPEG, GIF or WebP.
type Input struct {
	// Type is "text", "local_image" or "image"; of the fields below the one that belongs to it is used.
	Type string  `json:"type"`
	Text *string `json:"text,omitzero"`
	Path string  `json:"path,omitzero"`
	Data []byte  `json:"data,omitzero"`
}

// Text is a text.
func Text(text string) Input {
	return Input{Type: "text", Text: &text}
}

// ImageFile is an image in a file.
func ImageFile(path string) Input {
	return Input{Type: "local_image", Path: path}
}

// ImageData is an image: what a file of it would hold.
func ImageData(data []byte) Input {
	if data == nil {
		// It is there, and empty; the library says so.
		data = []byte{}
	}
	return Input{Type: "image", Data: data}
}

// ReplayMatch says which recording answers a turn.
type ReplayMatch string

// Which recording answers a turn.
const (
	// ReplayByPrompt is the first unused recording with the same prompt and images.
	ReplayByPrompt ReplayMatch = "prompt"
	// ReplayInOrder is the next recording, whatever was asked.
	ReplayInOrder ReplayMatch = "order"
)
