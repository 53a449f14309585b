package codexsdk

import "sync"

// questions asks the CLI what it is. The library waits for the CLI, on a thread of the operating system; whoever asks
// need not, and all who ask at one time share that thread.
type questions struct {
	mutex sync.Mutex
	open  *question
}

// question is asked once; when it is answered, the answer or the error can be read.
type question struct {
	answered chan struct{}
	answer   []byte
	err      error
}

// ask joins the open question, if there is one. It takes no [Client], so that one that is forgotten is closed, which
// ends the question.
func (q *questions) ask(client clientHandle) *question {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	if q.open == nil {
		q.open = &question{answered: make(chan struct{})}
		go q.answer(q.open, client)
	}
	return q.open
}

func (q *questions) answer(asked *question, client clientHandle) {
	answer, err := clientInfo(client)
	q.mutex.Lock()
	q.open = nil
	q.mutex.Unlock()
	asked.answer, asked.err = answer, inWords(err, "client")
	close(asked.answered)
}
