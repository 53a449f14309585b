package codexsdk_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"codexsdk"
)

func expectError(t *testing.T, err error, code codexsdk.Code, words string) {
	t.Helper()
	if !errors.Is(err, code) || !strings.Contains(err.Error(), words) {
		t.Errorf("%v is not %v with the words %q", err, code, words)
	}
}

func TestClosed(t *testing.T) {
	w := newWorld(t)
	client := w.hostileClient(ordinary()...)
	closedThread, thread := w.start(client), w.start(client)
	for _, closer := range []io.Closer{closedThread, closedThread} {
		if err := closer.Close(); err != nil {
			t.Error(err)
		}
	}
	_, err := closedThread.Run(context.Background(), "hi", nil)
	expectError(t, err, codexsdk.ErrInvalidHandle, "the thread is closed")
	if id := closedThread.ID(); id != "" {
		t.Error(id)
	}
	for _, closer := range []io.Closer{client, client} {
		if err := closer.Close(); err != nil {
			t.Error(err)
		}
	}
	_, err = client.StartThread(nil)
	expectError(t, err, codexsdk.ErrInvalidHandle, "the client is closed")
	_, err = client.ResumeThread("x", nil)
	expectError(t, err, codexsdk.ErrInvalidHandle, "the client is closed")
	_, err = client.Info(context.Background())
	expectError(t, err, codexsdk.ErrInvalidHandle, "the client is closed")
	_, err = thread.Run(context.Background(), "hi", nil)
	expectError(t, err, codexsdk.ErrShutDown, "the client was closed")
}

func TestClosingWhileReading(t *testing.T) {
	w := newWorld(t)
	client := w.hostileClient(hangs...)
	closed := w.stream(w.start(client))
	shutDown := w.stream(w.start(client))
	ends := map[*codexsdk.Turn]chan error{closed: make(chan error), shutDown: make(chan error)}
	for turn, end := range ends {
		for range begins {
			w.next(turn)
		}
		go func() {
			_, err := turn.Next(context.Background())
			end <- err
		}()
	}
	inParallel(3, func(int) { closed.Close() })
	expectError(t, <-ends[closed], codexsdk.ErrCancelled, "")
	_, err := closed.Next(context.Background())
	expectError(t, err, codexsdk.ErrCancelled, "")
	client.Close()
	expectError(t, <-ends[shutDown], codexsdk.ErrShutDown, "the client was closed")
	_, err = shutDown.Wait(context.Background())
	expectError(t, err, codexsdk.ErrShutDown, "the client was closed")
}

// TestClosingWhatDoesNotEnd: Close gives up, and says so in words of its own.
func TestClosingWhatDoesNotEnd(t *testing.T) {
	timeout := codexsdk.SetCloseTimeout(0)
	defer codexsdk.SetCloseTimeout(timeout)
	w := newWorld(t)
	turn := w.stream(w.hostile(append([]object{{"ignore_signals": []string{"SIGTERM", "SIGINT"}}}, hangs...)...))
	for range begins {
		w.next(turn)
	}
	if err := turn.Close(); err != nil {
		t.Error(err)
	}
	_, err := turn.Wait(context.Background())
	expectError(t, err, codexsdk.ErrCancelled, "did not end in time")
	if errors.Is(err, context.DeadlineExceeded) {
		t.Error("nobody gave a deadline")
	}
}

func TestClosingAThreadLeavesItsTurn(t *testing.T) {
	w := newWorld(t)
	thread := w.hostile(ordinary()...)
	turn := w.stream(thread)
	thread.Close()
	if result, err := turn.Wait(context.Background()); err != nil || result.FinalResponse != "ok" {
		t.Error(result, err)
	}
}
