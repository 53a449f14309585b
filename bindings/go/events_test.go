package codexsdk_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"codexsdk"
)

// cases are lines and what they are as Go, from a file.
func cases(name string) map[string]string {
	text, err := os.ReadFile(filepath.Join("testdata", name))
	check(err)
	found := map[string]string{}
	for _, block := range strings.Split(strings.TrimSpace(string(text)), "\n\n") {
		if line, want, ok := strings.Cut(block, "\n"); ok {
			found[line] = want
		}
	}
	return found
}

// seen is the type of an event or item, and its fields, not its JSON.
func seen(value any) string {
	held := reflect.ValueOf(value).Elem()
	var shown []reflect.StructField
	for _, field := range reflect.VisibleFields(held.Type()) {
		if field.IsExported() {
			shown = append(shown, reflect.StructField{Name: field.Name, Type: field.Type, Tag: field.Tag})
		}
	}
	fields := reflect.New(reflect.StructOf(shown)).Elem()
	for i, field := range shown {
		fields.Field(i).Set(held.FieldByName(field.Name))
	}
	text, err := json.Marshal(fields.Interface())
	check(err)
	return reflect.TypeOf(value).String() + " " + string(text)
}

// TestEventsAndItemsAsJSON: what a program writes down is what the CLI has printed.
func TestEventsAndItemsAsJSON(t *testing.T) {
	for _, text := range []string{
		`{"type":"item.completed","item":{"id":"1","type":"agent_message","text":"ok","new":1},"later":2}`,
		`{"type":"item.completed","item":7}`, `{"type":"item.completed"}`, `{"type":"thread.teleported","to":[1]}`, `[]`,
	} {
		event := codexsdk.ParseEvent(text)
		if got, err := json.Marshal([]codexsdk.Event{event}); err != nil || string(got) != "["+text+"]" {
			t.Errorf("%s became %s, %v", text, got, err)
		}
		if completed, ok := event.(*codexsdk.ItemCompletedEvent); ok {
			got, err := json.Marshal([]codexsdk.Item{completed.Item})
			if want := string(completed.Item.Raw()); err != nil || string(got) != "["+want+"]" {
				t.Errorf("the item of %s became %s, %v", text, got, err)
			}
		}
	}
	for _, text := range []string{"", "nonsense", "{"} {
		var back string
		got, err := json.Marshal(codexsdk.ParseEvent(text))
		if err != nil || json.Unmarshal(got, &back) != nil || back != text {
			t.Errorf("%q became %s, %v", text, got, err)
		}
	}
}

func TestEveryItem(t *testing.T) {
	for raw, want := range cases("items.txt") {
		for _, kind := range []string{"item.started", "item.updated", "item.completed"} {
			line := `{"type":"` + kind + `", "item":` + raw + `}`
			event := codexsdk.ParseEvent(line)
			var item codexsdk.Item
			switch event := event.(type) {
			case *codexsdk.ItemStartedEvent:
				item = event.Item
			case *codexsdk.ItemUpdatedEvent:
				item = event.Item
			case *codexsdk.ItemCompletedEvent:
				item = event.Item
			}
			if event.Type() != kind || event.Line() != line {
				t.Errorf("%q %q", event.Type(), event.Line())
			}
			if got := seen(item); got != want {
				t.Errorf("%s\nis     %s\nnot as %s", raw, got, want)
			}
			if item.ID() != "1" || string(item.Raw()) != raw || !strings.Contains(raw, item.Type()) {
				t.Errorf("%q %q %s", item.ID(), item.Type(), item.Raw())
			}
		}
	}
}

func TestEveryEvent(t *testing.T) {
	cases := cases("events.txt")
	cases[strings.Repeat("[", 100_000)] = "*codexsdk.UnknownEvent {}"
	cases["{\"type\":\"turn.started\"}\x00"] = "*codexsdk.UnknownEvent {}"
	for line, want := range cases {
		event := codexsdk.ParseEvent(line)
		if got := seen(event); got != want || event.Line() != line {
			t.Errorf("%.100s\nis     %s\nnot as %s", line, got, want)
		}
	}
}

// TestWholeNumbers: what all bindings read as a number, and what as none.
func TestWholeNumbers(t *testing.T) {
	for text, want := range map[string]int64{
		`1000`: 1000, `-5`: -5, `1.0`: 1, `1e3`: 1000, `-2E+2`: -200, `12.5e1`: 125, `100e-2`: 1, `0e99`: 0,
		`9223372036854775807`: math.MaxInt64, `-9223372036854775808`: math.MinInt64,
		`"5"`: 5, `"-5"`: -5, `"05"`: 5, `"\u0035"`: 5, `"9223372036854775807"`: math.MaxInt64,
		`1.5`: 0, `1e-1`: 0, `9223372036854775808`: 0, `1e19`: 0, `1e400`: 0, `1e99999999999`: 0, `99999999999999999999`: 0,
		`"0x10"`: 0, `"1_000"`: 0, `" 5 "`: 0, `"+5"`: 0, `"5.0"`: 0, `"1e3"`: 0, `""`: 0, `"-"`: 0, `"٥"`: 0, `"12x"`: 0,
		`"9223372036854775808"`: 0, `"-9223372036854775809"`: 0, `true`: 0, `null`: 0, `[5]`: 0, `{"a":5}`: 0,
	} {
		event := codexsdk.ParseEvent(`{"type":"turn.completed","usage":{"input_tokens":` + text + `,"output_tokens":7}}`)
		completed, ok := event.(*codexsdk.TurnCompletedEvent)
		if !ok || completed.Usage == nil || completed.Usage.InputTokens != want || completed.Usage.OutputTokens != 7 {
			t.Errorf("%s is %s, not %d", text, seen(event), want)
		}
		item := codexsdk.ParseItem([]byte(`{"type":"command_execution","exit_code":` + text + `}`)).(*codexsdk.CommandExecutionItem)
		isZero := text == `0e99`
		if got := item.ExitCode; (got != nil) != (want != 0 || isZero) || got != nil && int64(*got) != want {
			t.Errorf("the exit code %s is %s", text, seen(item))
		}
	}
}

// TestLongTexts: what an event costs grows as its length does. With the square of it this would take an hour.
func TestLongTexts(t *testing.T) {
	text := strings.Repeat("line\n\"\u0001", 1<<19)
	quoted, err := json.Marshal(text)
	check(err)
	event := codexsdk.ParseEvent(`{"type":"item.completed","item":{"id":"1","type":"agent_message","text":` + string(quoted) + `}}`)
	completed, ok := event.(*codexsdk.ItemCompletedEvent)
	if !ok || completed.Item.(*codexsdk.AgentMessageItem).Text != text {
		t.Error("the text is another")
	}
}

// FuzzParseEvent: every line becomes an event, and none is changed.
func FuzzParseEvent(f *testing.F) {
	for raw := range cases("items.txt") {
		f.Add(`{"type":"item.completed","item":` + raw + `}`)
	}
	f.Add(`{"type":"turn.completed","usage":{"input_tokens":1e400}}`)
	f.Fuzz(func(t *testing.T, line string) {
		if event := codexsdk.ParseEvent(line); event.Line() != line {
			t.Errorf("%q became %q", line, event.Line())
		}
	})
}
