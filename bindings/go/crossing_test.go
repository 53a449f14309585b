package codexsdk_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"codexsdk"
)

// inJSON and inGob are a value after a way to another process.
func inJSON[T any](t *testing.T, value *T) *T {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return fromJSON[T](t, text)
}

func fromJSON[T any](t *testing.T, text []byte) *T {
	t.Helper()
	read := new(T)
	if err := json.Unmarshal(text, read); err != nil {
		t.Fatal(err)
	}
	return read
}

func inGob[T any](t *testing.T, value *T) *T {
	t.Helper()
	var sent bytes.Buffer
	read := new(T)
	if err := gob.NewEncoder(&sent).Encode(value); err != nil {
		t.Fatal(err)
	}
	if err := gob.NewDecoder(&sent).Decode(read); err != nil {
		t.Fatal(err)
	}
	return read
}

func TestErrorsCrossProcesses(t *testing.T) {
	w := newWorld(t)
	lunch := errors.New("lunch")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(lunch)
	thread := w.hostile(append(begins[:2:2], object{"stderr": "oh no\n"}, object{"exit": 3})...)
	for _, ctx := range []context.Context{ctx, context.Background()} {
		_, err := thread.Run(ctx, "hi", nil)
		var failed *codexsdk.Error
		if !errors.As(err, &failed) {
			t.Fatal(err)
		}
		for _, read := range []*codexsdk.Error{inJSON(t, failed), inGob(t, failed), inJSON(t, inJSON(t, failed))} {
			if read.Error() != failed.Error() || !errors.Is(read, failed.Code) || read.Retryable != failed.Retryable ||
				read.Stderr != failed.Stderr || read.ThreadID != failed.ThreadID || !reflect.DeepEqual(read.ExitCode, failed.ExitCode) ||
				errors.Is(read, context.Canceled) != errors.Is(failed, context.Canceled) {
				t.Errorf("%+v\nbecame %+v", failed, read)
			}
		}
	}
	// By value, and what is the package's own.
	text, err := json.Marshal(codexsdk.Error{Code: codexsdk.ErrInvalidResponse, Response: "no"})
	check(err)
	if read := fromJSON[codexsdk.Error](t, text); read.Response != "no" || !errors.Is(read, codexsdk.ErrInvalidResponse) {
		t.Errorf("%s became %+v", text, read)
	}
	if err := json.Unmarshal([]byte(`{"answer":42}`), &codexsdk.Error{}); err == nil {
		t.Error("this is no error")
	}
}

// TestErrorsOfANewerLibrary: unknown codes are codes, and unknown fields stay.
func TestErrorsOfANewerLibrary(t *testing.T) {
	said := `{"code":"tired","message":"not today","retryable":true,"until":{"day":1},"exit_code":"3"}`
	read := fromJSON[codexsdk.Error](t, []byte(said))
	read = inGob(t, inJSON(t, read))
	var failed *codexsdk.Error
	var err error = read
	if !errors.Is(err, codexsdk.Code("tired")) || errors.Is(err, codexsdk.ErrBusy) || !errors.As(err, &failed) {
		t.Errorf("%#v", err)
	}
	var code codexsdk.Code
	if !errors.As(err, &code) || code != "tired" || !read.Retryable || *read.ExitCode != 3 {
		t.Errorf("%q %+v", code, read)
	}
	if !strings.Contains(string(read.Raw), `"until":{"day":1}`) {
		t.Errorf("%s", read.Raw)
	}
}

