package codexsdk

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// handlers are the functions of a thread's options that answer the agent.
type handlers struct {
	onApproval func(context.Context, *ApprovalRequestedEvent) (Response, error)
	tools      map[string]func(context.Context, *ToolRequestedEvent) (any, error)
}

// handlers returns nil if there are none.
func (o *ThreadOptions) handlers() *handlers {
	if o == nil {
		return nil
	}
	found := &handlers{onApproval: o.OnApproval, tools: map[string]func(context.Context, *ToolRequestedEvent) (any, error){}}
	for _, tool := range o.Tools {
		if tool.Call != nil {
			found.tools[tool.Name] = tool.Call
		}
	}
	if found.onApproval == nil && len(found.tools) == 0 {
		return nil
	}
	return found
}

// answering runs the handlers in a turn, each call in a goroutine, so that none delays the events. It has the turn's handle
// and not the turn, so that a turn nobody refers to still ends.
type answering struct {
	handlers *handlers
	turn     turnHandle
	// ctx is that of the handlers; it ends with the turn.
	ctx  context.Context
	stop context.CancelFunc

	mutex sync.Mutex
	// open has the calls that run, by the id of their request.
	open     map[string]context.CancelFunc
	failures []error
	over     bool
}

func newAnswering(ctx context.Context, handlers *handlers, turn turnHandle) *answering {
	ctx, stop := context.WithCancel(ctx)
	return &answering{handlers: handlers, turn: turn, ctx: ctx, stop: stop, open: map[string]context.CancelFunc{}}
}

// see lets the handlers answer an event, if it asks something.
func (a *answering) see(event Event) {
	switch event := event.(type) {
	case *ApprovalRequestedEvent:
		if a.handlers.onApproval != nil {
			ctx := a.begin(event.RequestID)
			go a.approve(ctx, event)
		}
	case *ApprovalResolvedEvent:
		// A handler that still runs is too late.
		a.finish(event.RequestID)
	case *ToolRequestedEvent:
		if call, ok := a.handlers.tools[event.Tool]; ok {
			ctx := a.begin(event.RequestID)
			go a.call(ctx, call, event)
		}
	}
}

func (a *answering) begin(requestID string) context.Context {
	ctx, cancel := context.WithCancel(a.ctx)
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.open[requestID] = cancel
	return ctx
}

func (a *answering) finish(requestID string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if cancel, ok := a.open[requestID]; ok {
		cancel()
		delete(a.open, requestID)
	}
}

func (a *answering) approve(ctx context.Context, event *ApprovalRequestedEvent) {
	defer a.finish(event.RequestID)
	response, err := a.handlers.onApproval(ctx, event)
	if err == nil {
		if err = a.respond(event.RequestID, response); err == nil {
			return
		}
		err = fmt.Errorf("OnApproval returned %+v: %w", response, err)
	}
	// Before the response, after which the turn may end.
	a.fail(ctx, err)
	_ = a.respond(event.RequestID, DecisionDecline)
}

func (a *answering) call(
	ctx context.Context, tool func(context.Context, *ToolRequestedEvent) (any, error), event *ToolRequestedEvent,
) {
	defer a.finish(event.RequestID)
	result, err := tool(ctx, event)
	var reply Reply
	if err == nil {
		reply, err = replyOf(result)
	}
	if err == nil {
		if err = a.respond(event.RequestID, reply); err == nil {
			return
		}
	}
	a.fail(ctx, fmt.Errorf("tool %s: %w", event.Tool, err))
	if a.respond(event.RequestID, Reply{Error: firstOf(err.Error(), "the tool failed")}) != nil {
		// For example because the text is not UTF-8.
		_ = a.respond(event.RequestID, Reply{Error: "the tool failed"})
	}
}

// respond ignores that a request has been settled meanwhile.
func (a *answering) respond(requestID string, response Response) error {
	err := respond(a.turn, requestID, response)
	var failed *Error
	if errors.As(err, &failed) && failed.Option == "request_id" {
		return nil
	}
	return err
}

// fail keeps an error for the end of the turn, unless the handler only says that its context has ended.
func (a *answering) fail(ctx context.Context, err error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if !a.over && (ctx.Err() == nil || !errors.Is(err, ctx.Err())) {
		a.failures = append(a.failures, err)
	}
}

// end stops the handlers, without waiting for them, and returns their errors.
func (a *answering) end() []error {
	a.stop()
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.over = true
	return a.failures
}

// withFailures adds the errors of handlers to how a turn ended.
func (o *outcome) withFailures(failures []error) {
	var failed *Error
	switch {
	case len(failures) == 0:
	case o.err == nil:
		o.err = &Error{
			Code: ErrHandlerFailed, Message: "the turn completed, but a handler of this program failed",
			ThreadID: o.result.ThreadID, causes: failures,
		}
	case errors.As(o.err, &failed):
		failed.causes = append(failed.causes, failures...)
	}
}
