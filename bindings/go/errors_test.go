package codexsdk_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"codexsdk"
)

func TestErrorsSayAllThatIsKnown(t *testing.T) {
	w := newWorld(t)
	run := func(steps ...object) *codexsdk.Error {
		t.Helper()
		_, err := w.hostile(steps...).Run(context.Background(), "hi", nil)
		var failed *codexsdk.Error
		if !errors.As(err, &failed) || failed.Raw == nil || failed.Error() != "codexsdk: "+failed.Message {
			t.Fatalf("%#v", err)
		}
		return failed
	}
	exit := run(append(begins[:2:2], object{"stderr": "oh no\n"}, object{"exit": 3})...)
	if exit.Code != codexsdk.ErrCLIFailed || *exit.ExitCode != 3 || exit.Signal != nil || exit.Stderr != "oh no\n" ||
		exit.ThreadID != "thread-1" || exit.LastEventType != "turn.started" || exit.StderrTruncated {
		t.Errorf("%+v", exit)
	}
	killed := run(object{"signal": "SIGKILL"})
	if killed.ExitCode != nil || *killed.Signal != 9 {
		t.Errorf("%+v", killed)
	}
	flood := run(object{"stderr_flood": 100_000}, object{"exit": 1})
	if !flood.StderrTruncated || !strings.Contains(flood.Stderr, "end of flood") {
		t.Errorf("%+v", flood)
	}
	nonsense := run(object{"line": "nonsense"})
	if nonsense.Code != codexsdk.ErrProtocol || nonsense.Line != "nonsense" {
		t.Errorf("%+v", nonsense)
	}
	_, err := codexsdk.NewClient(&codexsdk.ClientOptions{CodexPathOverride: "no/such/codex"})
	var missing *codexsdk.Error
	if !errors.As(err, &missing) || missing.Code != codexsdk.ErrCLINotFound ||
		!reflect.DeepEqual(missing.Tried, []string{"no/such/codex"}) {
		t.Errorf("%#v", err)
	}
}

func TestCodes(t *testing.T) {
	err := error(&codexsdk.Error{Code: codexsdk.ErrBusy, Message: "x"})
	var code codexsdk.Code
	if !errors.As(err, &code) || code != codexsdk.ErrBusy || !errors.Is(err, code) || errors.Is(err, codexsdk.ErrIO) {
		t.Error(code)
	}
	if said := fmt.Sprint(code); said != "busy" {
		t.Error(said)
	}
}

func TestAFolderIsNoCLI(t *testing.T) {
	_, err := codexsdk.NewClient(&codexsdk.ClientOptions{CodexPathOverride: filepath.Dir(project())})
	expectError(t, err, codexsdk.ErrCLINotFound, "directory")
}
