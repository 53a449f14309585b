package codexsdk_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"codexsdk"
)

// examplesHome is a folder for all tests.
var examplesHome string

// withExamples leads clients without options to the CLI of the tests, and to a model that knows the examples.
func withExamples(run func() int) int {
	home, err := os.MkdirTemp("", "codexsdk-examples-")
	check(err)
	defer os.RemoveAll(home)
	examplesHome = home
	model := newSession(
		object{"match": "tests fail", "message": "The port is taken."},
		object{"match": "Run the tests", "command": "echo 3 passed"},
		object{"match": "3 passed", "message": "All 3 tests pass."},
		object{"match": "last commit", "message": `{"summary":"Adds a cache.","problems":["It is never emptied."]}`},
		object{"match": "Which number", "message": "It was 7."},
		object{"match": "the number 7", "message": "I shall."},
		object{"match": "to a million", "command": "sleep 1000"},
	)
	check(os.WriteFile(filepath.Join(home, "config.toml"), []byte(model.configuration()), 0o644))
	for name, value := range map[string]string{
		"CODEX_SDK_CLI": nativeCLI(), "CODEX_API_KEY": "test-key", "CODEX_HOME": home, "HOME": home,
	} {
		check(os.Setenv(name, value))
	}
	return run()
}

// configuration is a config.toml that leads to the session.
func (s session) configuration() string {
	return fmt.Sprintf(`model_provider = "mock"
[model_providers.mock]
name = "mock"
base_url = %q
env_key = "CODEX_API_KEY"
wire_api = "responses"
supports_websockets = false
request_max_retries = 0
stream_max_retries = 0
[analytics]
enabled = false
`, s.baseURL)
}

var options = &codexsdk.ThreadOptions{SkipGitRepoCheck: true}

func start() (*codexsdk.Client, *codexsdk.Thread) {
	client, err := codexsdk.NewClient(nil)
	check(err)
	thread, err := client.StartThread(options)
	check(err)
	return client, thread
}

func Example() {
	client, err := codexsdk.NewClient(nil)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	thread, err := client.StartThread(&codexsdk.ThreadOptions{
		SandboxMode:      codexsdk.SandboxReadOnly,
		SkipGitRepoCheck: true,
	})
	if err != nil {
		log.Fatal(err)
	}
	result, err := thread.Run(context.Background(), "Find out why the tests fail.", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.FinalResponse)
	// Output: The port is taken.
}

func ExampleTurn_Events() {
	client, thread := start()
	defer client.Close()

	turn, err := thread.RunStreamed(context.Background(), "Run the tests.", nil)
	if err != nil {
		log.Fatal(err)
	}
	for event, err := range turn.Events() {
		if err != nil {
			log.Fatal(err)
		}
		if event, ok := event.(*codexsdk.ItemCompletedEvent); ok {
			switch item := event.Item.(type) {
			case *codexsdk.CommandExecutionItem:
				if item.ExitCode != nil {
					fmt.Println("ran a command, exit code", *item.ExitCode)
				}
			case *codexsdk.AgentMessageItem:
				fmt.Println("says:", item.Text)
			}
		}
	}
	// Output:
	// ran a command, exit code 0
	// says: All 3 tests pass.
}

func ExampleRunJSON() {
	client, thread := start()
	defer client.Close()

	type Report struct {
		Summary  string   `json:"summary"`
		Problems []string `json:"problems" description:"one sentence each"`
	}
	report, err := codexsdk.RunJSON[Report](context.Background(), thread, "Review the last commit.", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Summary)
	fmt.Println(report.Problems[0])
	// Output:
	// Adds a cache.
	// It is never emptied.
}

func ExampleClient_ResumeThread() {
	client, thread := start()
	defer client.Close()

	if _, err := thread.Run(context.Background(), "Remember the number 7.", nil); err != nil {
		log.Fatal(err)
	}
	id := thread.ID() // keep it where you like

	thread, err := client.ResumeThread(id, options)
	if err != nil {
		log.Fatal(err)
	}
	result, err := thread.Run(context.Background(), "Which number?", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.FinalResponse)
	// Output: It was 7.
}

func ExampleThread_Run_deadline() {
	client, thread := start()
	defer client.Close()

	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err := thread.Run(ctx, "Count to a million.", nil)
	fmt.Println(err)
	fmt.Println(errors.Is(err, context.DeadlineExceeded))
	// Output:
	// codexsdk: the turn was cancelled: context deadline exceeded
	// true
}

func ExampleSchemaFor() {
	schema, err := codexsdk.SchemaFor[struct {
		State string `json:"state" enum:"ok,action_required"`
	}]()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(schema))
	// Output: {"type":"object","properties":{"state":{"type":"string","enum":["ok","action_required"]}},"required":["state"],"additionalProperties":false}
}
