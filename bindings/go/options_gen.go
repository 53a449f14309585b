// Code generated from schema/sdk.json by `make vocabulary`. DO NOT EDIT.

package codexsdk

import (
	"context"
	"time"
)

// ClientOptions has the options of a client: which CLI it runs, and how. Fields that are zero count as not given.
// Durations are rounded up to whole milliseconds.
type ClientOptions struct {
	// Path of the Codex CLI to run, absolute or relative to the current directory. A name without "/" is looked up in
	// PATH. If this option is set, the library searches nowhere else.
	CodexPathOverride string `json:"codex_path_override,omitzero"`
	// Base URL of the OpenAI API, passed to the CLI as "openai_base_url". The environment variable OPENAI_BASE_URL is
	// left unchanged, so the agent's commands do not see this URL.
	BaseURL string `json:"base_url,omitzero"`
	// API key. The CLI receives it in the environment variable CODEX_API_KEY, never on its command line. Without a key,
	// the CLI uses its own login. Options that are printed or logged do not show it.
	APIKey string `json:"api_key,omitzero"`
	// If true, the commands that the agent runs see CODEX_API_KEY. By default they find it empty, unless
	// "shell_environment_policy" in your configuration names CODEX_API_KEY in "set", "exclude" or "include_only".
	APIKeyInCommands bool `json:"api_key_in_commands,omitzero"`
	// The CLI's complete environment, as "name=value" strings like those of os.Environ; of two with the same name the
	// last counts. Nil means a copy of the program's environment, taken when the client is created. A relative HOME,
	// CODEX_HOME or TMPDIR is made absolute at that time.
	Env []string `json:"-"`
	// Configuration of the CLI, nested as in its "config.toml". It is passed on the CLI's command line, which other
	// users of the machine can see: put no secrets in it.
	Config map[string]any `json:"config,omitzero"`
	// Raw "key=value" settings, each value in TOML, applied after Config. They, too, are passed on the CLI's command
	// line: put no secrets in them.
	ConfigOverrides []string `json:"config_overrides,omitzero"`
	// How the client reaches the agent: "exec" starts one CLI process for each turn; "app_server" starts a single CLI
	// process that serves all turns of the client. Default [TransportExec].
	Transport Transport `json:"transport,omitzero"`
	// Maximum number of turns that run at the same time. Further turns wait, in the order in which they were started;
	// waiting does not count towards their time limits. Requires Transport to be "app_server"; otherwise the client is
	// not created, and the error is [ErrUnsupported]. No limit by default.
	MaxConcurrentTurns int `json:"max_concurrent_turns,omitzero"`
	// How long the library waits for an answer to one of its own requests to the app-server, for example to start a
	// turn. By default it waits 30 seconds for a server that is starting and 60 seconds for any other answer; 0 means no
	// limit. After that time the turn ends with [ErrRequestFailed]. Requires Transport to be "app_server"; otherwise the
	// client is not created, and the error is [ErrUnsupported]. Off by default.
	RequestTimeout time.Duration `json:"-"`
	// Name under which the program identifies itself to the service. Default "codex_sdk_go".
	Originator string `json:"originator,omitzero"`
	// How long notify and hook programs that the CLI starts when a turn completes may keep running after the turn.
	// Processes left behind by the agent's commands get no such grace period. Default 10 seconds. A negative value means
	// none.
	HelperGrace time.Duration `json:"-"`
	// Folder to record turns in: one file of JSON lines per turn. It is created if it does not exist.
	Record string `json:"record,omitzero"`
	// Folder of recordings to replay. No CLI is searched for or started.
	Replay string `json:"replay,omitzero"`
	// Playback speed: 1 is real time, 2 is twice as fast, 0 means no delays.
	ReplaySpeed float64 `json:"replay_speed,omitzero"`
	// Which recording answers a turn: with "prompt", the first unused one with the same prompt and images; with "order",
	// the next unused one, whatever its prompt. Default [ReplayByPrompt].
	ReplayMatch ReplayMatch `json:"replay_match,omitzero"`

	// Extra has options that this type does not know, under the library's names. They take precedence.
	Extra map[string]any `json:"-"`
}

func (o *ClientOptions) durations() []durationOption {
	return []durationOption{
		{"request_timeout_ms", o.RequestTimeout, false},
		{"helper_grace_ms", o.HelperGrace, true},
	}
}

