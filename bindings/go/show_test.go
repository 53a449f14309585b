package codexsdk_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"codexsdk"
)

func TestOptionsAreShownWithoutSecrets(t *testing.T) {
	options := codexsdk.ClientOptions{
		BaseURL: "http://here",
		APIKey:  "sk-secret",
		Env:     []string{"CODEX_API_KEY=sk-secret", "PATH=/bin"},
		Extra:   object{"api_key": "sk-secret", "env": object{"A": "sk-secret"}, "later": 1},
	}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("made", "options", options)
	slog.New(slog.NewTextHandler(&logged, nil)).Info("made", "options", &options)
	shown := []string{logged.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		shown = append(shown, fmt.Sprintf(verb, options), fmt.Sprintf(verb, &options))
	}
	for _, text := range shown {
		if strings.Contains(text, "secret") || !strings.Contains(text, "http://here") || !strings.Contains(text, "CODEX_API_KEY=(hidden)") {
			t.Error(text)
		}
	}
	if options.APIKey != "sk-secret" || options.Extra["api_key"] != "sk-secret" || options.Env[1] != "PATH=/bin" {
		t.Error("the options were changed")
	}
}

func TestResultsAreShownAsJSON(t *testing.T) {
	w := newWorld(t)
	result, err := w.hostile(ordinary()...).Run(context.Background(), "hi", nil)
	check(err)
	if shown := fmt.Sprintf("%+v", result); shown != string(result.Raw) || !strings.Contains(shown, `"final_response":"ok"`) {
		t.Error(shown)
	}
}
