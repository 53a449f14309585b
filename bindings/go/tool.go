package codexsdk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// Tool is a function of your program that the agent may call. Create it with [NewTool]; or fill the fields, to have a
// schema of your own.
type Tool struct {
	// Name of the tool.
	Name string `json:"name"`
	// Description tells the model what the tool does.
	Description string `json:"description"`
	// InputSchema is the JSON Schema of the arguments: a value that encodes to a JSON object, or its text as a string or
	// []byte; nil for a tool without arguments.
	InputSchema any `json:"input_schema"`
	// Call runs the tool; see [NewTool] for what it returns. Without Call, your program answers each
	// [ToolRequestedEvent] itself, with [Turn.Respond].
	Call func(ctx context.Context, request *ToolRequestedEvent) (any, error) `json:"-"`

	err error
}

// NewTool makes a tool of a function. Args is a struct, from which [SchemaFor] makes the schema of the arguments; a pointer
// is an argument that may be null.
//
//	type sum struct {
//		A int `json:"a"`
//		B int `json:"b"`
//	}
//	add := codexsdk.NewTool("add", "Adds two numbers.", func(ctx context.Context, numbers sum) (int, error) {
//		return numbers.A + numbers.B, nil
//	})
//
// A result that is a string is passed to the agent as it is, a [Reply] is the whole response, and anything else is passed
// on as JSON. Arguments that do not fit the schema are refused, and the agent can call again.
//
// If the function returns an error, the agent is told its text and continues, and the turn ends with [ErrHandlerFailed]. To
// tell only the agent, return a [Reply] with an Error. The function runs in a goroutine of its own; its context ends when
// the turn does. If no schema can be made from Args, [Client.StartThread] returns [ErrInvalidArgument].
func NewTool[Args, Result any](name, description string, call func(context.Context, Args) (Result, error)) Tool {
	tool := Tool{Name: name, Description: description}
	made, err := schemaOfArguments(reflect.TypeFor[Args]())
	if err == nil {
		tool.InputSchema, err = json.Marshal(made)
	}
	if err != nil {
		tool.err = errorOfTool(name, err)
		return tool
	}
	tool.Call = func(ctx context.Context, request *ToolRequestedEvent) (any, error) {
		var arguments Args
		text := "{}"
		if len(request.Arguments) > 0 {
			text = string(request.Arguments)
		}
		err := json.Unmarshal([]byte(text), &arguments)
		if err == nil {
			err = made.check(text)
		}
		if err != nil {
			// The model's mistake, not the function's.
			return Reply{Error: "the arguments are not valid: " + err.Error()}, nil
		}
		return call(ctx, arguments)
	}
	return tool
}

func schemaOfArguments(kind reflect.Type) (*schema, error) {
	if !isObject(kind) {
		return nil, invalidArgument("tools", fmt.Sprintf("the arguments must be a struct, not %s", kind))
	}
	return schemaOf(kind)
}

func errorOfTool(name string, err error) error {
	var failed *Error
	if errors.As(err, &failed) {
		failed.Option = "tools"
		failed.Message = "tool " + name + ": " + strings.Replace(failed.Message, "OutputSchema", "InputSchema", 1)
	}
	return err
}

// encodeTools returns tools as they are written.
func encodeTools(tools []Tool) ([]Tool, error) {
	var written []Tool
	for _, tool := range tools {
		if tool.err != nil {
			return nil, tool.err
		}
		var err error
		if tool.InputSchema, err = schemaText("tools", tool.InputSchema); err != nil {
			return nil, errorOfTool(tool.Name, err)
		}
		written = append(written, tool)
	}
	return written, nil
}

// replyOf is the response to a tool's call that had this result.
func replyOf(result any) (Reply, error) {
	var text string
	switch result := result.(type) {
	case Response:
		return result.response(), nil
	case string:
		text = result
	default:
		var written bytes.Buffer
		encoder := json.NewEncoder(&written)
		// The model reads it, not a browser.
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(result); err != nil {
			return Reply{}, err
		}
		text = strings.TrimSuffix(written.String(), "\n")
	}
	return Reply{Content: []map[string]any{{"type": "text", "text": text}}}, nil
}
