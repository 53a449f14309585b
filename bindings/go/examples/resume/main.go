// Starts a conversation, or resumes one. Prints the command that resumes it.
//
//	go run ./examples/resume ["Think of a number."] [ID]
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"codexsdk"
	"codexsdk/internal/example"
)

func main() {
	prompt := "Think of a number."
	if len(os.Args) > 1 {
		prompt = os.Args[1]
	}
	client, err := codexsdk.NewClient(example.Options())
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	thread, err := open(client)
	if err != nil {
		log.Fatal(err)
	}
	result, err := thread.Run(context.Background(), prompt, nil)
	if errors.Is(err, codexsdk.ErrThreadNotFound) {
		log.Fatalf("cannot resume this conversation: %v", err)
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.FinalResponse)
	fmt.Printf("To continue: go run ./examples/resume %q %s\n", "And then?", thread.ID())
}

func open(client *codexsdk.Client) (*codexsdk.Thread, error) {
	// The CLI does not store options with the conversation: pass them each time.
	options := &codexsdk.ThreadOptions{SandboxMode: codexsdk.SandboxReadOnly, SkipGitRepoCheck: true}
	if len(os.Args) > 2 {
		return client.ResumeThread(os.Args[2], options)
	}
	return client.StartThread(options)
}
