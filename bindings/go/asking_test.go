package codexsdk_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"codexsdk"
)

// What the app-server is asked beside its turns, and what it says of its own.

// appServer is a client of the app-server whose model gives these answers.
func (w world) appServer(model session) *codexsdk.Client {
	w.Helper()
	return w.client(codexsdk.ClientOptions{
		CodexPathOverride: nativeCLI(),
		Env:               w.environment("CODEX_API_KEY=test-key"),
		Transport:         codexsdk.TransportAppServer,
		Config: object{
			"model_provider": "mock", "model_providers": object{"mock": model.provider()},
			"analytics": object{"enabled": false},
		},
	})
}

// hostileServer is a client of hostile-codex, which plays an app-server that does this when it is asked.
func (w world) hostileServer(script object) *codexsdk.Client {
	w.Helper()
	text, err := json.Marshal(script)
	check(err)
	return w.client(codexsdk.ClientOptions{
		CodexPathOverride: testProgram("hostile-codex"),
		Env:               w.environment("HOSTILE_SCRIPT="+string(text), "HOSTILE_RECORD="+w.folder),
		Transport:         codexsdk.TransportAppServer,
	})
}

func TestRequest(t *testing.T) {
	w := newWorld(t)
	client := w.hostileServer(object{"x/y": []object{{"answer": object{"data": []object{{"id": "a"}}}}}})
	var listed struct{ Data []struct{ ID string } }
	if err := client.Request(context.Background(), "x/y", object{"limit": 3}, &listed); err != nil || listed.Data[0].ID != "a" {
		t.Error(listed, err)
	}
	var raw json.RawMessage
	if err := client.Request(context.Background(), "x/y", nil, &raw); err != nil || string(raw) != `{"data":[{"id":"a"}]}` {
		t.Error(string(raw), err)
	}
	if err := client.Request(context.Background(), "x/y", nil, nil); err != nil {
		t.Error(err)
	}
	var other struct{ Data string }
	err := client.Request(context.Background(), "x/y", nil, &other)
	expectError(t, err, codexsdk.ErrInvalidResponse, "x/y")
	var failed *codexsdk.Error
	if !errors.As(err, &failed) || failed.Response != string(raw) {
		t.Errorf("%#v", err)
	}
	refusal(t, client.Request(context.Background(), "x/y", object{"a": func() {}}, nil))
	refusal(t, client.Request(context.Background(), "x\x00y", nil, nil))
}

func TestRequestsThatNobodyAnswers(t *testing.T) {
	w := newWorld(t)
	client := w.hostileServer(object{"no/answer": []object{}, "x/y": []object{{"answer": object{}}}})
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if err := client.Request(ctx, "no/answer", nil, nil); err != context.DeadlineExceeded {
		t.Error(err)
	}
	if err := client.Request(ctx, "x/y", nil, nil); err != context.DeadlineExceeded {
		t.Error("it was too late to begin with:", err)
	}
	patient, lose := context.WithCancelCause(context.Background())
	lost := make(chan error)
	go func() { lost <- client.Request(patient, "no/answer", nil, nil) }()
	// Another one is answered meanwhile.
	if err := client.Request(context.Background(), "x/y", nil, nil); err != nil {
		t.Error(err)
	}
	lose(errors.New("lost patience"))
	if err := <-lost; !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "lost patience") {
		t.Error(err)
	}
	go func() { lost <- client.Request(context.Background(), "no/answer", nil, nil) }()
	if err := client.Request(context.Background(), "x/y", nil, nil); err != nil {
		t.Error(err)
	}
	client.Close()
	if err := <-lost; !errors.Is(err, codexsdk.ErrShutDown) && !errors.Is(err, codexsdk.ErrInvalidHandle) {
		t.Error(err)
	}
	err := client.Request(context.Background(), "x/y", nil, nil)
	expectError(t, err, codexsdk.ErrInvalidHandle, "the client is closed")
}

func TestNotifications(t *testing.T) {
	w := newWorld(t)
	client := w.hostileServer(object{"x/y": []object{
		{"notify": object{"method": "account/updated", "params": object{"authMode": nil}}},
		{"answer": object{}},
	}})
	ask := func() {
		t.Helper()
		if err := client.Request(context.Background(), "x/y", nil, nil); err != nil {
			t.Error(err)
		}
	}
	over, end := context.WithCancel(context.Background())
	end()
	if _, err := client.NextNotification(over); err != context.Canceled {
		t.Error(err)
	}
	ask()
	// What is there is returned even so.
	first, err := client.NextNotification(over)
	if err != nil || first.Method != "account/updated" || string(first.Params) != `{"authMode":null}` || first.Dropped != 0 {
		t.Fatalf("%+v %v", first, err)
	}
	var back codexsdk.Notification
	text, err := json.Marshal(first)
	check(err)
	if check(json.Unmarshal(text, &back)); string(text) != first.Line() || back.String() != first.Line() || back.Method != first.Method {
		t.Errorf("%s %+v", text, back)
	}

	// A loop waits, and other calls go on.
	ctx, cancel := context.WithCancel(context.Background())
	came, ended := make(chan string), make(chan error)
	go func() {
		for notification, err := range client.Notifications(ctx) {
			if err != nil {
				ended <- err
				return
			}
			came <- notification.Method
		}
	}()
	for range 2 {
		ask()
		if method := <-came; method != "account/updated" {
			t.Error(method)
		}
	}
	w.eventually("another reader is refused", func() bool {
		_, err := client.NextNotification(over)
		return errors.Is(err, codexsdk.ErrBusy)
	})
	cancel()
	if err := <-ended; err != context.Canceled {
		t.Error(err)
	}

	go func() {
		_, err := client.NextNotification(context.Background())
		ended <- err
	}()
	w.eventually("somebody waits", func() bool {
		_, err := client.NextNotification(over)
		return errors.Is(err, codexsdk.ErrBusy)
	})
	client.Close()
	expectError(t, <-ended, codexsdk.ErrShutDown, "the client was closed")
	_, err = client.NextNotification(context.Background())
	expectError(t, err, codexsdk.ErrInvalidHandle, "the client is closed")
}

