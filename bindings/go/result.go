package codexsdk

import "encoding/json"

// TurnResult is what a turn came to.
type TurnResult struct {
	// ThreadID is the thread's id, for [Client.ResumeThread].
	ThreadID string
	// Items are everything that the agent has completed, in order, but for what was read as events.
	Items []Item
	// FinalResponse is the agent's last message; with an output schema its last one that is JSON. Empty if there is
	// none.
	FinalResponse string
	// Usage counts the whole thread, TurnUsage this turn; nil where it is not known: TurnUsage of a resumed thread's
	// first turn, for example.
	Usage     *Usage
	TurnUsage *Usage
	// Raw is all of it as the library gave it, as JSON.
	Raw json.RawMessage
}

func parseResult(text []byte) *TurnResult {
	var fields struct {
		ThreadID      string            `json:"thread_id"`
		Items         []json.RawMessage `json:"items"`
		FinalResponse string            `json:"final_response"`
		Usage         *Usage            `json:"usage"`
		TurnUsage     *Usage            `json:"turn_usage"`
	}
	decode(text, &fields)
	result := &TurnResult{
		ThreadID:      fields.ThreadID,
		FinalResponse: fields.FinalResponse,
		Usage:         fields.Usage,
		TurnUsage:     fields.TurnUsage,
		Raw:           text,
	}
	for _, item := range fields.Items {
		result.Items = append(result.Items, ParseItem(item))
	}
	return result
}
