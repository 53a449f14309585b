// Code generated from schema/sdk.json by `make vocabulary`. DO NOT EDIT.

package codexsdk

// SandboxMode says what the agent's commands may do. The CLI may use other values, too.
type SandboxMode string

// Values of SandboxMode.
const (
	SandboxReadOnly         SandboxMode = "read-only"
	SandboxWorkspaceWrite   SandboxMode = "workspace-write"
	SandboxDangerFullAccess SandboxMode = "danger-full-access"
)

// ReasoningEffort says how hard the model thinks. Which words a model takes depends on the model. The CLI may use
// other values, too.
type ReasoningEffort string

// Values of ReasoningEffort.
const (
	EffortMinimal    ReasoningEffort = "minimal"
	EffortLow        ReasoningEffort = "low"
	EffortMedium     ReasoningEffort = "medium"
	EffortHigh       ReasoningEffort = "high"
	EffortXHigh      ReasoningEffort = "xhigh"
	EffortMax        ReasoningEffort = "max"
	EffortUltra      ReasoningEffort = "ultra"
	EffortPersistent ReasoningEffort = "persistent"
)

// WebSearchMode says whether and how the agent may search the web. The CLI may use other values, too.
type WebSearchMode string

// Values of WebSearchMode.
const (
	WebSearchDisabled WebSearchMode = "disabled"
	WebSearchCached   WebSearchMode = "cached"
	WebSearchIndexed  WebSearchMode = "indexed"
	WebSearchLive     WebSearchMode = "live"
)

// ApprovalPolicy says when the CLI asks for approval. The CLI may use other values, too.
type ApprovalPolicy string

// Values of ApprovalPolicy.
const (
	ApprovalUntrusted ApprovalPolicy = "untrusted"
	ApprovalOnFailure ApprovalPolicy = "on-failure"
	ApprovalOnRequest ApprovalPolicy = "on-request"
	ApprovalNever     ApprovalPolicy = "never"
)

// CyberAccessProgram is an experimental access programme of the built-in provider. The CLI may use other values, too.
type CyberAccessProgram string

// Values of CyberAccessProgram.
const (
	CyberAccessStandard     CyberAccessProgram = "standard"
	CyberAccessDaybreakBlue CyberAccessProgram = "daybreak_blue"
	CyberAccessDaybreakRed  CyberAccessProgram = "daybreak_red"
)

// ReplayMatch says which recording answers a turn.
type ReplayMatch string

// Values of ReplayMatch.
const (
	ReplayByPrompt ReplayMatch = "prompt"
	ReplayInOrder  ReplayMatch = "order"
)

// Status says how far an item has come. Not every kind of item has every status. The CLI may use other values, too.
type Status string

// Values of Status.
const (
	StatusInProgress Status = "in_progress"
	StatusCompleted  Status = "completed"
	StatusFailed     Status = "failed"
	StatusDeclined   Status = "declined"
)

// PatchChangeKind says what happens to a file. The CLI may use other values, too.
type PatchChangeKind string

// Values of PatchChangeKind.
const (
	PatchChangeAdd    PatchChangeKind = "add"
	PatchChangeDelete PatchChangeKind = "delete"
	PatchChangeUpdate PatchChangeKind = "update"
)

// CollabTool says what the agent does with other agents. The CLI may use other values, too.
type CollabTool string

// Values of CollabTool.
const (
	CollabToolSpawnAgent CollabTool = "spawn_agent"
	CollabToolSendInput  CollabTool = "send_input"
	CollabToolWait       CollabTool = "wait"
	CollabToolCloseAgent CollabTool = "close_agent"
)

// CollabAgentStatus says how another agent is doing. The CLI may use other values, too.
type CollabAgentStatus string

// Values of CollabAgentStatus.
const (
	CollabAgentPendingInit CollabAgentStatus = "pending_init"
	CollabAgentRunning     CollabAgentStatus = "running"
	CollabAgentInterrupted CollabAgentStatus = "interrupted"
	CollabAgentCompleted   CollabAgentStatus = "completed"
	CollabAgentErrored     CollabAgentStatus = "errored"
	CollabAgentShutdown    CollabAgentStatus = "shutdown"
	CollabAgentNotFound    CollabAgentStatus = "not_found"
)
