package codexsdk

import "time"

// A durationOption is an option in milliseconds. If it has a default, zero means the default and a negative duration turns
// it off. Otherwise zero means off.
type durationOption struct {
	name       string
	held       time.Duration
	hasDefault bool
}

// Input is a text or an image for the agent. Create it with [Text], [ImageFile] or [ImageData].
type Input struct {
	// Type is "text", "local_image" or "image". It says which of the fields below is used.
	Type string  `json:"type"`
	Text *string `json:"text,omitzero"`
	Path string  `json:"path,omitzero"`
	Data []byte  `json:"data,omitzero"`
}

// Text returns a text.
func Text(text string) Input {
	return Input{Type: "text", Text: &text}
}

// ImageFile returns an image in a file: PNG, JPEG, GIF or WebP.
func ImageFile(path string) Input {
	return Input{Type: "local_image", Path: path}
}

// ImageData returns an image, given the content of its file: PNG, JPEG, GIF or WebP.
func ImageData(data []byte) Input {
	if data == nil {
		// Not absent but empty, which the library reports.
		data = []byte{}
	}
	return Input{Type: "image", Data: data}
}
