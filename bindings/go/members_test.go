package codexsdk

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
)

// FuzzMembers compares with encoding/json what is found in texts that are JSON; in others it may find anything.
func FuzzMembers(f *testing.F) {
	for _, text := range []string{
		`{}`, ` { } `, `{"a":1}`, `{"a" : [1, {"b": "}"}] , "c":"\\\"" ,"d":null}`, `{"a":1,"a":2}`, `{"\u0061":"\ud83d\ude00"}`,
		`{"":""}`, `{"a":-1.5e3,"b":true}`, `[1]`, `"a"`, `7`, `{"a":{"a":{"a":[[]]}}}`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,}`, `{1:2}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, object string) {
		found := map[string]string{}
		texts := map[string]string{}
		isObject := members(object, func(name, value string) {
			found[name] = value
			texts[name] = text(value)
		})
		var want map[string]json.RawMessage
		if !json.Valid([]byte(object)) {
			return
		}
		if isObject != strings.HasPrefix(trimSpace(object), "{") {
			t.Fatalf("%q is an object: %v", object, isObject)
		}
		if !isObject || strings.ContainsRune(object, '\uFFFD') || strings.ToValidUTF8(object, "") != object {
			// encoding/json repairs what is not UTF-8.
			return
		}
		if err := json.Unmarshal([]byte(object), &want); err != nil {
			t.Fatal(err)
		}
		same := maps.EqualFunc(found, want, func(value string, raw json.RawMessage) bool { return value == string(raw) })
		if !same {
			t.Errorf("%q: %q is not %q", object, found, want)
		}
		for name, raw := range want {
			var as string
			_ = json.Unmarshal(raw, &as)
			if texts[name] != as {
				t.Errorf("%q: the text of %s is %q", object, raw, texts[name])
			}
		}
	})
}
