// Ends a turn early: with Enter, with Ctrl-C, or by a time-out.
//
//	go run ./examples/cancel ["Count to a million, one number a second."]
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"time"

	"codexsdk"
	"codexsdk/internal/example"
)

var errEnter = errors.New("the user pressed Enter")

func main() {
	prompt := "Count to a million, one number a second."
	if len(os.Args) > 1 {
		prompt = os.Args[1]
	}
	// Ctrl-C reaches only this program, not what the agent started.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err == nil {
			cancel(errEnter)
		}
	}()
	fmt.Println("Press Enter or Ctrl-C to end the turn.")

	switch err := count(ctx, prompt); {
	case errors.Is(err, errEnter):
		fmt.Println("Cancelled. Everything the agent started has ended.")
	case errors.Is(err, codexsdk.ErrCancelled):
		os.Exit(130)
	case err != nil:
		log.Fatal(err)
	default:
		fmt.Println("The turn completed.")
	}
}

func count(ctx context.Context, prompt string) error {
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
	turn, err := thread.RunStreamed(ctx, prompt, &codexsdk.TurnOptions{Timeout: 10 * time.Minute})
	if err != nil {
		return err
	}
	for event, err := range turn.Events() {
		if err != nil {
			return err
		}
		switch event := event.(type) {
		case *codexsdk.ItemStartedEvent:
			fmt.Println("begins:", event.Item.Type())
		case *codexsdk.ThreadErrorEvent:
			// Usually "Reconnecting... 1/5": the CLI cannot reach the model and retries.
			fmt.Println("notice:", event.Message)
		}
	}
	return nil
}
