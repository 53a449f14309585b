// Runs several turns at once, each in a goroutine.
//
//	go run ./examples/many ["What is a fork?" "What is a spoon?" …]
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"sync"

	"codexsdk"
	"codexsdk/internal/example"
)

func main() {
	prompts := os.Args[1:]
	if len(prompts) == 0 {
		prompts = []string{"What is in this folder?", "Which of these files is the longest?"}
	}
	client, err := codexsdk.NewClient(example.Options())
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	answers := make([]string, len(prompts))
	var turns sync.WaitGroup
	for i, prompt := range prompts {
		turns.Add(1)
		go func() {
			defer turns.Done()
			answer, err := ask(client, prompt)
			if err != nil {
				answer = fmt.Sprintf("(%v)", err)
			}
			answers[i] = answer
		}()
	}
	turns.Wait()
	for i, prompt := range prompts {
		fmt.Printf("%s\n  %s\n", prompt, answers[i])
	}
}

func ask(client *codexsdk.Client, prompt string) (string, error) {
	thread, err := client.StartThread(&codexsdk.ThreadOptions{
		SandboxMode:      codexsdk.SandboxReadOnly,
		SkipGitRepoCheck: true,
	})
	if err != nil {
		return "", err
	}
	defer thread.Close()
	result, err := thread.Run(context.Background(), prompt, nil)
	if err != nil {
		return "", err
	}
	return result.FinalResponse, nil
}
