package main

import (
	"encoding/json"
	"fmt"
	"reflect"

	"codexsdk"
)

// Objects are written again from their public fields and methods.

type object = map[string]any

func errorFields(failed *codexsdk.Error) object {
	fields := object{}
	if err := json.Unmarshal(result(failed), &fields); err != nil {
		panic(err)
	}
	for name, value := range fields {
		if value == nil || value == "" {
			delete(fields, name)
		}
	}
	if failed.Stderr != "" {
		fields["stderr_truncated"] = failed.StderrTruncated
	}
	return fields
}

func turnResult(done *codexsdk.TurnResult) json.RawMessage {
	if done == nil {
		return nil
	}
	items := []any{}
	for _, item := range done.Items {
		items = append(items, json.RawMessage(item.Raw()))
	}
	// Token figures that an older CLI does not give are zero in Go, and those that a newer one adds are in Raw only.
	figures := struct {
		Usage     json.RawMessage `json:"usage"`
		TurnUsage json.RawMessage `json:"turn_usage"`
	}{}
	if err := json.Unmarshal(done.Raw, &figures); err != nil {
		panic(err)
	}
	return result(object{
		"thread_id":      done.ThreadID,
		"items":          items,
		"final_response": done.FinalResponse,
		"usage":          checkUsage(done.Usage, figures.Usage),
		"turn_usage":     checkUsage(done.TurnUsage, figures.TurnUsage),
	})
}

// checkUsage returns the figures in the JSON, and panics if the typed ones differ from those of an event with that JSON.
func checkUsage(usage *codexsdk.Usage, raw json.RawMessage) json.RawMessage {
	same := codexsdk.ParseEvent(`{"type":"turn.completed","usage":` + string(raw) + `}`).(*codexsdk.TurnCompletedEvent)
	if !reflect.DeepEqual(usage, same.Usage) {
		panic(fmt.Sprintf("%+v is not %s", usage, raw))
	}
	return raw
}

func typedEvent(event codexsdk.Event) any {
	fields := object{"type": event.Type()}
	if !eventFields(event, fields) {
		return json.RawMessage(event.Line())
	}
	return fields
}

func typedItem(item codexsdk.Item) any {
	fields := object{"id": item.ID(), "type": item.Type()}
	if !itemFields(item, fields) {
		return item.Raw()
	}
	return fields
}
