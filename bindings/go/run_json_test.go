package codexsdk_test

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"codexsdk"
)

type verdict struct {
	OK      bool     `json:"ok"`
	Reasons []string `json:"reasons"`
}

// answers runs a turn of the real CLI whose model says this, and compares what is asked and what comes back.
func answers[T any](t *testing.T, said string, options *codexsdk.TurnOptions, want T, schema any) {
	t.Helper()
	w := newWorld(t)
	model := newSession(object{"message": said})
	got, err := codexsdk.RunJSON[T](context.Background(), w.start(w.realClient(model)), "judge", options)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	text, err := json.Marshal(schema)
	check(err)
	var asked any
	check(json.Unmarshal(text, &asked))
	format := model.requests()[0]["text"].(object)["format"].(object)
	if format["strict"] != true || !reflect.DeepEqual(format["schema"], asked) {
		t.Errorf("asked for %v, not %v", format, asked)
	}
}

func schemaFor[T any]() json.RawMessage {
	schema, err := codexsdk.SchemaFor[T]()
	check(err)
	return schema
}

func TestRunJSON(t *testing.T) {
	const said = `{"ok":true,"reasons":["tests pass"]}`
	want := verdict{true, []string{"tests pass"}}
	given := object{"type": "object", "properties": object{}, "required": []string{}, "additionalProperties": false}
	answers(t, said, nil, want, schemaFor[verdict]())
	answers(t, said, nil, &want, schemaFor[verdict]())
	answers(t, `{"response":[`+said+`]}`, nil, []verdict{want}, schemaFor[[]verdict]())
	answers(t, `{"response":"x"}`, nil, "x", schemaFor[string]())
	answers[any](t, `{}`, &codexsdk.TurnOptions{OutputSchema: given}, object{}, given)
	answers(t, said, &codexsdk.TurnOptions{OutputSchema: given}, want, given)
	text, err := json.Marshal(given)
	check(err)
	answers(t, said, &codexsdk.TurnOptions{OutputSchema: text}, want, given)
	answers(t, said, &codexsdk.TurnOptions{OutputSchema: string(text)}, want, given)
	// The options are the caller's.
	options := &codexsdk.TurnOptions{}
	answers(t, said, options, want, schemaFor[verdict]())
	if options.OutputSchema != nil {
		t.Error("the options were changed")
	}
}

func TestAnswersThatDoNotFit(t *testing.T) {
	for said, words := range map[string]string{
		"Well.":           "invalid character",
		`{"ok":"yes"}`:    "cannot unmarshal string",
		`{"ok":true} bye`: "after top-level value",
		"":                "without an answer",
	} {
		w := newWorld(t)
		message := []object{{"agent_message": said}}
		if said == "" {
			message = nil
		}
		thread := w.hostile(append(append(begins[:2:2], message...), object{"turn_completed": true})...)
		for range 2 {
			_, err := codexsdk.RunJSON[verdict](context.Background(), thread, "judge", nil)
			var failed *codexsdk.Error
			if !errors.As(err, &failed) || failed.Code != codexsdk.ErrInvalidResponse || failed.Response != said ||
				failed.ThreadID != "thread-1" || !strings.Contains(err.Error(), words) {
				t.Errorf("%#v", err)
			}
		}
	}
	w := newWorld(t)
	_, err := codexsdk.RunJSON[any](context.Background(), w.hostile(ordinary()...), "judge", nil)
	refusal(t, err)
	if w.invocations() != 0 {
		t.Error("a turn was begun")
	}
}

type report struct {
	State  string   `json:"state" enum:"good, bad"`
	Stars  *int     `json:"stars" enum:"1,2"`
	Tags   []string `json:"tags" enum:"a,b"`
	Inside []node   `json:"inside"`
}

// expectAnswer gives an answer as a T; words are what is wrong with it.
func expectAnswer[T any](t *testing.T, said string, options *codexsdk.TurnOptions, words string) {
	t.Helper()
	w := newWorld(t)
	thread := w.hostile(append(begins[:2:2], object{"agent_message": said}, object{"turn_completed": true})...)
	_, err := codexsdk.RunJSON[T](context.Background(), thread, "judge", options)
	switch {
	case words == "":
		if err != nil {
			t.Errorf("%s: %v", said, err)
		}
	case !errors.Is(err, codexsdk.ErrInvalidResponse) || !strings.HasSuffix(err.Error(), "does not fit the schema or type: "+words):
		t.Errorf("%s: %v", said, err)
	}
}

func TestAnswersThatDoNotFollowTheSchema(t *testing.T) {
	const fits = `{"state":"bad","stars":null,"tags":["a","b"],"inside":[{"Name":"x","children":[null],"best":null}]}`
	cases := []struct{ instead, of, words string }{
		{"", "", ""},
		{"", `"tags":["a","b"],`, "tags is missing"},
		{"", `"stars":null,`, "stars is missing"},
		{`"STATE"`, `"state"`, "state is missing"},
		{`"tags":null`, `"tags":["a","b"]`, "tags is null"},
		{`"tags":["a",null]`, `"tags":["a","b"]`, "tags[1] is null"},
		{`"tags":["a","c"]`, `"tags":["a","b"]`, `tags[1] is "c", not one of [a b]`},
		{`"ugly"`, `"bad"`, `state is "ugly", not one of [good bad]`},
		{`"stars":2`, `"stars":null`, ""},
		{`"stars":3`, `"stars":null`, `stars is 3, not one of [1 2]`},
		{`"more":1,"stars"`, `"stars"`, ""},
		{"", `,"best":null`, "inside[0].best is missing"},
		{`"best":{"Name":null,"children":[],"best":null}`, `"best":null`, "inside[0].best.Name is null"},
		{"null", fits, "the answer is null"},
	}
	for _, answer := range cases {
		said := strings.Replace(fits, answer.of, answer.instead, 1)
		expectAnswer[report](t, said, nil, answer.words)
	}
	expectAnswer[*report](t, "null", nil, "the answer is null")
	expectAnswer[[]int](t, `{}`, nil, "response is missing")
	expectAnswer[[]int](t, `{"response":null}`, nil, "response is null")
	// Such a schema is not looked into.
	expectAnswer[report](t, `{}`, &codexsdk.TurnOptions{OutputSchema: object{"type": "object"}}, "")
}