func TestResultsCrossProcesses(t *testing.T) {
	w := newWorld(t)
	result, err := w.hostile(ordinary()...).Run(context.Background(), "hi", nil)
	check(err)
	byValue, err := json.Marshal(*result)
	check(err)
	for _, read := range []*codexsdk.TurnResult{inJSON(t, result), inGob(t, result), fromJSON[codexsdk.TurnResult](t, byValue)} {
		if !reflect.DeepEqual(read, result) {
			t.Errorf("%+v became %+v", result, read)
		}
	}
	// One that a program has made itself, for a test.
	made := &codexsdk.TurnResult{
		ThreadID: "a", FinalResponse: "b", Usage: &codexsdk.Usage{InputTokens: 1},
		Items: []codexsdk.Item{codexsdk.ParseItem([]byte(`{"id":"1","type":"agent_message","text":"b"}`))},
	}
	read := inJSON(t, made)
	read.Raw = nil
	if !reflect.DeepEqual(read, made) {
		t.Errorf("%+v became %+v", made, read)
	}
}

func TestEventsAndItemsCrossProcesses(t *testing.T) {
	for line := range cases("events.txt") {
		event := codexsdk.ParseEvent(line)
		text, err := json.Marshal(event)
		check(err)
		// As a kind that is known before.
		read := reflect.New(reflect.TypeOf(event).Elem()).Interface()
		if err := json.Unmarshal(text, read); err != nil || !reflect.DeepEqual(read, event) {
			t.Errorf("%s became %+v, %v", line, read, err)
		}
	}
	for raw := range cases("items.txt") {
		item := codexsdk.ParseItem([]byte(raw))
		text, err := json.Marshal([]codexsdk.Item{item})
		check(err)
		var items []json.RawMessage
		check(json.Unmarshal(text, &items))
		if read := codexsdk.ParseItem(items[0]); !reflect.DeepEqual(read, item) {
			t.Errorf("%s became %+v", raw, read)
		}
		read := reflect.New(reflect.TypeOf(item).Elem()).Interface()
		if err := json.Unmarshal(items[0], read); err != nil || !reflect.DeepEqual(read, item) {
			t.Errorf("%s became %+v, %v", raw, read, err)
		}
	}
	if err := json.Unmarshal([]byte(`{"type":"turn.started"}`), &codexsdk.TurnCompletedEvent{}); err == nil {
		t.Error("an event became another one")
	}
}

// TestZeroValuesCrossProcesses: what a program has not filled in can be read back.
func TestZeroValuesCrossProcesses(t *testing.T) {
	type kept struct {
		Event   codexsdk.ItemCompletedEvent
		Unknown codexsdk.UnknownEvent
		Item    codexsdk.AgentMessageItem
		Other   codexsdk.UnknownItem
	}
	text, err := json.Marshal(kept{})
	check(err)
	if read := fromJSON[kept](t, text); !reflect.DeepEqual(*read, kept{}) {
		t.Errorf("%s became %+v", text, read)
	}
	read := codexsdk.ThreadErrorEvent{Message: "a"}
	if err := json.Unmarshal([]byte(`""`), &read); err != nil || read.Message != "" {
		t.Errorf("an event that is empty is %+v, %v", read, err)
	}
}

// TestNullChangesNothing, by the convention of encoding/json.
func TestNullChangesNothing(t *testing.T) {
	for line := range cases("events.txt") {
		unchangedByNull(t, codexsdk.ParseEvent(line))
	}
	for raw := range cases("items.txt") {
		unchangedByNull(t, codexsdk.ParseItem([]byte(raw)))
	}
	unchangedByNull(t, &codexsdk.Error{Code: codexsdk.ErrBusy, Message: "a"})
	unchangedByNull(t, &codexsdk.TurnResult{FinalResponse: "a"})
}

func unchangedByNull(t *testing.T, value any) {
	t.Helper()
	before := reflect.ValueOf(value).Elem().Interface()
	if err := json.Unmarshal([]byte("null"), value); err != nil {
		t.Errorf("%T: %v", value, err)
	}
	if after := reflect.ValueOf(value).Elem().Interface(); !reflect.DeepEqual(before, after) {
		t.Errorf("%+v became %+v", before, after)
	}
}

