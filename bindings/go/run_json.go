package codexsdk

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
)

// RunJSON runs a turn whose answer follows a JSON Schema, and gives the answer as a T, read as encoding/json does it.
//
// The schema is made of T, as [SchemaFor] does. Of the answer it is checked that it can be read into a T, that every
// property is there, that null stands only where T has a pointer, and that a field with the tag enum has one of its
// values. More than that is not checked; properties that T does not have are passed over, as encoding/json does.
//
// With an OutputSchema in the options T can be anything that such an answer can be read into, and no more is checked
// than that it can.
//
// The error is as for [Thread.Run]; it is ErrInvalidArgument, before anything is asked, for a type of which no schema
// can be made, and ErrInvalidResponse, with the text in Error.Response, for an answer that fails a check. What could be
// read of it is given all the same, and the thread can go on after that.
func RunJSON[T any](ctx context.Context, thread *Thread, prompt string, options *TurnOptions) (T, error) {
	var answer T
	var asked TurnOptions
	if options != nil {
		asked = *options
	}
	// What the answer is read into: itself, or the object that is around it.
	into := any(&answer)
	var checked *schema
	if asked.OutputSchema == nil {
		made, err := schemaOf(reflect.TypeFor[T]())
		if err != nil {
			return answer, err
		}
		text, err := json.Marshal(made)
		if err != nil {
			return answer, err
		}
		asked.OutputSchema, checked = json.RawMessage(text), made
		if !isObject(reflect.TypeFor[T]()) {
			into = &struct {
				Response *T `json:"response"`
			}{&answer}
		}
	}
	result, err := thread.Run(ctx, prompt, &asked)
	if err != nil {
		return answer, err
	}
	err = readAnswer(result, into, checked)
	return answer, err
}

// readAnswer checks nothing more for a schema that is not ours (nil).
func readAnswer(result *TurnResult, into any, checked *schema) error {
	failed := &Error{Code: ErrInvalidResponse, ThreadID: result.ThreadID, Response: result.FinalResponse}
	if strings.TrimSpace(result.FinalResponse) == "" {
		failed.Message = "the agent ended its turn without an answer"
		return failed
	}
	err := json.Unmarshal([]byte(result.FinalResponse), into)
	if err == nil && checked != nil {
		err = checked.check(result.FinalResponse)
	}
	if err != nil {
		failed.Message = "the agent's answer does not fit"
		failed.causes = []error{err}
		return failed
	}
	return nil
}
