package codexsdk

import (
	"encoding/json"
	"reflect"
)

// Item is something that the agent says or does. A type switch tells what: [AgentMessageItem], [ReasoningItem],
// [CommandExecutionItem], [FileChangeItem], [MCPToolCallItem], [CollabToolCallItem], [WebSearchItem], [TodoListItem],
// [ErrorItem], and [UnknownItem] for whatever the CLI invents next. A field that the CLI has left out is zero; one that
// this package does not know is in Raw. So is one of another shape than expected, of which the field holds what it can: a
// text holds the JSON of the value, for example.
type Item interface {
	// ID is the same in all events about the item.
	ID() string
	// Type is the CLI's own word, such as "agent_message".
	Type() string
	// Raw is the item's JSON.
	Raw() json.RawMessage
}

// itemBase is what all items have.
type itemBase struct {
	id, kind, raw string
}

// ID is the same in all events about the item.
func (i *itemBase) ID() string { return i.id }

// Type is the CLI's own word, such as "agent_message".
func (i *itemBase) Type() string { return i.kind }

// Raw is the item's JSON; nil if there was none.
func (i *itemBase) Raw() json.RawMessage {
	if i.raw == "" {
		return nil
	}
	return json.RawMessage(i.raw)
}

// String is the item's JSON.
func (i *itemBase) String() string { return i.raw }

// MarshalJSON gives the item as the CLI has printed it, with what this package does not know; null if there was none.
func (i itemBase) MarshalJSON() ([]byte, error) {
	if i.raw == "" {
		return []byte("null"), nil
	}
	return asJSON(i.raw)
}

// Status is how far an item has come. The CLI may say others than are listed here.
type Status string

// Statuses.
const (
	StatusInProgress Status = "in_progress"
	StatusCompleted  Status = "completed"
	StatusFailed     Status = "failed"
	StatusDeclined   Status = "declined"
)

// AgentMessageItem is what the agent says; with an output schema, JSON.
type AgentMessageItem struct {
	itemBase
	Text string `json:"text"`
}

// ReasoningItem is a summary of what the agent thinks.
type ReasoningItem struct {
	itemBase
	Text string `json:"text"`
}

// CommandExecutionItem is a command that the agent runs.
type CommandExecutionItem struct {
	itemBase
	// Command is the command line, for a shell.
	Command string `json:"command"`
	// AggregatedOutput is stdout and stderr together, as far as they have come.
	AggregatedOutput string `json:"aggregated_output"`
	// ExitCode is nil while the command runs, and for one that was not run: StatusDeclined, for example.
	ExitCode *int   `json:"exit_code"`
	Status   Status `json:"status"`
}

// FileChangeItem is a change of files by the agent.
type FileChangeItem struct {
	itemBase
	Changes []FileUpdateChange `json:"changes"`
	Status  Status             `json:"status"`
}

// FileUpdateChange is a file that is changed. Kind is "add", "delete" or "update".
type FileUpdateChange struct {
	Path string `json:"path"`
	Kind string `json:"kind"`
}

// MCPToolCallItem is a call of a tool of an MCP server.
type MCPToolCallItem struct {
	itemBase
	// Server is its name in the CLI's configuration, Tool the tool's on it.
	Server string `json:"server"`
	Tool   string `json:"tool"`
	// Arguments are what the tool is given, as JSON.
	Arguments json.RawMessage `json:"arguments"`
	// Result and Error: one of them, when the call is over; nil until then.
	Result *MCPToolCallResult `json:"result"`
	Error  *MCPToolCallError  `json:"error"`
	Status Status             `json:"status"`
}

// MCPToolCallResult is what the tool answered: blocks of content as MCP defines them.
type MCPToolCallResult struct {
	Content           []json.RawMessage `json:"content"`
	StructuredContent json.RawMessage   `json:"structured_content"`
}

// MCPToolCallError is why the tool failed.
type MCPToolCallError struct {
	Message string `json:"message"`
}

// CollabToolCallItem is work with other agents.
type CollabToolCallItem struct {
	itemBase
	// Tool is "spawn_agent", "send_input", "wait" or "close_agent".
	Tool string `json:"tool"`
	// SenderThreadID is the thread of the agent that works with others, ReceiverThreadIDs are theirs.
	SenderThreadID    string   `json:"sender_thread_id"`
	ReceiverThreadIDs []string `json:"receiver_thread_ids"`
	// Prompt is what they are told; empty if nothing is.
	Prompt string `json:"prompt"`
	// AgentsStates are how they are doing, by their threads' ids.
	AgentsStates map[string]CollabAgentState `json:"agents_states"`
	Status       Status                      `json:"status"`
}

// CollabAgentState is how another agent is doing. Status is "pending_init", "running", "interrupted", "completed",
// "errored", "shutdown" or "not_found".
type CollabAgentState struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

// WebSearchItem is a search of the web.
type WebSearchItem struct {
	itemBase
	// Query is what is looked for.
	Query string `json:"query"`
	// Action says how, as JSON: {"type":"search", …}, "open_page" or "find_in_page".
	Action json.RawMessage `json:"action"`
	// Results are there for some searches, as JSON.
	Results json.RawMessage `json:"results"`
}

// TodoListItem is the agent's plan.
type TodoListItem struct {
	itemBase
	Items []TodoItem `json:"items"`
}

// TodoItem is a step of the plan.
type TodoItem struct {
	Text      string `json:"text"`
	Completed bool   `json:"completed" or:"status"`
}

// ErrorItem is a warning of the CLI. It ends nothing.
type ErrorItem struct {
	itemBase
	Message string `json:"message"`
}

// UnknownItem is a kind of item that this package does not know; all of it is in Raw.
type UnknownItem struct {
	itemBase
}

// ParseItem reads an item that [Item.Raw] gave and a program has kept. It never fails: what it cannot read is an
// [UnknownItem].
func ParseItem(json []byte) Item {
	raw := string(json)
	var item Item = &UnknownItem{itemBase{raw: raw}}
	lookInto(raw, func(members []jsonMember) { item = itemOf(raw, members) })
	return item
}

// newItem makes an item of what stands in an event.
func newItem(member *jsonMember) Item {
	raw := member.json()
	var item Item = &UnknownItem{itemBase{raw: raw}}
	if member.kind == jsonObject {
		jsonMembers(member.text(), func(members []jsonMember) { item = itemOf(raw, members) })
	}
	return item
}

func itemOf(raw string, members []jsonMember) Item {
	base := itemBase{raw: raw}
	for i := range members {
		switch members[i].key() {
		case "id":
			base.id = members[i].string()
		case "type":
			base.kind = members[i].word()
		}
	}
	item := emptyItem(base)
	fill(reflect.ValueOf(item).Elem(), members)
	return item
}

func emptyItem(base itemBase) Item {
	switch base.kind {
	case "agent_message":
		return &AgentMessageItem{itemBase: base}
	case "reasoning":
		return &ReasoningItem{itemBase: base}
	case "command_execution":
		return &CommandExecutionItem{itemBase: base}
	case "file_change":
		return &FileChangeItem{itemBase: base}
	case "mcp_tool_call":
		return &MCPToolCallItem{itemBase: base}
	case "collab_tool_call":
		return &CollabToolCallItem{itemBase: base}
	case "web_search":
		return &WebSearchItem{itemBase: base}
	case "todo_list":
		return &TodoListItem{itemBase: base}
	case "error":
		return &ErrorItem{itemBase: base}
	default:
		return &UnknownItem{itemBase: base}
	}
}
