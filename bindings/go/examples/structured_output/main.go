// Gets an answer as data: the agent is given the schema of a struct, and its answer is decoded into one.
//
//	go run ./examples/structured_output ["What is in this folder?"]
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

// Folder is the answer.
type Folder struct {
	Summary string `json:"summary" description:"one sentence"`
	Files   []File `json:"files"`
}

// File is one file in the answer.
type File struct {
	Name    string `json:"name"`
	Purpose string `json:"purpose"`
}

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
	thread, err := client.StartThread(&codexsdk.ThreadOptions{
		SandboxMode:      codexsdk.SandboxReadOnly,
		SkipGitRepoCheck: true,
	})
	if err != nil {
		log.Fatal(err)
	}
	folder, err := codexsdk.RunJSON[Folder](context.Background(), thread, prompt, nil)
	if failed := (*codexsdk.Error)(nil); errors.As(err, &failed) && failed.Code == codexsdk.ErrInvalidResponse {
		log.Fatalf("%v\nThe answer was: %s", failed, failed.Response)
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(folder.Summary)
	for _, file := range folder.Files {
		fmt.Printf("- %s: %s\n", file.Name, file.Purpose)
	}
}
