// Code generated from schema/sdk.json by `make vocabulary`. DO NOT EDIT.

package codexsdk

import "encoding/json"

func eventOf(base eventBase, members []member) Event {
	switch base.kind {
	case "thread.started":
		event := &ThreadStartedEvent{eventBase: base}
		event.fill(members)
		return event
	case "turn.started":
		return &TurnStartedEvent{eventBase: base}
	case "item.started":
		event := &ItemStartedEvent{eventBase: base}
		event.fill(members)
		if event.Item == nil {
			return &UnknownEvent{base}
		}
		return event
	case "item.updated":
		event := &ItemUpdatedEvent{eventBase: base}
		event.fill(members)
		if event.Item == nil {
			return &UnknownEvent{base}
		}
		return event
	case "item.completed":
		event := &ItemCompletedEvent{eventBase: base}
		event.fill(members)
		if event.Item == nil {
			return &UnknownEvent{base}
		}
		return event
	case "item.delta":
		event := &ItemDeltaEvent{eventBase: base}
		event.fill(members)
		return event
	case "item.dropped":
		event := &ItemDroppedEvent{eventBase: base}
		event.fill(members)
		return event
	case "turn.usage":
		event := &TurnUsageEvent{eventBase: base}
		event.fill(members)
		return event
	case "turn.diff":
		event := &TurnDiffEvent{eventBase: base}
		event.fill(members)
		return event
	case "turn.steered":
		return &TurnSteeredEvent{eventBase: base}
	case "approval.requested":
		event := &ApprovalRequestedEvent{eventBase: base}
		event.fill(members)
		return event
	case "approval.resolved":
		event := &ApprovalResolvedEvent{eventBase: base}
		event.fill(members)
		return event
	case "tool.requested":
		event := &ToolRequestedEvent{eventBase: base}
		event.fill(members)
		return event
	case "notification":
		event := &NotificationEvent{eventBase: base}
		event.fill(members)
		return event
	case "turn.completed":
		event := &TurnCompletedEvent{eventBase: base}
		event.fill(members)
		return event
	case "turn.failed":
		event := &TurnFailedEvent{eventBase: base}
		event.fill(members)
		return event
	case "error":
		event := &ThreadErrorEvent{eventBase: base}
		event.fill(members)
		return event
	default:
		return &UnknownEvent{base}
	}
}

// ThreadStartedEvent is the event "thread.started": the first event of a turn. From now on, the thread has an id.
type ThreadStartedEvent struct {
	eventBase
	// Id of the thread; use it to resume the thread.
	ThreadID string
}

