package codexsdk

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// closeTimeout is how long Close waits for the end of a turn. The library needs at most two seconds. It is a variable for
// tests.
var closeTimeout = 10 * time.Second

// Turn is one prompt and everything the agent does until it has answered. Create it with [Thread.RunStreamed].
//
// All methods may be called from any goroutine. Only one goroutine at a time may read events or wait for the result;
// another one gets [ErrBusy]. Ending a turn early ends the CLI and everything that the agent started.
type Turn struct {
	thread *Thread
	// ctx ends the turn when it ends.
	ctx     context.Context
	unwatch func() bool
	handle  turnHandle
	cleanup runtime.Cleanup
	closed  atomic.Bool
	// id is the turn's id, set at its end.
	id atomic.Pointer[string]

	// consuming is held while events are taken, until what the library lends is copied. It guards the fields below.
	consuming sync.Mutex
	readiness readiness
	outcome   *outcome
	// answering is nil if the thread has no handlers. Then the library collects the items that nobody reads.
	answering *answering
	unread    []string
}

// outcome is how a turn ended.
type outcome struct {
	result *TurnResult
	err    error
}

func newTurn(ctx context.Context, thread *Thread, handle turnHandle) *Turn {
	turn := &Turn{thread: thread, ctx: ctx, handle: handle}
	turn.readiness.descriptor = func() int { return turnDescriptor(handle) }
	// This refers to the handle, not to the turn: a long-lived context must not keep a forgotten turn alive.
	unwatch := context.AfterFunc(ctx, func() { turnCancel(handle) })
	stop := func() {}
	if thread.handlers != nil {
		turn.answering = newAnswering(ctx, thread.handlers, handle)
		stop = turn.answering.stop
	}
	turn.unwatch = unwatch
	turn.cleanup = runtime.AddCleanup(turn, func(handle turnHandle) {
		unwatch()
		stop()
		turnFree(handle)
	}, handle)
	return turn
}

// Events returns the events of the turn as they arrive, for one range loop. If the turn does not complete, the error that
// ended it comes after the last event. Leaving the loop in any way ends the turn, and waits until nothing that it started
// is running: at most two seconds.
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
		// Deferred because the body of the loop may panic.
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

// Next waits for the next event. After the last event it returns io.EOF, or the error that ended the turn.
//
// The context only bounds how long this call waits. When it ends, Next returns its error and cause, the turn continues,
// and no event is lost. An event that has already arrived is returned even if ctx has ended.
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
			event := ParseEvent(line)
			t.see(event)
			return event, nil
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

// Wait waits for the end of the turn and returns its result, with the items that were not read as events. If the turn does
// not complete, Wait returns the error that ended it. Calling it again returns the same. [ErrIO] and [ErrInternal], from
// Wait or Next, may mean that only this call failed, for lack of memory for example: call again, or close the turn.
//
// The context only bounds how long this call waits. When it ends, Wait returns its error and cause, and the turn
// continues. Next no longer returns the events that arrived meanwhile; their items will be in the result.
//
// If the turn completes, but a handler failed ([ThreadOptions.OnApproval] or a [Tool]), Wait returns the result and [ErrHandlerFailed].
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
			result, status, ended = t.takeRest(ctx)
			return status != statusTimeout
		})
		if err != nil {
			return nil, err
		}
		if err := t.settle(result, ended); t.outcome == nil {
			return nil, err
		}
	}
	return t.outcome.result, t.outcome.err
}

// mostOverdue is how many events a call takes whose context has ended: in full flow they would hold it for ever.
const mostOverdue = 10_000

// takeRest is turnWait, and lets the handlers see the events.
func (t *Turn) takeRest(ctx context.Context) (result []byte, _ status, err error) {
	if t.answering == nil {
		return turnWait(t.handle)
	}
	for taken := 0; taken < mostOverdue || ctx.Err() == nil; taken++ {
		line, status, err := turnNext(t.handle)
		switch status {
		case statusOK:
			event := ParseEvent(line)
			t.see(event)
			if completed, ok := event.(*ItemCompletedEvent); ok {
				t.unread = append(t.unread, string(completed.Item.Raw()))
			}
		case statusEnd:
			return turnWait(t.handle)
		default:
			return nil, status, err
		}
	}
	return nil, statusTimeout, nil
}

func (t *Turn) see(event Event) {
	if t.answering != nil && !t.closed.Load() {
		t.answering.see(event)
	}
}

