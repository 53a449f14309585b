// Runs one turn of the agent and prints the result.
//
//	go run ./examples/quickstart ["What is in this folder?"]
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"codexsdk"
	"codexsdk/internal/example"
)

func main() {
	prompt := "What is in this folder?"
	if len(os.Args) > 1 {
		prompt = os.Args[1]
	}
	client, err := codexsdk.NewClient(example.Options())
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	// The agent may read everything and change nothing, in any folder.
	thread, err := client.StartThread(&codexsdk.ThreadOptions{
		SandboxMode:      codexsdk.SandboxReadOnly,
		SkipGitRepoCheck: true,
	})
	if err != nil {
		log.Fatal(err)
	}
	result, err := thread.Run(context.Background(), prompt, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.FinalResponse)
	if usage := result.TurnUsage; usage != nil {
		fmt.Printf("(%d tokens in, %d out)\n", usage.InputTokens, usage.OutputTokens)
	}
}
