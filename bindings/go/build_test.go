package codexsdk_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatIsMissing: whoever has no cgo, or no library yet, is told so by the build.
func TestWhatIsMissing(t *testing.T) {
	// A checkout in which nothing was built.
	checkout := t.TempDir()
	for _, name := range []string{filepath.Join("bindings", "go"), "include"} {
		folder := filepath.Join(checkout, name)
		check(os.MkdirAll(folder, 0o755))
		files, err := filepath.Glob(project(name, "*.[ghm]*"))
		check(err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			check(err)
			check(os.WriteFile(filepath.Join(folder, filepath.Base(file)), text, 0o644))
		}
	}
	for variable, words := range map[string]string{
		"CGO_ENABLED=0": "needs_cgo",
		"CGO_ENABLED=1": "run `make build` or `cargo build`",
	} {
		build := exec.Command("go", "build", ".")
		build.Dir = filepath.Join(checkout, "bindings", "go")
		build.Env = append(os.Environ(), "HOME="+userHome, "GOFLAGS=", variable)
		said, err := build.CombinedOutput()
		// Below the name of the package.
		lines := strings.SplitN(string(said), "\n", 3)
		if err == nil || len(lines) < 2 || !strings.Contains(strings.Join(lines[:2], "\n"), words) {
			t.Errorf("%s: %v\n%s", variable, err, said)
		}
	}
}
