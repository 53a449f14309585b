package codexsdk

import (
	"context"
	"runtime"
)

// Thread is a conversation with the agent. It runs one turn at a time; different threads run concurrently. Create it with
// [Client.StartThread], [Client.ResumeThread] or [Client.ForkThread]. All methods may be called from any goroutine.
type Thread struct {
	_ noCopy
	// Keeps the client alive: one that nobody refers to is closed, and its turns end.
	client  *Client
	handle  threadHandle
	cleanup runtime.Cleanup
	// handlers may be nil.
	handlers *handlers
}

func newThread(client *Client, handle threadHandle, options *ThreadOptions) *Thread {
	thread := &Thread{client: client, handle: handle, handlers: options.handlers()}
	thread.cleanup = runtime.AddCleanup(thread, threadFree, handle)
	return thread
}

// ID returns the id of the conversation. [Client.ResumeThread] continues it, in this program or another. The id is empty
// until the first turn has begun, and after Close.
func (t *Thread) ID() string {
	defer runtime.KeepAlive(t)
	return threadID(t.handle)
}

// Fork creates a thread that begins as a copy of this one, as [Client.ForkThread] does. This thread must have had a turn.
func (t *Thread) Fork(options *ThreadOptions) (*Thread, error) {
	id := t.ID()
	if id == "" {
		return nil, invalidArgument("", "the thread has no id yet: it can be forked after its first turn")
	}
	return t.client.ForkThread(id, options)
}

// Run runs a turn to its end and returns the result. Options may be nil.
//
// If the turn does not complete, Run returns the error that ended it. When ctx ends, it ends the turn: Run returns as soon
// as nothing that the turn started is running, with an error that is both [ErrCancelled] and ctx.Err(). If the turn
// completes, but a handler failed ([ThreadOptions.OnApproval] or a [Tool]), Run returns the result and [ErrHandlerFailed].
func (t *Thread) Run(ctx context.Context, prompt string, options *TurnOptions) (*TurnResult, error) {
	turn, err := t.RunStreamed(ctx, prompt, options)
	if err != nil {
		return nil, err
	}
	defer turn.Close()
	return turn.Wait(context.Background())
}

// RunStreamed starts a turn and returns immediately; read the turn's events as they arrive. Options may be nil. When ctx
// ends, it ends the turn.
//
// The turn needs no Close if you read its events with [Turn.Events], read them to the end, or wait for the result.
func (t *Thread) RunStreamed(ctx context.Context, prompt string, options *TurnOptions) (*Turn, error) {
	if ctx.Err() != nil {
		return nil, cancelledBy(ctx, &Error{Code: ErrCancelled, Message: "the turn was not started"})
	}
	encodedPrompt, encoded, err := options.encode(prompt)
	if err != nil {
		return nil, err
	}
	handle, err := turnStart(t.handle, encodedPrompt, encoded)
	if err != nil {
		return nil, translateMessage(err, "thread")
	}
	return newTurn(ctx, t, handle), nil
}

// Close frees the thread. Further calls on it return [ErrInvalidHandle]. A running turn continues, and the conversation
// can be resumed. Close always returns nil. Closing again does nothing.
func (t *Thread) Close() error {
	t.cleanup.Stop()
	threadFree(t.handle)
	return nil
}