// TestWhatCannotLeaveItsProcess says what to do instead.
func TestWhatCannotLeaveItsProcess(t *testing.T) {
	w := newWorld(t)
	client := w.hostileClient(ordinary()...)
	thread := w.start(client)
	turn := w.stream(thread)
	event := w.next(turn)
	item := codexsdk.ParseItem([]byte(`{"type":"agent_message"}`))
	handles := map[any]string{client: "NewClient", thread: "ResumeThread", turn: "TurnResult"}
	for handle, words := range handles {
		if text, err := json.Marshal(handle); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%T became %s, %v", handle, text, err)
		}
	}
	handles[event], handles[item] = "ParseEvent", "ParseItem"
	for value, words := range handles {
		if err := gob.NewEncoder(&bytes.Buffer{}).Encode(value); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%T: %v", value, err)
		}
	}
}

// TestTheEdgesOfJSON: what Go cannot hold costs a turn nothing that succeeded.
func TestTheEdgesOfJSON(t *testing.T) {
	deep := strings.Repeat("[", 12_000) + strings.Repeat("]", 12_000)
	w := newWorld(t)
	thread := w.hostile(
		object{"thread_started": "thread-1"},
		object{"line": `{"type":"item.completed","item":{"id":"1","type":"mcp_tool_call","arguments":` + deep + `,"status":"x"}}`},
		object{"line": `{"type":"item.completed","item":{"id":"2","type":"command_execution","exit_code":99999999999999999999}}`},
		object{"line": `{"type":"item.completed","item":{"id":"3","type":"web_search","query":"\udc00","action":{"n":1e400}}}`},
		object{"line": `{"type":"item.completed","item":{"id":"4","type":"agent_message","text":"a\ud800b\u0000c"}}`},
		object{"line": `{"type":"turn.completed","usage":{"input_tokens":1e400,"output_tokens":9223372036854775808,"cached_input_tokens":5}}`},
	)
	result, err := thread.Run(context.Background(), "hi", nil)
	if err != nil {
		t.Fatal(err)
	}
	turn := w.stream(thread)
	events := 0
	for event, err := range turn.Events() {
		if err != nil {
			t.Fatal(err)
		}
		events++
		text, err := json.Marshal(event)
		if err != nil {
			t.Fatalf("%.100v: %v", event, err)
		}
		read := reflect.New(reflect.TypeOf(event).Elem()).Interface()
		if err := json.Unmarshal(text, read); err != nil || !reflect.DeepEqual(read, event) {
			t.Errorf("%.100v became %.100v, %v", event, read, err)
		}
	}
	if events != 6 || len(result.Items) != 4 || result.FinalResponse != "a\ufffdb\x00c" {
		t.Fatalf("%d events, %d items, %q", events, len(result.Items), result.FinalResponse)
	}
	if call := result.Items[0].(*codexsdk.MCPToolCallItem); string(call.Arguments) != deep || call.Status != "x" {
		t.Errorf("%.100v", call)
	}
	if command := result.Items[1].(*codexsdk.CommandExecutionItem); command.ExitCode != nil {
		t.Error(*command.ExitCode)
	}
	if search := result.Items[2].(*codexsdk.WebSearchItem); search.Query != "\ufffd" || string(search.Action) != `{"n":1e400}` {
		t.Errorf("%+v", search)
	}
	if used := result.Usage; used == nil || used.CachedInputTokens != 5 || used.InputTokens != 0 || used.OutputTokens != 0 {
		t.Errorf("%+v", used)
	}
	for _, read := range []*codexsdk.TurnResult{inJSON(t, result), inGob(t, result)} {
		if !reflect.DeepEqual(read, result) {
			t.Errorf("%.300v became %.300v", result, read)
		}
	}
	var failed *codexsdk.Error
	_, err = codexsdk.RunJSON[any](context.Background(), w.hostile(
		object{"thread_started": "thread-1"}, object{"agent_message": deep}, object{"turn_completed": true},
	), "hi", &codexsdk.TurnOptions{OutputSchema: object{"type": "array"}})
	if !errors.As(err, &failed) || failed.Response != deep {
		t.Errorf("%.300v", err)
	}
}
