package codexsdk

import (
	"encoding/json"
	"reflect"
)

// Item is something that the agent says or does. A type switch tells what: [AgentMessageItem], [ReasoningItem],
// [CommandExecutionItem], [FileChangeItem], [MCPToolCallItem], [CollabToolCallItem], [WebSearchItem], [TodoListItem],
// [ErrorItem], and [UnknownItem] for whatever the CLI invents next. A field that the CLI has left out is zero; one that
// this package does not know is in Raw.
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

func (i *itemBase) ID() string           { return i.id }
func (i *itemBase) Type() string         { return i.kind }
func (i *itemBase) Raw() json.RawMessage { return json.RawMessage(i.raw) }

// String is the item's JSON.
func (i *itemBase) String() string { return i.raw }

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

// CommandExecutionItem is a command that the agent runs. When it is over, there are its output, stdout and stderr
// together, and its exit code.
type CommandExecutionItem struct {
	itemBase
	Command          string `json:"command"`
	AggregatedOutput string `json:"aggregated_output"`
	ExitCode         *int   `json:"exit_code"`
	Status           Status `json:"status"`
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

// MCPToolCallItem is a call of a tool of an MCP server. Arguments are what the tool is given, as JSON.
type MCPToolCallItem struct {
	itemBase
	Server    string             `json:"server"`
	Tool      string             `json:"tool"`
	Arguments json.RawMessage    `json:"arguments"`
	Result    *MCPToolCallResult `json:"result"`
	Error     *MCPToolCallError  `json:"error"`
	Status    Status             `json:"status"`
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

// CollabToolCallItem is work with other agents. Tool is "spawn_agent", "send_input", "wait" or "close_agent".
type CollabToolCallItem struct {
	itemBase
	Tool              string                      `json:"tool"`
	SenderThreadID    string                      `json:"sender_thread_id"`
	ReceiverThreadIDs []string                    `json:"receiver_thread_ids"`
	Prompt            string                      `json:"prompt"`
	AgentsStates      map[string]CollabAgentState `json:"agents_states"`
	Status            Status                      `json:"status"`
}

// CollabAgentState is how another agent is doing. Status is "pending_init", "running", "interrupted", "completed",
// "errored", "shutdown" or "not_found".
type CollabAgentState struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

// WebSearchItem is a search of the web. Action says how, as JSON: {"type":"search", …}, "open_page" or
// "find_in_page"; Results are there for some searches.
type WebSearchItem struct {
	itemBase
	Query   string          `json:"query"`
	Action  json.RawMessage `json:"action"`
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
	Completed bool   `json:"completed"`
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

func parseItem(raw string) Item {
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
			base.kind = members[i].string()
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
