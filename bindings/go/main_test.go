package codexsdk_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
)

// The counterparts of the tests: the real, pinned CLI in front of a local server that plays the model, and
// hostile-codex, which plays any CLI. Both are described in tests/testkit of the project.

// modelServer is the address of the one server.
var modelServer string

func TestMain(m *testing.M) {
	os.Exit(withModelServer(m.Run))
}

func withModelServer(run func() int) int {
	server := exec.Command(testProgram("model-server"))
	server.Stderr = os.Stderr
	stdin, err := server.StdinPipe()
	check(err)
	stdout, err := server.StdoutPipe()
	check(err)
	check(server.Start())
	// It ends with its stdin.
	defer server.Wait()
	defer stdin.Close()
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	check(err)
	var greeting struct{ URL string }
	check(json.Unmarshal(line, &greeting))
	modelServer = greeting.URL
	return withExamples(run)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// project is a path in the root of the project.
func project(names ...string) string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(append([]string{filepath.Dir(file), "..", ".."}, names...)...)
}

func testProgram(name string) string {
	folder := os.Getenv("CODEX_SDK_TEST_BIN")
	if folder == "" {
		folder = project("target", "debug")
	}
	return existing(filepath.Join(folder, name), "cargo build --workspace")
}

func nativeCLI() string {
	if path := os.Getenv("CODEX_SDK_TEST_CLI"); path != "" {
		return path
	}
	machine := map[string][2]string{
		"amd64": {"codex-linux-x64", "x86_64-unknown-linux-musl"},
		"arm64": {"codex-linux-arm64", "aarch64-unknown-linux-musl"},
	}[runtime.GOARCH]
	modules := project("tests", "cli", "node_modules", "@openai")
	return existing(filepath.Join(modules, machine[0], "vendor", machine[1], "bin", "codex"), "make deps")
}

func existing(path, remedy string) string {
	if _, err := os.Stat(path); err != nil {
		panic(fmt.Sprintf("%v: run `%s` in the root of the project", err, remedy))
	}
	return path
}

type object = map[string]any

// session is a scripted conversation with the model server.
type session struct {
	url, baseURL string
}

var sessions atomic.Int64

// newSession lets the model give these answers, one a request, and the last one again and again.
func newSession(responses ...object) session {
	made := session{url: fmt.Sprintf("%s/s/go-%d", modelServer, sessions.Add(1))}
	var answer struct {
		BaseURL string `json:"base_url"`
	}
	ask("PUT", made.url, object{"responses": responses}, &answer)
	made.baseURL = answer.BaseURL
	return made
}

// requests are the bodies of what the model was asked.
func (s session) requests() []object {
	var every []struct {
		Path string
		Body any
	}
	ask("GET", s.url+"/requests", nil, &every)
	var bodies []object
	for _, request := range every {
		if body, ok := request.Body.(object); ok && request.Path == "/responses" {
			bodies = append(bodies, body)
		}
	}
	return bodies
}

// provider is the configuration that leads the CLI to the session.
func (s session) provider() object {
	return object{
		"name":                   "mock",
		"base_url":               s.baseURL,
		"env_key":                "CODEX_API_KEY",
		"wire_api":               "responses",
		"supports_websockets":    false,
		"request_max_retries":    0,
		"stream_max_retries":     0,
		"stream_idle_timeout_ms": 60_000,
	}
}

// loopback goes through no proxy.
var loopback = http.Client{Transport: &http.Transport{}}

func ask(method, url string, body, answer any) {
	text, err := json.Marshal(body)
	check(err)
	request, err := http.NewRequest(method, url, bytes.NewReader(text))
	check(err)
	response, err := loopback.Do(request)
	check(err)
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	check(err)
	if err := json.Unmarshal(said, answer); err != nil {
		panic(fmt.Sprintf("%v: %s", err, said))
	}
}
