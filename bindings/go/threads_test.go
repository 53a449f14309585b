package codexsdk_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"codexsdk"
)

func (w world) list(client *codexsdk.Client, options *codexsdk.ListOptions) (threads []*codexsdk.ThreadInfo) {
	w.Helper()
	for thread, err := range client.Threads(context.Background(), options) {
		if err != nil {
			w.Fatal(err)
		}
		threads = append(threads, thread)
	}
	return threads
}

func TestThreads(t *testing.T) {
	ctx := context.Background()
	w := newWorld(t)
	client := w.appServer(newSession(object{"message": "ok"}))
	ids := map[string]bool{}
	var last *codexsdk.Thread
	for range 3 {
		last = w.start(client)
		if err := last.SetName(ctx, "early"); !strings.Contains(refusal(t, err).Message, "has no id yet") {
			t.Error(err)
		}
		if _, err := last.Run(ctx, "hello there", nil); err != nil {
			t.Fatal(err)
		}
		ids[last.ID()] = true
	}
	// In pages of two.
	for _, thread := range w.list(client, &codexsdk.ListOptions{Cwd: w.work, Extra: object{"limit": 2}}) {
		if !ids[thread.ID] || thread.Preview != "hello there" || thread.Cwd != w.work || thread.UpdatedAt.Year() < 2024 {
			t.Errorf("%+v", thread)
		}
		delete(ids, thread.ID)
	}
	if len(ids) > 0 {
		t.Errorf("not listed: %v", ids)
	}
	if err := last.SetName(ctx, "mine"); err != nil {
		t.Error(err)
	}
	read, err := client.ReadThread(ctx, last.ID())
	if err != nil || read.Name != "mine" || read.ID != last.ID() || !strings.Contains(string(read.Raw), "hello there") {
		t.Errorf("%+v %v", read, err)
	}
	text, err := json.Marshal(read)
	if err != nil || string(text) != string(read.Raw) {
		t.Errorf("%s %v", text, err)
	}
	for _, step := range []struct {
		do             func(context.Context, string) error
		here, archived int
	}{{client.ArchiveThread, 2, 1}, {client.UnarchiveThread, 3, 0}, {client.DeleteThread, 2, 0}} {
		if err := step.do(ctx, last.ID()); err != nil {
			t.Error(err)
		}
		here, archived := len(w.list(client, nil)), len(w.list(client, &codexsdk.ListOptions{Archived: true}))
		if here != step.here || archived != step.archived {
			t.Errorf("%d here, %d archived: not as in %+v", here, archived, step)
		}
	}
	if found := w.list(client, &codexsdk.ListOptions{SearchTerm: "no such thing"}); len(found) > 0 {
		t.Error(found)
	}
	_, err = client.ReadThread(ctx, last.ID())
	if err == nil {
		t.Error("a thread that was deleted was read")
	}
	client.Close()
	for _, err := range client.Threads(ctx, nil) {
		expectError(t, err, codexsdk.ErrInvalidHandle, "the client is closed")
	}
}

func TestModels(t *testing.T) {
	w := newWorld(t)
	models, err := w.appServer(newSession(object{"message": "ok"})).Models(context.Background())
	defaults := 0
	for _, model := range models {
		if model.ID == "" || model.DisplayName == "" || model.DefaultReasoningEffort == "" {
			t.Errorf("%+v", model)
		}
		if model.IsDefault {
			defaults++
		}
	}
	if err != nil || defaults != 1 {
		t.Errorf("%+v %v", models, err)
	}
}

func TestAccount(t *testing.T) {
	ctx := context.Background()
	w := newWorld(t)
	client := w.client(codexsdk.ClientOptions{
		CodexPathOverride: nativeCLI(), Env: w.environment(), Transport: codexsdk.TransportAppServer,
	})
	if account, err := client.Account(ctx); err != nil || account != nil {
		t.Error(account, err)
	}
	if err := client.LoginAPIKey(ctx, "sk-test"); err != nil {
		t.Fatal(err)
	}
	if account, err := client.Account(ctx); err != nil || account == nil || account.Type != "apiKey" {
		t.Error(account, err)
	}
	if err := client.Logout(ctx); err != nil {
		t.Error(err)
	}
	if account, err := client.Account(ctx); err != nil || account != nil {
		t.Error(account, err)
	}
	// Nobody is logged in.
	if limits, err := client.RateLimits(ctx); err == nil {
		t.Errorf("%s", limits)
	}
	if err := client.LoginAPIKey(ctx, "sk-secret\xff"); strings.Contains(refusal(t, err).Message, "sk-secret") {
		t.Error(err)
	}
}

func TestLogin(t *testing.T) {
	ctx := context.Background()
	w := newWorld(t)
	completed := func(id string, success bool, why any) object {
		return object{"notify": object{
			"method": "account/login/completed", "params": object{"loginId": id, "success": success, "error": why},
		}}
	}
	client := w.hostileServer(object{
		"account/login/start": []object{
			{"answer": object{"type": "chatgptDeviceCode", "loginId": "l", "verificationUrl": "page", "userCode": "code"}},
			{"notify": object{"method": "account/updated", "params": object{}}},
			completed("another", false, "not this one"),
			completed("l", true, nil),
		},
		"account/login/cancel": []object{completed("l", false, "cancelled"), {"answer": object{}}},
	})
	login, err := client.LoginDeviceCode(ctx)
	if err != nil || login.VerificationURL != "page" || login.UserCode != "code" || login.AuthURL != "" {
		t.Fatalf("%+v %v", login, err)
	}
	if err := login.Wait(ctx); err != nil {
		t.Error(err)
	}
	if err := login.Cancel(ctx); err != nil {
		t.Error(err)
	}
	expectError(t, login.Wait(ctx), codexsdk.ErrRequestFailed, "the login failed: cancelled")
	over, cancel := context.WithCancel(ctx)
	cancel()
	if err := login.Wait(over); err != context.Canceled {
		t.Error(err)
	}
}
