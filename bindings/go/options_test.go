package codexsdk_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"codexsdk"
)

// refusal is the error, which has to be of ErrInvalidArgument.
func refusal(t *testing.T, err error) *codexsdk.Error {
	t.Helper()
	var failed *codexsdk.Error
	if !errors.As(err, &failed) || failed.Code != codexsdk.ErrInvalidArgument || !errors.Is(err, codexsdk.ErrInvalidArgument) {
		t.Fatalf("not refused: %v", err)
	}
	return failed
}

// TestErrorsDoNotShowSecrets: an error goes to logs.
func TestErrorsDoNotShowSecrets(t *testing.T) {
	const secret = "sk-secret"
	for name, options := range map[string]codexsdk.ClientOptions{
		"key":            {APIKey: secret + "\xff"},
		"extra key":      {Extra: object{"api_key": secret + "\xff"}},
		"listed key":     {Extra: object{"api_key": []string{secret + "\xff"}}},
		"numbered key":   {Extra: object{"api_key": []any{1, secret}}},
		"variable":       {Env: []string{"A=" + secret + "\xff"}},
		"only a value":   {Env: []string{secret}},
		"extra variable": {Extra: object{"env": object{"A": secret + "\xff"}}},
		"list":           {Extra: object{"env": []string{secret + "\xff"}}},
		"listed":         {Extra: object{"env": []string{secret}}},
		"NUL":            {Env: []string{"A=" + secret + "\x00"}},
		"NUL in key":     {APIKey: secret + "\x00"},
	} {
		_, err := codexsdk.NewClient(&options)
		failed := refusal(t, err)
		if strings.Contains(err.Error()+string(failed.Raw), secret) || failed.Option == "" {
			t.Errorf("%s: %v (%q)", name, err, failed.Option)
		}
	}
}

