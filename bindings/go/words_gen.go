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

// ReasoningEffort says how hard the model thinks. Not every model accepts every value. The CLI may use other values,
// too.
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

// Approvals says what happens when the agent asks for approval.
type Approvals string

// Values of Approvals.
const (
	ApprovalsDecline Approvals = "decline"
	ApprovalsAsk     Approvals = "ask"
)

// ApprovalKind says what the agent asks for. The CLI may use other values, too.
type ApprovalKind string

// Values of ApprovalKind.
const (
	ApprovalKindCommand        ApprovalKind = "command"
	ApprovalKindFileChange     ApprovalKind = "file_change"
	ApprovalKindPermissions    ApprovalKind = "permissions"
	ApprovalKindMCPElicitation ApprovalKind = "mcp_elicitation"
	ApprovalKindUserInput      ApprovalKind = "user_input"
)

// ResolvedBy says who settled a request for approval: your program, its time limit, somebody else, or the end of the
// turn. The CLI may use other values, too.
type ResolvedBy string

// Values of ResolvedBy.
const (
	ResolvedByHost    ResolvedBy = "host"
	ResolvedByTimeout ResolvedBy = "timeout"
	ResolvedByOther   ResolvedBy = "other"
	ResolvedByEnd     ResolvedBy = "end"
)

// CyberAccessProgram is an experimental access programme of the CLI's built-in provider. The CLI may use other
// values, too.
type CyberAccessProgram string

// Values of CyberAccessProgram.
const (
	CyberAccessStandard     CyberAccessProgram = "standard"
	CyberAccessDaybreakBlue CyberAccessProgram = "daybreak_blue"
	CyberAccessDaybreakRed  CyberAccessProgram = "daybreak_red"
)

// Transport says how a client reaches the agent.
type Transport string

// Values of Transport.
const (
	TransportExec      Transport = "exec"
	TransportAppServer Transport = "app_server"
)

// ReplayMatch says which recording answers a turn.
type ReplayMatch string

// Values of ReplayMatch.
const (
	ReplayByPrompt ReplayMatch = "prompt"
	ReplayInOrder  ReplayMatch = "order"
)

// MessagePhase is the role of a message in its turn. The CLI may use other values, too.
type MessagePhase string

// Values of MessagePhase.
const (
	MessagePhaseCommentary    MessagePhase = "commentary"
	MessagePhasePartialAnswer MessagePhase = "partial_answer"
	MessagePhaseFinalAnswer   MessagePhase = "final_answer"
)

// DeltaKind says what a piece of text belongs to. The CLI may use other values, too.
type DeltaKind string

// Values of DeltaKind.
const (
	DeltaKindAgentMessage     DeltaKind = "agent_message"
	DeltaKindReasoning        DeltaKind = "reasoning"
	DeltaKindReasoningSummary DeltaKind = "reasoning_summary"
	DeltaKindPlan             DeltaKind = "plan"
	DeltaKindCommandOutput    DeltaKind = "command_output"
	DeltaKindFileChange       DeltaKind = "file_change"
	DeltaKindMCPProgress      DeltaKind = "mcp_progress"
)

// Status is the status of an item. Not every kind of item has every status. The CLI may use other values, too.
type Status string

// Values of Status.
const (
	StatusInProgress Status = "in_progress"
	StatusCompleted  Status = "completed"
	StatusFailed     Status = "failed"
	StatusDeclined   Status = "declined"
)

// PatchChangeKind is the kind of change to a file. The CLI may use other values, too.
type PatchChangeKind string

// Values of PatchChangeKind.
const (
	PatchChangeAdd    PatchChangeKind = "add"
	PatchChangeDelete PatchChangeKind = "delete"
	PatchChangeUpdate PatchChangeKind = "update"
)

// CollabTool is an operation on other agents. The CLI may use other values, too.
type CollabTool string

// Values of CollabTool.
const (
	CollabToolSpawnAgent CollabTool = "spawn_agent"
	CollabToolSendInput  CollabTool = "send_input"
	CollabToolWait       CollabTool = "wait"
	CollabToolCloseAgent CollabTool = "close_agent"
)

// CollabAgentStatus is the status of another agent. The CLI may use other values, too.
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
