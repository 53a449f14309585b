package codexsdk

import (
	"encoding/json"
	"reflect"
	"strings"
)

// decode reads the CLI's or the library's JSON into a struct. Nothing is an error, since the CLI changes often: a field
// of another type than is expected is left out, and still stands in the JSON, which is kept.
func decode(text []byte, into any) {
	if json.Unmarshal(text, into) == nil {
		return
	}
	// For such a field encoding/json has made a pointer to zero, which says something: an exit code of 0, for example.
	var members map[string]json.RawMessage
	_ = json.Unmarshal(text, &members)
	fields := reflect.ValueOf(into).Elem()
	for i := range fields.NumField() {
		if field := fields.Field(i); field.Kind() == reflect.Pointer {
			name, _, _ := strings.Cut(fields.Type().Field(i).Tag.Get("json"), ",")
			if !isOf(field.Type().Elem(), members[name]) {
				field.SetZero()
			}
		}
	}
}

// isOf says whether a value is of a type, whatever may be wrong inside of it.
func isOf(kind reflect.Type, value json.RawMessage) bool {
	if kind.Kind() == reflect.Struct {
		return strings.HasPrefix(string(value), "{")
	}
	return json.Unmarshal(value, reflect.New(kind).Interface()) == nil
}
