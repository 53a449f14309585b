package codexsdk

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
)

// RunJSON runs a turn whose answer follows a JSON Schema, and gives the answer as a T, read as encoding/json does it.
//
// The schema is made of T, as [SchemaFor] does, unless the options have an OutputSchema; then T can be anything that
// such an answer can be read into. The error is as for [Thread.Run]; it is ErrInvalidArgument, before anything is asked,
// for a type of which no schema can be made, and ErrInvalidResponse, with the text in Error.Response, for an answer that
// does not fit. The thread can go on after that.
func RunJSON[T any](ctx context.Context, thread *Thread, prompt string, options *TurnOptions) (T, error) {
	var answer T
	var asked TurnOptions
	if options != nil {
		asked = *options
	}
	// What the answer is read into: itself, or the object that is around it.
	into := any(&answer)
	if asked.OutputSchema == nil {
		schema, err := SchemaFor[T]()
		if err != nil {
			return answer, err
		}
		asked.OutputSchema = schema
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
	return answer, readAnswer(result, into)
}

func readAnswer(result *TurnResult, into any) error {
	failed := &Error{Code: ErrInvalidResponse, ThreadID: result.ThreadID, Response: result.FinalResponse}
	if strings.TrimSpace(result.FinalResponse) == "" {
		failed.Message = "the agent ended its turn without an answer"
		return failed
	}
	if err := json.Unmarshal([]byte(result.FinalResponse), into); err != nil {
		failed.Message = "the agent's answer does not fit"
		failed.causes = []error{err}
		return failed
	}
	return nil
}
