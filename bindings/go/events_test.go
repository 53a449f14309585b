package codexsdk_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"codexsdk"
)

// Lines, and what they are as Go. What is compared is what a program sees: fields as JSON, and the methods.
var items = map[string]string{
	`{"id":"1","type":"agent_message","text":"Hi!"}`: `*codexsdk.AgentMessageItem {"text":"Hi!"}`,
	`{"id":"1","type":"reasoning","text":"Hm."}`:     `*codexsdk.ReasoningItem {"text":"Hm."}`,
	`{"id":"1","type":"command_execution","command":"ls","aggregated_output":"a\n","exit_code":0,"status":"completed","cwd":"/"}`:                                                                   `*codexsdk.CommandExecutionItem {"command":"ls","aggregated_output":"a\n","exit_code":0,"status":"completed"}`,
	`{"id":"1","type":"file_change","changes":[{"path":"/a","kind":"add"}],"status":"failed"}`:                                                                                                      `*codexsdk.FileChangeItem {"changes":[{"path":"/a","kind":"add"}],"status":"failed"}`,
	`{"id":"1","type":"mcp_tool_call","server":"s","tool":"t","arguments":{"a":[1]},"result":{"content":[{"type":"text"}],"structured_content":{"b":2}},"error":null,"status":"completed"}`:         `*codexsdk.MCPToolCallItem {"server":"s","tool":"t","arguments":{"a":[1]},"result":{"content":[{"type":"text"}],"structured_content":{"b":2}},"error":null,"status":"completed"}`,
	`{"id":"1","type":"mcp_tool_call","server":"s","tool":"t","arguments":null,"result":null,"error":{"message":"no"},"status":"failed"}`:                                                           `*codexsdk.MCPToolCallItem {"server":"s","tool":"t","arguments":null,"result":null,"error":{"message":"no"},"status":"failed"}`,
	`{"id":"1","type":"collab_tool_call","tool":"wait","sender_thread_id":"a","receiver_thread_ids":["b"],"prompt":"p","agents_states":{"b":{"status":"running","message":"m"}},"status":"failed"}`: `*codexsdk.CollabToolCallItem {"tool":"wait","sender_thread_id":"a","receiver_thread_ids":["b"],"prompt":"p","agents_states":{"b":{"status":"running","message":"m"}},"status":"failed"}`,
	`{"id":"0","type":"web_search","id":"1","query":"q","action":{"type":"search"},"results":[1]}`:                                                                                                  `*codexsdk.WebSearchItem {"query":"q","action":{"type":"search"},"results":[1]}`,
	`{"id":"1","type":"todo_list","items":[{"text":"a","completed":true},{"text":"b","completed":false}]}`:                                                                                          `*codexsdk.TodoListItem {"items":[{"text":"a","completed":true},{"text":"b","completed":false}]}`,
	`{"id":"1","type":"error","message":"careful"}`: `*codexsdk.ErrorItem {"message":"careful"}`,
	`{"id":"1","type":"hologram","text":"?"}`:       `*codexsdk.UnknownItem {}`,
	// What is missing or of another type is zero, and the rest is there.
	`{"id":"1","type":"command_execution","command":["ls"],"exit_code":"none","status":"completed"}`: `*codexsdk.CommandExecutionItem {"command":"","aggregated_output":"","exit_code":null,"status":"completed"}`,
	`{"id":"1","type":"todo_list","items":[{"text":1,"completed":true},"b"]}`:                        `*codexsdk.TodoListItem {"items":[{"text":"","completed":true},{"text":"","completed":false}]}`,
	`{"id":"1","type":"file_change","changes":"many"}`:                                               `*codexsdk.FileChangeItem {"changes":null,"status":""}`,
	`{"id":"1","type":"mcp_tool_call","result":{"content":1,"structured_content":2},"error":3}`:      `*codexsdk.MCPToolCallItem {"server":"","tool":"","arguments":null,"result":{"content":null,"structured_content":2},"error":null,"status":""}`,
	`{"id":"1","type":"agent_message"}`:                                                              `*codexsdk.AgentMessageItem {"text":""}`,
	`{"id":"1","type":{}}`:                                                                           `*codexsdk.UnknownItem {}`,
}

func seen(value any) string {
	fields, err := json.Marshal(value)
	check(err)
	return reflect.TypeOf(value).String() + " " + string(fields)
}

