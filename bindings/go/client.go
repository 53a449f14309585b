package codexsdk

import (
	"context"
	"errors"
	"runtime"
)

// Client is a Codex CLI with its configuration and environment. A program usually has one. Create it with [NewClient].
// All methods may be called from any goroutine.
type Client struct {
	_       noCopy
	handle  clientHandle
	cleanup runtime.Cleanup
	info    *infoFlight
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
	client := &Client{handle: handle, info: &infoFlight{}}
	client.cleanup = runtime.AddCleanup(client, clientFree, handle)
	return client, nil
}

// Close ends every turn of the client with [ErrShutDown], without waiting. Later calls on its threads return
// [ErrShutDown], and later calls on the client return [ErrInvalidHandle]. Close always returns nil. Closing again does
// nothing.
func (c *Client) Close() error {
	c.cleanup.Stop()
	clientFree(c.handle)
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
	return newThread(c, handle), nil
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
	return newThread(c, handle), nil
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