// TestDroppedNotifications: the next one says how many nobody has read.
func TestDroppedNotifications(t *testing.T) {
	w := newWorld(t)
	steps := []object{}
	for range 1030 {
		steps = append(steps, object{"notify": object{"method": "a/b", "params": object{}}})
	}
	client := w.hostileServer(object{"x/y": append(steps, object{"answer": object{}})})
	if err := client.Request(context.Background(), "x/y", nil, nil); err != nil {
		t.Fatal(err)
	}
	if first, err := client.NextNotification(context.Background()); err != nil || first.Dropped != 6 {
		t.Errorf("%+v %v", first, err)
	}
}

// TestExecAnswersNothing: the other transport says what would.
func TestExecAnswersNothing(t *testing.T) {
	w := newWorld(t)
	client := w.hostileClient(hangs...)
	turn := w.stream(w.start(client))
	_, err := client.NextNotification(context.Background())
	for _, err := range []error{
		err, client.Request(context.Background(), "x/y", nil, nil),
		turn.Respond("1", codexsdk.DecisionAccept), turn.Steer("more"),
	} {
		expectError(t, err, codexsdk.ErrUnsupported, "app_server")
	}
	if id := turn.ID(); id != "" {
		t.Error(id)
	}
}

func TestFork(t *testing.T) {
	w := newWorld(t)
	model := newSession(object{"message": "one"}, object{"message": "two"})
	client := w.appServer(model)
	thread := w.start(client)
	if _, err := thread.Fork(nil); !strings.Contains(refusal(t, err).Message, "has no id yet") {
		t.Error(err)
	}
	turn := w.stream(thread)
	if _, err := turn.Wait(context.Background()); err != nil {
		t.Fatal(err)
	}
	// An id outlives its turn.
	id := turn.ID()
	fork, err := thread.Fork(&codexsdk.ThreadOptions{WorkingDirectory: w.work, SkipGitRepoCheck: true, LastTurnID: id})
	if err != nil || id == "" {
		t.Fatal(id, err)
	}
	result, err := fork.Run(context.Background(), "again", nil)
	if err != nil || result.ThreadID == thread.ID() || result.ThreadID != fork.ID() {
		t.Errorf("%+v %v", result, err)
	}
	text, err := json.Marshal(model.requests()[1]["input"])
	check(err)
	if !strings.Contains(string(text), `"one"`) {
		t.Errorf("not a copy: %s", text)
	}
	_, err = client.ForkThread("a\x00b", nil)
	refusal(t, err)
	// Nothing is left to be said to a turn that is over.
	for _, err := range []error{turn.Respond("1", codexsdk.DecisionAccept), turn.Steer("more")} {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestSteer(t *testing.T) {
	w := newWorld(t)
	model := newSession(object{"command": "until [ -e go ]; do sleep 0.02; done"}, object{"message": "done"})
	turn := w.stream(w.start(w.appServer(model)))
	for {
		if _, ok := w.next(turn).(*codexsdk.ItemStartedEvent); ok {
			break
		}
	}
	refusal(t, turn.Steer(""))
	if err := turn.Steer("second", codexsdk.Text("thought")); err != nil {
		t.Fatal(err)
	}
	if event, ok := w.next(turn).(*codexsdk.TurnSteeredEvent); !ok {
		t.Error(event)
	}
	w.touch("go")
	if result, err := turn.Wait(context.Background()); err != nil || result.FinalResponse != "done" {
		t.Error(result, err)
	}
	text, err := json.Marshal(model.requests()[1]["input"])
	check(err)
	if !strings.Contains(string(text), `second\n\nthought`) {
		t.Errorf("%s", text)
	}
}

// escalated asks for approval.
func escalated(command string) object {
	arguments, err := json.Marshal(object{
		"cmd": command, "sandbox_permissions": "require_escalated", "justification": "please",
	})
	check(err)
	return object{"output": []object{
		{"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "exec_command", "arguments": string(arguments)},
	}}
}

func TestRespond(t *testing.T) {
	w := newWorld(t)
	client := w.appServer(newSession(escalated("touch "+w.path("approved")), object{"message": "done"}))
	thread, err := client.StartThread(&codexsdk.ThreadOptions{
		WorkingDirectory: w.work, SkipGitRepoCheck: true,
		SandboxMode: codexsdk.SandboxReadOnly, Approvals: codexsdk.ApprovalsAsk,
	})
	check(err)
	turn := w.stream(thread)
	var by codexsdk.ResolvedBy
	for event, err := range turn.Events() {
		if err != nil {
			t.Fatal(err)
		}
		switch event := event.(type) {
		case *codexsdk.ApprovalRequestedEvent:
			for _, wrong := range []codexsdk.Response{nil, codexsdk.Decision("maybe"), codexsdk.Reply{}} {
				refusal(t, turn.Respond(event.RequestID, wrong))
			}
			if failed := refusal(t, turn.Respond("another", codexsdk.DecisionAccept)); failed.Option != "request_id" {
				t.Error(failed)
			}
			if err := turn.Respond(event.RequestID, codexsdk.DecisionAccept); err != nil {
				t.Error(err)
			}
		case *codexsdk.ApprovalResolvedEvent:
			by = event.By
		}
	}
	if !w.exists("approved") || by == "" {
		t.Errorf("not approved, by %q", by)
	}
}