// ThreadOptions has the options of a thread. They apply to every turn of the thread. If you leave out an option that
// has no default here, the CLI's own configuration applies. Fields that are zero count as not given. Durations are
// rounded up to whole milliseconds.
type ThreadOptions struct {
	// Model to use.
	Model string `json:"model,omitzero"`
	// What the agent's commands may do.
	SandboxMode SandboxMode `json:"sandbox_mode,omitzero"`
	// Folder the agent works in. It must exist when the thread is created and when each turn starts. Default: the
	// current directory when the thread is created.
	WorkingDirectory string `json:"working_directory,omitzero"`
	// Lets the agent work outside a Git repository.
	SkipGitRepoCheck bool `json:"skip_git_repo_check,omitzero"`
	// How hard the model thinks.
	ModelReasoningEffort ReasoningEffort `json:"model_reasoning_effort,omitzero"`
	// Whether commands in the "workspace-write" sandbox may use the network.
	NetworkAccessEnabled *bool `json:"network_access_enabled,omitzero"`
	// Whether and how the agent may search the web. Takes precedence over WebSearchEnabled.
	WebSearchMode WebSearchMode `json:"web_search_mode,omitzero"`
	// Short form of WebSearchMode: true is "live", false is "disabled".
	WebSearchEnabled *bool `json:"web_search_enabled,omitzero"`
	// When the CLI asks for approval. Your program is asked only with Approvals "ask". Otherwise nobody can be asked:
	// whatever needs approval is refused. The "exec" transport does not accept "untrusted" (CLI 0.171.0).
	ApprovalPolicy ApprovalPolicy `json:"approval_policy,omitzero"`
	// Additional folders the agent may write to. Relative paths are resolved against WorkingDirectory.
	AdditionalDirectories []string `json:"additional_directories,omitzero"`
	// Label that classifies a new thread. It is not sent when a thread is resumed.
	ThreadSource string `json:"thread_source,omitzero"`
	// If true, the thread is not kept on disk: it cannot be resumed by another process, nor listed.
	Ephemeral bool `json:"ephemeral,omitzero"`
	// Replaces the CLI's own instructions for the model. Requires the client option [ClientOptions.Transport] to be
	// "app_server".
	BaseInstructions string `json:"base_instructions,omitzero"`
	// Instructions for the model in addition to the CLI's own. Requires the client option [ClientOptions.Transport] to
	// be "app_server".
	DeveloperInstructions string `json:"developer_instructions,omitzero"`
	// What happens when the agent asks for approval: "decline" declines at once; with "ask", an "approval.requested"
	// event asks your program. With "ask", ApprovalPolicy defaults to "on-request". Requires the client option
	// [ClientOptions.Transport] to be "app_server". Default [ApprovalsDecline].
	Approvals Approvals `json:"approvals,omitzero"`
	// With Approvals "ask": how long a request waits for your response before it is declined. Default 5 minutes. A
	// negative value means none.
	ApprovalTimeout time.Duration `json:"-"`
	// Tools of your program that the agent may call. A thread keeps the tools it was started with; when you resume it,
	// name those that your program still offers: calls of others are refused. Requires the client option
	// [ClientOptions.Transport] to be "app_server".
	Tools []Tool `json:"tools,omitzero"`
	// Only for a fork: id of the last turn to copy; later turns are left out. Requires the client option
	// [ClientOptions.Transport] to be "app_server".
	LastTurnID string `json:"last_turn_id,omitzero"`
	// Maximum number of tokens that a turn may use: input and output, cached and reasoning tokens included. A turn that
	// passes it is interrupted and ends with [ErrTurnFailed]; [Error.Option] names this option, and [Error.Used] says
	// how many it was. The "exec" transport reports tokens only at the end of a turn, so there the limit has no effect.
	// No limit by default.
	MaxTurnTokens int `json:"max_turn_tokens,omitzero"`
	// Maximum number of tokens that all turns of the thread may use. With the "app_server" transport, the turn that
	// passes it is interrupted as for MaxTurnTokens. With both transports, a thread that has passed it starts no further
	// turn. No limit by default.
	MaxThreadTokens int `json:"max_thread_tokens,omitzero"`
	// Maximum number of commands that a turn may run. A turn that starts one more is interrupted and ends with
	// [ErrTurnFailed]; [Error.Option] names this option. No limit by default.
	MaxCommands int `json:"max_commands,omitzero"`
	// Answers when the agent asks for approval or for input, each time in a goroutine of its own. The context ends when
	// the request is settled or the turn ends. If the function returns an error, or a response that does not fit the
	// request, the request is declined and the turn ends with [ErrHandlerFailed]. The turn must be read or waited for.
	// If it is set, Approvals defaults to "ask".
	OnApproval func(context.Context, *ApprovalRequestedEvent) (Response, error) `json:"-"`

	// Extra has options that this type does not know, under the library's names. They take precedence.
	Extra map[string]any `json:"-"`
}

