package codexsdk

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// The vocabulary, compared with what the package does and what its README lists; this knows nothing of the generator.

type vocabulary struct {
	Words       []struct{ Words []string }
	Options     map[string][]named
	Statuses    []struct{ Name string }
	ErrorFields []named `json:"error_fields"`
	Objects     []schemaRecord
	Items       []schemaRecord
	Events      []schemaRecord
	Result      []named
	ClientInfo  []named `json:"client_info"`
}

type named struct {
	Name, Type string
}

type schemaRecord struct {
	named
	Fields []named
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func readVocabulary(t *testing.T) *vocabulary {
	t.Helper()
	read := &vocabulary{}
	if err := json.Unmarshal([]byte(readFile(t, "../../schema/sdk.json")), read); err != nil {
		t.Fatal(err)
	}
	return read
}

// example is a value for a field, as JSON; never the zero value of what it is read into.
func (v *vocabulary) example(field named) any {
	kind, of, _ := strings.Cut(strings.TrimSuffix(field.Type, "?"), ":")
	switch strings.TrimSuffix(kind, "?") {
	case "text", "word":
		return "x"
	case "integer":
		return 7
	case "boolean":
		return true
	case "list":
		return []any{v.example(named{Type: of})}
	case "map":
		return map[string]any{"x": v.example(named{Type: "object:" + of})}
	case "item":
		return map[string]any{"id": "x", "type": "agent_message"}
	case "object":
		for _, record := range v.Objects {
			if record.Name == of {
				return v.members(record.Fields)
			}
		}
	default:
		for _, record := range v.Objects {
			if record.Name == kind {
				return v.members(record.Fields)
			}
		}
	}
	return map[string]any{"x": 1}
}

func (v *vocabulary) members(fields []named) map[string]any {
	members := map[string]any{}
	for _, field := range fields {
		members[field.Name] = v.example(field)
	}
	return members
}

// expectFields checks that a struct has as many fields as the vocabulary, and that every one was read.
func expectFields(t *testing.T, held any, fields []named, besides ...string) {
	t.Helper()
	value := reflect.ValueOf(held).Elem()
	count := 0
	for _, field := range reflect.VisibleFields(value.Type()) {
		if !field.IsExported() || slices.Contains(besides, field.Name) {
			continue
		}
		count++
		if value.FieldByIndex(field.Index).IsZero() {
			t.Errorf("%T.%s was not read", held, field.Name)
		}
	}
	if count != len(fields) {
		t.Errorf("%T has %d fields, the vocabulary %d: %v", held, count, len(fields), fields)
	}
}

// line is an object with every field.
func (v *vocabulary) line(t *testing.T, kind string, fields []named) []byte {
	t.Helper()
	members := v.members(fields)
	if kind != "" {
		members["id"], members["type"] = "1", kind
	}
	text, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestVocabularyIsRead(t *testing.T) {
	v := readVocabulary(t)
	for _, event := range v.Events {
		read := ParseEvent(string(v.line(t, event.Type, event.Fields)))
		if _, unknown := read.(*UnknownEvent); unknown {
			t.Errorf("%s is unknown", event.Type)
		}
		expectFields(t, read, event.Fields)
	}
	for _, item := range v.Items {
		read := ParseItem(v.line(t, item.Type, item.Fields))
		if _, unknown := read.(*UnknownItem); unknown {
			t.Errorf("%s is unknown", item.Type)
		}
		expectFields(t, read, item.Fields)
	}
	failed, result, info := &Error{}, &TurnResult{}, &CLIInfo{}
	fillFrom(v.line(t, "", v.ErrorFields), failed.fill)
	expectFields(t, failed, v.ErrorFields, "Response", "Raw")
	fillFrom(v.line(t, "", v.Result), result.fill)
	expectFields(t, result, v.Result, "Raw")
	fillFrom(v.line(t, "", v.ClientInfo), info.fill)
	expectFields(t, info, v.ClientInfo)
	if len(v.Events) < 8 || len(v.Items) < 9 {
		t.Errorf("%d events and %d items were compared", len(v.Events), len(v.Items))
	}
}

// setEvery sets every option to something that is not zero.
func setEvery(options reflect.Value) {
	for i := range options.NumField() {
		field := options.Field(i)
		switch field.Kind() {
		case reflect.String:
			field.SetString("x")
		case reflect.Bool:
			field.SetBool(true)
		case reflect.Int, reflect.Int64:
			field.SetInt(int64(time.Second))
		case reflect.Float64:
			field.SetFloat(1)
		case reflect.Pointer:
			field.Set(reflect.New(field.Type().Elem()))
		case reflect.Slice:
			field.Set(reflect.MakeSlice(field.Type(), 1, 1))
		case reflect.Map:
			field.Set(reflect.MakeMap(field.Type()))
		case reflect.Interface:
			field.Set(reflect.ValueOf(map[string]any{}))
		case reflect.Func:
			// Not for the library.
		default:
			panic(field.Type().String())
		}
	}
}

func TestVocabularyIsWritten(t *testing.T) {
	v := readVocabulary(t)
	client, thread, turn := &ClientOptions{}, &ThreadOptions{}, &TurnOptions{}
	for _, options := range []any{client, thread, turn} {
		setEvery(reflect.ValueOf(options).Elem())
	}
	client.Env = []string{"A=b"}
	texts, errs := map[string][]byte{}, [3]error{}
	texts["client"], errs[0] = client.encode()
	texts["thread"], errs[1] = thread.encode()
	_, texts["turn"], errs[2] = turn.encode("")
	if errs != [3]error{} {
		t.Fatal(errs)
	}
	for owner, text := range texts {
		members := map[string]any{}
		if err := json.Unmarshal(text[:len(text)-1], &members); err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, option := range v.Options[owner] {
			names = append(names, option.Name)
		}
		slices.Sort(names)
		if written := slices.Sorted(maps.Keys(members)); !slices.Equal(written, names) {
			t.Errorf("the options of a %s are %v, not %v", owner, written, names)
		}
	}
}

func TestVocabularyIsListed(t *testing.T) {
	v := readVocabulary(t)
	readme, words, errors := readFile(t, "README.md"), readFile(t, "words_gen.go"), readFile(t, "errors_gen.go")
	for _, list := range v.Words {
		for _, word := range list.Words {
			if !strings.Contains(words, fmt.Sprintf("= %q\n", word)) {
				t.Errorf("no constant is %q", word)
			}
		}
	}
	// rows are the first cells of a table in the README.
	rows := func(name string) (cells []string) {
		_, table, ok := strings.Cut(readme, "<!-- begin "+name+" -->\n")
		table, _, closed := strings.Cut(table, "<!-- end "+name+" -->")
		if !ok || !closed {
			t.Errorf("the README has no %s", name)
		}
		for _, row := range strings.Split(strings.TrimSpace(table), "\n")[2:] {
			cells = append(cells, strings.Trim(strings.Split(row, " | ")[0], "| `"))
		}
		return cells
	}
	fields := func(of any) (names []string) {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(of)) {
			if field.IsExported() && !slices.Contains([]string{"Extra", "Response", "Raw"}, field.Name) {
				names = append(names, field.Name)
			}
		}
		return names
	}
	expect := func(name string, want []string) {
		if listed := rows(name); !slices.Equal(listed, want) {
			t.Errorf("the README lists as %s\n%v, not\n%v", name, listed, want)
		}
	}
	expect("client options", fields(ClientOptions{}))
	expect("thread options", fields(ThreadOptions{}))
	expect("turn options", fields(TurnOptions{}))
	expect("error fields", fields(Error{}))
	var events, items []string
	for _, event := range v.Events {
		events = append(events, reflect.TypeOf(ParseEvent(string(v.line(t, event.Type, event.Fields)))).Elem().Name())
	}
	for _, item := range v.Items {
		items = append(items, reflect.TypeOf(ParseItem(v.line(t, item.Type, nil))).Elem().Name())
	}
	expect("events", append(events, "UnknownEvent"))
	expect("items", append(items, "UnknownItem"))
	codes := rows("codes")
	for _, status := range v.Statuses {
		code := strings.ToLower(status.Name)
		if !slices.Contains([]string{"ok", "timeout", "end"}, code) {
			if len(codes) == 0 || !strings.Contains(errors, fmt.Sprintf("\t%s Code = %q\n", codes[0], code)) {
				t.Fatalf("%s is not listed, or in another place: %v", code, codes)
			}
			codes = codes[1:]
		}
	}
	if want := []string{"ErrInvalidResponse", "ErrHandlerFailed", "ErrLibrary"}; !slices.Equal(codes, want) {
		t.Errorf("after the library's codes come %v, not %v", codes, want)
	}
}
