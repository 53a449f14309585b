// Package example lets the examples run offline, and in the tests. A program of your own gives its options, or nil.
package example

import (
	"encoding/json"
	"log"
	"os"

	"codexsdk"
)

// Options are those that the variable CODEX_SDK_EXAMPLE_OPTIONS holds, as JSON with the library's names. Without it they
// are nil: the installed Codex CLI, its own configuration and login.
func Options() *codexsdk.ClientOptions {
	text := os.Getenv("CODEX_SDK_EXAMPLE_OPTIONS")
	if text == "" {
		return nil
	}
	options := &codexsdk.ClientOptions{}
	if err := json.Unmarshal([]byte(text), &options.Extra); err != nil {
		log.Fatalf("CODEX_SDK_EXAMPLE_OPTIONS: %v", err)
	}
	return options
}
