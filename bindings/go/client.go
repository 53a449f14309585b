package codexsdk

import (
	"context"
	"errors"
	"runtime"
)

// Client is one way of reaching the Codex CLI: where it is, its configuration, its environment. A program usually has
// one. It is made by [NewClient]. All methods may be called from any goroutine.
type Client struct {
	_         noCopy
	handle    clientHandle
	cleanup   runtime.Cleanup
	questions *questions
}

// noCopy lets go vet find copies: a handle ends with the value that it was made for.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// NewClient finds the Codex CLI; it starts nothing yet. Options may be nil.
//
// Without CodexPathOverride the CLI is looked for in the variable CODEX_SDK_CLI, in the npm package (in a node_modules
// above the program, or the global one), in the folder vendor beside the program, in the standalone installation in
// $CODEX_HOME and in PATH. The error for none, ErrCLINotFound, lists every place that was tried.
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
	client := &Client{handle: handle, questions: &questions{}}
	client.cleanup = runtime.AddCleanup(client, clientFree, handle)
	return client, nil
}

// Close ends every turn of the client, with ErrShutDown, without waiting for it. After that its threads answer with
// ErrShutDown, too, and the client itself with ErrInvalidHandle. The error is always nil. Closing again does nothing.
func (c *Client) Close() error {
	c.cleanup.Stop()
	clientFree(c.handle)
	return nil
}

// Info asks the CLI for its version, which takes a moment the first time. A CLI that does not answer is given up after 10
// seconds, with ErrSpawnFailed.
//
// Its ctx says how long this call waits, no more, and an error for that is ctx.Err(), with its cause: whoever asks next
// waits for the same answer. Closing the client ends the asking, with ErrShutDown.
func (c *Client) Info(ctx context.Context) (*CLIInfo, error) {
	defer runtime.KeepAlive(c)
	question := c.questions.ask(c.handle)
	select {
	case <-ctx.Done():
		return nil, endOf(ctx)
	case <-question.answered:
		if question.err != nil {
			return nil, question.err
		}
		info := &CLIInfo{}
		fillFrom(question.answer, info.fill)
		return info, nil
	}
}

// StartThread makes a new conversation. Nothing is started before its first turn. Options may be nil.
func (c *Client) StartThread(options *ThreadOptions) (*Thread, error) {
	encoded, err := options.encode()
	if err != nil {
		return nil, err
	}
	handle, err := threadStart(c.handle, encoded)
	if err != nil {
		return nil, inWords(err, "client")
	}
	return newThread(c, handle), nil
}

// ResumeThread goes on with a conversation that exists, by the id that [Thread.ID] gave. Whether it does shows in its
// first turn, which otherwise ends with ErrThreadNotFound. Options are not kept with a thread: give them again.
func (c *Client) ResumeThread(id string, options *ThreadOptions) (*Thread, error) {
	encodedID, err := encodeText("the id of the thread", id)
	if err != nil {
		return nil, err
	}
	encoded, err := options.encode()
	if err != nil {
		return nil, err
	}
	handle, err := threadResume(c.handle, encodedID, encoded)
	if err != nil {
		return nil, inWords(err, "client")
	}
	return newThread(c, handle), nil
}

// inWords says it in Go's words where the library's own are about handles.
func inWords(err error, what string) error {
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
