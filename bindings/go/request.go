package codexsdk

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"time"
)

// Request sends a request to the CLI's app-server and decodes the answer into what result points to. It takes any method,
// for whatever this package has no function for: "thread/list", "model/list", "account/login/start". Params are a value that
// encodes to a JSON object, or nil; result may be nil, or a *json.RawMessage for the answer as it is.
//
//	var models struct{ Data []struct{ ID string } }
//	err := client.Request(ctx, "model/list", map[string]any{"limit": 3}, &models)
//
// Request starts the app-server if it is not running yet; the client needs [TransportAppServer]. If the app-server refuses
// the request, the error is [ErrRequestFailed]; if the answer cannot be decoded, it is [ErrInvalidResponse].
//
// The context only bounds how long this call waits. When it ends, Request returns its error and cause, and the answer is
// discarded, but the app-server may still carry out the request. Do not start, steer or interrupt turns of this client's
// threads by requests: the library would not know.
func (c *Client) Request(ctx context.Context, method string, params, result any) error {
	answer, err := c.request(ctx, method, params)
	if err != nil || result == nil {
		return err
	}
	if err := json.Unmarshal(answer, result); err != nil {
		failed := &Error{
			Code: ErrInvalidResponse, Message: fmt.Sprintf("the answer to %s does not fit the type", method),
			Response: string(answer),
		}
		failed.causes = []error{err}
		return failed
	}
	return nil
}

func (c *Client) request(ctx context.Context, method string, params any) ([]byte, error) {
	defer runtime.KeepAlive(c)
	encodedMethod, err := encodeText("the method", method)
	if err != nil {
		return nil, err
	}
	var encoded []byte
	if params != nil {
		if encoded, err = encode(params, nil); err != nil {
			return nil, err
		}
	}
	if err := endOf(ctx); err != nil {
		return nil, err
	}
	type answered struct {
		result []byte
		status status
		err    error
	}
	// The library's call cannot be interrupted, so a goroutine makes it, which the deadline ends, too. It has the handle
	// and not the client, so that a client nobody refers to is still closed, which ends the call.
	answer, handle, timeout := make(chan answered, 1), c.handle, timeoutOf(ctx)
	go func() {
		result, status, err := clientRequest(handle, encodedMethod, encoded, timeout)
		answer <- answered{result, status, err}
	}()
	select {
	case <-ctx.Done():
		return nil, endOf(ctx)
	case got := <-answer:
		if got.status == statusTimeout {
			<-ctx.Done()
			return nil, endOf(ctx)
		}
		return got.result, translateMessage(got.err, "client")
	}
}

// timeoutOf is the time left until a context's deadline, in milliseconds; -1 without a deadline.
func timeoutOf(ctx context.Context) int32 {
	deadline, ok := ctx.Deadline()
	if !ok {
		return -1
	}
	return int32(min(max(milliseconds(time.Until(deadline)), 0), math.MaxInt32))
}
