package codexsdk

import "encoding/json"

// Code says what kind of error an [Error] is. Codes are errors themselves, so that errors.Is finds them:
//
//	if errors.Is(err, codexsdk.ErrThreadNotFound) { … }
type Code string

// The codes of the library, and at the end two of this package.
const (
	// ErrInvalidArgument means: an argument or option is not what it must be; Error.Option names it.
	ErrInvalidArgument Code = "invalid_argument"
	// ErrInvalidHandle means: the client or thread whose method was called is closed itself.
	ErrInvalidHandle Code = "invalid_handle"
	// ErrBusy means: the thread has a turn that is still running, or another goroutine is reading this turn's events.
	ErrBusy Code = "busy"
	// ErrCLINotFound means: there is no Codex CLI; Error.Tried lists where it was looked for.
	ErrCLINotFound Code = "cli_not_found"
	// ErrSpawnFailed means: the CLI could not be started.
	ErrSpawnFailed Code = "spawn_failed"
	// ErrCLIFailed means: the CLI ended before the turn did; see Error.ExitCode or Error.Signal, and Error.Stderr.
	ErrCLIFailed Code = "cli_failed"
	// ErrProtocol means: the CLI printed what is no event, or too long a line; Error.Line is its beginning.
	ErrProtocol Code = "protocol"
	// ErrTurnFailed means: the agent reports that the turn failed; the message is its own.
	ErrTurnFailed Code = "turn_failed"
	// ErrCancelled means: the turn was cancelled, and nothing that it started is left, unless the message says that it did
	// not end in time. If it was a context that ended, errors.Is(err, context.Canceled) or context.DeadlineExceeded holds
	// as well.
	ErrCancelled Code = "cancelled"
	// ErrTurnTimeout means: the turn ran into the time-out that Error.Option names.
	ErrTurnTimeout Code = "turn_timeout"
	// ErrThreadNotFound means: the CLI does not know the thread to resume.
	ErrThreadNotFound Code = "thread_not_found"
	// ErrIO means: the operating system refused something: no descriptor, no memory, no temporary folder.
	ErrIO Code = "io"
	// ErrForked means: the process was forked while a client was alive.
	ErrForked Code = "forked"
	// ErrShutDown means: the client of this thread or turn is closed, or any client during the call.
	ErrShutDown Code = "shut_down"
	// ErrInternal means: a bug in the library; please report it.
	ErrInternal Code = "internal"

	// ErrInvalidResponse means: [RunJSON] cannot take the agent's answer; Error.Response is its text.
	ErrInvalidResponse Code = "invalid_response"
	// ErrLibrary means: the library is of a version that this package cannot use.
	ErrLibrary Code = "library"
)

// Error is the code's word, such as "cancelled".
func (c Code) Error() string {
	return string(c)
}

// Error is every error of this package but those of a context given to [Turn.Next], [Turn.Wait] or [Client.Info], and
// io.EOF.
// Fields of which nothing is known are zero.
type Error struct {
	// Code is for programs, Message for people: it says what is wrong, with which value, and what to do.
	Code    Code   `json:"code"`
	Message string `json:"message"`
	// Retryable: the same call can succeed without anything being changed.
	Retryable bool `json:"retryable"`
	// ThreadID is the thread whose turn it was; it can be resumed.
	ThreadID string `json:"thread_id,omitzero"`
	// ExitCode and Signal say how the CLI ended.
	ExitCode *int `json:"exit_code,omitzero"`
	Signal   *int `json:"signal,omitzero"`
	// Stderr is the end of what the CLI wrote there, 16 KiB at the most.
	Stderr          string `json:"stderr,omitzero"`
	StderrTruncated bool   `json:"stderr_truncated,omitzero"`
	// Line is what could not be read of the CLI's output, up to 1000 bytes.
	Line string `json:"line,omitzero"`
	// Tried is every place where the CLI was looked for; NotUsed one in or above the current directory, which nobody
	// named.
	Tried   []string `json:"tried,omitzero"`
	NotUsed string   `json:"not_used,omitzero"`
	// Option is the option that is not right. Like messages, it has the library's name for it: "timeout_ms" is
	// TurnOptions.Timeout, "codex_path_override" ClientOptions.CodexPathOverride.
	Option string `json:"option,omitzero"`
	// LastEventType is the type of the last event before the error.
	LastEventType string `json:"last_event_type,omitzero"`

	// Response is the agent's answer that [RunJSON] cannot take.
	Response string `json:"-"`
	// Raw is all that the library said, as JSON.
	Raw json.RawMessage `json:"-"`

	causes []error
}

// Error is the message, and what caused it.
func (e *Error) Error() string {
	text := "codexsdk: " + e.Message
	if len(e.causes) > 0 {
		text += ": " + e.causes[len(e.causes)-1].Error()
	}
	return text
}

// Unwrap gives the code, and what caused the error: the end of a context, a failure to decode.
func (e *Error) Unwrap() []error {
	return append([]error{e.Code}, e.causes...)
}

func invalidArgument(option, message string) *Error {
	return &Error{Code: ErrInvalidArgument, Message: message, Option: option}
}
