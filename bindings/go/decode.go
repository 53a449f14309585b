package codexsdk

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
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

// string is the text of a string, nothing for null or what is absent, and the JSON of any other value.
func (m *jsonMember) string() string {
	if m.kind == jsonNull {
		return ""
	}
	return strings.Clone(m.text())
}

// word is the text of a string, and empty for anything else.
func (m *jsonMember) word() string {
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

// decode reads an object of the CLI's or the library's into a struct. The CLI changes often, so a value of an
// unexpected shape is no error. The field takes what it can hold of it, by these rules, which all bindings share:
//
//   - a text takes the JSON of any value but null,
//   - a number, and true or false, may be written as a string, and a whole number as 1.0 or 1e3,
//   - where an array is expected, a single value is its only element,
//   - where an object is expected, anything else goes to its first field, and so does an object with none of the fields.
//
// What fits nowhere leaves the field zero, and is still in the raw JSON.
func decode(text []byte, into any) {
	lookInto(string(text), func(members []jsonMember) { fill(reflect.ValueOf(into).Elem(), members) })
}

// fill sets the fields of a struct that the members name, case included; of two of one name the last one counts. It says
// whether there was any.
func fill(fields reflect.Value, members []jsonMember) (any bool) {
	places := placesIn(fields.Type())
	for i := range members {
		place, ok := places[members[i].key()]
		if ok && (place.insteadOf == "" || !has(members, place.insteadOf)) {
			members[i].into(fields.Field(place.index))
			any = true
		}
	}
	return any
}

func has(members []jsonMember, name string) bool {
	return slices.ContainsFunc(members, func(member jsonMember) bool { return member.key() == name })
}

// as is what a T can hold of the value.
func as[T any](member jsonMember) (value T) {
	member.into(reflect.ValueOf(&value).Elem())
	return value
}

var rawMessage = reflect.TypeFor[json.RawMessage]()

// into sets a field to what it can hold of this value; false means it holds nothing of it, and is zero.
func (m *jsonMember) into(field reflect.Value) bool {
	field.SetZero()
	kind := field.Type()
	if kind == rawMessage {
		field.SetBytes([]byte(m.json()))
		return true
	}
	if m.kind == jsonNull {
		return false
	}
	switch kind.Kind() {
	case reflect.String:
		field.SetString(m.string())
		return true
	case reflect.Bool:
		field.SetBool(m.text() == "true" || m.text() == string(StatusCompleted))
		return true
	case reflect.Int, reflect.Int64:
		number, ok := m.whole()
		if !ok || field.OverflowInt(number) {
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
			field.Set(reflect.MakeSlice(kind, 1, 1))
			m.into(field.Index(0))
			return true
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
		fits := false
		if m.kind == jsonObject {
			jsonMembers(m.text(), func(members []jsonMember) { fits = fill(field, members) || len(members) == 0 })
		}
		// Which figure a lone one is, nobody knows.
		if first := field.Field(0); !fits && first.Kind() != reflect.Int64 {
			return m.into(first)
		}
		return fits
	}
	panic("no JSON is read into a " + kind.String())
}

// whole is the whole number that the value says, if it is one that an int64 can hold.
func (m *jsonMember) whole() (int64, bool) {
	if m.kind != jsonNumber && m.kind != jsonString {
		return 0, false
	}
	if number, err := strconv.ParseInt(m.text(), 10, 64); err == nil {
		return number, true
	}
	number, err := strconv.ParseFloat(m.text(), 64)
	if err != nil || number != math.Trunc(number) || number < -1<<63 || number >= 1<<63 {
		return 0, false
	}
	return int64(number), true
}

// place is a field of a struct. insteadOf is the name that wins, where it is only its second one.
type place struct {
	index     int
	insteadOf string
}

// places are the fields of structs by the names of their tags: that of the tag json, and of the tag or.
var places sync.Map

func placesIn(kind reflect.Type) map[string]place {
	if known, ok := places.Load(kind); ok {
		return known.(map[string]place)
	}
	found := map[string]place{}
	for i := range kind.NumField() {
		tag := kind.Field(i).Tag
		name, _, _ := strings.Cut(tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		found[name] = place{index: i}
		if second := tag.Get("or"); second != "" {
			found[second] = place{i, name}
		}
	}
	places.Store(kind, found)
	return found
}
