package codexsdk

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"runtime"
)

// Notification is what the CLI's app-server says that concerns no turn of the client: logins, rate limits, warnings about
// the configuration, threads that others use.
type Notification struct {
	// Method says what happened, such as "account/updated".
	Method string
	// Params has the facts, with the app-server's own names.
	Params json.RawMessage
	// Dropped is how many notifications were discarded before this one, because nobody had read them.
	Dropped int

	line string
}

// Line is the whole notification as JSON.
func (n *Notification) Line() string { return n.line }

// String returns the notification's line.
func (n *Notification) String() string { return n.line }

// MarshalJSON returns the line.
func (n Notification) MarshalJSON() ([]byte, error) { return asJSON(n.line) }

// UnmarshalJSON reads what MarshalJSON writes.
func (n *Notification) UnmarshalJSON(text []byte) error {
	if !isNull(text) {
		*n = *parseNotification(written(text))
	}
	return nil
}

func parseNotification(line string) *Notification {
	read := &Notification{line: line}
	for _, member := range objectIn(line, nil) {
		switch member.key {
		case "method":
			read.Method = member.value.text()
		case "params":
			read.Params = member.value.raw()
		case "dropped":
			read.Dropped = int(member.value.integer())
		}
	}
	return read
}

// Notifications returns the notifications of the app-server as they arrive, for a range loop that ends with an error: that
// of the context when it ends, or [ErrShutDown] when the client is closed. You can leave the loop, and start another one.
//
//	for notification, err := range client.Notifications(ctx) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(notification.Method)
//	}
func (c *Client) Notifications(ctx context.Context) iter.Seq2[*Notification, error] {
	return func(yield func(*Notification, error) bool) {
		for {
			notification, err := c.NextNotification(ctx)
			if !yield(notification, err) || err != nil {
				return
			}
		}
	}
}

// NextNotification waits for the next notification. Only one goroutine at a time may read them; another one gets
// [ErrBusy]. The client needs [TransportAppServer].
//
// At most 1,024 notifications, and 1 MiB of them, wait to be read; then the oldest are discarded. A program that does not
// want notifications need not read them.
//
// The context only bounds how long this call waits. When it ends, NextNotification returns its error and cause, and no
// notification is lost. If the client is closed while a call waits, the call returns [ErrShutDown].
func (c *Client) NextNotification(ctx context.Context) (*Notification, error) {
	if !c.reading.TryLock() {
		return nil, &Error{
			Code: ErrBusy, Message: "another goroutine is waiting for this client's notifications", Retryable: true,
		}
	}
	defer c.reading.Unlock()
	defer runtime.KeepAlive(c)
	line, status, failed := clientNext(c.handle)
	if status == statusTimeout {
		err := c.readiness.await(ctx, func() bool {
			line, status, failed = clientNext(c.handle)
			return status != statusTimeout
		})
		if err != nil {
			return nil, err
		}
		if errors.Is(failed, ErrInvalidHandle) {
			// Closed during this call.
			failed = &Error{Code: ErrShutDown}
		}
	}
	if failed != nil {
		return nil, translateMessage(failed, "client")
	}
	return parseNotification(line), nil
}
