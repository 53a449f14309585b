// Package example lets the examples run offline and in the tests. Your own program passes its own options, or nil.
package example

import (
	"encoding/json"
	"log"
	"os"

	"codexsdk"
)

// Options returns the client options in the variable CODEX_SDK_EXAMPLE_OPTIONS, as JSON with the library's names. Without
// the variable it returns nil: the installed Codex CLI with its own configuration and login.
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

// AppServer returns the same options with the transport that some examples need.
func AppServer() *codexsdk.ClientOptions {
	options := Options()
	if options == nil {
		options = &codexsdk.ClientOptions{}
	}
	options.Transport = codexsdk.TransportAppServer
	return options
}
