package codexsdk_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// What examples do beyond one run; tests/programs.json has all the others, with what they print.

// userHome is where Go has its caches; examples have another home.
var userHome = os.Getenv("HOME")

var buildPrograms = sync.OnceValue(func() string {
	folder := filepath.Join(examplesHome, "programs")
	// The flags of this run are in the environment: GOFLAGS.
	build := exec.Command("go", "build", "-o", folder+"/", "./examples/resume", "./examples/cancel")
	build.Env = append(os.Environ(), "HOME="+userHome)
	if said, err := build.CombinedOutput(); err != nil {
		panic(string(said))
	}
	return folder
})

// sources are the programs that readers copy: the examples, and those of the README.
func sources() map[string]string {
	found := map[string]string{}
	files, err := filepath.Glob("examples/*/main.go")
	check(err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		check(err)
		found[file] = string(text)
	}
	page, err := os.ReadFile("README.md")
	check(err)
	for i, block := range regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		found[fmt.Sprintf("README.md, program %d", i+1)] = block[1]
	}
	return found
}

// TestProgramsPrintNotices: without network, login or the right port the CLI says what is wrong in notices only.
func TestProgramsPrintNotices(t *testing.T) {
	for name, source := range sources() {
		reads := strings.Contains(source, ".Events()") || strings.Contains(source, ".Next(")
		if reads && !strings.Contains(source, "ThreadErrorEvent") {
			t.Errorf("%s reads events and prints no notices", name)
		}
	}
}

// TestExamplesTakeOptions: all of them run offline by one variable.
func TestExamplesTakeOptions(t *testing.T) {
	for name, source := range sources() {
		takes := strings.Contains(source, "NewClient(example.Options())") || strings.Contains(source, "NewClient(example.AppServer())")
		if strings.HasPrefix(name, "examples") && !takes {
			t.Errorf("%s takes no options from CODEX_SDK_EXAMPLE_OPTIONS", name)
		}
	}
}

func (w world) program(model session, name string, arguments ...string) *exec.Cmd {
	check(os.WriteFile(filepath.Join(w.home, "config.toml"), []byte(model.configuration()), 0o644))
	command := exec.Command(filepath.Join(buildPrograms(), name), arguments...)
	command.Dir = w.work
	command.Env = w.environment("CODEX_SDK_CLI="+nativeCLI(), "CODEX_API_KEY=test-key")
	return command
}

func TestResume(t *testing.T) {
	w := newWorld(t)
	model := newSession(object{"message": "I have one."}, object{"message": "Eight."})
	said, err := w.program(model, "resume").Output()
	check(err)
	id := regexp.MustCompile(`To continue: .* (\S+)\n`).FindStringSubmatch(string(said))[1]
	said, err = w.program(model, "resume", "One more than that?", id).Output()
	if err != nil || !strings.HasPrefix(string(said), "Eight.\n") || !strings.HasSuffix(string(said), id+"\n") {
		t.Errorf("%s%v", said, err)
	}
	if requests := model.requests(); !strings.Contains(fmt.Sprint(requests[1]), "I have one.") {
		t.Error(requests)
	}
}

func TestCancel(t *testing.T) {
	for name, ending := range map[string]struct {
		status int
		last   string
	}{
		"Enter":  {0, "Cancelled. Everything the agent started has ended.\n"},
		"Ctrl-C": {130, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			program := w.program(newSession(object{"command": "exec sleep 1000"}), "cancel")
			stdin, err := program.StdinPipe()
			check(err)
			stdout, err := program.StdoutPipe()
			check(err)
			check(program.Start())
			lines := bufio.NewReader(stdout)
			for _, want := range []string{"Press Enter or Ctrl-C to end the turn.\n", "begins: command_execution\n"} {
				if line, err := lines.ReadString('\n'); line != want {
					t.Errorf("%q, %v", line, err)
				}
			}
			if name == "Enter" {
				_, err = stdin.Write([]byte("\n"))
			} else {
				err = program.Process.Signal(syscall.SIGINT)
			}
			check(err)
			if last, _ := lines.ReadString('\n'); last != ending.last {
				t.Errorf("%q", last)
			}
			program.Wait()
			if status := program.ProcessState.ExitCode(); status != ending.status {
				t.Errorf("exit status %d", status)
			}
		})
	}
}
