// Lets the agent call a function of this program.
//
//	go run ./examples/tools ["Which is larger, the price of tea or that of coffee?"]
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"codexsdk"
	"codexsdk/internal/example"
)

var prices = map[string]float64{"tea": 2.50, "coffee": 3.20}

type article struct {
	Name string `json:"name" enum:"tea,coffee"`
}

func price(_ context.Context, of article) (float64, error) {
	fmt.Println("looks up:", of.Name)
	return prices[of.Name], nil
}

func main() {
	prompt := "Which is larger, the price of tea or that of coffee?"
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
		Tools:            []codexsdk.Tool{codexsdk.NewTool("price", "The price of an article, in euros.", price)},
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
