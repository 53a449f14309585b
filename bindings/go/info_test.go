package codexsdk_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"codexsdk"
)

func TestInfo(t *testing.T) {
	w := newWorld(t)
	client := w.realClient(newSession(object{"message": "x"}))
	info, err := client.Info(context.Background())
	if err != nil || info.Path != nativeCLI() || info.Version == "" || info.FoundBy == "" {
		t.Error(info, err)
	}
}

// TestInfoOfACLIThatHangs: those who ask wait for one answer, as long as they like, or until the client is closed.
func TestInfoOfACLIThatHangs(t *testing.T) {
	w := newWorld(t)
	client := w.client(codexsdk.ClientOptions{CodexPathOverride: w.cli("touch begun; exec sleep 1000"), Env: w.environment()})
	before := runtime.NumGoroutine()
	waiting := make(chan error)
	for range 2 {
		go func() {
			_, err := client.Info(context.Background())
			waiting <- err
		}()
	}
	w.eventually("it is asked", func() bool { return w.exists("begun") })
	gaveUp, cancel := context.WithCancel(context.Background())
	cancel()
	for range 50 {
		if _, err := client.Info(gaveUp); err != context.Canceled {
			t.Fatal(err)
		}
	}
	if now := runtime.NumGoroutine(); now > before+3 {
		t.Errorf("%d goroutines are left", now-before-3)
	}
	client.Close()
	for range 2 {
		expectError(t, <-waiting, codexsdk.ErrShutDown, "the client was closed")
	}
	_, err := client.Info(context.Background())
	expectError(t, err, codexsdk.ErrInvalidHandle, "the client is closed")
}

// TestInfoAgain: a question that failed is asked anew.
func TestInfoAgain(t *testing.T) {
	w := newWorld(t)
	client := w.client(codexsdk.ClientOptions{
		CodexPathOverride: w.cli("if test -e well; then echo codex-cli 1.2.3; else exit 7; fi"), Env: w.environment(),
	})
	_, err := client.Info(context.Background())
	expectError(t, err, codexsdk.ErrCLIFailed, "7")
	w.touch("well")
	info, err := client.Info(context.Background())
	if err != nil || info.Version != "1.2.3" {
		t.Error(info, err)
	}
}

// cli is one that does this, in the agent's working directory.
func (w world) cli(script string) string {
	path := filepath.Join(w.folder, "codex")
	script = strings.Join([]string{"#!/bin/sh", "cd '" + w.work + "'", script, ""}, "\n")
	check(os.WriteFile(path, []byte(script), 0o755))
	return path
}
