// Lists the conversations that the CLI has stored, the newest ones first.
//
//	go run ./examples/threads ["words to search for"]
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
	options := &codexsdk.ListOptions{}
	if len(os.Args) > 1 {
		options.SearchTerm = os.Args[1]
	}
	if err := list(context.Background(), options); err != nil {
		log.Fatal(err)
	}
}

func list(ctx context.Context, options *codexsdk.ListOptions) error {
	client, err := codexsdk.NewClient(example.AppServer())
	if err != nil {
		return err
	}
	defer client.Close()
	for thread, err := range client.Threads(ctx, options) {
		if err != nil {
			return err
		}
		name := thread.Name
		if name == "" {
			name = thread.Preview
		}
		fmt.Printf("%s  %s  %.60s\n", thread.UpdatedAt.Format("2006-01-02 15:04"), thread.ID, name)
	}
	return nil
}
