// Code generated from schema/sdk.json by `make vocabulary`. DO NOT EDIT.

package codexsdk

import "encoding/json"

func itemOf(base itemBase, members []member) Item {
	switch base.kind {
	case "agent_message":
		item := &AgentMessageItem{itemBase: base}
		item.fill(members)
		return item
	case "reasoning":
		item := &ReasoningItem{itemBase: base}
		item.fill(members)
		return item
	case "command_execution":
		item := &CommandExecutionItem{itemBase: base}
		item.fill(members)
		return item
	case "file_change":
		item := &FileChangeItem{itemBase: base}
		item.fill(members)
		return item
	case "mcp_tool_call":
		item := &MCPToolCallItem{itemBase: base}
		item.fill(members)
		return item
	case "collab_tool_call":
		item := &CollabToolCallItem{itemBase: base}
		item.fill(members)
		return item
	case "web_search":
		item := &WebSearchItem{itemBase: base}
		item.fill(members)
		return item
	case "todo_list":
		item := &TodoListItem{itemBase: base}
		item.fill(members)
		return item
	case "error":
		item := &ErrorItem{itemBase: base}
		item.fill(members)
		return item
	default:
		return &UnknownItem{base}
	}
}

// AgentMessageItem is a message from the agent. With an output schema, it is JSON.
type AgentMessageItem struct {
	itemBase
	// The message.
	Text string `json:"text"`
	// The role of the message in the turn, if the model stated it. Only with the "app_server" transport.
	Phase MessagePhase `json:"phase"`
}

func (a *AgentMessageItem) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "text":
			a.Text = member.value.text()
		case "phase":
			a.Phase = MessagePhase(member.value.text())
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an item of any kind, use [ParseItem].
func (a *AgentMessageItem) UnmarshalJSON(text []byte) error { return readItem(a, text) }

// ReasoningItem is a summary of the agent's reasoning.
type ReasoningItem struct {
	itemBase
	// The summary.
	Text string `json:"text"`
}

func (r *ReasoningItem) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "text":
			r.Text = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an item of any kind, use [ParseItem].
func (r *ReasoningItem) UnmarshalJSON(text []byte) error { return readItem(r, text) }

// CommandExecutionItem is a command that the agent runs.
type CommandExecutionItem struct {
	itemBase
	// The shell command line.
	Command string `json:"command"`
	// Output so far, stdout and stderr combined.
	AggregatedOutput string `json:"aggregated_output"`
	// Exit code of the command, or nil if it has not ended or was not run.
	ExitCode *int `json:"exit_code"`
	// Status of the command.
	Status Status `json:"status"`
}

func (c *CommandExecutionItem) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "command":
			c.Command = member.value.text()
		case "aggregated_output":
			c.AggregatedOutput = member.value.text()
		case "exit_code":
			c.ExitCode = member.value.optionalInt()
		case "status":
			c.Status = Status(member.value.text())
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an item of any kind, use [ParseItem].
func (c *CommandExecutionItem) UnmarshalJSON(text []byte) error { return readItem(c, text) }

// FileChangeItem is a change to files.
type FileChangeItem struct {
	itemBase
	// The changed files.
	Changes []FileUpdateChange `json:"changes"`
	// Status of the change.
	Status Status `json:"status"`
}

func (f *FileChangeItem) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "changes":
			f.Changes = listOf(member.value, recordOf[FileUpdateChange])
		case "status":
			f.Status = Status(member.value.text())
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an item of any kind, use [ParseItem].
func (f *FileChangeItem) UnmarshalJSON(text []byte) error { return readItem(f, text) }

// MCPToolCallItem is a call to a tool of an MCP server.
type MCPToolCallItem struct {
	itemBase
	// Name of the server in the CLI's configuration.
	Server string `json:"server"`
	// Name of the tool.
	Tool string `json:"tool"`
	// Arguments of the call.
	Arguments json.RawMessage `json:"arguments"`
	// What the tool returned, once it has returned.
	Result *MCPToolCallResult `json:"result"`
	// Why the call failed, if it did.
	Error *MCPToolCallError `json:"error"`
	// Status of the call.
	Status Status `json:"status"`
}

func (m *MCPToolCallItem) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "server":
			m.Server = member.value.text()
		case "tool":
			m.Tool = member.value.text()
		case "arguments":
			m.Arguments = member.value.raw()
		case "result":
			m.Result = optional[MCPToolCallResult](member.value)
		case "error":
			m.Error = optional[MCPToolCallError](member.value)
		case "status":
			m.Status = Status(member.value.text())
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an item of any kind, use [ParseItem].
func (m *MCPToolCallItem) UnmarshalJSON(text []byte) error { return readItem(m, text) }

