package codexsdk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"codexsdk"
)

// Whatever stops under a running turn (the program, a server, the context of it all): nothing hangs, nothing of the turn
// is left, and the true cause is told.

// leaving is the variable that makes this test program one that ends in the middle of a turn, and says how.
const leaving = "CODEX_SDK_TEST_LEAVING"

func leave(how string) {
	client, err := codexsdk.NewClient(nil)
	check(err)
	thread, err := client.StartThread(&codexsdk.ThreadOptions{SkipGitRepoCheck: true})
	check(err)
	turn, err := thread.RunStreamed(context.Background(), "hi", nil)
	check(err)
	waits := make(chan struct{})
	// Somebody waits for the turn, and is not asked.
	go func() {
		close(waits)
		for range 2 {
			if _, err := turn.Next(context.Background()); err != nil {
				return
			}
		}
		fmt.Println("begun")
		turn.Wait(context.Background())
	}()
	<-waits
	for how == "a signal" || !exists("begun") {
		time.Sleep(5 * time.Millisecond)
	}
	switch how {
	case "return":
	case "exit":
		os.Exit(3)
	case "panic":
		panic("leaving")
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func TestAProgramThatEnds(t *testing.T) {
	for how, status := range map[string]int{"return": 0, "exit": 3, "panic": 2, "a signal": -1} {
		t.Run(how, func(t *testing.T) {
			w := newWorld(t)
			program := exec.Command(os.Args[0])
			program.Dir = w.work
			script := `[{"thread_started":"1"},{"turn_started":true},{"touch":"begun"},{"hang":true}]`
			program.Env = w.environment(leaving+"="+how, "CODEX_SDK_CLI="+testProgram("hostile-codex"), "HOSTILE_SCRIPT="+script)
			check(program.Start())
			w.eventually("it has begun", func() bool { return w.exists("begun") })
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				program.Wait()
			}()
			if how == "a signal" {
				check(program.Process.Signal(syscall.SIGTERM))
			}
			select {
			case <-ended:
			case <-time.After(patience):
				program.Process.Kill()
				t.Fatal("it hangs")
			}
			if got := program.ProcessState.ExitCode(); got != status {
				t.Errorf("exit status %d", got)
			}
			w.expectNoProcesses()
		})
	}
}

// TestAServerThatStops: a turn of a handler ends with the request, and the server's shutdown waits for no more than that.
func TestAServerThatStops(t *testing.T) {
	deploy := errors.New("a new version is deployed")
	ends := map[string]func(cancelAll context.CancelCauseFunc, cancelRequest context.CancelFunc){
		"the visitor leaves": func(_ context.CancelCauseFunc, cancelRequest context.CancelFunc) { cancelRequest() },
		"the server stops":   func(cancelAll context.CancelCauseFunc, _ context.CancelFunc) { cancelAll(deploy) },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			thread := w.hostile(append([]object{{"touch": w.path("begun")}}, hangs...)...)
			all, cancelAll := context.WithCancelCause(context.Background())
			defer cancelAll(nil)
			answered := make(chan error, 1)
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
				ctx, cancel := context.WithCancelCause(request.Context())
				defer cancel(nil)
				defer context.AfterFunc(all, func() { cancel(context.Cause(all)) })()
				_, err := thread.Run(ctx, "hi", nil)
				answered <- err
			}))
			server.Start()
			defer server.Close()
			visit, cancelRequest := context.WithCancel(context.Background())
			defer cancelRequest()
			request, err := http.NewRequestWithContext(visit, http.MethodGet, server.URL, nil)
			check(err)
			go loopback.Do(request)
			w.eventually("it has begun", func() bool { return w.exists("begun") })
			end(cancelAll, cancelRequest)
			shutdown, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			if err := server.Config.Shutdown(shutdown); err != nil {
				t.Error(err)
			}
			err = <-answered
			expectCancelled(t, err, context.Canceled)
			if name == "the server stops" && !errors.Is(err, deploy) {
				t.Errorf("%v does not say why", err)
			}
			if left := w.processes(); len(left) > 1 {
				t.Errorf("left: %q", left)
			}
		})
	}
}

// TestAContextThatNobodyWaitsFor: a turn that is not read ends with its context all the same.
func TestAContextThatNobodyWaitsFor(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancelCause(context.Background())
	turn, err := w.hostile(append([]object{{"touch": w.path("begun")}}, hangs...)...).RunStreamed(ctx, "hi", nil)
	check(err)
	w.eventually("it has begun", func() bool { return w.exists("begun") })
	cancel(errors.New("closing time"))
	w.eventually("only the watchdog is left", func() bool { return len(w.processes()) <= 1 })
	_, err = turn.Wait(context.Background())
	expectCancelled(t, err, context.Canceled)
	if !strings.Contains(err.Error(), "closing time") {
		t.Error(err)
	}
}

// TestTheCauseOfOneCall: a call whose context ends says why.
func TestTheCauseOfOneCall(t *testing.T) {
	w := newWorld(t)
	turn := w.stream(w.hostile(object{"hang": true}))
	client := w.client(codexsdk.ClientOptions{CodexPathOverride: w.cli("exec sleep 1000"), Env: w.environment()})
	tired := errors.New("tired")
	calls := map[string]func(context.Context) error{
		"Next": func(ctx context.Context) error { _, err := turn.Next(ctx); return err },
		"Wait": func(ctx context.Context) error { _, err := turn.Wait(ctx); return err },
		"Info": func(ctx context.Context) error { _, err := client.Info(ctx); return err },
	}
	for name, call := range calls {
		for _, late := range []bool{false, true} {
			ctx, cancel := context.WithCancelCause(context.Background())
			if late {
				time.AfterFunc(20*time.Millisecond, func() { cancel(tired) })
			} else {
				cancel(tired)
			}
			if err := call(ctx); !errors.Is(err, context.Canceled) || !errors.Is(err, tired) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
