package codexsdk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"codexsdk"
)

type approver = func(context.Context, *codexsdk.ApprovalRequestedEvent) (codexsdk.Response, error)

// answered is a thread whose agent wants to touch the file "approved", and then says "done".
func (w world) answered(onApproval approver) *codexsdk.Thread {
	w.Helper()
	client := w.appServer(newSession(escalated("touch "+w.path("approved")), object{"message": "done"}))
	return w.startWith(client, codexsdk.ThreadOptions{SandboxMode: codexsdk.SandboxReadOnly, OnApproval: onApproval})
}

func (w world) startWith(client *codexsdk.Client, options codexsdk.ThreadOptions) *codexsdk.Thread {
	w.Helper()
	options.WorkingDirectory, options.SkipGitRepoCheck = w.work, true
	thread, err := client.StartThread(&options)
	if err != nil {
		w.Fatal(err)
	}
	return thread
}

func TestOnApproval(t *testing.T) {
	accept := func(_ context.Context, event *codexsdk.ApprovalRequestedEvent) (codexsdk.Response, error) {
		if event.Kind != codexsdk.ApprovalKindCommand || !strings.Contains(event.Command, "touch ") || event.Reason != "please" {
			return nil, fmt.Errorf("%+v", event)
		}
		return codexsdk.DecisionAccept, nil
	}
	// items are the kinds of what is in the result, and in its JSON.
	items := func(t *testing.T, result *codexsdk.TurnResult) (kinds string) {
		t.Helper()
		var raw struct{ Items []struct{ Type string } }
		check(json.Unmarshal(result.Raw, &raw))
		for i, item := range result.Items {
			kinds += item.Type() + " "
			if raw.Items[i].Type != item.Type() {
				t.Errorf("%s", result.Raw)
			}
		}
		return kinds
	}
	for name, run := range map[string]func(*testing.T, *codexsdk.Thread) (*codexsdk.TurnResult, error){
		"Run": func(t *testing.T, thread *codexsdk.Thread) (*codexsdk.TurnResult, error) {
			result, err := thread.Run(context.Background(), "hi", nil)
			if got := items(t, result); got != "command_execution agent_message " {
				t.Error(got)
			}
			return result, err
		},
		"Events": func(t *testing.T, thread *codexsdk.Thread) (*codexsdk.TurnResult, error) {
			turn, err := thread.RunStreamed(context.Background(), "hi", nil)
			check(err)
			got, err := kinds(turn)
			if err != nil || !strings.Contains(strings.Join(got, " "), "approval.requested approval.resolved") {
				t.Error(got, err)
			}
			result, err := turn.Wait(context.Background())
			if got := items(t, result); got != "" {
				t.Error(got)
			}
			return result, err
		},
		"Wait for a moment": func(t *testing.T, thread *codexsdk.Thread) (*codexsdk.TurnResult, error) {
			turn, err := thread.RunStreamed(context.Background(), "hi", nil)
			check(err)
			defer turn.Close()
			for {
				ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
				result, err := turn.Wait(ctx)
				cancel()
				if err != context.DeadlineExceeded {
					if got := items(t, result); got != "command_execution agent_message " {
						t.Error(got)
					}
					return result, err
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			result, err := run(t, w.answered(accept))
			if err != nil || result.FinalResponse != "done" || !w.exists("approved") {
				t.Errorf("%+v %v", result, err)
			}
		})
	}
}

// TestSlowHandlers: they hold up neither the events nor the end.
func TestSlowHandlers(t *testing.T) {
	w := newWorld(t)
	seen, ended := make(chan bool), make(chan error, 1)
	turn := w.stream(w.answered(func(ctx context.Context, _ *codexsdk.ApprovalRequestedEvent) (codexsdk.Response, error) {
		<-seen
		<-ctx.Done()
		ended <- ctx.Err()
		return codexsdk.DecisionAccept, nil
	}))
	var last error
	for event, err := range turn.Events() {
		if _, ok := event.(*codexsdk.ApprovalRequestedEvent); ok {
			close(seen)
			turn.Cancel()
		}
		last = err
	}
	expectError(t, last, codexsdk.ErrCancelled, "")
	if errors.Is(last, codexsdk.ErrHandlerFailed) {
		t.Error(last)
	}
	if err := <-ended; err != context.Canceled {
		t.Error(err)
	}
	if w.exists("approved") {
		t.Error("approved too late")
	}
}

// TestHandlersThatAreTooLate: a request that has expired needs no answer, and its handler learns of it.
func TestHandlersThatAreTooLate(t *testing.T) {
	for name, answer := range map[string]func(context.Context) (codexsdk.Response, error){
		"error":    func(ctx context.Context) (codexsdk.Response, error) { return nil, ctx.Err() },
		"response": func(context.Context) (codexsdk.Response, error) { return codexsdk.DecisionAccept, nil },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			client := w.appServer(newSession(escalated("touch "+w.path("approved")), object{"message": "done"}))
			ended := make(chan bool, 1)
			thread := w.startWith(client, codexsdk.ThreadOptions{
				SandboxMode: codexsdk.SandboxReadOnly, ApprovalTimeout: 50 * time.Millisecond,
				OnApproval: func(ctx context.Context, _ *codexsdk.ApprovalRequestedEvent) (codexsdk.Response, error) {
					<-ctx.Done()
					defer func() { ended <- true }()
					return answer(ctx)
				},
			})
			result, err := thread.Run(context.Background(), "hi", nil)
			if err != nil || result.FinalResponse != "done" || w.exists("approved") {
				t.Errorf("%+v %v", result, err)
			}
			<-ended
		})
	}
}