func (t *ThreadStartedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "thread_id":
			t.ThreadID = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *ThreadStartedEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// TurnStartedEvent is the event "turn.started": the prompt was sent to the model.
type TurnStartedEvent struct {
	eventBase
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *TurnStartedEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// ItemStartedEvent is the event "item.started": the agent started something. Messages and reasoning have only
// "item.completed".
type ItemStartedEvent struct {
	eventBase
	// The item so far.
	Item Item
}

func (i *ItemStartedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "item":
			i.Item = itemOfEvent(member.value)
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (i *ItemStartedEvent) UnmarshalJSON(text []byte) error { return readEvent(i, text) }

// ItemUpdatedEvent is the event "item.updated": an unfinished item changed: for example, a step of the plan is done.
type ItemUpdatedEvent struct {
	eventBase
	// The item so far.
	Item Item
}

func (i *ItemUpdatedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "item":
			i.Item = itemOfEvent(member.value)
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (i *ItemUpdatedEvent) UnmarshalJSON(text []byte) error { return readEvent(i, text) }

// ItemCompletedEvent is the event "item.completed": the agent finished something.
type ItemCompletedEvent struct {
	eventBase
	// The complete item.
	Item Item
}

func (i *ItemCompletedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "item":
			i.Item = itemOfEvent(member.value)
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (i *ItemCompletedEvent) UnmarshalJSON(text []byte) error { return readEvent(i, text) }

// ItemDeltaEvent is the event "item.delta": a piece of a text that is being written. Sent only with the turn option
// [TurnOptions.Deltas].
type ItemDeltaEvent struct {
	eventBase
	// Id of the item that the piece belongs to.
	ItemID string
	// What the piece belongs to.
	Kind DeltaKind
	// The piece.
	Text string
	// For "reasoning_summary", the index of the part of the summary, starting at 0.
	SummaryIndex *int
}

func (i *ItemDeltaEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "item_id":
			i.ItemID = member.value.text()
		case "kind":
			i.Kind = DeltaKind(member.value.text())
		case "text":
			i.Text = member.value.text()
		case "summary_index":
			i.SummaryIndex = member.value.optionalInt()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (i *ItemDeltaEvent) UnmarshalJSON(text []byte) error { return readEvent(i, text) }

// ItemDroppedEvent is the event "item.dropped": an item that was started and will not be completed. Only with the
// "app_server" transport.
type ItemDroppedEvent struct {
	eventBase
	// Id of the item.
	ItemID string
}

func (i *ItemDroppedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "item_id":
			i.ItemID = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (i *ItemDroppedEvent) UnmarshalJSON(text []byte) error { return readEvent(i, text) }

// TurnUsageEvent is the event "turn.usage": token counts after a request to the model. Sent only with the turn option
// [TurnOptions.Deltas].
type TurnUsageEvent struct {
	eventBase
	// Token counts of the whole thread.
	Usage *Usage
	// Token counts of the latest request to the model.
	Last *Usage
	// Size of the model's context window, in tokens.
	ContextWindow *int
}

func (t *TurnUsageEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "usage":
			t.Usage = optional[Usage](member.value)
		case "last":
			t.Last = optional[Usage](member.value)
		case "context_window":
			t.ContextWindow = member.value.optionalInt()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *TurnUsageEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// TurnDiffEvent is the event "turn.diff": all file changes of the turn so far. Sent only with the turn option
// [TurnOptions.Deltas].
type TurnDiffEvent struct {
	eventBase
	// A unified diff.
	Diff string
}

func (t *TurnDiffEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "diff":
			t.Diff = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *TurnDiffEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// TurnSteeredEvent is the event "turn.steered": the agent has what your program said in the middle of the turn. Only
// with the "app_server" transport.
type TurnSteeredEvent struct {
	eventBase
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *TurnSteeredEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// ApprovalRequestedEvent is the event "approval.requested": the agent asks your program for approval or for input,
// and waits. Sent only with the thread option [ThreadOptions.Approvals] "ask".
type ApprovalRequestedEvent struct {
	eventBase
	// Id for your response.
	RequestID string
	// What the agent asks for.
	Kind ApprovalKind
	// Id of the item that needs the approval.
	ItemID string
	// Why the agent asks.
	Reason string
	// For "command", the shell command line.
	Command string
	// For "command" and "permissions", the working folder.
	Cwd string
	// For "file_change", the changes.
	Changes []FileUpdateChange
	// For "permissions", what the agent asks for, with the app-server's own names.
	Permissions json.RawMessage
	// For "user_input", the questions, with the app-server's own names.
	Questions json.RawMessage
	// For "mcp_elicitation", what the MCP server asks.
	Message string
	// For "mcp_elicitation", a JSON Schema of the content to respond with.
	Schema json.RawMessage
	// The decisions that a response may have.
	Decisions []string
	// After how many milliseconds the request is declined.
	ExpiresInMs *int
	// The whole request, with the app-server's own names.
	Params json.RawMessage
}

func (a *ApprovalRequestedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "request_id":
			a.RequestID = member.value.text()
		case "kind":
			a.Kind = ApprovalKind(member.value.text())
		case "item_id":
			a.ItemID = member.value.text()
		case "reason":
			a.Reason = member.value.text()
		case "command":
			a.Command = member.value.text()
		case "cwd":
			a.Cwd = member.value.text()
		case "changes":
			a.Changes = listOf(member.value, recordOf[FileUpdateChange])
		case "permissions":
			a.Permissions = member.value.raw()
		case "questions":
			a.Questions = member.value.raw()
		case "message":
			a.Message = member.value.text()
		case "schema":
			a.Schema = member.value.raw()
		case "decisions":
			a.Decisions = listOf(member.value, value.text)
		case "expires_in_ms":
			a.ExpiresInMs = member.value.optionalInt()
		case "params":
			a.Params = member.value.raw()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (a *ApprovalRequestedEvent) UnmarshalJSON(text []byte) error { return readEvent(a, text) }

// ApprovalResolvedEvent is the event "approval.resolved": a request for approval is settled.
type ApprovalResolvedEvent struct {
	eventBase
	// Id of the request.
	RequestID string
	// Who settled it.
	By ResolvedBy
}

func (a *ApprovalResolvedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "request_id":
			a.RequestID = member.value.text()
		case "by":
			a.By = ResolvedBy(member.value.text())
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (a *ApprovalResolvedEvent) UnmarshalJSON(text []byte) error { return readEvent(a, text) }

// ToolRequestedEvent is the event "tool.requested": the agent calls a tool of your program, and waits for its result.
// Sent only with the thread option [ThreadOptions.Tools].
type ToolRequestedEvent struct {
	eventBase
	// Id for your response.
	RequestID string
	// Id of the item of this call.
	ItemID string
	// Name of the tool.
	Tool string
	// The tool's namespace, if it has one.
	Namespace string
	// The arguments, as the model wrote them.
	Arguments json.RawMessage
}

func (t *ToolRequestedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "request_id":
			t.RequestID = member.value.text()
		case "item_id":
			t.ItemID = member.value.text()
		case "tool":
			t.Tool = member.value.text()
		case "namespace":
			t.Namespace = member.value.text()
		case "arguments":
			t.Arguments = member.value.raw()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *ToolRequestedEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// NotificationEvent is the event "notification": a notification of the app-server, as it is. Sent only with the turn
// option [TurnOptions.RawEvents].
type NotificationEvent struct {
	eventBase
	// What happened, such as "item/started".
	Method string
	// The facts, with the app-server's own names.
	Params json.RawMessage
}

func (n *NotificationEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "method":
			n.Method = member.value.text()
		case "params":
			n.Params = member.value.raw()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (n *NotificationEvent) UnmarshalJSON(text []byte) error { return readEvent(n, text) }

// TurnCompletedEvent is the event "turn.completed": the turn completed.
type TurnCompletedEvent struct {
	eventBase
	// Token counts of the whole thread. The result has this turn's share: TurnUsage.
	Usage *Usage
}

func (t *TurnCompletedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "usage":
			t.Usage = optional[Usage](member.value)
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *TurnCompletedEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// TurnFailedEvent is the event "turn.failed": the turn failed. It ends with [ErrTurnFailed].
type TurnFailedEvent struct {
	eventBase
	// Why the turn failed.
	Message string
}

func (t *TurnFailedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "error":
			t.Message = recordOf[threadError](member.value).Message
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *TurnFailedEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// ThreadErrorEvent is the event "error": a notice from the CLI, usually that it is retrying ("Reconnecting... 1/5").
// The turn continues.
type ThreadErrorEvent struct {
	eventBase
	// The notice.
	Message string
}

func (t *ThreadErrorEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "message":
			t.Message = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *ThreadErrorEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// threadError says why a turn failed.
type threadError struct {
	// The agent's own message.
	Message string `json:"message"`
}

func (t *threadError) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "message":
			t.Message = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

func (t *threadError) fillFirst(v value) bool {
	t.Message = v.text()
	return true
}
