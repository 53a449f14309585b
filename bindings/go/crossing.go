package codexsdk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
)

// This file is about writing values with encoding/json and encoding/gob. Errors, results, events and items can be written
// and read back. Clients, threads and turns cannot; their errors say what to write instead.

// plainError has the fields of an Error, and no methods.
type plainError Error

// MarshalJSON returns the error as JSON, including fields of the library that this package does not know.
func (e Error) MarshalJSON() ([]byte, error) {
	said := map[string]json.RawMessage{}
	// Raw may be empty, or nested too deep for encoding/json. Then it adds nothing.
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

// UnmarshalJSON reads what MarshalJSON writes. errors.Is finds the causes context.Canceled and context.DeadlineExceeded
// again; of any other cause, only the text is left.
func (e *Error) UnmarshalJSON(text []byte) error {
	if isNull(text) {
		return nil
	}
	var read Error
	var more moreOfError
	fillFrom(text, func(members []member) bool { return read.fill(members) && more.fill(members) })
	if read.Code == "" {
		return fmt.Errorf("codexsdk: not an error of this package: %.100s", text)
	}
	read.Response, read.Raw = more.Response, bytes.Clone(text)
	for _, cause := range more.Causes {
		read.causes = append(read.causes, causeOf(cause))
	}
	*e = read
	return nil
}

// moreOfError has the parts of an error that only this package knows.
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

// GobEncode returns what MarshalJSON returns.
func (e Error) GobEncode() ([]byte, error) { return e.MarshalJSON() }

// GobDecode reads what GobEncode writes.
func (e *Error) GobDecode(text []byte) error { return e.UnmarshalJSON(text) }

// MarshalJSON returns Raw. For a result without it, it returns the fields under the library's names.
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

// UnmarshalJSON reads what MarshalJSON writes.
func (r *TurnResult) UnmarshalJSON(text []byte) error {
	if !isNull(text) {
		*r = *parseResult([]byte(written(text)))
	}
	return nil
}

// GobEncode returns what MarshalJSON returns.
func (r TurnResult) GobEncode() ([]byte, error) { return r.MarshalJSON() }

// GobDecode reads what GobEncode writes.
func (r *TurnResult) GobDecode(text []byte) error { return r.UnmarshalJSON(text) }

// asJSON returns a text as encoding/json accepts it. A text that is not JSON, or is nested too deep, becomes a string.
func asJSON(text string) ([]byte, error) {
	if json.Valid([]byte(text)) {
		return []byte(text), nil
	}
	return json.Marshal(text)
}

// written returns the text that asJSON was given.
func written(text []byte) string {
	var inString string
	if json.Unmarshal(text, &inString) == nil && bytes.HasPrefix(text, []byte{'"'}) {
		return inString
	}
	return string(text)
}

// isNull reports whether a text is null, which by the convention of encoding/json changes nothing.
func isNull(text []byte) bool { return string(text) == "null" }

// readEvent and readItem read an event or item whose kind is known. Of the zero value MarshalJSON makes an empty string
// or null.
func readEvent[T any](into *T, text []byte) error {
	if isNull(text) {
		return nil
	}
	line := written(text)
	if line == "" {
		*into = *new(T)
		return nil
	}
	return assign(into, ParseEvent(line))
}

func readItem[T any](into *T, text []byte) error {
	if isNull(text) {
		return nil
	}
	return assign(into, ParseItem([]byte(written(text))))
}

// assign sets a T to what was parsed, if that is a T.
func assign[T any](into *T, parsed any) error {
	same, ok := parsed.(*T)
	if !ok {
		return fmt.Errorf("codexsdk: the JSON is a %T, not a %T: %.100v", parsed, into, parsed)
	}
	*into = *same
	return nil
}

// refuse returns an error that says what to do instead.
func refuse(what, instead string) ([]byte, error) {
	return nil, errors.New("codexsdk: cannot encode " + what + ": " + instead)
}

const (
	insteadOfClient = "it belongs to its process; create one there with NewClient"
	insteadOfThread = "it belongs to its process; encode its ID(), and resume it there with Client.ResumeThread"
	insteadOfTurn   = "it belongs to its process; encode its TurnResult, or the lines of its events"
)

// MarshalJSON returns an error, because a client belongs to its process.
func (c *Client) MarshalJSON() ([]byte, error) { return refuse("a Client", insteadOfClient) }

// GobEncode returns an error, because a client belongs to its process.
func (c *Client) GobEncode() ([]byte, error) { return refuse("a Client", insteadOfClient) }

// MarshalJSON returns an error, because a thread belongs to its process.
func (t *Thread) MarshalJSON() ([]byte, error) { return refuse("a Thread", insteadOfThread) }

// GobEncode returns an error, because a thread belongs to its process.
func (t *Thread) GobEncode() ([]byte, error) { return refuse("a Thread", insteadOfThread) }

// MarshalJSON returns an error, because a turn belongs to its process.
func (t *Turn) MarshalJSON() ([]byte, error) { return refuse("a Turn", insteadOfTurn) }

// GobEncode returns an error, because a turn belongs to its process.
func (t *Turn) GobEncode() ([]byte, error) { return refuse("a Turn", insteadOfTurn) }

// GobEncode returns an error, because a decoder would have to know the kind in advance.
func (e eventBase) GobEncode() ([]byte, error) {
	return refuse("an event as a gob", "encode its Line(), and read it with ParseEvent")
}

// GobEncode returns an error, because a decoder would have to know the kind in advance.
func (i itemBase) GobEncode() ([]byte, error) {
	return refuse("an item as a gob", "encode its Raw(), and read it with ParseItem")
}
