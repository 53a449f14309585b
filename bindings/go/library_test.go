//go:build codexsdk_system

package codexsdk_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestALibraryOfAnotherABI lets a program meet a library that is not the one it was compiled for.
func TestALibraryOfAnotherABI(t *testing.T) {
	w := newWorld(t)
	source := w.path("other.c")
	check(os.WriteFile(source, []byte(`
		unsigned codex_sdk_abi_version(void) { return 2; }
		const char *codex_sdk_version(void) { return "9.0.0"; }
	`), 0o644))
	compile := exec.Command("cc", "-shared", "-fPIC", "-Wl,-soname,libcodex_sdk.so.0", source, "-o", w.path("libcodex_sdk.so.0"))
	if said, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	program := w.program(newSession(object{"message": "never"}), "resume")
	// What the other one does not have is not asked for.
	program.Env = append(program.Env, "LD_LIBRARY_PATH="+w.work, "LD_BIND_NOW=")
	said, err := program.CombinedOutput()
	if err == nil || !strings.Contains(string(said), "libcodex_sdk 9.0.0 has ABI version 2, but this program was compiled for 1") {
		t.Errorf("%v: %s", err, said)
	}
}
