package codexsdk

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// lookInto lends the members of the object, or the elements of the array, that a text is; of any other text nothing.
func lookInto(text string, use func([]jsonMember)) {
	// C would take what stands before a NUL for all of it.
	if !strings.Contains(text, "\x00") {
		jsonMembers(text+"\x00", use)
	}
}

// string is the text of a string; of anything else it is empty.
func (m *jsonMember) string() string {
	if m.kind != jsonString {
		return ""
	}
	return strings.Clone(m.text())
}

// json is the value's JSON, byte for byte but for that of a string.
func (m *jsonMember) json() string {
	if m.kind != jsonString {
		return strings.Clone(m.text())
	}
	quoted, _ := json.Marshal(m.text())
	return string(quoted)
}

// decode reads an object of the CLI's or the library's into a struct. Nothing is an error, since the CLI changes often:
// a field of another type than is expected is left out, and still stands in the JSON, which is kept.
func decode(text []byte, into any) {
	lookInto(string(text), func(members []jsonMember) { fill(reflect.ValueOf(into).Elem(), members) })
}

// fill sets the fields of a struct that the members name, case included; of two of one name the last one counts.
func fill(fields reflect.Value, members []jsonMember) {
	places := placesIn(fields.Type())
	for i := range members {
		if place, ok := places[members[i].key()]; ok {
			members[i].into(fields.Field(place))
		}
	}
}

// as is the value as a T; zero if it is of another type.
func as[T any](member jsonMember) (value T) {
	member.into(reflect.ValueOf(&value).Elem())
	return value
}

var rawMessage = reflect.TypeFor[json.RawMessage]()

// into makes a field what this value is; zero, and the answer is no, if it is of another type.
func (m *jsonMember) into(field reflect.Value) bool {
	field.SetZero()
	kind := field.Type()
	if kind == rawMessage {
		field.SetBytes([]byte(m.json()))
		return true
	}
	switch kind.Kind() {
	case reflect.String:
		field.SetString(m.string())
		return m.kind == jsonString
	case reflect.Bool:
		field.SetBool(m.kind == jsonBoolean && m.text() == "true")
		return m.kind == jsonBoolean
	case reflect.Int, reflect.Int64:
		number, err := strconv.ParseInt(m.text(), 10, kind.Bits())
		if err != nil || m.kind != jsonNumber {
			return false
		}
		field.SetInt(number)
		return true
	case reflect.Pointer:
		pointed := reflect.New(kind.Elem())
		if !m.into(pointed.Elem()) {
			return false
		}
		field.Set(pointed)
		return true
	case reflect.Slice:
		if m.kind != jsonArray {
			return false
		}
		field.Set(reflect.MakeSlice(kind, 0, 0))
		jsonMembers(m.text(), func(elements []jsonMember) {
			field.Set(reflect.MakeSlice(kind, len(elements), len(elements)))
			for i := range elements {
				elements[i].into(field.Index(i))
			}
		})
		return true
	case reflect.Map:
		if m.kind != jsonObject {
			return false
		}
		field.Set(reflect.MakeMap(kind))
		jsonMembers(m.text(), func(members []jsonMember) {
			for i := range members {
				value := reflect.New(kind.Elem()).Elem()
				members[i].into(value)
				field.SetMapIndex(reflect.ValueOf(strings.Clone(members[i].key())), value)
			}
		})
		return true
	case reflect.Struct:
		if m.kind != jsonObject {
			return false
		}
		jsonMembers(m.text(), func(members []jsonMember) { fill(field, members) })
		return true
	}
	panic("no JSON is read into a " + kind.String())
}

// places are the fields of a struct, by the names of their tags.
var places sync.Map

func placesIn(kind reflect.Type) map[string]int {
	if known, ok := places.Load(kind); ok {
		return known.(map[string]int)
	}
	found := map[string]int{}
	for i := range kind.NumField() {
		if name := kind.Field(i).Tag.Get("json"); name != "" && name != "-" {
			found[name] = i
		}
	}
	places.Store(kind, found)
	return found
}
