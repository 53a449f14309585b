// A turn that can be ended early: with Enter, with Ctrl-C, and by a time-out.
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

var errEnter = errors.New("somebody pressed Enter")

func main() {
	prompt := "Count to a million, one number a second."
	if len(os.Args) > 1 {
		prompt = os.Args[1]
	}
	// Ctrl-C reaches this program only, not what the agent has started.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err == nil {
			cancel(errEnter)
		}
	}()
	fmt.Println("Enter or Ctrl-C ends the turn.")

	switch err := count(ctx, prompt); {
	case errors.Is(err, errEnter):
		fmt.Println("Cancelled. What the agent had started has ended, too.")
	case errors.Is(err, codexsdk.ErrCancelled):
		os.Exit(130)
	case err != nil:
		log.Fatal(err)
	default:
		fmt.Println("It came to its end.")
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
			// Mostly "Reconnecting... 1/5": the CLI cannot reach the model and tries again.
			fmt.Println("notice:", event.Message)
		}
	}
	return nil
}
