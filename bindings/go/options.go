package codexsdk

import "time"

// A durationOption is an option in milliseconds. With a default, zero leaves it at that, and a negative duration turns it
// off; without one, it is off unless given.
type durationOption struct {
	name       string
	held       time.Duration
	hasDefault bool
}

// Input is a part of what is said to the agent: a text or an image, as [Text], [ImageFile] and [ImageData] make them.
// Images are PNG, JPEG, GIF or WebP.
type Input struct {
	// Type is "text", "local_image" or "image"; of the fields below the one that belongs to it is used.
	Type string  `json:"type"`
	Text *string `json:"text,omitzero"`
	Path string  `json:"path,omitzero"`
	Data []byte  `json:"data,omitzero"`
}

// Text is a text.
func Text(text string) Input {
	return Input{Type: "text", Text: &text}
}

// ImageFile is an image in a file.
func ImageFile(path string) Input {
	return Input{Type: "local_image", Path: path}
}

// ImageData is an image: what a file of it would hold.
func ImageData(data []byte) Input {
	if data == nil {
		// It is there, and empty; the library says so.
		data = []byte{}
	}
	return Input{Type: "image", Data: data}
}
