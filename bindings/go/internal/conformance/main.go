// The package's driver for the conformance cases; tests/conformance/README.md of the project says what the lines mean.
package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"strings"
	"sync"

	"codexsdk"
)

// A way of reading a turn's events.
const (
	wayEvents = "events"
	wayNext   = "next"
)

type hello struct {
	Ways   []string          `json:"ways"`
	Typed  bool              `json:"typed"`
	Cannot map[string]string `json:"cannot"`
}

type request struct {
	ID        int                        `json:"id"`
	Do        string                     `json:"do"`
	Client    int                        `json:"client"`
	Thread    int                        `json:"thread"`
	Turn      int                        `json:"turn"`
	Way       string                     `json:"way"`
	Prompt    *string                    `json:"prompt"`
	ThreadID  string                     `json:"thread_id"`
	RequestID string                     `json:"request_id"`
	Response  codexsdk.Reply             `json:"response"`
	Method    string                     `json:"method"`
	Params    json.RawMessage            `json:"params"`
	Options   map[string]json.RawMessage `json:"options"`
	TimeoutMS int                        `json:"timeout_ms"`
}

type answer struct {
	ID      int             `json:"id"`
	Status  string          `json:"status,omitzero"`
	Event   string          `json:"event,omitzero"`
	Typed   any             `json:"typed,omitzero"`
	Result  json.RawMessage `json:"result,omitzero"`
	Error   any             `json:"error,omitzero"`
	Problem string          `json:"problem,omitzero"`
}

// said writes answers, one line at a time.
type said struct {
	sync.Mutex
	*json.Encoder
}

func (s *said) line(value any) {
	s.Lock()
	defer s.Unlock()
	if err := s.Encode(value); err != nil {
		panic(err)
	}
}

// cannot is what Go's types rule out.
var cannot = map[string]string{"ours/image-in-odd-base64-real": "the data of an image is bytes"}

func main() {
	out := &said{Encoder: json.NewEncoder(os.Stdout)}
	out.SetEscapeHTML(false)
	out.line(hello{Ways: []string{wayNext, wayEvents}, Typed: true, Cannot: cannot})
	driver := newDriver()
	var requests sync.WaitGroup
	for lines := bufio.NewReader(os.Stdin); ; {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			break
		}
		var asked request
		if err := json.NewDecoder(strings.NewReader(line)).Decode(&asked); err != nil {
			panic(err)
		}
		requests.Add(1)
		go func() {
			defer requests.Done()
			out.line(driver.serve(asked))
		}()
	}
	// Whoever still waits for something is answered now.
	driver.close()
	requests.Wait()
}
