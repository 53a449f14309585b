// Says something to the agent as soon as it has begun to work.
//
//	go run ./examples/steer ["Describe the files in this folder." ["In one sentence, please."]]
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
	prompt, more := "Describe the files in this folder.", "In one sentence, please."
	if len(os.Args) > 1 {
		prompt = os.Args[1]
	}
	if len(os.Args) > 2 {
		more = os.Args[2]
	}
	if err := run(context.Background(), prompt, more); err != nil {
		log.Fatalf("the turn failed: %v", err)
	}
}

func run(ctx context.Context, prompt, more string) error {
	client, err := codexsdk.NewClient(example.AppServer())
	if err != nil {
		return err
	}
	defer client.Close()
	thread, err := client.StartThread(&codexsdk.ThreadOptions{
		SandboxMode:      codexsdk.SandboxReadOnly,
		SkipGitRepoCheck: true,
	})
	if err != nil {
		return err
	}
	turn, err := thread.RunStreamed(ctx, prompt, nil)
	if err != nil {
		return err
	}
	said := false
	for event, err := range turn.Events() {
		if err != nil {
			return err
		}
		switch event := event.(type) {
		case *codexsdk.ItemStartedEvent:
			if !said {
				said = true
				if err := turn.Steer(more); err != nil {
					return err
				}
			}
		case *codexsdk.TurnSteeredEvent:
			fmt.Println("The agent has it.")
		case *codexsdk.ItemCompletedEvent:
			if message, ok := event.Item.(*codexsdk.AgentMessageItem); ok {
				fmt.Println(message.Text)
			}
		case *codexsdk.ThreadErrorEvent:
			fmt.Println("notice:", event.Message)
		}
	}
	return nil
}