func TestBadOptions(t *testing.T) {
	const notUTF8 = "caf\xe9"
	endless := object{}
	endless["again"] = endless
	w := newWorld(t)
	client := w.hostileClient(ordinary()...)
	newClient := func(options codexsdk.ClientOptions) error {
		_, err := codexsdk.NewClient(&options)
		return err
	}
	start := func(options codexsdk.ThreadOptions) error {
		_, err := client.StartThread(&options)
		return err
	}
	run := func(prompt string, options codexsdk.TurnOptions) error {
		_, err := w.start(client).Run(context.Background(), prompt, &options)
		return err
	}
	resume := func(id string) error {
		_, err := client.ResumeThread(id, nil)
		return err
	}
	cases := map[string]struct {
		err           error
		option, words string
	}{
		"unknown":            {start(codexsdk.ThreadOptions{Extra: object{"modle": "x"}}), "modle", "did you mean `model`?"},
		"extra wins":         {start(codexsdk.ThreadOptions{Model: "x", Extra: object{"model": 1}}), "model", "must be a string"},
		"path":               {start(codexsdk.ThreadOptions{WorkingDirectory: notUTF8}), "working_directory", "not valid UTF-8"},
		"folders":            {start(codexsdk.ThreadOptions{AdditionalDirectories: []string{"a", notUTF8}}), "additional_directories[1]", "not valid UTF-8"},
		"named string":       {start(codexsdk.ThreadOptions{SandboxMode: notUTF8}), "sandbox_mode", "not valid UTF-8"},
		"variable":           {newClient(codexsdk.ClientOptions{Env: []string{"A=" + notUTF8}}), "env.A", "not valid UTF-8"},
		"no value":           {newClient(codexsdk.ClientOptions{Env: []string{"A"}}), "env", "name=value"},
		"nested":             {newClient(codexsdk.ClientOptions{Config: object{"a": []any{object{"b": notUTF8}}}}), "config.a[0].b", "not valid UTF-8"},
		"key":                {newClient(codexsdk.ClientOptions{Config: object{notUTF8: 1}}), "config." + notUTF8, "not valid UTF-8"},
		"extra":              {newClient(codexsdk.ClientOptions{Extra: object{"model": notUTF8}}), "model", "not valid UTF-8"},
		"endless":            {newClient(codexsdk.ClientOptions{Config: endless}), "", "cannot be represented as JSON"},
		"a function":         {newClient(codexsdk.ClientOptions{Config: object{"a": func() {}}}), "", "unsupported type"},
		"not UTF-8":          {run(notUTF8, codexsdk.TurnOptions{}), "", "UTF-8"},
		"text not UTF-8":     {run("", codexsdk.TurnOptions{Input: []codexsdk.Input{codexsdk.Text(notUTF8)}}), "input[0].text", "not valid UTF-8"},
		"NUL":                {run("a\x00b", codexsdk.TurnOptions{}), "", "NUL"},
		"NUL in id":          {resume("a\x00b"), "", "NUL"},
		"no id":              {resume(""), "thread_id", "is empty"},
		"nothing":            {run("", codexsdk.TurnOptions{}), "input", "empty"},
		"no text":            {run("", codexsdk.TurnOptions{Input: []codexsdk.Input{codexsdk.ImageFile("x.png")}}), "input", "needs some text"},
		"no image":           {run("hi", codexsdk.TurnOptions{Input: []codexsdk.Input{codexsdk.ImageData(nil)}}), "input[0]", "0 bytes"},
		"no image, text":     {run("hi", codexsdk.TurnOptions{Input: []codexsdk.Input{codexsdk.ImageData(nil), codexsdk.Text("x")}}), "input[0]", "0 bytes"},
		"negative":           {run("hi", codexsdk.TurnOptions{Timeout: -1}), "timeout_ms", "milliseconds"},
		"no schema":          {run("hi", codexsdk.TurnOptions{OutputSchema: `"x"`}), "output_schema", "object"},
		"schema is no JSON":  {run("hi", codexsdk.TurnOptions{OutputSchema: json.RawMessage("{")}), "output_schema", "unexpected end"},
		"schema is no text":  {run("hi", codexsdk.TurnOptions{OutputSchema: "x"}), "output_schema", "not valid JSON"},
		"schema is nothing":  {run("hi", codexsdk.TurnOptions{OutputSchema: []byte(nil)}), "output_schema", "not valid JSON"},
		"schema not UTF-8":   {run("hi", codexsdk.TurnOptions{OutputSchema: `{"` + notUTF8 + `":1}`}), "", "UTF-8"},
		"prompt beside both": {run("hi", codexsdk.TurnOptions{Extra: object{"input": []any{}}}), "input", ""},
	}
	for name, refused := range cases {
		t.Run(name, func(t *testing.T) {
			failed := refusal(t, refused.err)
			if failed.Option != refused.option || !strings.Contains(failed.Error(), refused.words) {
				t.Errorf("%q: %v", failed.Option, failed)
			}
		})
	}
	if started := w.invocations(); started != 0 {
		t.Errorf("%d turns were begun", started)
	}
}

func TestImages(t *testing.T) {
	w := newWorld(t)
	check(os.WriteFile(w.path("red.png"), onePixel, 0o644))
	model := newSession(object{"message": "Red."})
	result, err := w.start(w.realClient(model)).Run(context.Background(), "Which colour?", &codexsdk.TurnOptions{
		Input: []codexsdk.Input{codexsdk.ImageFile(w.path("red.png")), codexsdk.ImageData(onePixel), codexsdk.Text("One word.")},
	})
	if err != nil || result.FinalResponse != "Red." {
		t.Fatal(result, err)
	}
	text, err := json.Marshal(model.requests()[0]["input"])
	check(err)
	asked := string(text)
	if strings.Count(asked, `"type":"input_image"`) != 2 || !strings.Contains(asked, `Which colour?\n\nOne word.`) {
		t.Error(asked)
	}
}

func TestTheOriginatorIsGo(t *testing.T) {
	for given, want := range map[string]string{"": "codex_sdk_go", "mine": "mine"} {
		w := newWorld(t)
		model := newSession(object{"message": "x"})
		client := w.client(codexsdk.ClientOptions{
			CodexPathOverride: nativeCLI(),
			Env:               w.environment("CODEX_API_KEY=test-key"),
			Config:            object{"model_provider": "mock", "model_providers": object{"mock": model.provider()}},
			Originator:        given,
		})
		if _, err := w.start(client).Run(context.Background(), "hi", nil); err != nil {
			t.Fatal(err)
		}
		if got := model.header("originator"); got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}
