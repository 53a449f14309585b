// Code generated from schema/sdk.json by `make vocabulary`. DO NOT EDIT.

package main

import (
	"time"

	"codexsdk"
)

// A durationField is a field for an option in milliseconds; with a default, 0 is written as a negative duration.
type durationField struct {
	held       *time.Duration
	hasDefault bool
}

func durationFields(options any) map[string]durationField {
	switch options := options.(type) {
	case *codexsdk.ClientOptions:
		return map[string]durationField{
			"request_timeout_ms": {&options.RequestTimeout, false},
			"helper_grace_ms":    {&options.HelperGrace, true},
		}
	case *codexsdk.ThreadOptions:
		return map[string]durationField{
			"approval_timeout_ms": {&options.ApprovalTimeout, true},
		}
	case *codexsdk.TurnOptions:
		return map[string]durationField{
			"timeout_ms":         {&options.Timeout, false},
			"idle_timeout_ms":    {&options.IdleTimeout, false},
			"offline_timeout_ms": {&options.OfflineTimeout, true},
		}
	}
	return nil
}

// eventFields adds the fields of an event, and reports whether its kind is known.
func eventFields(event codexsdk.Event, fields object) bool {
	switch event := event.(type) {
	case *codexsdk.ThreadStartedEvent:
		fields["thread_id"] = event.ThreadID
	case *codexsdk.TurnStartedEvent:
	case *codexsdk.ItemStartedEvent:
		fields["item"] = typedItem(event.Item)
	case *codexsdk.ItemUpdatedEvent:
		fields["item"] = typedItem(event.Item)
	case *codexsdk.ItemCompletedEvent:
		fields["item"] = typedItem(event.Item)
	case *codexsdk.ItemDeltaEvent:
		fields["item_id"] = event.ItemID
		fields["kind"] = event.Kind
		fields["text"] = event.Text
		fields["summary_index"] = event.SummaryIndex
	case *codexsdk.ItemDroppedEvent:
		fields["item_id"] = event.ItemID
	case *codexsdk.TurnUsageEvent:
		fields["usage"] = event.Usage
		fields["last"] = event.Last
		fields["context_window"] = event.ContextWindow
	case *codexsdk.TurnDiffEvent:
		fields["diff"] = event.Diff
	case *codexsdk.TurnSteeredEvent:
	case *codexsdk.ApprovalRequestedEvent:
		fields["request_id"] = event.RequestID
		fields["kind"] = event.Kind
		fields["item_id"] = event.ItemID
		fields["reason"] = event.Reason
		fields["command"] = event.Command
		fields["cwd"] = event.Cwd
		fields["changes"] = event.Changes
		fields["permissions"] = event.Permissions
		fields["questions"] = event.Questions
		fields["message"] = event.Message
		fields["schema"] = event.Schema
		fields["decisions"] = event.Decisions
		fields["expires_in_ms"] = event.ExpiresInMs
		fields["params"] = event.Params
	case *codexsdk.ApprovalResolvedEvent:
		fields["request_id"] = event.RequestID
		fields["by"] = event.By
	case *codexsdk.ToolRequestedEvent:
		fields["request_id"] = event.RequestID
		fields["item_id"] = event.ItemID
		fields["tool"] = event.Tool
		fields["namespace"] = event.Namespace
		fields["arguments"] = event.Arguments
	case *codexsdk.NotificationEvent:
		fields["method"] = event.Method
		fields["params"] = event.Params
	case *codexsdk.TurnCompletedEvent:
		fields["usage"] = event.Usage
	case *codexsdk.TurnFailedEvent:
		fields["error"] = object{"message": event.Message}
	case *codexsdk.ThreadErrorEvent:
		fields["message"] = event.Message
	default:
		return false
	}
	return true
}

// itemFields adds the fields of an item, and reports whether its kind is known.
func itemFields(item codexsdk.Item, fields object) bool {
	switch item := item.(type) {
	case *codexsdk.AgentMessageItem:
		fields["text"] = item.Text
		fields["phase"] = item.Phase
	case *codexsdk.ReasoningItem:
		fields["text"] = item.Text
	case *codexsdk.CommandExecutionItem:
		fields["command"] = item.Command
		fields["aggregated_output"] = item.AggregatedOutput
		fields["exit_code"] = item.ExitCode
		fields["status"] = item.Status
	case *codexsdk.FileChangeItem:
		fields["changes"] = item.Changes
		fields["status"] = item.Status
	case *codexsdk.MCPToolCallItem:
		fields["server"] = item.Server
		fields["tool"] = item.Tool
		fields["arguments"] = item.Arguments
		fields["result"] = item.Result
		fields["error"] = item.Error
		fields["status"] = item.Status
	case *codexsdk.CollabToolCallItem:
		fields["tool"] = item.Tool
		fields["sender_thread_id"] = item.SenderThreadID
		fields["receiver_thread_ids"] = item.ReceiverThreadIDs
		fields["prompt"] = item.Prompt
		fields["agents_states"] = item.AgentsStates
		fields["status"] = item.Status
	case *codexsdk.WebSearchItem:
		fields["query"] = item.Query
		fields["action"] = item.Action
		fields["results"] = item.Results
	case *codexsdk.TodoListItem:
		fields["items"] = item.Items
	case *codexsdk.ErrorItem:
		fields["message"] = item.Message
	default:
		return false
	}
	return true
}
