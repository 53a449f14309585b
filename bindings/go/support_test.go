package codexsdk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"codexsdk"
)

// marker is a variable by which the processes of a test are found.
const marker = "CODEX_SDK_TEST_CASE"

// patience is for what must come; only a defect uses it up.
const patience = 30 * time.Second

// world is a test's own folders. When the test is over, nothing that it started may be left.
type world struct {
	testing.TB
	folder, work, home, temporary string
}

func newWorld(t testing.TB) world {
	t.Helper()
	needsCLI(t)
	folder := t.TempDir()
	w := world{t, folder, filepath.Join(folder, "work"), filepath.Join(folder, "home"), filepath.Join(folder, "tmp")}
	for _, name := range []string{w.work, w.home, w.temporary} {
		check(os.Mkdir(name, 0o755))
	}
	t.Cleanup(func() {
		w.expectNoProcesses()
		w.eventually("no temporary files", func() bool { return len(w.temporaryFiles()) == 0 })
	})
	return w
}

// temporaryFiles leaves out a folder that the CLI (0.169.0) leaves wherever it has run a command in its sandbox.
func (w world) temporaryFiles() []string {
	var names []string
	entries, err := os.ReadDir(w.temporary)
	check(err)
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), "codex-bwrap-synthetic-mount-targets-") {
			names = append(names, entry.Name())
		}
	}
	return names
}

// path is a path in the agent's working directory.
func (w world) path(name string) string {
	return filepath.Join(w.work, name)
}

func (w world) exists(name string) bool {
	_, err := os.Stat(w.path(name))
	return err == nil
}

func (w world) touch(name string) {
	check(os.WriteFile(w.path(name), nil, 0o644))
}

func (w world) environment(more ...string) []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + w.home,
		"CODEX_HOME=" + w.home,
		"TMPDIR=" + w.temporary,
		marker + "=" + w.folder,
	}, more...)
}

func (w world) client(options codexsdk.ClientOptions) *codexsdk.Client {
	w.Helper()
	client, err := codexsdk.NewClient(&options)
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { client.Close() })
	return client
}

func (w world) start(client *codexsdk.Client) *codexsdk.Thread {
	w.Helper()
	thread, err := client.StartThread(&codexsdk.ThreadOptions{WorkingDirectory: w.work, SkipGitRepoCheck: true})
	if err != nil {
		w.Fatal(err)
	}
	return thread
}

// real is a thread of the real CLI, whose model gives these answers.
func (w world) real(responses ...object) *codexsdk.Thread {
	w.Helper()
	return w.start(w.realClient(newSession(responses...)))
}

func (w world) realClient(model session) *codexsdk.Client {
	w.Helper()
	return w.client(codexsdk.ClientOptions{
		CodexPathOverride: nativeCLI(),
		Env:               w.environment("CODEX_API_KEY=test-key"),
		Config: object{
			"model_provider": "mock", "model_providers": object{"mock": model.provider()},
			"analytics": object{"enabled": false},
		},
	})
}

// hostile is a thread of hostile-codex, which plays these steps.
func (w world) hostile(steps ...object) *codexsdk.Thread {
	w.Helper()
	return w.start(w.hostileClient(steps...))
}

func (w world) hostileClient(steps ...object) *codexsdk.Client {
	w.Helper()
	script, err := json.Marshal(steps)
	check(err)
	return w.client(codexsdk.ClientOptions{
		CodexPathOverride: testProgram("hostile-codex"),
		Env:               w.environment("HOSTILE_SCRIPT="+string(script), "HOSTILE_RECORD="+w.folder),
	})
}

// stream starts a turn that nothing but the test ends.
func (w world) stream(thread *codexsdk.Thread) *codexsdk.Turn {
	w.Helper()
	turn, err := thread.RunStreamed(context.Background(), "hi", nil)
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { turn.Close() })
	return turn
}

// next is an event that has to come.
func (w world) next(turn *codexsdk.Turn) codexsdk.Event {
	w.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	event, err := turn.Next(ctx)
	if err != nil {
		w.Fatal(err)
	}
	return event
}

// What hostile-codex plays.
var (
	begins = []object{{"thread_started": "thread-1"}, {"turn_started": true}}
	ends   = []object{{"agent_message": "ok"}, {"turn_completed": true}}
	hangs  = append(begins[:2:2], object{"hang": true})
)

func ordinary() []object {
	return append(begins[:2:2], ends...)
}

// invocations says how often hostile-codex was started.
func (w world) invocations() int {
	found, err := filepath.Glob(filepath.Join(w.folder, "invocation-*"))
	check(err)
	return len(found)
}

// eventually waits for what is promised to happen soon, and is not reported.
func (w world) eventually(what string, condition func() bool) {
	w.Helper()
	for until := time.Now().Add(patience); !condition(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(until) {
			w.Fatalf("not so: %s", what)
		}
	}
}

// processes are those of the test that are alive: by their environment, or, for the library's watchdog, which has one of
// its own, by their command line.
func (w world) processes() []string {
	var found []string
	entries, err := os.ReadDir("/proc")
	check(err)
	for _, entry := range entries {
		if strings.Trim(entry.Name(), "0123456789") != "" || entry.Name() == fmt.Sprint(os.Getpid()) {
			continue
		}
		// What cannot be read has ended meanwhile, or is somebody else's.
		variables, _ := os.ReadFile("/proc/" + entry.Name() + "/environ")
		command, _ := os.ReadFile("/proc/" + entry.Name() + "/cmdline")
		if strings.Contains(string(variables), marker+"="+w.folder+"\x00") || strings.Contains(string(command), w.folder) {
			found = append(found, entry.Name()+": "+strings.ReplaceAll(string(command), "\x00", " "))
		}
	}
	return found
}

func (w world) expectNoProcesses() {
	w.Helper()
	w.eventually("no processes", func() bool { return len(w.processes()) == 0 })
}

// descriptors is how many this process has.
func descriptors() int {
	entries, err := os.ReadDir("/proc/self/fd")
	check(err)
	return len(entries)
}

// settled is how many there are when a client has run a turn.
func (w world) settled(client *codexsdk.Client) int {
	w.Helper()
	thread := w.start(client)
	defer thread.Close()
	if _, err := thread.Run(context.Background(), "hi", nil); err != nil {
		w.Fatal(err)
	}
	return w.steadyDescriptors()
}

// steadyDescriptors is how many there are when none is being given back.
func (w world) steadyDescriptors() (now int) {
	w.Helper()
	w.eventually("the number of descriptors is steady", func() bool {
		before := now
		now = descriptors()
		return now == before
	})
	return now
}

// threads is how many this process has, of the operating system.
func threads() int {
	entries, err := os.ReadDir("/proc/self/task")
	check(err)
	return len(entries)
}
