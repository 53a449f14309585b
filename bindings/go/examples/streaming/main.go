// Prints the events of a turn as they arrive.
//
//	go run ./examples/streaming ["Which of these files is the longest?"]
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
	prompt := "Which of these files is the longest?"
	if len(os.Args) > 1 {
		prompt = os.Args[1]
	}
	if err := follow(context.Background(), prompt); err != nil {
		log.Fatalf("the turn failed: %v", err)
	}
}

func follow(ctx context.Context, prompt string) error {
	client, err := codexsdk.NewClient(example.Options())
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
	for event, err := range turn.Events() {
		if err != nil {
			return err
		}
		show(event)
	}
	return nil
}

func show(event codexsdk.Event) {
	switch event := event.(type) {
	case *codexsdk.ItemStartedEvent:
		if command, ok := event.Item.(*codexsdk.CommandExecutionItem); ok {
			fmt.Println("runs:", command.Command)
		}
	case *codexsdk.ItemCompletedEvent:
		switch item := event.Item.(type) {
		case *codexsdk.ReasoningItem:
			fmt.Println("thinks:", item.Text)
		case *codexsdk.CommandExecutionItem:
			if item.ExitCode != nil {
				fmt.Println("exit code:", *item.ExitCode)
			}
		case *codexsdk.FileChangeItem:
			for _, change := range item.Changes {
				fmt.Println("changes:", change.Path)
			}
		case *codexsdk.AgentMessageItem:
			fmt.Println("says:", item.Text)
		case *codexsdk.ErrorItem:
			fmt.Println("notice:", item.Message)
		}
	case *codexsdk.ThreadErrorEvent:
		// Usually "Reconnecting... 1/5": the CLI cannot reach the model and retries.
		fmt.Println("notice:", event.Message)
	case *codexsdk.TurnCompletedEvent:
		if event.Usage != nil {
			fmt.Println("tokens:", event.Usage.InputTokens+event.Usage.OutputTokens)
		}
	}
}
