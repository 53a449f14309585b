package codexsdk

import "sync"

// infoFlight lets calls of [Client.Info] that are made at the same time share one call of the library, which blocks a thread
// of the operating system until the CLI has answered. The callers need not wait for that.
type infoFlight struct {
	mutex   sync.Mutex
	current *infoCall
}

// An infoCall is one call of the library. Its answer and err are set when done is closed.
type infoCall struct {
	done   chan struct{}
	answer []byte
	err    error
}

// join returns the call that is in flight, or starts one. It takes a handle and not a [Client], so that a client nobody
// refers to is still closed, which ends the call.
func (f *infoFlight) join(client clientHandle) *infoCall {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.current == nil {
		f.current = &infoCall{done: make(chan struct{})}
		go f.run(f.current, client)
	}
	return f.current
}

func (f *infoFlight) run(call *infoCall, client clientHandle) {
	answer, err := clientInfo(client)
	f.mutex.Lock()
	f.current = nil
	f.mutex.Unlock()
	call.answer, call.err = answer, translateMessage(err, "client")
	close(call.done)
}
