// Asks on the terminal before the agent does anything outside its sandbox.
//
//	go run ./examples/approvals ["Write a haiku to haiku.txt."]
package main

import (
	"bufio"
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"codexsdk"
	"codexsdk/internal/example"
)

func main() {
	prompt := "Write a haiku to haiku.txt."
	if len(os.Args) > 1 {
		prompt = os.Args[1]
	}
	if err := run(context.Background(), prompt); err != nil {
		log.Fatalf("the turn failed: %v", err)
	}
}

func run(ctx context.Context, prompt string) error {
	client, err := codexsdk.NewClient(example.AppServer())
	if err != nil {
		return err
	}
	defer client.Close()
	thread, err := client.StartThread(&codexsdk.ThreadOptions{
		SandboxMode:      codexsdk.SandboxReadOnly,
		SkipGitRepoCheck: true,
		OnApproval:       ask,
	})
	if err != nil {
		return err
	}
	result, err := thread.Run(ctx, prompt, nil)
	if err != nil {
		return err
	}
	fmt.Println(result.FinalResponse)
	return nil
}

func ask(_ context.Context, request *codexsdk.ApprovalRequestedEvent) (codexsdk.Response, error) {
	switch request.Kind {
	case codexsdk.ApprovalKindCommand:
		fmt.Println("The agent wants to run:", request.Command)
	case codexsdk.ApprovalKindFileChange:
		for _, change := range request.Changes {
			fmt.Println("The agent wants to change:", change.Path)
		}
	default:
		// Questions and permissions need more than a yes.
		return codexsdk.DecisionDecline, nil
	}
	if request.Reason != "" {
		fmt.Println("It says:", request.Reason)
	}
	fmt.Print("Allow it? [y/N] ")
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	if strings.HasPrefix(strings.ToLower(line), "y") {
		return codexsdk.DecisionAccept, nil
	}
	return codexsdk.DecisionDecline, nil
}
