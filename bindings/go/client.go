package codexsdk

import (
	"context"
	"errors"
	"runtime"
	"sync"
)

// Client is a Codex CLI with its configuration and environment. A program usually has one. Create it with [NewClient].
// All methods may be called from any goroutine.
type Client struct {
	_       noCopy
	handle  clientHandle
	cleanup runtime.Cleanup
	info    *infoFlight

	// reading is held while a notification is taken. It guards the readiness.
	reading   sync.Mutex
	readiness readiness
}

// noCopy makes go vet report copies: a handle is freed when the garbage collector finds the value it was made for.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// NewClient finds the Codex CLI. It does not start anything. Options may be nil.
//
// Unless CodexPathOverride names the CLI, NewClient searches the variable CODEX_SDK_CLI, the npm package (in a
// node_modules above the program, or installed globally), the folder vendor beside the program, the standalone
// installation in $CODEX_HOME, and PATH. If there is no CLI, the error is [ErrCLINotFound] and lists every place
// searched.
func NewClient(options *ClientOptions) (*Client, error) {
	if err := checkLibrary(); err != nil {
		return nil, err
	}
	encoded, err := options.encode()
	if err != nil {
		return nil, err
	}
	handle, err := clientNew(encoded)
	if err != nil {
		return nil, err
	}
	client := &Client{
		handle: handle, info: &infoFlight{}, readiness: readiness{descriptor: func() int { return clientDescriptor(handle) }},
	}
	client.cleanup = runtime.AddCleanup(client, clientFree, handle)
	return client, nil
}

// Close ends every turn of the client with [ErrShutDown], without waiting. Later calls on its threads return
// [ErrShutDown], and later calls on the client return [ErrInvalidHandle]. Close always returns nil. Closing again does
// nothing.
func (c *Client) Close() error {
	c.cleanup.Stop()
	clientFree(c.handle)
	// A goroutine that waits for a notification is about to learn of the end.
	c.reading.Lock()
	defer c.reading.Unlock()
	c.readiness.close()
	return nil
}

// Info returns the path and version of the CLI. The first call runs the CLI to ask for its version; if the CLI does not
// answer within 10 seconds, the error is [ErrSpawnFailed].
//
// The context only bounds how long this call waits. When it ends, Info returns its error and cause, and the next call
// waits for the same answer. If the client is closed while a call waits, the call returns [ErrShutDown].
func (c *Client) Info(ctx context.Context) (*CLIInfo, error) {
	defer runtime.KeepAlive(c)
	call := c.info.join(c.handle)
	select {
	case <-ctx.Done():
		return nil, endOf(ctx)
	case <-call.done:
		if call.err != nil {
			return nil, call.err
		}
		info := &CLIInfo{}
		fillFrom(call.answer, info.fill)
		return info, nil
	}
}

// StartThread creates a new conversation. It does not start anything until the first turn. Options may be nil.
func (c *Client) StartThread(options *ThreadOptions) (*Thread, error) {
	encoded, err := options.encode()
	if err != nil {
		return nil, err
	}
	handle, err := threadStart(c.handle, encoded)
	if err != nil {
		return nil, translateMessage(err, "client")
	}
	return newThread(c, handle, options), nil
}

// ResumeThread continues an existing conversation, given the id from [Thread.ID]. If the CLI does not know the id, the
// first turn ends with [ErrThreadNotFound]. The CLI does not store options with a thread: pass them again.
func (c *Client) ResumeThread(id string, options *ThreadOptions) (*Thread, error) {
	encodedID, err := encodeText("the thread id", id)
	if err != nil {
		return nil, err
	}
	encoded, err := options.encode()
	if err != nil {
		return nil, err
	}
	handle, err := threadResume(c.handle, encodedID, encoded)
	if err != nil {
		return nil, translateMessage(err, "client")
	}
	return newThread(c, handle, options), nil
}

// ForkThread creates a conversation that begins as a copy of another one, given the other one's id from [Thread.ID]; the
// other one stays as it is. Nothing is copied until the first turn; only then does the new thread have an id.
// LastTurnID in the options says where the copy ends.
//
// If the CLI does not know the id, the first turn ends with [ErrThreadNotFound]. The CLI does not store options with a
// thread: pass them again.
func (c *Client) ForkThread(id string, options *ThreadOptions) (*Thread, error) {
	encodedID, err := encodeText("the thread id", id)
	if err != nil {
		return nil, err
	}
	encoded, err := options.encode()
	if err != nil {
		return nil, err
	}
	handle, err := threadFork(c.handle, encodedID, encoded)
	if err != nil {
		return nil, translateMessage(err, "client")
	}
	return newThread(c, handle, options), nil
}

// translateMessage replaces the library's messages about handles.
func translateMessage(err error, what string) error {
	var failed *Error
	if errors.As(err, &failed) {
		switch failed.Code {
		case ErrInvalidHandle:
			failed.Message = "the " + what + " is closed"
		case ErrShutDown:
			failed.Message = "the client was closed"
		}
	}
	return err
}