// CollabToolCallItem is a call through which the agent works with other agents.
type CollabToolCallItem struct {
	itemBase
	// The operation.
	Tool CollabTool `json:"tool"`
	// Thread id of the calling agent.
	SenderThreadID string `json:"sender_thread_id"`
	// Thread ids of the other agents.
	ReceiverThreadIDs []string `json:"receiver_thread_ids"`
	// The prompt for the other agents, if there is one.
	Prompt string `json:"prompt"`
	// States of the other agents, by thread id.
	AgentsStates map[string]CollabAgentState `json:"agents_states"`
	// Status of the call.
	Status Status `json:"status"`
}

func (c *CollabToolCallItem) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "tool":
			c.Tool = CollabTool(member.value.text())
		case "sender_thread_id":
			c.SenderThreadID = member.value.text()
		case "receiver_thread_ids":
			c.ReceiverThreadIDs = listOf(member.value, value.text)
		case "prompt":
			c.Prompt = member.value.text()
		case "agents_states":
			c.AgentsStates = mapOf(member.value, recordOf[CollabAgentState])
		case "status":
			c.Status = Status(member.value.text())
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an item of any kind, use [ParseItem].
func (c *CollabToolCallItem) UnmarshalJSON(text []byte) error { return readItem(c, text) }

// WebSearchItem is a web search.
type WebSearchItem struct {
	itemBase
	// The search query; empty when the search starts.
	Query string `json:"query"`
	// What the search does, as an object whose "type" is, for example, "search", "open_page" or "find_in_page".
	Action json.RawMessage `json:"action"`
	// Search results. Only some searches have them.
	Results json.RawMessage `json:"results"`
}

func (w *WebSearchItem) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "query":
			w.Query = member.value.text()
		case "action":
			w.Action = member.value.raw()
		case "results":
			w.Results = member.value.raw()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an item of any kind, use [ParseItem].
func (w *WebSearchItem) UnmarshalJSON(text []byte) error { return readItem(w, text) }

// TodoListItem is the agent's plan.
type TodoListItem struct {
	itemBase
	// The steps of the plan.
	Items []TodoItem `json:"items"`
}

func (t *TodoListItem) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "items":
			t.Items = listOf(member.value, recordOf[TodoItem])
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an item of any kind, use [ParseItem].
func (t *TodoListItem) UnmarshalJSON(text []byte) error { return readItem(t, text) }

// ErrorItem is a warning from the CLI. The turn continues.
type ErrorItem struct {
	itemBase
	// The warning.
	Message string `json:"message"`
}

func (e *ErrorItem) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "message":
			e.Message = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an item of any kind, use [ParseItem].
func (e *ErrorItem) UnmarshalJSON(text []byte) error { return readItem(e, text) }

// FileUpdateChange is one changed file.
type FileUpdateChange struct {
	// Absolute path of the file (CLI 0.171.0).
	Path string `json:"path"`
	// The kind of change.
	Kind PatchChangeKind `json:"kind"`
}

func (f *FileUpdateChange) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "path":
			f.Path = member.value.text()
		case "kind":
			f.Kind = PatchChangeKind(member.value.text())
		default:
			continue
		}
		found = true
	}
	return found
}

func (f *FileUpdateChange) fillFirst(v value) bool {
	f.Path = v.text()
	return true
}

// MCPToolCallResult is what a tool returned.
type MCPToolCallResult struct {
	// Content blocks, as defined by MCP.
	Content []json.RawMessage `json:"content"`
	// The result as structured data.
	StructuredContent json.RawMessage `json:"structured_content"`
}

func (m *MCPToolCallResult) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "content":
			m.Content = listOf(member.value, value.raw)
		case "structured_content":
			m.StructuredContent = member.value.raw()
		default:
			continue
		}
		found = true
	}
	return found
}

func (m *MCPToolCallResult) fillFirst(v value) bool {
	m.Content = listOf(v, value.raw)
	return true
}

// MCPToolCallError says why a tool failed.
type MCPToolCallError struct {
	// The error message.
	Message string `json:"message"`
}

func (m *MCPToolCallError) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "message":
			m.Message = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

func (m *MCPToolCallError) fillFirst(v value) bool {
	m.Message = v.text()
	return true
}

// CollabAgentState is the state of another agent.
type CollabAgentState struct {
	// Status of the agent.
	Status CollabAgentStatus `json:"status"`
	// The agent's message, if it sent one.
	Message string `json:"message"`
}

func (c *CollabAgentState) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "status":
			c.Status = CollabAgentStatus(member.value.text())
		case "message":
			c.Message = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

func (c *CollabAgentState) fillFirst(v value) bool {
	c.Status = CollabAgentStatus(v.text())
	return true
}

// TodoItem is one step of a plan.
type TodoItem struct {
	// What to do.
	Text string `json:"text"`
	// Whether the step is done.
	Completed bool `json:"completed"`
}

func (t *TodoItem) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "text":
			t.Text = member.value.text()
		case "completed":
			t.Completed = member.value.boolean()
		case "status":
			if !has(members, "completed") {
				t.Completed = member.value.text() == "completed"
			}
		default:
			continue
		}
		found = true
	}
	return found
}

func (t *TodoItem) fillFirst(v value) bool {
	t.Text = v.text()
	return true
}
