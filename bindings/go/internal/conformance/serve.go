package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync"
	"time"

	"codexsdk"
)

// driver holds what the requests call by numbers.
type driver struct {
	mutex   sync.Mutex
	handles map[int]io.Closer
}

// turn is a turn that is read in one of the two ways.
type turn struct {
	*codexsdk.Turn
	pull func() (codexsdk.Event, error, bool)
	stop func()
}

func newDriver() *driver {
	return &driver{handles: map[int]io.Closer{}}
}

func (d *driver) put(number int, handle io.Closer) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.handles[number] = handle
}

func (d *driver) get(number int) io.Closer {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return d.handles[number]
}

func (d *driver) close() {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	for _, handle := range d.handles {
		if client, ok := handle.(*codexsdk.Client); ok {
			client.Close()
		}
	}
}

// serve carries out a request.
func (d *driver) serve(asked request) answer {
	answered, err := d.do(asked)
	answered.ID = asked.ID
	var failed *codexsdk.Error
	switch {
	case err == nil && answered.Status == "":
		answered.Status = "OK"
	case err == nil:
	case errors.As(err, &failed):
		answered.Status, answered.Error = strings.ToUpper(string(failed.Code)), errorFields(failed)
	case errors.Is(err, context.DeadlineExceeded):
		answered.Status = "TIMEOUT"
	case errors.Is(err, io.EOF):
		answered.Status = "END"
	default:
		answered.Problem = err.Error()
	}
	return answered
}

func (d *driver) do(asked request) (answer, error) {
	client, _ := d.get(asked.Client).(*codexsdk.Client)
	thread, _ := d.get(asked.Thread).(*codexsdk.Thread)
	turn, _ := d.get(asked.Turn).(*turn)
	switch asked.Do {
	case "client":
		client, err := codexsdk.NewClient(clientOptions(asked.Options))
		if err == nil {
			d.put(asked.Client, client)
		}
		return answer{}, err
	case "client_info":
		info, err := client.Info(context.Background())
		return answer{Result: result(info)}, err
	case "request":
		ctx, cancel := patience(asked.TimeoutMS)
		defer cancel()
		var said json.RawMessage
		err := client.Request(ctx, asked.Method, params(asked.Params), &said)
		return answer{Result: said}, err
	case "notification":
		ctx, cancel := patience(asked.TimeoutMS)
		defer cancel()
		notification, err := client.NextNotification(ctx)
		if err != nil {
			return answer{}, err
		}
		return answer{Event: notification.Line()}, nil
	case "start", "resume", "fork":
		thread, err := makeThread(client, asked)
		if err == nil {
			d.put(asked.Thread, thread)
		}
		return answer{}, err
	case "thread_id":
		return answer{Result: idOrNull(thread.ID())}, nil
	case "run":
		prompt, options := turnOptions(asked)
		done, err := thread.Run(context.Background(), prompt, options)
		return answer{Result: turnResult(done)}, err
	case "start_turn":
		prompt, options := turnOptions(asked)
		started, err := thread.RunStreamed(context.Background(), prompt, options)
		if err == nil {
			d.put(asked.Turn, read(started, asked.Way))
		}
		return answer{}, err
	case "next":
		event, err := turn.next(asked.TimeoutMS)
		if err != nil {
			return answer{}, err
		}
		return answer{Event: event.Line(), Typed: typedEvent(event)}, nil
	case "wait":
		ctx, cancel := patience(asked.TimeoutMS)
		defer cancel()
		done, err := turn.Wait(ctx)
		return answer{Result: turnResult(done)}, err
	case "respond":
		return answer{}, turn.Respond(asked.RequestID, asked.Response)
	case "steer":
		prompt, options := turnOptions(asked)
		return answer{}, turn.Steer(prompt, options.Input...)
	case "turn_id":
		return answer{Result: idOrNull(turn.ID())}, nil
	case "cancel":
		turn.Cancel()
		return answer{}, nil
	case "free_turn":
		return answer{}, turn.Close()
	case "free_thread":
		return answer{}, thread.Close()
	case "free_client":
		return answer{}, client.Close()
	default:
		return answer{}, fmt.Errorf("what is %q?", asked.Do)
	}
}

func makeThread(client *codexsdk.Client, asked request) (*codexsdk.Thread, error) {
	options := threadOptions(asked.Options)
	switch asked.Do {
	case "resume":
		return client.ResumeThread(asked.ThreadID, options)
	case "fork":
		return client.ForkThread(asked.ThreadID, options)
	default:
		return client.StartThread(options)
	}
}

// params are those of a request, or nil.
func params(given json.RawMessage) any {
	if given == nil {
		return nil
	}
	return given
}

func idOrNull(id string) json.RawMessage {
	if id == "" {
		return json.RawMessage("null")
	}
	return result(id)
}

func read(started *codexsdk.Turn, way string) *turn {
	reading := &turn{Turn: started}
	if way == wayEvents {
		reading.pull, reading.stop = iter.Pull2(started.Events())
	}
	return reading
}

// next reads an event: as a range loop does, or by itself, which alone can be bounded in time.
func (t *turn) next(timeoutMS int) (codexsdk.Event, error) {
	if t.pull == nil || timeoutMS >= 0 {
		ctx, cancel := patience(timeoutMS)
		defer cancel()
		return t.Next(ctx)
	}
	event, err, ok := t.pull()
	if !ok {
		return nil, io.EOF
	}
	return event, err
}

func (t *turn) Close() error {
	if t.stop != nil {
		// Leaves the range loop.
		t.stop()
	}
	return t.Turn.Close()
}

func patience(timeoutMS int) (context.Context, context.CancelFunc) {
	if timeoutMS < 0 {
		return context.WithCancel(context.Background())
	}
	return context.WithTimeout(context.Background(), time.Duration(timeoutMS)*time.Millisecond)
}

func result(value any) json.RawMessage {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}
