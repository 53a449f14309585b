package codexsdk_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"runtime"
	"sync/atomic"
	"testing"

	"codexsdk"
)

func TestRun(t *testing.T) {
	w := newWorld(t)
	thread := w.real(object{"command": "echo hello"}, object{"message": "It says hello."})
	if id := thread.ID(); id != "" {
		t.Errorf("an id before the first turn: %q", id)
	}
	result, err := thread.Run(context.Background(), "Say hello.", nil)
	if err != nil {
		t.Fatal(err)
	}
	if result.FinalResponse != "It says hello." || result.ThreadID == "" || result.ThreadID != thread.ID() {
		t.Errorf("%+v", result)
	}
	command, ok := result.Items[0].(*codexsdk.CommandExecutionItem)
	if !ok || command.AggregatedOutput != "hello\n" || *command.ExitCode != 0 || command.Status != codexsdk.StatusCompleted {
		t.Errorf("%+v", result.Items[0])
	}
	if result.TurnUsage == nil || *result.TurnUsage != *result.Usage || result.Usage.OutputTokens == 0 {
		t.Errorf("%+v %+v", result.Usage, result.TurnUsage)
	}
}

// kinds are the types of all events, and how they ended.
func kinds(turn *codexsdk.Turn) (kinds []string, last error) {
	var events []codexsdk.Event
	for event, err := range turn.Events() {
		if err != nil {
			last = err
			break
		}
		events = append(events, event)
	}
	for _, event := range events {
		// What the library has lent is long gone.
		var line struct{ Type string }
		check(json.Unmarshal([]byte(event.Line()), &line))
		kinds = append(kinds, line.Type)
	}
	return kinds, last
}

func TestEvents(t *testing.T) {
	w := newWorld(t)
	client := w.hostileClient(ordinary()...)
	before := w.settled(client)
	turn := w.stream(w.start(client))
	got, err := kinds(turn)
	want := []string{"thread.started", "turn.started", "item.completed", "turn.completed"}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v %v", got, err)
	}
	// Nobody has closed the turn.
	w.eventually("descriptors are given back", func() bool { return descriptors() <= before })
	// The end stays, by whichever way one asks.
	if got, err := kinds(turn); len(got) > 0 || err != nil {
		t.Errorf("again: %v %v", got, err)
	}
	if event, err := turn.Next(context.Background()); event != nil || err != io.EOF {
		t.Errorf("again: %v %v", event, err)
	}
	result, err := turn.Wait(context.Background())
	if err != nil || result.FinalResponse != "ok" || len(result.Items) != 0 {
		t.Errorf("%+v %v", result, err)
	}
	turn.Cancel()
	turn.Close()
	if again, err := turn.Wait(context.Background()); again != result || err != nil {
		t.Errorf("%+v %v", again, err)
	}
}

func TestItemsThatWereReadAreNotInTheResult(t *testing.T) {
	w := newWorld(t)
	steps := append(begins[:2:2], object{"agent_message": "one"}, object{"agent_message": "two"})
	turn := w.stream(w.hostile(append(steps, ends...)...))
	for range 3 {
		w.next(turn)
	}
	result, err := turn.Wait(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, item := range result.Items {
		texts = append(texts, item.(*codexsdk.AgentMessageItem).Text)
	}
	if !reflect.DeepEqual(texts, []string{"two", "ok"}) {
		t.Error(texts)
	}
}

func TestAFailedTurn(t *testing.T) {
	w := newWorld(t)
	thread := w.hostile(append(begins[:2:2], object{"turn_failed": "no luck"})...)
	check := func(err error) {
		t.Helper()
		var failed *codexsdk.Error
		if !errors.As(err, &failed) || failed.Code != codexsdk.ErrTurnFailed || failed.Message != "no luck" || failed.ThreadID != "thread-1" {
			t.Errorf("%#v", err)
		}
		if !errors.Is(err, codexsdk.ErrTurnFailed) || errors.Is(err, codexsdk.ErrCancelled) {
			t.Errorf("%v is another code", err)
		}
	}
	_, err := thread.Run(context.Background(), "hi", nil)
	check(err)
	turn := w.stream(thread)
	got, err := kinds(turn)
	check(err)
	if len(got) != 3 {
		t.Error(got)
	}
	_, err = kinds(turn)
	check(err)
	_, err = turn.Next(context.Background())
	check(err)
	_, err = turn.Wait(context.Background())
	check(err)
}

// TestLeavingTheLoop leaves it in every way there is. Then nothing of the turn is left, and the thread is free.
func TestLeavingTheLoop(t *testing.T) {
	ways := map[string]func(*codexsdk.Turn){
		"break": func(turn *codexsdk.Turn) {
			for range turn.Events() {
				break
			}
		},
		"return": func(turn *codexsdk.Turn) {
			for event, err := range turn.Events() {
				if err == nil && event.Type() == "turn.started" {
					return
				}
			}
		},
		"panic": func(turn *codexsdk.Turn) {
			defer func() { recover() }()
			for range turn.Events() {
				panic("left")
			}
		},
		"Goexit": func(turn *codexsdk.Turn) {
			done := make(chan struct{})
			go func() {
				defer close(done)
				for range turn.Events() {
					runtime.Goexit()
				}
			}()
			<-done
		},
		"Close in the loop": func(turn *codexsdk.Turn) {
			var last error
			for _, err := range turn.Events() {
				turn.Close()
				last = err
			}
			if !errors.Is(last, codexsdk.ErrCancelled) {
				t.Errorf("the loop ended with %v", last)
			}
		},
		"Cancel in the loop": func(turn *codexsdk.Turn) {
			for range turn.Events() {
				turn.Cancel()
			}
		},
	}
	for name, leave := range ways {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			grandchild := object{"grandchild": object{"pidfile": w.path("pid"), "setsid": true}}
			thread := w.hostile(append([]object{grandchild}, hangs...)...)
			turn := w.stream(thread)
			leave(turn)
			// The watchdog belongs to the client.
			if left := w.processes(); len(left) > 1 {
				t.Errorf("left: %q", left)
			}
			if _, err := turn.Wait(context.Background()); !errors.Is(err, codexsdk.ErrCancelled) {
				t.Errorf("it ended with %v", err)
			}
			w.stream(thread)
		})
	}
}

