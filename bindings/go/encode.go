package codexsdk

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

func (o *ClientOptions) encode() ([]byte, error) {
	options := ClientOptions{}
	if o != nil {
		options = *o
	}
	if options.Originator == "" {
		options.Originator = "codex_sdk_go"
	}
	extra := map[string]any{}
	if options.Env != nil {
		variables := map[string]string{}
		for i, variable := range options.Env {
			name, value, ok := strings.Cut(variable, "=")
			if !ok {
				// Not the string itself: it may be a value without its name.
				return nil, invalidArgument("env", fmt.Sprintf("Env[%d] does not have the form name=value", i))
			}
			variables[name] = value
		}
		extra["env"] = variables
	}
	addDurations(extra, options.durations())
	maps.Copy(extra, options.Extra)
	return encode(options, extra)
}

func (o *ThreadOptions) encode() ([]byte, error) {
	options := ThreadOptions{}
	if o != nil {
		options = *o
	}
	if options.OnApproval != nil && options.Approvals == "" {
		options.Approvals = ApprovalsAsk
	}
	tools, err := encodeTools(options.Tools)
	if err != nil {
		return nil, err
	}
	options.Tools = tools
	extra := map[string]any{}
	addDurations(extra, options.durations())
	maps.Copy(extra, options.Extra)
	return encode(options, extra)
}

// encode returns the prompt and the options. If there is other input, the prompt is part of that and is not returned.
func (o *TurnOptions) encode(prompt string) (encodedPrompt, encodedOptions []byte, err error) {
	options := TurnOptions{}
	if o != nil {
		options = *o
	}
	if len(options.Input) > 0 {
		if prompt != "" {
			options.Input = withPrompt(prompt, options.Input)
		}
	} else {
		options.Input = nil
		if encodedPrompt, err = encodeText("the prompt", prompt); err != nil {
			return nil, nil, err
		}
	}
	if options.OutputSchema, err = schemaText("output_schema", options.OutputSchema); err != nil {
		return nil, nil, err
	}
	extra := map[string]any{}
	addDurations(extra, options.durations())
	maps.Copy(extra, options.Extra)
	encodedOptions, err = encode(options, extra)
	return encodedPrompt, encodedOptions, err
}

// withPrompt inserts the prompt before the first text. Images in front of it keep their index, which error messages use.
func withPrompt(prompt string, input []Input) []Input {
	at := slices.IndexFunc(input, func(part Input) bool { return part.Text != nil })
	if at < 0 {
		at = len(input)
	}
	return slices.Insert(slices.Clone(input), at, Text(prompt))
}

// schemaText returns a schema that is given as text as JSON.
func schemaText(option string, schema any) (any, error) {
	switch text := schema.(type) {
	case string:
		schema = json.RawMessage(text)
	case []byte:
		schema = json.RawMessage(text)
	}
	if text, ok := schema.(json.RawMessage); ok {
		var value json.RawMessage
		if err := json.Unmarshal(text, &value); err != nil {
			failed := invalidArgument(option, "the schema in `"+option+"` is not valid JSON")
			failed.causes = []error{err}
			return nil, failed
		}
	}
	return schema, nil
}

// addDurations adds the durations that are given. The library refuses a negative one that has no default.
func addDurations(extra map[string]any, durations []durationOption) {
	for _, option := range durations {
		switch given := milliseconds(option.held); {
		case given < 0 && option.hasDefault:
			extra[option.name] = 0
		case given != 0:
			extra[option.name] = given
		}
	}
}

// milliseconds rounds away from zero, because zero means no time-out.
func milliseconds(duration time.Duration) int64 {
	whole := duration.Milliseconds()
	switch rest := duration % time.Millisecond; {
	case rest > 0:
		whole++
	case rest < 0:
		whole--
	}
	return whole
}

// encodeText returns a text as a C string.
func encodeText(name, text string) ([]byte, error) {
	if strings.ContainsRune(text, 0) {
		return nil, invalidArgument("", fmt.Sprintf("%s contains a NUL character: %.100q", name, text))
	}
	return terminated(text), nil
}

// encode writes options as one JSON object. The library checks them.
func encode(options any, extra map[string]any) ([]byte, error) {
	text, err := marshal("", options)
	if err != nil || len(extra) == 0 {
		return append(text, 0), err
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, err
	}
	for name, value := range extra {
		if fields[name], err = marshal(name, value); err != nil {
			return nil, err
		}
	}
	text, err = marshal("", fields)
	return append(text, 0), err
}

func marshal(option string, value any) ([]byte, error) {
	text, err := json.Marshal(value)
	if err != nil {
		failed := invalidArgument(option, "an option cannot be represented as JSON")
		failed.causes = []error{err}
		return nil, failed
	}
	return text, checkTexts(option, reflect.ValueOf(value))
}

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// checkTexts refuses strings that are not UTF-8, such as odd file names. Encoding them as JSON would silently change them.
func checkTexts(option string, value reflect.Value) error {
	if value.IsValid() && (value.Type().Implements(jsonMarshaler) || value.Type().Implements(textMarshaler)) {
		// It encodes itself.
		return nil
	}
	switch value.Kind() {
	case reflect.String:
		if text := value.String(); !utf8.ValidString(text) {
			message := option + " is not valid UTF-8"
			// "env" of "env.PATH".
			whole, _, _ := strings.Cut(strings.ReplaceAll(option, "[", "."), ".")
			if !isSecret(whole) {
				message += fmt.Sprintf(": %.100q", text)
			}
			return invalidArgument(option, message)
		}
	case reflect.Pointer, reflect.Interface:
		return checkTexts(option, value.Elem())
	case reflect.Slice, reflect.Array:
		if value.Type().Elem().Kind() == reflect.Uint8 {
			return nil
		}
		for i := range value.Len() {
			if err := checkTexts(fmt.Sprintf("%s[%d]", option, i), value.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Map:
		for entry := value.MapRange(); entry.Next(); {
			name := fmt.Sprint(entry.Key())
			if err := checkTexts(inside(option, name), entry.Key()); err != nil {
				return err
			}
			if err := checkTexts(inside(option, name), entry.Value()); err != nil {
				return err
			}
		}
	case reflect.Struct:
		for i := range value.NumField() {
			field := value.Type().Field(i)
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if field.IsExported() && name != "-" {
				if err := checkTexts(inside(option, name), value.Field(i)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func inside(option, name string) string {
	if option == "" {
		return name
	}
	return option + "." + name
}
