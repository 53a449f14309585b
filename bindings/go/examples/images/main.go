// Passes images to the model: a file, and one that the program draws.
//
//	go run ./examples/images [picture.png] ["What do you see?"]
package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log"
	"os"

	"codexsdk"
	"codexsdk/internal/example"
)

func main() {
	input := []codexsdk.Input{codexsdk.ImageData(redSquare())}
	if len(os.Args) > 1 {
		input = append(input, codexsdk.ImageFile(os.Args[1]))
	}
	prompt := "What do you see?"
	if len(os.Args) > 2 {
		prompt = os.Args[2]
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
	result, err := thread.Run(context.Background(), prompt, &codexsdk.TurnOptions{Input: input})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.FinalResponse)
}

func redSquare() []byte {
	square := image.NewPaletted(image.Rect(0, 0, 64, 64), color.Palette{color.RGBA{R: 255, A: 255}})
	var file bytes.Buffer
	if err := png.Encode(&file, square); err != nil {
		log.Fatal(err)
	}
	return file.Bytes()
}
