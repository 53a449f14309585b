package codexsdk_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
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

// absent is what the tests that run the CLI lack, and what to do about it. They are skipped then.
var absent string

func TestMain(m *testing.M) {
	flag.Parse()
	if how := os.Getenv(leaving); how != "" {
		leave(how)
		return
	}
	if absent = whatIsAbsent(); absent != "" {
		fmt.Fprintln(os.Stderr, "tests that run the CLI are skipped:", absent)
		if os.Getenv("CI") != "" {
			os.Exit(1)
		}
		// They cannot skip themselves.
		check(flag.Set("test.skip", "^Example"))
		os.Exit(m.Run())
	}
	os.Exit(withModelServer(m.Run))
}

func whatIsAbsent() string {
	for path, remedy := range map[string]string{
		testProgram("model-server"): "cargo build --workspace", testProgram("hostile-codex"): "cargo build --workspace",
		nativeCLI(): "make deps",
	} {
		if _, err := os.Stat(path); err != nil {
			return fmt.Sprintf("%v: run `%s` in the root of the project", err, remedy)
		}
	}
	return ""
}

func needsCLI(t testing.TB) {
	t.Helper()
	if absent != "" {
		t.Skip(absent)
	}
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
	return filepath.Join(folder, name)
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
	return filepath.Join(modules, machine[0], "vendor", machine[1], "bin", "codex")
}

type object = map[string]any

// onePixel is a picture, which is red.
var onePixel = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde" +
	"\x00\x00\x00\fIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82")

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
	var bodies []object
	for _, request := range s.recorded() {
		if body, ok := request.Body.(object); ok && request.Path == "/responses" {
			bodies = append(bodies, body)
		}
	}
	return bodies
}

// header is one of the first request for an answer.
func (s session) header(name string) string {
	for _, request := range s.recorded() {
		if request.Path == "/responses" {
			return request.Headers[name]
		}
	}
	return ""
}

type recorded struct {
	Path    string
	Headers map[string]string
	Body    any
}

func (s session) recorded() (every []recorded) {
	ask("GET", s.url+"/requests", nil, &every)
	return every
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
