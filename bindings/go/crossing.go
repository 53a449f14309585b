package codexsdk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
)

// What goes to another process or into a file, through encoding/json or encoding/gob: errors, results, events and items
// do; clients, threads and turns say what to do instead.

// plainError has the fields of an Error, and no methods.
type plainError Error

// MarshalJSON gives all that is known of the error, with what the library said and this package does not know.
func (e Error) MarshalJSON() ([]byte, error) {
	said := map[string]json.RawMessage{}
	// Raw may be empty, or nested too deep for this package of Go's. Then it adds nothing.
	_ = json.Unmarshal(e.Raw, &said)
	for name := range said {
		if new(Error).fill([]member{{key: name}}) {
			delete(said, name)
		}
	}
	for _, member := range []any{plainError(e), e.more()} {
		text, err := json.Marshal(member)
		if err != nil {
			return nil, err
		}
		known := map[string]json.RawMessage{}
		if err := json.Unmarshal(text, &known); err != nil {
			return nil, err
		}
		maps.Copy(said, known)
	}
	return json.Marshal(said)
}

// UnmarshalJSON reads what MarshalJSON gives. A cause of package context is that again, so that errors.Is finds it; of
// any other there is its text.
func (e *Error) UnmarshalJSON(text []byte) error {
	var read Error
	var more moreOfError
	fillFrom(text, func(members []member) bool { return read.fill(members) && more.fill(members) })
	if read.Code == "" {
		return fmt.Errorf("codexsdk: this is no error of the package: %.100s", text)
	}
	read.Response, read.Raw = more.Response, bytes.Clone(text)
	for _, cause := range more.Causes {
		read.causes = append(read.causes, causeOf(cause))
	}
	*e = read
	return nil
}

// moreOfError is what only this package says of an error.
type moreOfError struct {
	Response string   `json:"response,omitzero"`
	Causes   []string `json:"causes,omitzero"`
}

func (m *moreOfError) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "response":
			m.Response = member.value.text()
		case "causes":
			m.Causes = listOf(member.value, value.text)
		}
	}
	return true
}

func (e Error) more() moreOfError {
	more := moreOfError{Response: e.Response}
	for _, cause := range e.causes {
		more.Causes = append(more.Causes, cause.Error())
	}
	return more
}

func causeOf(text string) error {
	for _, known := range []error{context.Canceled, context.DeadlineExceeded} {
		if text == known.Error() {
			return known
		}
	}
	return errors.New(text)
}

// GobEncode gives what MarshalJSON gives.
func (e Error) GobEncode() ([]byte, error) { return e.MarshalJSON() }

// GobDecode reads what GobEncode gives.
func (e *Error) GobDecode(text []byte) error { return e.UnmarshalJSON(text) }

// MarshalJSON gives Raw; for a result without it, its fields under the library's names.
func (r TurnResult) MarshalJSON() ([]byte, error) {
	if len(r.Raw) > 0 {
		return asJSON(string(r.Raw))
	}
	if r.Items == nil {
		r.Items = []Item{}
	}
	type plain TurnResult // which has no MarshalJSON
	return json.Marshal(plain(r))
}

// UnmarshalJSON reads what MarshalJSON gives.
func (r *TurnResult) UnmarshalJSON(text []byte) error {
	*r = *parseResult([]byte(written(text)))
	return nil
}

// GobEncode gives what MarshalJSON gives.
func (r TurnResult) GobEncode() ([]byte, error) { return r.MarshalJSON() }

// GobDecode reads what GobEncode gives.
func (r *TurnResult) GobDecode(text []byte) error { return r.UnmarshalJSON(text) }

// asJSON is a text as encoding/json takes it: one that is no JSON, or is nested too deep for it, as a string.
func asJSON(text string) ([]byte, error) {
	if json.Valid([]byte(text)) {
		return []byte(text), nil
	}
	return json.Marshal(text)
}

// written is the text that asJSON was given.
func written(text []byte) string {
	var inString string
	if json.Unmarshal(text, &inString) == nil && bytes.HasPrefix(text, []byte{'"'}) {
		return inString
	}
	return string(text)
}

// readEvent and readItem read an event or item whose kind is known.
func readEvent[T any](into *T, text []byte) error { return assign(into, ParseEvent(written(text))) }

func readItem[T any](into *T, text []byte) error {
	return assign(into, ParseItem([]byte(written(text))))
}

// assign sets a T to what was parsed, if that is a T.
func assign[T any](into *T, parsed any) error {
	same, ok := parsed.(*T)
	if !ok {
		return fmt.Errorf("codexsdk: this is a %T, not a %T: %.100v", parsed, into, parsed)
	}
	*into = *same
	return nil
}

// refuse says what to do instead of sending something.
func refuse(what, instead string) ([]byte, error) {
	return nil, errors.New("codexsdk: " + what + " cannot leave its process: " + instead)
}

const (
	insteadOfClient = "make one there, with NewClient"
	insteadOfThread = "send its ID(), and go on with it there, with Client.ResumeThread"
	insteadOfTurn   = "send its TurnResult, or the lines of its events"
)

// MarshalJSON is an error: a client belongs to its process.
func (c *Client) MarshalJSON() ([]byte, error) { return refuse("a Client", insteadOfClient) }

// GobEncode is an error: a client belongs to its process.
func (c *Client) GobEncode() ([]byte, error) { return refuse("a Client", insteadOfClient) }

// MarshalJSON is an error: a thread belongs to its process.
func (t *Thread) MarshalJSON() ([]byte, error) { return refuse("a Thread", insteadOfThread) }

// GobEncode is an error: a thread belongs to its process.
func (t *Thread) GobEncode() ([]byte, error) { return refuse("a Thread", insteadOfThread) }

// MarshalJSON is an error: a turn belongs to its process.
func (t *Turn) MarshalJSON() ([]byte, error) { return refuse("a Turn", insteadOfTurn) }

// GobEncode is an error: a turn belongs to its process.
func (t *Turn) GobEncode() ([]byte, error) { return refuse("a Turn", insteadOfTurn) }

// GobEncode is an error, since what is decoded would have to know its kind before.
func (e eventBase) GobEncode() ([]byte, error) {
	return refuse("an event in a gob", "send its Line(), and read it with ParseEvent")
}

// GobEncode is an error, since what is decoded would have to know its kind before.
func (i itemBase) GobEncode() ([]byte, error) {
	return refuse("an item in a gob", "send its Raw(), and read it with ParseItem")
}