// ID returns the id of the turn, for the option LastTurnID and for [Client.Request]. It is empty before the turn has
// started, and always with [TransportExec], whose turns have no ids.
func (t *Turn) ID() string {
	if id := t.id.Load(); id != nil {
		return *id
	}
	id := turnID(t.handle)
	if kept := t.id.Load(); id == "" && kept != nil {
		// The turn has ended meanwhile.
		id = *kept
	}
	runtime.KeepAlive(t)
	return id
}

// Respond answers an [ApprovalRequestedEvent] or a [ToolRequestedEvent] of this turn, given its RequestID. It does not
// wait.
//
// A response that does not fit is [ErrInvalidArgument] and leaves the request open: respond again. So does a request that
// is not open, because it was answered or has expired; [Error.Option] is then "request_id". After the end of the turn
// Respond does nothing.
func (t *Turn) Respond(requestID string, response Response) error {
	defer runtime.KeepAlive(t)
	return respond(t.handle, requestID, response)
}

// Steer says something to the agent while the turn runs: the agent takes note of it before its next step. A prompt, texts
// and images are given as to [Thread.RunStreamed]. Steer does not wait: a [TurnSteeredEvent] follows when the agent has the
// message; if the CLI refuses it, an [ErrorItem] says why. If the turn ends first, nothing happens.
func (t *Turn) Steer(prompt string, input ...Input) error {
	defer runtime.KeepAlive(t)
	encodedPrompt, encoded, err := (&TurnOptions{Input: input}).encode(prompt)
	if err != nil {
		return err
	}
	return unlessEnded(turnSteer(t.handle, encodedPrompt, encoded))
}

// unlessEnded drops the error of a call on a turn whose handle is gone: it has ended, and there is nothing left to do.
func unlessEnded(err error) error {
	if errors.Is(err, ErrInvalidHandle) {
		return nil
	}
	return err
}

// Cancel asks the turn to end, without waiting. The events end with [ErrCancelled] once nothing that the turn started is
// running. After the end, Cancel does nothing.
func (t *Turn) Cancel() {
	turnCancel(t.handle)
}

// Close ends the turn if it is running, and waits until nothing that it started is running: at most two seconds. Next and
// Wait still report how the turn ended. Close always returns nil. Closing again does nothing.
func (t *Turn) Close() error {
	t.closed.Store(true)
	turnCancel(t.handle)
	// A goroutine that reads is about to learn of the end.
	t.consuming.Lock()
	defer t.consuming.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	if _, err := t.wait(ctx); t.outcome == nil {
		if err == ctx.Err() {
			err = &Error{Code: ErrCancelled, Message: "the turn was closed, but did not end in time"}
		}
		t.end(nil, err)
	}
	return nil
}

// consume admits one consumer at a time.
func (t *Turn) consume() error {
	if t.consuming.TryLock() {
		return nil
	}
	if t.closed.Load() {
		return &Error{Code: ErrCancelled, Message: "the turn was closed"}
	}
	return &Error{Code: ErrBusy, Message: "another goroutine is waiting for this turn's events", Retryable: true}
}

// settle records the end of the turn, unless only the call failed, for lack of memory for example. Then nothing is lost,
// and the next call asks again: the library repeats an end as often as it is asked.
func (t *Turn) settle(result []byte, err error) error {
	if errors.Is(err, ErrIO) || errors.Is(err, ErrInternal) {
		return err
	}
	t.end(result, err)
	return t.outcome.err
}

// end records how the turn ended, and frees what it held.
func (t *Turn) end(result []byte, err error) {
	t.unwatch()
	t.cleanup.Stop()
	t.readiness.close()
	id := turnID(t.handle)
	t.id.Store(&id)
	turnFree(t.handle)
	if err != nil {
		err = translateMessage(err, "turn")
		if errors.Is(err, ErrCancelled) {
			err = cancelledBy(t.ctx, err)
		}
		t.outcome = &outcome{err: err}
	} else {
		t.outcome = &outcome{result: parseResult(withItems(result, t.unread))}
	}
	if t.answering != nil {
		t.outcome.withFailures(t.answering.end())
	}
}

// withItems adds items to a result that has none.
func withItems(result []byte, items []string) []byte {
	if len(items) == 0 {
		return result
	}
	// In a text the quotes would be escaped.
	return bytes.Replace(result, []byte(`"items":[]`), []byte(`"items":[`+strings.Join(items, ",")+"]"), 1)
}

// cancelledBy adds the context's error to a cancellation that it caused.
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
