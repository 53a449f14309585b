package codexsdk

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
	"unsafe"
)

// checkScanner compares the scanner with encoding/json, which reads the same language: what is an object, its members,
// the elements of arrays, and the texts of strings.
func checkScanner(t *testing.T, text string) {
	t.Helper()
	members := objectIn(text, nil)
	var want map[string]json.RawMessage
	isObject := utf8.ValidString(text) && json.Unmarshal([]byte(text), &want) == nil && want != nil
	if !isObject {
		// encoding/json gives up on what is nested deeper than this.
		if members != nil && strings.Count(text, "[")+strings.Count(text, "{") < 10_000 {
			t.Errorf("%q is read as %v", text, members)
		}
		return
	}
	got := map[string]json.RawMessage{}
	for _, member := range members {
		got[member.key] = member.value.raw()
		checkValue(t, member.value)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q is %s, not %s", text, got, want)
	}
}

func checkValue(t *testing.T, v value) {
	t.Helper()
	var text string
	if v.first() == '"' {
		if err := json.Unmarshal(v.raw(), &text); err != nil || v.text() != text || v.word() != text {
			t.Errorf("%s is %q, not %q: %v", v.json, v.text(), text, err)
		}
	}
	elements, isArray := v.elements()
	if !isArray {
		return
	}
	var want []json.RawMessage
	if err := json.Unmarshal(v.raw(), &want); err != nil || len(want) != len(elements) {
		t.Fatalf("%s has %d elements, not %d: %v", v.json, len(elements), len(want), err)
	}
	for i, element := range elements {
		if element.json != string(want[i]) {
			t.Errorf("%s is not %s", element.json, want[i])
		}
		checkValue(t, element)
	}
}

var oddTexts = []string{
	``, ` `, `{`, `}`, `{}`, ` { } `, `{}x`, `{} {}`, `[]`, `null`, `"a"`, `1`, "\ufeff{}", "{}\x00", "\x00{}",
	`{"a"}`, `{"a":}`, `{"a":1,}`, `{,"a":1}`, `{"a":1 "b":2}`, `{"a" : 1 , "b" : [ 1 , 2 ] }`, `{a:1}`, `{"a":1,"a":"b"}`,
	`{"":1}`, `{"\u0061":1}`, `{"a\"b":1}`, `{"a":[1,]}`, `{"a":[,1]}`, `{"a":[1 2]}`, `{"a":{"b":}}`, `{"a":{"b"}}`, `{"a":[}`, `{"a":[}]}`,
	`{"a":tru}`, `{"a":true}`, `{"a":truee}`, `{"a":nul`, `{"a":false,"b":null}`, `{"a":-}`, `{"a":-0}`, `{"a":01}`, `{"a":1.}`, `{"a":.1}`,
	`{"a":1e}`, `{"a":1e+}`, `{"a":1E-3,"b":0.0,"c":1e400}`, `{"a":+1}`, `{"a":1e5.0}`, `{"a":0x1}`, `{"a":NaN}`,
	`{"a":"`, `{"a":"\`, `{"a":"\"`, `{"a":"\x"}`, `{"a":"\u12"}`, `{"a":"\u12`, `{"a":"\u`, `{"a":"\uzzzz"}`, `{"a":"\\"}`, `{"a":"\/\b\f\n\r\t"}`,
	`{"a":"\u0000\u001f\u00e9\u20AC"}`, `{"a":"\ud83d\ude00"}`, `{"a":"\ud83d"}`, `{"a":"\ude00"}`, `{"a":"\ud83d\ud83d\ude00x"}`,
	`{"a":"\ud83d\u0041\n"}`, `{"a":"\ud83d\n"}`, "{\"a\":\"\x1f\"}", "{\"a\":\"\n\"}", "{\"a\":\"\x7f\"}", "{\"a\":\"\xff\"}", "{\"a\":\"é€😀\"}", "{\"a\":\"\xed\xa0\x80\"}",
	"{\"a\"\r\n:\t1}", "{\"a\"\v:1}", "{\"a\u00a0\":1}", "{\u00a0\"a\":1}",
	`{"a":"0123456789abcdef0123456\"789"}`, `{"a":"1234567"}`, `{"a":"12345678"}`, `{"a":"12345\\78\\"}`, "{\"a\":\"1234567\x01\"}", "{\"a\":\"éééééééé\x1féé\"}",
}

func TestScanner(t *testing.T) {
	for _, text := range oddTexts {
		checkScanner(t, text)
		checkScanner(t, `{"x":`+text+`}`)
		checkScanner(t, `{"x":[`+text+`,`+text+`]}`)
		// A long text, whose strings are copies.
		checkScanner(t, strings.Repeat(" ", longText)+text)
		// One that is cut off anywhere.
		for i := range text {
			checkScanner(t, text[:i])
		}
	}
	for _, deep := range []string{strings.Repeat(`[`, 100_000), strings.Repeat(`{"a":`, 100_000)} {
		if members := objectIn(`{"a":`+deep, nil); members != nil {
			t.Error("what is not closed is read")
		}
	}
	deep := strings.Repeat(`[{"a":`, 100_000) + `1` + strings.Repeat(`}]`, 100_000)
	if members := objectIn(`{"a":`+deep+`}`, nil); len(members) != 1 || members[0].value.json != deep {
		t.Error("what is deep is not read")
	}
}

// TestStringsOfLongLines: a string that is kept does not keep a long line in memory.
func TestStringsOfLongLines(t *testing.T) {
	for length, shares := range map[int]bool{10: true, longText: false} {
		line := `{"type":"error","message":"` + strings.Repeat("x", length) + `"}`
		message := ParseEvent(line).(*ThreadErrorEvent).Message
		if got := sharesMemory(message, line); got != shares {
			t.Errorf("a field of a line of %d bytes shares its memory: %v", len(line), got)
		}
	}
}

func FuzzScanner(f *testing.F) {
	for _, text := range oddTexts {
		f.Add(text)
	}
	f.Fuzz(checkScanner)
}

func sharesMemory(part, whole string) bool {
	at := uintptr(unsafe.Pointer(unsafe.StringData(part)))
	start := uintptr(unsafe.Pointer(unsafe.StringData(whole)))
	return at >= start && at < start+uintptr(len(whole))
}