func TestEveryItem(t *testing.T) {
	for raw, want := range items {
		for _, kind := range []string{"item.started", "item.updated", "item.completed"} {
			line := `{"type":"` + kind + `", "item":` + raw + `}`
			event := codexsdk.ParseEvent(line)
			var item codexsdk.Item
			switch event := event.(type) {
			case *codexsdk.ItemStartedEvent:
				item = event.Item
			case *codexsdk.ItemUpdatedEvent:
				item = event.Item
			case *codexsdk.ItemCompletedEvent:
				item = event.Item
			}
			if event.Type() != kind || event.Line() != line {
				t.Errorf("%q %q", event.Type(), event.Line())
			}
			if got := seen(item); got != want {
				t.Errorf("%s\nis     %s\nnot as %s", raw, got, want)
			}
			if item.ID() != "1" || string(item.Raw()) != raw || !strings.Contains(raw, item.Type()) {
				t.Errorf("%q %q %s", item.ID(), item.Type(), item.Raw())
			}
		}
	}
}

func TestEveryEvent(t *testing.T) {
	cases := map[string]string{
		`{"type":"thread.started","thread_id":"a"}`:        `*codexsdk.ThreadStartedEvent {"ThreadID":"a"}`,
		`{"type":"turn.started"}`:                          `*codexsdk.TurnStartedEvent {}`,
		`{"type":"turn.failed","error":{"message":"no"}}`:  `*codexsdk.TurnFailedEvent {"Message":"no"}`,
		`{"type":"error","message":"Reconnecting... 1/5"}`: `*codexsdk.ThreadErrorEvent {"Message":"Reconnecting... 1/5"}`,
		`{"type":"turn.completed"}`:                        `*codexsdk.TurnCompletedEvent {"Usage":null}`,
		`{"type":"turn.completed","usage":{"input_tokens":1,"output_tokens":2,"cached_input_tokens":3,"cache_write_input_tokens":4,"reasoning_output_tokens":5}}`: `*codexsdk.TurnCompletedEvent {"Usage":{"input_tokens":1,"cached_input_tokens":3,"cache_write_input_tokens":4,"output_tokens":2,"reasoning_output_tokens":5}}`,
		`{"type":"turn.completed","usage":{"input_tokens":"1","output_tokens":2}}`:                                                                                `*codexsdk.TurnCompletedEvent {"Usage":{"input_tokens":0,"cached_input_tokens":0,"cache_write_input_tokens":0,"output_tokens":2,"reasoning_output_tokens":0}}`,
		`{"type":"turn.completed","usage":"none"}`: `*codexsdk.TurnCompletedEvent {"Usage":null}`,
		`{"type":"turn.failed","error":"no"}`:      `*codexsdk.TurnFailedEvent {"Message":""}`,
		`{"type":"thread.teleported","to":1}`:      `*codexsdk.UnknownEvent {}`,
		`{"type":["error"],"message":"x"}`:         `*codexsdk.UnknownEvent {}`,
		`{"type":"thread.started","error":7}`:      `*codexsdk.ThreadStartedEvent {"ThreadID":""}`,
		`[]`:                                       `*codexsdk.UnknownEvent {}`,
		strings.Repeat("[", 100_000):               `*codexsdk.UnknownEvent {}`,
	}
	for line, want := range cases {
		event := codexsdk.ParseEvent(line)
		if got := seen(event); got != want || event.Line() != line {
			t.Errorf("%.100s\nis     %s\nnot as %s", line, got, want)
		}
	}
	if item := codexsdk.ParseEvent(`{"type":"item.completed"}`).(*codexsdk.ItemCompletedEvent).Item; seen(item) != `*codexsdk.UnknownItem {}` {
		t.Error(seen(item))
	}
}

// FuzzParseEvent: every line becomes an event, and none is changed.
func FuzzParseEvent(f *testing.F) {
	for raw := range items {
		f.Add(`{"type":"item.completed","item":` + raw + `}`)
	}
	f.Add(`{"type":"turn.completed","usage":{"input_tokens":1e400}}`)
	f.Fuzz(func(t *testing.T, line string) {
		if event := codexsdk.ParseEvent(line); event.Line() != line {
			t.Errorf("%q became %q", line, event.Line())
		}
	})
}
