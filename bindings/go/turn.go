package codexsdk

import (
	"context"
	"errors"
	"io"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// closePatience is how long Close waits for the end of a turn. The library needs two seconds at the most. It is a
// variable for tests.
var closePatience = 10 * time.Second

// Turn is one prompt and everything the agent does until it has answered. It is made by [Thread.RunStreamed].
//
// All methods may be called from any goroutine. One at a time reads the events or waits for the result; another one
// that tries gets ErrBusy. Whatever ends a turn early ends the CLI and everything that the agent has started.
type Turn struct {
	thread *Thread
	// What ends the turn when it ends.
	ctx     context.Context
	unwatch func() bool
	handle  turnHandle
	cleanup runtime.Cleanup
	closed  atomic.Bool

	// consuming is held by whoever takes events, until what the library lends has been copied. What follows belongs to
	// him.
	consuming sync.Mutex
	readiness readiness
	outcome   *outcome
}

// outcome is how a turn has ended.
type outcome struct {
	result *TurnResult
	err    error
}

func newTurn(ctx context.Context, thread *Thread, handle turnHandle) *Turn {
	turn := &Turn{thread: thread, ctx: ctx, handle: handle, readiness: readiness{turn: handle}}
	// Of the turn only its handle: a context that lives long does not keep a turn that is forgotten.
	unwatch := context.AfterFunc(ctx, func() { turnCancel(handle) })
	turn.unwatch = unwatch
	turn.cleanup = runtime.AddCleanup(turn, func(handle turnHandle) {
		unwatch()
		turnFree(handle)
	}, handle)
	return turn
}

// Events are the events of the turn as they come, for one range loop. After the last one the error is given with which
// the turn ended, if it did not end well. Leaving the loop in any way ends the turn, and waits until nothing of it is
// left: a moment, two seconds at the most.
//
//	for event, err := range turn.Events() {
//		if err != nil {
//			return err
//		}
//		…
//	}
func (t *Turn) Events() iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		readByAnother := false
		// Deferred, since the body of the loop may panic, too.
		defer func() {
			if !readByAnother {
				t.Close()
			}
		}()
		for {
			event, err := t.Next(context.Background())
			if err == io.EOF {
				return
			}
			readByAnother = errors.Is(err, ErrBusy)
			if !yield(event, err) || err != nil {
				return
			}
		}
	}
}

// Next waits for the next event. After the last one the error is io.EOF, or that with which the turn ended.
//
// Its ctx says how long this call waits, no more: with an error that is ctx.Err() (and the context's cause, if it has
// another) the turn goes on, and nothing is lost. An event that is there already is given even if ctx has ended.
func (t *Turn) Next(ctx context.Context) (Event, error) {
	if err := t.consume(); err != nil {
		return nil, err
	}
	defer t.consuming.Unlock()
	if t.outcome == nil {
		line, status, ended := turnNext(t.handle)
		if status == statusTimeout {
			var err error
			if line, status, ended, err = t.awaitNext(ctx); err != nil {
				return nil, err
			}
		}
		var result []byte
		switch status {
		case statusOK:
			return ParseEvent(line), nil
		case statusEnd:
			result, _, ended = turnWait(t.handle)
		}
		if err := t.settle(result, ended); err != nil {
			return nil, err
		}
	}
	if t.outcome.err != nil {
		return nil, t.outcome.err
	}
	return nil, io.EOF
}

// awaitNext is a function of its own because its variables escape to the heap.
func (t *Turn) awaitNext(ctx context.Context) (line string, status status, ended, err error) {
	err = t.readiness.await(ctx, func() bool {
		line, status, ended = turnNext(t.handle)
		return status != statusTimeout
	})
	return line, status, ended, err
}

// Wait waits for the end of the turn and gives its result, with the items that were not read as events. The error is
// that with which the turn ended, if it did not end well. It can be asked again. ErrIO and ErrInternal, here and from
// Next, may be of this call alone, for want of memory, for example: ask again, or Close the turn.
//
// Its ctx says how long this call waits, no more: with an error that is ctx.Err() (and the context's cause, if it has
// another) the turn goes on. Events that came meanwhile are not given by Next any more; their items will be in the result.
func (t *Turn) Wait(ctx context.Context) (*TurnResult, error) {
	if err := t.consume(); err != nil {
		return nil, err
	}
	defer t.consuming.Unlock()
	return t.wait(ctx)
}

func (t *Turn) wait(ctx context.Context) (*TurnResult, error) {
	if t.outcome == nil {
		var (
			result []byte
			ended  error
		)
		err := t.readiness.await(ctx, func() (over bool) {
			var status status
			result, status, ended = turnWait(t.handle)
			return status != statusTimeout
		})
		if err != nil {
			return nil, err
		}
		if err := t.settle(result, ended); err != nil {
			return nil, err
		}
	}
	return t.outcome.result, t.outcome.err
}

// Cancel asks the turn to end, and does not wait. Its events then end with ErrCancelled, when nothing that the turn has
// started is left. After the end it does nothing.
func (t *Turn) Cancel() {
	turnCancel(t.handle)
}

// Close ends the turn if it is running, and waits until nothing of it is left: a moment, two seconds at the most. How
// the turn ended can still be asked. The error is always nil. Closing again does nothing.
func (t *Turn) Close() error {
	t.closed.Store(true)
	turnCancel(t.handle)
	// Whoever reads is about to learn of the end.
	t.consuming.Lock()
	defer t.consuming.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), closePatience)
	defer cancel()
	if _, err := t.wait(ctx); t.outcome == nil {
		if err == ctx.Err() {
			err = &Error{Code: ErrCancelled, Message: "the turn was closed and did not end in time"}
		}
		t.end(nil, err)
	}
	return nil
}

// consume lets one consumer at a time in.
func (t *Turn) consume() error {
	if t.consuming.TryLock() {
		return nil
	}
	if t.closed.Load() {
		return &Error{Code: ErrCancelled, Message: "the turn was closed"}
	}
	return &Error{Code: ErrBusy, Message: "another goroutine is waiting for this turn's events"}
}

// settle takes the answer of a call for the turn's end, if it is sure to be that. A call can also fail by itself, for want
// of memory, for example; as nothing is lost then, and an end stays, the next call asks again.
func (t *Turn) settle(result []byte, err error) error {
	if errors.Is(err, ErrIO) || errors.Is(err, ErrInternal) {
		return err
	}
	t.end(result, err)
	return t.outcome.err
}

// end notes how the turn has ended, and gives back what it held. There is nothing more to take.
func (t *Turn) end(result []byte, err error) {
	t.unwatch()
	t.cleanup.Stop()
	t.readiness.close()
	turnFree(t.handle)
	if err != nil {
		err = inWords(err, "turn")
		if errors.Is(err, ErrCancelled) {
			err = cancelledBy(t.ctx, err)
		}
		t.outcome = &outcome{err: err}
		return
	}
	t.outcome = &outcome{result: parseResult(result)}
}

// cancelledBy notes that it was a context that has ended, if it was.
func cancelledBy(ctx context.Context, err error) error {
	var failed *Error
	if ctx.Err() != nil && errors.As(err, &failed) {
		failed.causes = []error{ctx.Err()}
		if cause := context.Cause(ctx); cause != ctx.Err() {
			failed.causes = append(failed.causes, cause)
		}
	}
	return err
}
