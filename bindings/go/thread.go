package codexsdk

import (
	"context"
	"runtime"
)

// Thread is one conversation with the agent. It runs one turn at a time; threads run side by side. It is made by
// [Client.StartThread] and [Client.ResumeThread]. All methods may be called from any goroutine.
type Thread struct {
	_ noCopy
	// The client ends with nobody referring to it, and its turns with it.
	client  *Client
	handle  threadHandle
	cleanup runtime.Cleanup
}

func newThread(client *Client, handle threadHandle) *Thread {
	thread := &Thread{client: client, handle: handle}
	thread.cleanup = runtime.AddCleanup(thread, threadFree, handle)
	return thread
}

// ID is the id of the conversation, with which [Client.ResumeThread] goes on, in another program, too. It is empty
// before the first turn has begun, and after Close.
func (t *Thread) ID() string {
	defer runtime.KeepAlive(t)
	return threadID(t.handle)
}

// Run runs a turn to its end and gives its result. Options may be nil.
//
// The error is that with which the turn ended, if it did not end well. When ctx ends, so does the turn: Run returns
// when nothing of it is left, a moment later, with an error that is both ErrCancelled and ctx.Err().
func (t *Thread) Run(ctx context.Context, prompt string, options *TurnOptions) (*TurnResult, error) {
	turn, err := t.RunStreamed(ctx, prompt, options)
	if err != nil {
		return nil, err
	}
	defer turn.Close()
	return turn.Wait(context.Background())
}

// RunStreamed starts a turn, whose events can be read as they come, and returns at once. Options may be nil. When ctx
// ends, so does the turn.
//
// The turn needs no Close if its events are read with [Turn.Events], or to their end, or if it is waited for.
func (t *Thread) RunStreamed(ctx context.Context, prompt string, options *TurnOptions) (*Turn, error) {
	if ctx.Err() != nil {
		return nil, cancelledBy(ctx, &Error{Code: ErrCancelled, Message: "the turn was not begun"})
	}
	encodedPrompt, encoded, err := options.encode(prompt)
	if err != nil {
		return nil, err
	}
	handle, err := turnStart(t.handle, encodedPrompt, encoded)
	if err != nil {
		return nil, inWords(err, "thread")
	}
	return newTurn(ctx, t, handle), nil
}

// Close gives the thread back; it answers with ErrInvalidHandle then. A turn of it that is running goes on, and the
// conversation can be resumed. The error is always nil. Closing again does nothing.
func (t *Thread) Close() error {
	t.cleanup.Stop()
	threadFree(t.handle)
	return nil
}
