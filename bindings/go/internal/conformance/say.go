package main

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"time"

	"codexsdk"
)

// Options as a Go program sets them: a value that fits its field goes there, any other one into Extra.

func clientOptions(given map[string]json.RawMessage) *codexsdk.ClientOptions {
	options := &codexsdk.ClientOptions{}
	rest := maps.Clone(given)
	if variables, ok := environment(given["env"]); ok {
		options.Env = variables
		delete(rest, "env")
	}
	options.Extra = fill(options, rest)
	return options
}

// environment returns variables in the form of Env, if that can hold them.
func environment(given json.RawMessage) ([]string, bool) {
	var variables map[string]string
	if json.Unmarshal(given, &variables) != nil || variables == nil {
		return nil, false
	}
	said := []string{}
	for name, value := range variables {
		if strings.Contains(name, "=") {
			return nil, false
		}
		said = append(said, name+"="+value)
	}
	return said, true
}

func threadOptions(given map[string]json.RawMessage) *codexsdk.ThreadOptions {
	options := &codexsdk.ThreadOptions{}
	options.Extra = fill(options, given)
	return options
}

func turnOptions(asked request) (prompt string, _ *codexsdk.TurnOptions) {
	given := maps.Clone(asked.Options)
	options := &codexsdk.TurnOptions{}
	input, inInput := given["input"]
	if asked.Prompt != nil {
		prompt = *asked.Prompt
		// In Go the prompt goes with the input.
		delete(given, "input")
	}
	options.Extra = fill(options, given)
	if asked.Prompt != nil && inInput {
		options.Extra["input"] = input
	}
	return prompt, options
}

// fill sets the fields of a struct, and returns the options that do not fit.
func fill(options any, given map[string]json.RawMessage) map[string]any {
	extra := map[string]any{}
	durations := durationFields(options)
	for name, value := range given {
		if duration, ok := durations[name]; ok && duration.set(value) {
			continue
		}
		if field, ok := fieldNamed(reflect.ValueOf(options).Elem(), name); !ok || !set(field, value) {
			extra[name] = value
		}
	}
	return extra
}

// set reports whether the field can hold the value.
func (f durationField) set(value json.RawMessage) bool {
	var milliseconds int64
	if json.Unmarshal(value, &milliseconds) != nil || string(value) == "null" || milliseconds < 0 && f.hasDefault {
		return false
	}
	*f.held = time.Duration(milliseconds) * time.Millisecond
	if milliseconds == 0 && f.hasDefault {
		*f.held = -1
	}
	return true
}

func fieldNamed(options reflect.Value, name string) (reflect.Value, bool) {
	for i := range options.NumField() {
		known, _, _ := strings.Cut(options.Type().Field(i).Tag.Get("json"), ",")
		if known == name {
			return options.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// set reports whether the field can hold the value, and nothing is lost.
func set(field reflect.Value, value json.RawMessage) bool {
	held := reflect.New(field.Type())
	decoder := json.NewDecoder(strings.NewReader(string(value)))
	decoder.DisallowUnknownFields()
	if decoder.Decode(held.Interface()) != nil || held.Elem().IsZero() {
		return false
	}
	if field.Kind() == reflect.Interface && held.Elem().Elem().Kind() == reflect.String {
		// It would be taken for a text that holds JSON.
		return false
	}
	field.Set(held.Elem())
	return true
}
