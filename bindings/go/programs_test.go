package codexsdk_test

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// The examples, run as a user runs them, with the real CLI: what they print, and what the model was asked.

var buildPrograms = sync.OnceValue(func() string {
	folder := filepath.Join(examplesHome, "programs")
	// The flags of this run are in the environment: GOFLAGS.
	build := exec.Command("go", "build", "-o", folder+"/", "./examples/...")
	build.Env = append(os.Environ(), "HOME="+userHome)
	if said, err := build.CombinedOutput(); err != nil {
		panic(string(said))
	}
	return folder
})

// userHome is where Go has its caches; the examples have another home.
var userHome = os.Getenv("HOME")

func (w world) program(model session, name string, arguments ...string) *exec.Cmd {
	check(os.WriteFile(filepath.Join(w.home, "config.toml"), []byte(model.configuration()), 0o644))
	command := exec.Command(filepath.Join(buildPrograms(), name), arguments...)
	command.Dir = w.work
	for name, value := range w.environment("CODEX_SDK_CLI", nativeCLI(), "CODEX_API_KEY", "test-key") {
		command.Env = append(command.Env, name+"="+value)
	}
	return command
}

// run gives what a program prints, on both ways, and its exit status.
func (w world) run(model session, name string, arguments ...string) (printed, complained string, status int) {
	w.Helper()
	var out, err strings.Builder
	command := w.program(model, name, arguments...)
	command.Stdout, command.Stderr = &out, &err
	if failure := command.Run(); failure != nil && command.ProcessState == nil {
		w.Fatal(failure)
	}
	w.expectNoProcesses()
	return out.String(), err.String(), command.ProcessState.ExitCode()
}

// prints runs a program that ends well.
func (w world) prints(model session, want, name string, arguments ...string) {
	w.Helper()
	printed, complained, status := w.run(model, name, arguments...)
	if status != 0 || complained != "" || !regexp.MustCompile(`\A(?:`+want+`)\z`).MatchString(printed) {
		w.Errorf("exit status %d\n%s%s", status, printed, complained)
	}
}

func (w world) fails(model session, want, name string, arguments ...string) {
	w.Helper()
	_, complained, status := w.run(model, name, arguments...)
	if status != 1 || !regexp.MustCompile(want).MatchString(complained) {
		w.Errorf("exit status %d\n%s", status, complained)
	}
}

func (s session) asked() string {
	text, err := json.Marshal(s.requests())
	check(err)
	return string(text)
}

func TestQuickstart(t *testing.T) {
	w := newWorld(t)
	model := newSession(object{"message": "Two files."})
	w.prints(model, "Two files\\.\n\\(42 tokens in, 5 out\\)\n", "quickstart", "What is here?")
	if !strings.Contains(model.asked(), "What is here?") {
		t.Error(model.asked())
	}
}

func TestStreaming(t *testing.T) {
	w := newWorld(t)
	w.prints(newSession(object{"reasoning": "First a look.", "command": "true"}, object{"message": "That one."}),
		"thinks: First a look\\.\nruns: \\S+ -l?c .*true.*\nexit code: 0\nsays: That one\\.\ntokens: 94\n", "streaming")
	w.fails(newSession(object{"http": object{"status": 429, "body": object{"error": object{"message": "slow down"}}}}),
		"the turn did not end well: codexsdk: ", "streaming")
}

func TestStructuredOutput(t *testing.T) {
	w := newWorld(t)
	w.prints(newSession(object{"message": `{"summary":"A program.","files":[{"name":"main.go","purpose":"runs"}]}`}),
		"A program\\.\n- main.go: runs\n", "structured_output")
	w.fails(newSession(object{"message": "Nothing."}), "no such answer: .*\nIt said: Nothing\\.\n", "structured_output")
}

func TestImagesProgram(t *testing.T) {
	w := newWorld(t)
	check(os.WriteFile(w.path("red.png"), onePixel, 0o644))
	model := newSession(object{"message": "Red."})
	w.prints(model, "Red\\.\n", "images", "red.png", "Which colour?")
	if strings.Count(model.asked(), `"type":"input_image"`) != 2 || !strings.Contains(model.asked(), "Which colour?") {
		t.Error(model.asked())
	}
}

func TestResume(t *testing.T) {
	w := newWorld(t)
	model := newSession(object{"message": "I have one."}, object{"message": "Eight."})
	printed, _, _ := w.run(model, "resume")
	first := regexp.MustCompile(`\AI have one\.\nTo go on: go run \./examples/resume "And then\?" (\S+)\n\z`).FindStringSubmatch(printed)
	if first == nil {
		t.Fatal(printed)
	}
	w.prints(model, "Eight\\.\nTo go on: .* "+first[1]+"\n", "resume", "One more than that?", first[1])
	if !strings.Contains(model.asked(), "I have one.") {
		t.Error(model.asked())
	}
	w.fails(model, "nobody knows this conversation any more: .*no thread", "resume", "Hello?", "00000000")
}

func TestCancel(t *testing.T) {
	for name, ending := range map[string]struct {
		status int
		last   string
	}{
		"Enter":  {0, "Cancelled. What the agent had started has ended, too.\n"},
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
			for _, want := range []string{"Enter or Ctrl-C ends the turn.\n", "begins: command_execution\n"} {
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
			w.expectNoProcesses()
		})
	}
	w := newWorld(t)
	w.prints(newSession(object{"message": "1, 2"}), "Enter or Ctrl-C ends the turn\\.\nIt came to its end\\.\n", "cancel")
}

func TestMany(t *testing.T) {
	w := newWorld(t)
	w.prints(newSession(object{"match": "a fork", "message": "It has teeth."}, object{"match": "a spoon", "message": "It has none."}),
		"What is a fork\\?\n  It has teeth\\.\nWhat is a spoon\\?\n  It has none\\.\n", "many", "What is a fork?", "What is a spoon?")
}