func TestOneReaderAtATime(t *testing.T) {
	w := newWorld(t)
	steps := append(begins[:2:2], object{"wait_for_file": w.path("go")})
	turn := w.stream(w.hostile(append(steps, ends...)...))
	for range begins {
		w.next(turn)
	}
	first := make(chan error)
	go func() {
		for {
			// Whoever looks whether it waits may be in its way.
			if _, err := kinds(turn); !errors.Is(err, codexsdk.ErrBusy) {
				first <- err
				return
			}
		}
	}()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	w.eventually("the first one waits", func() bool {
		_, err := turn.Next(ended)
		return errors.Is(err, codexsdk.ErrBusy)
	})
	if _, err := kinds(turn); !errors.Is(err, codexsdk.ErrBusy) {
		t.Errorf("a second loop: %v", err)
	}
	var busy *codexsdk.Error
	if _, err := turn.Wait(context.Background()); !errors.As(err, &busy) || busy.Code != codexsdk.ErrBusy || !busy.Retryable {
		t.Errorf("waiting beside a loop: %+v", err)
	}
	w.touch("go")
	if err := <-first; err != nil {
		t.Errorf("the first one was disturbed: %v", err)
	}
}

func TestOneTurnAtATime(t *testing.T) {
	w := newWorld(t)
	thread := w.hostile(hangs...)
	w.next(w.stream(thread))
	if _, err := thread.Run(context.Background(), "hi", nil); !errors.Is(err, codexsdk.ErrBusy) {
		t.Error(err)
	}
}

func TestDescriptorsAreGivenBack(t *testing.T) {
	w := newWorld(t)
	steps := append(begins[:2:2], object{"wait_for_file": w.path("go")})
	client := w.hostileClient(append(steps, ends...)...)
	first := w.stream(w.start(client))
	w.next(first)
	first.Close()
	before := w.steadyDescriptors()
	var turns []*codexsdk.Turn
	for range 20 {
		turn := w.stream(w.start(client))
		for range begins {
			w.next(turn)
		}
		turns = append(turns, turn)
	}
	w.touch("go")
	for _, turn := range turns {
		if _, err := kinds(turn); err != nil {
			t.Error(err)
		}
	}
	w.eventually("they are given back", func() bool { return descriptors() <= before })
	// Nothing of this is the garbage collector's doing.
	runtime.KeepAlive(turns)
}

func TestForgottenTurnsEnd(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	client := w.hostileClient(hangs...)
	func() {
		turn, err := w.start(client).RunStreamed(ctx, "hi", nil)
		check(err)
		w.next(turn)
	}()
	// The watchdog is the client's.
	w.eventually("it has ended", func() bool {
		runtime.GC()
		return len(w.processes()) == 1
	})
	runtime.KeepAlive(client)
}

// watchedContext counts what is to be called at its end.
type watchedContext struct {
	context.Context
	done    chan struct{}
	watches atomic.Int32
}

func (c *watchedContext) Done() <-chan struct{} { return c.done }

// AfterFunc is what [context.AfterFunc] asks for.
func (c *watchedContext) AfterFunc(func()) (stop func() bool) {
	c.watches.Add(1)
	return func() bool {
		c.watches.Add(-1)
		return true
	}
}

func TestForgottenTurnsLeaveTheirContext(t *testing.T) {
	w := newWorld(t)
	ctx := &watchedContext{Context: context.Background(), done: make(chan struct{})}
	client := w.hostileClient(hangs...)
	func() {
		turn, err := w.start(client).RunStreamed(ctx, "hi", nil)
		check(err)
		w.next(turn)
	}()
	if watches := ctx.watches.Load(); watches != 1 {
		t.Errorf("%d watches", watches)
	}
	w.eventually("nothing is watched", func() bool {
		runtime.GC()
		return ctx.watches.Load() == 0
	})
	runtime.KeepAlive(client)
}

func TestForgottenClientsEnd(t *testing.T) {
	w := newWorld(t)
	func() {
		client, err := codexsdk.NewClient(&codexsdk.ClientOptions{
			CodexPathOverride: testProgram("hostile-codex"),
			Env:               w.environment(),
		})
		check(err)
		if _, err := w.start(client).Run(context.Background(), "hi", nil); err != nil {
			t.Error(err)
		}
	}()
	w.eventually("its watchdog has ended", func() bool {
		runtime.GC()
		return len(w.processes()) == 0
	})
}

func TestChainedCalls(t *testing.T) {
	w := newWorld(t)
	for range 20 {
		result, err := w.start(w.hostileClient(ordinary()...)).Run(context.Background(), "hi", nil)
		if err != nil || result.FinalResponse != "ok" {
			t.Fatal(result, err)
		}
		runtime.GC()
	}
}
