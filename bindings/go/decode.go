package codexsdk

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// The CLI changes often, so a value of an unexpected shape is no error. A field takes what it can hold of it, by these
// rules, which all bindings share:
//
//   - A text takes the JSON of any value but null.
//   - True or false may be written as a string. So may a whole number, in decimal digits alone; a number may be 1.0 or 1e3.
//   - Where an array is expected, a single value is its only element.
//   - Where an object is expected, any other value goes to its first field, and so does an object with none of the fields.
//     An object of numbers takes only objects.
//   - An event about an item whose item is not an object is an [UnknownEvent].
//
// A field that can hold nothing of the value is zero; the value is still in the raw JSON. Of two members with the same
// name, the last one counts.

// isNull reports whether there is no value: it is null or absent.
func (v value) isNull() bool {
	return v.json == "" || v.json[0] == 'n'
}

// text is the text of a string, empty for null or an absent value, and the JSON of any other value.
func (v value) text() string {
	if v.first() == '"' {
		return v.string()
	}
	if v.isNull() {
		return ""
	}
	return v.owned(v.json)
}

// word is the text of a string, and empty for any other value.
func (v value) word() string {
	if v.first() != '"' {
		return ""
	}
	return v.string()
}

// string is the text of a value that is a string.
func (v value) string() string {
	quoted := v.json[1 : len(v.json)-1]
	if v.hasEscapes {
		return unescaped(quoted)
	}
	return v.owned(quoted)
}

func (v value) owned(part string) string {
	if v.isOfLong {
		return strings.Clone(part)
	}
	return part
}

// raw is the JSON itself; nil for an absent value.
func (v value) raw() json.RawMessage {
	if v.json == "" {
		return nil
	}
	return json.RawMessage(v.json)
}

// boolean is true for true, also as a string.
func (v value) boolean() bool {
	return v.text() == "true"
}

// integer is a whole number; 0 if the value is not one.
func (v value) integer() int64 {
	number, _ := v.whole()
	return number
}

// optionalInt is a whole number; nil if the value is not one.
func (v value) optionalInt() *int {
	number, ok := v.whole()
	if !ok || int64(int(number)) != number {
		return nil
	}
	held := int(number)
	return &held
}

// whole is a whole number, if the value is one that an int64 can hold.
func (v value) whole() (int64, bool) {
	switch first := v.first(); {
	case first == '"':
		text := v.string()
		number, err := strconv.ParseInt(text, 10, 64)
		if err != nil || text[0] == '+' {
			return 0, false
		}
		return number, true
	case first == '-', '0' <= first && first <= '9':
	default:
		return 0, false
	}
	if number, err := strconv.ParseInt(v.json, 10, 64); err == nil {
		return number, true
	}
	number, err := strconv.ParseFloat(v.json, 64)
	if err != nil || number != math.Trunc(number) || number < -1<<63 || number >= 1<<63 {
		return 0, false
	}
	return int64(number), true
}

// listOf reads an array; nil for null or an absent value.
func listOf[T any](v value, read func(value) T) []T {
	if v.isNull() {
		return nil
	}
	elements, isArray := v.elements()
	if !isArray {
		return []T{read(v)}
	}
	list := make([]T, len(elements))
	for i, element := range elements {
		list[i] = read(element)
	}
	return list
}

// A record is a struct that is read from an object.
type record[T any] interface {
	*T
	// fill sets the fields that the members name, and reports whether there was any.
	fill([]member) bool
	// fillFirst sets the first field from a whole value, and reports whether it holds anything of it.
	fillFirst(value) bool
}

// readInto reads an object, and reports whether the record holds anything of the value.
func readInto[T any, R record[T]](into R, v value) bool {
	var room [memberRoom]member
	members, isObject := v.members(room[:0])
	switch {
	case v.isNull():
		return false
	case into.fill(members), isObject && len(members) == 0:
		return true
	}
	return into.fillFirst(v)
}

// recordOf reads an object.
func recordOf[T any, R record[T]](v value) T {
	var read T
	readInto(R(&read), v)
	return read
}

// optional reads an object; nil if nothing of the value can be held.
func optional[T any, R record[T]](v value) *T {
	var read T
	if !readInto(R(&read), v) {
		return nil
	}
	return &read
}

// mapOf reads an object whose members all have the same shape; nil for any other value.
func mapOf[T any](v value, read func(value) T) map[string]T {
	members, isObject := v.members(nil)
	if !isObject {
		return nil
	}
	made := make(map[string]T, len(members))
	for _, member := range members {
		made[v.owned(member.key)] = read(member.value)
	}
	return made
}

// fillFrom fills a struct from the JSON of an object; any other text leaves it as it is.
func fillFrom(text []byte, fill func([]member) bool) {
	fill(objectIn(string(text), nil))
}

func has(members []member, key string) bool {
	for i := range members {
		if members[i].key == key {
			return true
		}
	}
	return false
}
