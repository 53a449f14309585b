// Code generated from schema/sdk.json by `make vocabulary`. DO NOT EDIT.

package codexsdk

import "encoding/json"

// TurnResult is the outcome of a turn.
type TurnResult struct {
	// Id to resume the thread with.
	ThreadID string `json:"thread_id"`
	// Completed items that were not read as events, in order.
	Items []Item `json:"items"`
	// The agent's last message; with an output schema, its last message that is JSON.
	FinalResponse string `json:"final_response"`
	// Token counts of the whole thread.
	Usage *Usage `json:"usage"`
	// Token counts of this turn. Nil if the thread's earlier counts are unknown.
	TurnUsage *Usage `json:"turn_usage"`
	// Raw is the whole result as JSON.
	Raw json.RawMessage `json:"-"`
}

func (t *TurnResult) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "thread_id":
			t.ThreadID = member.value.text()
		case "items":
			t.Items = listOf(member.value, itemIn)
		case "final_response":
			t.FinalResponse = member.value.text()
		case "usage":
			t.Usage = optional[Usage](member.value)
		case "turn_usage":
			t.TurnUsage = optional[Usage](member.value)
		default:
			continue
		}
		found = true
	}
	return found
}

// Usage has token counts. The cached ones are part of InputTokens, those for reasoning part of OutputTokens.
type Usage struct {
	// Tokens the model read.
	InputTokens int64 `json:"input_tokens"`
	// Of these, tokens read from the cache.
	CachedInputTokens int64 `json:"cached_input_tokens"`
	// Of these, tokens written to the cache.
	CacheWriteInputTokens int64 `json:"cache_write_input_tokens"`
	// Tokens the model wrote.
	OutputTokens int64 `json:"output_tokens"`
	// Of these, tokens spent on reasoning.
	ReasoningOutputTokens int64 `json:"reasoning_output_tokens"`
}

func (u *Usage) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "input_tokens":
			u.InputTokens = member.value.integer()
		case "cached_input_tokens":
			u.CachedInputTokens = member.value.integer()
		case "cache_write_input_tokens":
			u.CacheWriteInputTokens = member.value.integer()
		case "output_tokens":
			u.OutputTokens = member.value.integer()
		case "reasoning_output_tokens":
			u.ReasoningOutputTokens = member.value.integer()
		default:
			continue
		}
		found = true
	}
	return found
}

func (u *Usage) fillFirst(value) bool { return false }

// CLIInfo describes the CLI that a client uses.
type CLIInfo struct {
	// Path of the CLI.
	Path string `json:"cli_path"`
	// Version of the CLI.
	Version string `json:"cli_version"`
	// How the CLI was found.
	FoundBy string `json:"found_by"`
}

func (c *CLIInfo) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "cli_path":
			c.Path = member.value.text()
		case "cli_version":
			c.Version = member.value.text()
		case "found_by":
			c.FoundBy = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}