func TestHandlersThatFail(t *testing.T) {
	ours := errors.New("the user has left")
	for name, failing := range map[string]struct {
		response codexsdk.Response
		err      error
		words    string
	}{
		"error":         {nil, ours, "the user has left"},
		"nothing":       {nil, nil, "OnApproval returned <nil>"},
		"no decision":   {codexsdk.Decision("maybe"), nil, "OnApproval returned maybe"},
		"another reply": {codexsdk.Reply{Answers: map[string][]string{"a": {"b"}}}, nil, "answers"},
		"no JSON":       {codexsdk.Reply{Raw: func() {}}, nil, "cannot be represented as JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			thread := w.answered(func(context.Context, *codexsdk.ApprovalRequestedEvent) (codexsdk.Response, error) {
				return failing.response, failing.err
			})
			result, err := thread.Run(context.Background(), "hi", nil)
			expectError(t, err, codexsdk.ErrHandlerFailed, failing.words)
			if failing.err != nil && !errors.Is(err, failing.err) {
				t.Error(err)
			}
			// The turn went on without.
			if result == nil || result.FinalResponse != "done" || w.exists("approved") {
				t.Errorf("%+v", result)
			}
			// The thread can be used again, and an earlier failure is no longer reported.
			if _, err := thread.Run(context.Background(), "again", nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestAFailedHandlerInAnotherEnd: the turn's own end counts, and the handler's error is there, too.
func TestAFailedHandlerInAnotherEnd(t *testing.T) {
	ours := errors.New("the user has left")
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	failed := make(chan bool)
	client := w.appServer(newSession(escalated("true"), object{"command": "exec sleep 1000"}))
	thread := w.startWith(client, codexsdk.ThreadOptions{
		SandboxMode: codexsdk.SandboxReadOnly,
		OnApproval: func(context.Context, *codexsdk.ApprovalRequestedEvent) (codexsdk.Response, error) {
			defer close(failed)
			return nil, ours
		},
	})
	turn, err := thread.RunStreamed(ctx, "hi", nil)
	check(err)
	for event, err := range turn.Events() {
		if resolved, ok := event.(*codexsdk.ApprovalResolvedEvent); ok && resolved.RequestID != "" {
			<-failed
			cancel()
		}
		if err != nil && (!errors.Is(err, codexsdk.ErrCancelled) || !errors.Is(err, ours) || !errors.Is(err, context.Canceled)) {
			t.Error(err)
		}
	}
}

type sum struct {
	A    int     `json:"a"`
	B    int     `json:"b"`
	Unit *string `json:"unit"`
}

// calls are the calls of a tool, one a request, and the end.
func calls(name string, arguments ...string) (responses []object) {
	for i, text := range arguments {
		responses = append(responses, object{"output": []object{{
			"type": "function_call", "id": fmt.Sprint("fc_", i), "call_id": fmt.Sprint("call_", i), "name": name, "arguments": text,
		}}})
	}
	return append(responses, object{"message": "done"})
}

// outputs are what the model was told that its calls came to.
func (s session) outputs() (outputs []string) {
	requests := s.requests()
	for _, item := range requests[len(requests)-1]["input"].([]any) {
		if item := item.(object); item["type"] == "function_call_output" {
			text, err := json.Marshal(item["output"])
			check(err)
			outputs = append(outputs, string(text))
		}
	}
	return outputs
}

func (w world) offering(model session, tools ...codexsdk.Tool) *codexsdk.Thread {
	w.Helper()
	return w.startWith(w.appServer(model), codexsdk.ThreadOptions{Model: "gpt-5.4", Tools: tools})
}

func TestTools(t *testing.T) {
	add := func(_ context.Context, numbers sum) (any, error) {
		switch total := numbers.A + numbers.B; {
		case numbers.Unit == nil:
			return total, nil
		case *numbers.Unit == "":
			return codexsdk.Reply{Error: "which unit?"}, nil
		default:
			return fmt.Sprint(total, " <", *numbers.Unit, ">"), nil
		}
	}
	w := newWorld(t)
	model := newSession(calls("add",
		`{"a":1,"b":2,"unit":null}`, `{"a":1,"b":2,"unit":"m"}`, `{"a":1,"b":2,"unit":""}`, `{"a":"1","b":2,"unit":null}`, `{"a":1}`,
	)...)
	result, err := w.offering(model, codexsdk.NewTool("add", "Adds.", add)).Run(context.Background(), "hi", nil)
	if err != nil || result.FinalResponse != "done" {
		t.Fatal(result, err)
	}
	outputs := model.outputs()
	for i, want := range []string{`3`, `3 \u003cm\u003e`, `which unit?`, `the arguments are not valid`, `b is missing`} {
		if !strings.Contains(outputs[i], want) {
			t.Errorf("call %d came to %s, not %s", i, outputs[i], want)
		}
	}
	offered, err := json.Marshal(model.requests()[0]["tools"])
	check(err)
	for _, word := range []string{`"name":"add"`, `"description":"Adds."`, `"unit"`} {
		if !strings.Contains(string(offered), word) {
			t.Errorf("%s is not in %s", word, offered)
		}
	}
}

func TestToolsThatFail(t *testing.T) {
	ours := errors.New("no more paper")
	for name, failing := range map[string]struct {
		result any
		err    error
		told   string
	}{
		"error":           {nil, ours, "no more paper"},
		"silent error":    {nil, errors.New(""), "the tool failed"},
		"no JSON":         {make(chan int), nil, "unsupported type"},
		"not UTF-8":       {"caf\xe9", nil, "not valid UTF-8"},
		"not UTF-8 error": {nil, errors.New("caf\xe9"), "the tool failed"},
		"no tool's reply": {codexsdk.DecisionAccept, nil, "decision"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			model := newSession(calls("print", `{}`)...)
			tool := codexsdk.NewTool("print", "Prints.", func(context.Context, struct{}) (any, error) {
				return failing.result, failing.err
			})
			result, err := w.offering(model, tool).Run(context.Background(), "hi", nil)
			expectError(t, err, codexsdk.ErrHandlerFailed, "tool print: ")
			if failing.err != nil && !errors.Is(err, failing.err) {
				t.Error(err)
			}
			if told := model.outputs()[0]; result.FinalResponse != "done" || !strings.Contains(told, failing.told) {
				t.Error(result.FinalResponse, told)
			}
		})
	}
}

// TestToolsWithoutCall: the program answers by itself.
func TestToolsWithoutCall(t *testing.T) {
	w := newWorld(t)
	model := newSession(calls("look", `{"at":"x"}`)...)
	tool := codexsdk.Tool{
		Name: "look", Description: "Looks.", InputSchema: `{"type":"object","properties":{"at":{"type":"string"}}}`,
	}
	turn := w.stream(w.offering(model, tool))
	for event, err := range turn.Events() {
		if err != nil {
			t.Fatal(err)
		}
		if event, ok := event.(*codexsdk.ToolRequestedEvent); ok {
			if event.Tool != "look" || string(event.Arguments) != `{"at":"x"}` {
				t.Error(event)
			}
			check(turn.Respond(event.RequestID, codexsdk.Reply{Content: []object{{"type": "text", "text": "nothing"}}}))
		}
	}
	if told := model.outputs()[0]; !strings.Contains(told, "nothing") {
		t.Error(told)
	}
}

func TestToolsThatAreNone(t *testing.T) {
	w := newWorld(t)
	client := w.hostileServer(object{})
	for words, tool := range map[string]codexsdk.Tool{
		"tool a: the arguments must be a struct, not int": codexsdk.NewTool("a", "A.", func(context.Context, int) (int, error) { return 0, nil }),
		"pass your own schema as InputSchema": codexsdk.NewTool("a", "A.", func(context.Context, struct{ M map[string]int }) (int, error) {
			return 0, nil
		}),
		"tool a: the schema in `tools` is not valid JSON": {Name: "a", Description: "A.", InputSchema: "{"},
	} {
		_, err := client.StartThread(&codexsdk.ThreadOptions{Tools: []codexsdk.Tool{tool}})
		if failed := refusal(t, err); !strings.Contains(failed.Message, words) || !strings.HasPrefix(failed.Option, "tools") {
			t.Error(failed.Option, failed)
		}
	}
}

// TestForgottenHandlers: a turn that nobody refers to ends, and so does the context of its handler.
func TestForgottenHandlers(t *testing.T) {
	w := newWorld(t)
	begun, ended := make(chan bool), make(chan bool)
	thread := w.answered(func(ctx context.Context, _ *codexsdk.ApprovalRequestedEvent) (codexsdk.Response, error) {
		close(begun)
		<-ctx.Done()
		close(ended)
		return nil, ctx.Err()
	})
	func() {
		turn, err := thread.RunStreamed(context.Background(), "hi", nil)
		check(err)
		for {
			event := w.next(turn)
			if _, ok := event.(*codexsdk.ApprovalRequestedEvent); ok {
				break
			}
		}
		<-begun
	}()
	w.eventually("the handler's context has ended", func() bool {
		runtime.GC()
		select {
		case <-ended:
			return true
		default:
			return false
		}
	})
}