func (o *ThreadOptions) durations() []durationOption {
	return []durationOption{
		{"approval_timeout_ms", o.ApprovalTimeout, true},
	}
}

// TurnOptions has the options of one turn. Fields that are zero count as not given. Durations are rounded up to whole
// milliseconds.
type TurnOptions struct {
	// Images, and texts in addition to the prompt. Images must be PNG, JPEG, GIF or WebP; truncated files are refused.
	// Texts are joined with a blank line between them, the prompt first. The prompt may be empty if there is another
	// text.
	Input []Input `json:"input,omitzero"`
	// JSON Schema that the final response must follow: a value that encodes to a JSON object, such as a map[string]any
	// or what [SchemaFor] returns, or its text as a string or []byte.
	OutputSchema any `json:"output_schema,omitzero"`
	// Maximum duration of the turn. A turn that takes longer ends with [ErrTurnTimeout]. Off by default.
	Timeout time.Duration `json:"-"`
	// Maximum time without progress. A turn that makes no progress for longer than this ends with [ErrTurnTimeout].
	// Retry notices ([ThreadErrorEvent] events) do not count as progress. Off by default.
	IdleTimeout time.Duration `json:"-"`
	// Maximum time with nothing but retry notices ([ThreadErrorEvent] events), which are all that the CLI prints when it
	// has no network, no login or a wrong address. After that time the turn ends with a retryable [ErrTurnFailed], whose
	// message ends with the last notice. Without this limit, the CLI may retry indefinitely. Default 2 minutes. A
	// negative value means none.
	OfflineTimeout time.Duration `json:"-"`
	// If true, the turn ends only when the CLI has exited and its temporary files are gone. If the CLI then exits with
	// an error, the turn ends with [ErrCLIFailed], even though it had completed. Use it if you delete CODEX_HOME or the
	// working folder right after the turn, or if you need the exit code; otherwise it only adds waiting. While the turn
	// waits for the CLI to exit, it can still be cancelled or time out. A CLI that has not exited after 25 seconds is
	// terminated, which is not an error.
	WaitForExit bool `json:"wait_for_exit,omitzero"`
	// Maximum length of a line from the CLI. A longer line ends the turn with [ErrProtocol]. Default 64 MiB.
	MaxLineBytes int `json:"max_line_bytes,omitzero"`
	// If true, "item.delta" events deliver messages, reasoning and command output piece by piece, as they are written,
	// and "turn.usage" and "turn.diff" events report token counts and file changes during the turn. Requires the client
	// option [ClientOptions.Transport] to be "app_server"; otherwise the turn does not start, and the error is
	// [ErrUnsupported].
	Deltas bool `json:"deltas,omitzero"`
	// If true, each notification of the app-server that concerns the turn is also delivered as it is, in a
	// "notification" event, including those about the agent's sub-agents. Requires the client option
	// [ClientOptions.Transport] to be "app_server"; otherwise the turn does not start, and the error is
	// [ErrUnsupported].
	RawEvents bool `json:"raw_events,omitzero"`
	// Experimental access programme of the CLI's built-in provider.
	CyberAccessProgram CyberAccessProgram `json:"cyber_access_program,omitzero"`
	// Model for this turn, in place of the thread's. With the "app_server" transport, it also applies to later turns of
	// the thread, until one of them has another value.
	Model string `json:"model,omitzero"`
	// Reasoning effort for this turn, in place of the thread's. With the "app_server" transport, it also applies to
	// later turns of the thread, until one of them has another value.
	ModelReasoningEffort ReasoningEffort `json:"model_reasoning_effort,omitzero"`
	// Sandbox mode for this turn, in place of the thread's.
	SandboxMode SandboxMode `json:"sandbox_mode,omitzero"`
	// Approval policy for this turn, in place of the thread's. With the "app_server" transport, it also applies to later
	// turns of the thread, until one of them has another value.
	ApprovalPolicy ApprovalPolicy `json:"approval_policy,omitzero"`
	// As the thread option of the same name, for this turn. No limit by default.
	MaxTurnTokens int `json:"max_turn_tokens,omitzero"`
	// As the thread option of the same name, for this turn. No limit by default.
	MaxThreadTokens int `json:"max_thread_tokens,omitzero"`
	// As the thread option of the same name, for this turn. No limit by default.
	MaxCommands int `json:"max_commands,omitzero"`

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
