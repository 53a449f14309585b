// Code generated from schema/sdk.json by `make vocabulary`. DO NOT EDIT.

package codexsdk

import "encoding/json"

// TurnResult is the outcome of a turn.
type TurnResult struct {
	// Id of the thread; use it to resume the thread.
	ThreadID string `json:"thread_id"`
	// The completed items, in order, except those whose events were already read.
	Items []Item `json:"items"`
	// The agent's last message. With an output schema, it is the last message that is JSON.
	FinalResponse string `json:"final_response"`
	// Token counts of the whole thread.
	Usage *Usage `json:"usage"`
	// Token counts of this turn, or nil if the thread's earlier counts are unknown.
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

// Usage has token counts. Cached tokens are included in InputTokens, reasoning tokens in OutputTokens.
type Usage struct {
	// Tokens the model read.
	InputTokens int64 `json:"input_tokens"`
	// Input tokens read from the cache.
	CachedInputTokens int64 `json:"cached_input_tokens"`
	// Input tokens written to the cache.
	CacheWriteInputTokens int64 `json:"cache_write_input_tokens"`
	// Tokens the model wrote.
	OutputTokens int64 `json:"output_tokens"`
	// Output tokens spent on reasoning.
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

func (u *Usage) fillFirst(v value) bool { return v.first() == '{' }

// CLIInfo describes the CLI that a client uses.
type CLIInfo struct {
	// Path of the CLI; with [ClientOptions.Replay], the folder of recordings.
	Path string `json:"cli_path"`
	// Version of the CLI; with [ClientOptions.Replay], the word "replay".
	Version string `json:"cli_version"`
	// How the CLI was found: "codex_path_override", CODEX_SDK_CLI, "node_modules above the program", "node_modules above
	// the library", "global node_modules", "vendor folder beside the library", "standalone installation" or PATH. With
	// [ClientOptions.Replay], the name of that option.
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
