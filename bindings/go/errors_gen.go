// Code generated from schema/sdk.json by `make vocabulary`. DO NOT EDIT.

package codexsdk

import "encoding/json"

// Codes of errors. [ErrInvalidResponse], [ErrHandlerFailed] and [ErrLibrary] are of this package, the others of the
// library.
const (
	// ErrInvalidArgument means that an argument or option is missing or not valid: text that is not UTF-8, an unknown
	// option, a value of the wrong type, or a file or folder that does not exist. If it is an option, [Error.Option]
	// names it.
	ErrInvalidArgument Code = "invalid_argument"
	// ErrInvalidHandle means that the client, thread or turn has already been closed or freed, or the handle is not
	// valid.
	ErrInvalidHandle Code = "invalid_handle"
	// ErrBusy means that the thread is already running a turn, here or in another process, or another caller is already
	// reading this turn's events.
	ErrBusy Code = "busy"
	// ErrCLINotFound means that no Codex CLI was found. [Error.Tried] lists every place searched.
	ErrCLINotFound Code = "cli_not_found"
	// ErrSpawnFailed means that the operating system could not start the CLI.
	ErrSpawnFailed Code = "spawn_failed"
	// ErrCLIFailed means that the CLI exited before the turn was finished, or exited with an error afterwards (reported
	// only with [TurnOptions.WaitForExit]). See [Error.ExitCode], [Error.Signal] and [Error.Stderr].
	ErrCLIFailed Code = "cli_failed"
	// ErrProtocol means that the CLI printed a line that is not a valid event or is longer than
	// [TurnOptions.MaxLineBytes]. [Error.Line] has the beginning of that line.
	ErrProtocol Code = "protocol"
	// ErrTurnFailed means that the agent reported that the turn failed, in which case the message is the agent's own, or
	// the turn exceeded [TurnOptions.OfflineTimeout], in which case [Error.Option] is "offline_timeout_ms".
	ErrTurnFailed Code = "turn_failed"
	// ErrCancelled means that the turn was cancelled before it finished. Nothing that it started is running, unless the
	// message says that it did not end in time. If a context ended the turn, the error is also [context.Canceled] or
	// [context.DeadlineExceeded].
	ErrCancelled Code = "cancelled"
	// ErrTurnTimeout means that the turn exceeded [TurnOptions.Timeout] or [TurnOptions.IdleTimeout]; [Error.Option]
	// says which of them.
	ErrTurnTimeout Code = "turn_timeout"
	// ErrThreadNotFound means that the CLI does not know the thread to resume, or resumed a different one.
	ErrThreadNotFound Code = "thread_not_found"
	// ErrIO means that the operating system refused something that the library needs: a file, a descriptor, memory or a
	// thread.
	ErrIO Code = "io"
	// ErrForked means that the process was forked while a client existed, so the child cannot use the library; or the
	// client, thread or turn was created before the fork.
	ErrForked Code = "forked"
	// ErrShutDown means that the client was closed or freed, which ended its threads and turns.
	ErrShutDown Code = "shut_down"
	// ErrInternal is a bug in the library. Please report it.
	ErrInternal Code = "internal"
	// ErrRequestFailed means that the CLI's app-server refused a request or did not answer it. [Error.RPCCode] is the
	// error code of a refusal.
	ErrRequestFailed Code = "request_failed"
	// ErrUnsupported means that the client's transport does not support what was asked for. The message says which
	// transport does; [Error.Option] names the option.
	ErrUnsupported Code = "unsupported"
	// ErrInvalidResponse means that [RunJSON] or [Client.Request] cannot decode the answer, or the answer does not
	// follow the schema. [Error.Response] is its text.
	ErrInvalidResponse Code = "invalid_response"
	// ErrHandlerFailed means that the turn completed, but [ThreadOptions.OnApproval] or a [Tool] of your program failed.
	// The error wraps what they returned. [Turn.Wait] and [Thread.Run] return the result, too.
	ErrHandlerFailed Code = "handler_failed"
	// ErrLibrary means that the installed library does not fit this package.
	ErrLibrary Code = "library"
)

// Error is the error of every function in this package, with two exceptions: [Turn.Next], [Turn.Wait], [Client.Info],
// [Client.Request] and [Client.NextNotification] return the error of their context when it ends, and [Turn.Next]
// returns io.EOF after the last event. A field is zero if nothing is known.
type Error struct {
	// What kind of error it is, such as "turn_failed".
	Code Code `json:"code"`
	// What happened, with which value, and what to do about it. It is meant for people.
	Message string `json:"message"`
	// Whether the same call, unchanged, may succeed later.
	Retryable bool `json:"retryable"`
	// Id of the thread; use it to resume the thread.
	ThreadID string `json:"thread_id,omitzero"`
	// Exit code of the CLI.
	ExitCode *int `json:"exit_code,omitzero"`
	// Error code of a request that the CLI's app-server refused.
	RPCCode *int `json:"rpc_code,omitzero"`
	// Number of the signal that ended the CLI.
	Signal *int `json:"signal,omitzero"`
	// The end of the CLI's stderr, at most 16 KiB.
	Stderr string `json:"stderr,omitzero"`
	// Whether the CLI wrote more to stderr than Stderr holds.
	StderrTruncated bool `json:"stderr_truncated,omitzero"`
	// The line from the CLI that could not be read: at most its first 1000 bytes.
	Line string `json:"line,omitzero"`
	// Every place searched for the CLI.
	Tried []string `json:"tried,omitzero"`
	// A CLI found in or above the current directory. It was not run because it was not named explicitly.
	UntrustedCLI string `json:"untrusted_cli,omitzero"`
	// The option that is not valid, or that ended the turn, under the library's name for it, such as "timeout_ms".
	Option string `json:"option,omitzero"`
	// How many tokens or commands were used when a limit ended the turn.
	Used *int `json:"used,omitzero"`
	// Type of the last event before the error.
	LastEventType string `json:"last_event_type,omitzero"`

	// Response is the answer that [RunJSON] or [Client.Request] cannot decode.
	Response string `json:"-"`
	// Raw is the library's error as JSON, with fields that this type does not have.
	Raw json.RawMessage `json:"-"`

	causes []error
}

func (e *Error) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "code":
			e.Code = Code(member.value.text())
		case "message":
			e.Message = member.value.text()
		case "retryable":
			e.Retryable = member.value.boolean()
		case "thread_id":
			e.ThreadID = member.value.text()
		case "exit_code":
			e.ExitCode = member.value.optionalInt()
		case "rpc_code":
			e.RPCCode = member.value.optionalInt()
		case "signal":
			e.Signal = member.value.optionalInt()
		case "stderr":
			e.Stderr = member.value.text()
		case "stderr_truncated":
			e.StderrTruncated = member.value.boolean()
		case "line":
			e.Line = member.value.text()
		case "tried":
			e.Tried = listOf(member.value, value.text)
		case "untrusted_cli":
			e.UntrustedCLI = member.value.text()
		case "option":
			e.Option = member.value.text()
		case "used":
			e.Used = member.value.optionalInt()
		case "last_event_type":
			e.LastEventType = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}
