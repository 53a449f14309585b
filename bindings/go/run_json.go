package codexsdk

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
)

// RunJSON runs a turn whose answer follows a JSON Schema, and returns the answer, decoded by encoding/json into a T.
//
// The schema is the one that [SchemaFor] makes from T. RunJSON checks that the answer decodes, that every property is
// present, that null occurs only where T has a pointer, and that a field with the tag enum has one of its values. It
// checks nothing else. It ignores properties that T does not have, as encoding/json does.
//
// If the options have an OutputSchema, T can be any type that such an answer decodes into, and RunJSON checks only that it
// does.
//
// Errors are those of [Thread.Run]; [ErrInvalidArgument], before the turn starts, if no schema can be made from T; and
// [ErrInvalidResponse], with the text in [Error.Response], if the answer fails a check. RunJSON then still returns what it
// could decode, and the thread can be used again.
func RunJSON[T any](ctx context.Context, thread *Thread, prompt string, options *TurnOptions) (T, error) {
	var answer T
	var asked TurnOptions
	if options != nil {
		asked = *options
	}
	// Decode into the answer itself, or into the object around it.
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

// readAnswer decodes the answer and, unless the schema is the caller's own (nil), checks it.
func readAnswer(result *TurnResult, into any, checked *schema) error {
	failed := &Error{Code: ErrInvalidResponse, ThreadID: result.ThreadID, Response: result.FinalResponse}
	if strings.TrimSpace(result.FinalResponse) == "" {
		failed.Message = "the agent ended the turn without an answer"
		return failed
	}
	err := json.Unmarshal([]byte(result.FinalResponse), into)
	if err == nil && checked != nil {
		err = checked.check(result.FinalResponse)
	}
	if err != nil {
		failed.Message = "the agent's answer does not fit the schema or type"
		failed.causes = []error{err}
		return failed
	}
	return nil
}
