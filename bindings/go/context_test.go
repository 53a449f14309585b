package codexsdk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"codexsdk"
)

func expectCancelled(t *testing.T, err, cause error) {
	t.Helper()
	if !errors.Is(err, codexsdk.ErrCancelled) || !errors.Is(err, cause) {
		t.Errorf("%v is not both %v and %v", err, codexsdk.ErrCancelled, cause)
	}
}

func TestAContextThatHasEndedBefore(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	thread := w.hostile(ordinary()...)
	_, err := thread.Run(ctx, "hi", nil)
	expectCancelled(t, err, context.Canceled)
	_, err = thread.RunStreamed(ctx, "hi", nil)
	expectCancelled(t, err, context.Canceled)
	_, err = codexsdk.RunJSON[struct{}](ctx, thread, "hi", nil)
	expectCancelled(t, err, context.Canceled)
	if started := w.invocations(); started != 0 {
		t.Errorf("%d turns were begun", started)
	}
}

func TestAContextThatEndsMeanwhile(t *testing.T) {
	lunch := errors.New("lunch")
	causes := map[string]struct {
		context func() (context.Context, context.CancelFunc)
		is      []error
	}{
		"cancel": {func() (context.Context, context.CancelFunc) {
			return context.WithCancel(context.Background())
		}, []error{context.Canceled}},
		"cause": {func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancelCause(context.Background())
			return ctx, func() { cancel(lunch) }
		}, []error{context.Canceled, lunch}},
		// This one ends by itself.
		"deadline": {func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(context.Background(), 300*time.Millisecond)
		}, []error{context.DeadlineExceeded}},
	}
	for name, cause := range causes {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			thread := w.hostile(append([]object{{"touch": w.path("begun")}}, hangs...)...)
			ctx, cancel := cause.context()
			defer cancel()
			if name != "deadline" {
				over := make(chan struct{})
				// A test that has ended must not be failed any more.
				defer func() { <-over }()
				go func() {
					defer close(over)
					// Also if it does not begin.
					defer cancel()
					w.eventually("it has begun", func() bool { return w.exists("begun") })
				}()
			}
			_, err := thread.Run(ctx, "hi", nil)
			for _, is := range cause.is {
				expectCancelled(t, err, is)
			}
			// Nothing is left when Run returns, but the client's watchdog.
			if left := w.processes(); len(left) > 1 {
				t.Errorf("left: %q", left)
			}
		})
	}
}

func TestAContextThatEndsInTheLoop(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	turn, err := w.hostile(hangs...).RunStreamed(ctx, "hi", nil)
	check(err)
	events, errs := 0, 0
	for _, err := range turn.Events() {
		if err != nil {
			errs++
			expectCancelled(t, err, context.Canceled)
		} else if events++; events == 2 {
			cancel()
		}
	}
	if events != 2 || errs != 1 {
		t.Errorf("%d events, %d errors", events, errs)
	}
	_, err = turn.Wait(context.Background())
	expectCancelled(t, err, context.Canceled)
}

func TestAContextThatEndsAfterwards(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	turn, err := w.hostile(ordinary()...).RunStreamed(ctx, "hi", nil)
	check(err)
	if _, err := kinds(turn); err != nil {
		t.Error(err)
	}
	cancel()
	if result, err := turn.Wait(ctx); err != nil || result.FinalResponse != "ok" {
		t.Error(result, err)
	}
}

// TestAContextOfOneCall: it says how long the call waits, and the turn goes on.
func TestAContextOfOneCall(t *testing.T) {
	w := newWorld(t)
	steps := append(begins[:2:2], object{"wait_for_file": w.path("go")})
	turn := w.stream(w.hostile(append(steps, ends...)...))
	for range begins {
		w.next(turn)
	}
	wait := func(ctx context.Context) error {
		_, err := turn.Wait(ctx)
		return err
	}
	next := func(ctx context.Context) error {
		_, err := turn.Next(ctx)
		return err
	}
	for _, call := range []func(context.Context) error{next, wait, next} {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		if err := call(ctx); err != context.DeadlineExceeded {
			t.Errorf("in time: %v", err)
		}
		if err := call(ctx); err != context.DeadlineExceeded {
			t.Errorf("late: %v", err)
		}
		cancel()
		ctx, cancel = context.WithCancel(context.Background())
		time.AfterFunc(20*time.Millisecond, cancel)
		if err := call(ctx); err != context.Canceled {
			t.Errorf("cancelled: %v", err)
		}
	}
	w.touch("go")
	if event := w.next(turn); event.Type() != "item.completed" {
		t.Error(event)
	}
	// What is there is given, although the context has ended.
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w.eventually("the end is there", func() bool {
		_, err := turn.Wait(ctx)
		return err == nil
	})
}

func TestTimeouts(t *testing.T) {
	options := map[string]codexsdk.TurnOptions{
		"timeout_ms":      {Timeout: 50 * time.Millisecond},
		"idle_timeout_ms": {IdleTimeout: 50 * time.Millisecond},
		// Rounded up: not none.
		"timeout_ms ":      {Timeout: time.Nanosecond},
		"idle_timeout_ms ": {IdleTimeout: time.Microsecond},
	}
	for name, options := range options {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			_, err := w.hostile(hangs...).Run(context.Background(), "hi", &options)
			var failed *codexsdk.Error
			if !errors.As(err, &failed) || failed.Code != codexsdk.ErrTurnTimeout || name[:len(failed.Option)] != failed.Option {
				t.Errorf("%#v", err)
			}
		})
	}
}
