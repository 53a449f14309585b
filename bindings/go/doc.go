// Package codexsdk runs the OpenAI Codex agent. It starts or resumes a conversation, returns what the agent does as typed
// events and its answer as text or data, and ends it at any time with everything it started.
//
// A [Client] is a Codex CLI with its configuration, a [Thread] is one conversation, and a turn is one prompt and everything
// the agent does until it has answered. [Thread.Run] runs a turn to its end. [Thread.RunStreamed] returns a [Turn], whose
// events are read with a range loop. [RunJSON] returns the answer as a Go value. A turn ends when its context ends. With
// [TransportAppServer], the agent can ask the program for approval and call its functions ([ThreadOptions.OnApproval] and
// [NewTool]), and [Client.Request] asks the CLI for anything else.
//
// # Goroutines
//
// All methods may be called from any goroutine at any time. Only one goroutine at a time may read a turn; another one gets
// [ErrBusy]. A goroutine that waits for a turn sleeps in Go's poller and does not occupy a thread of the operating system.
//
// # Closing
//
// A turn frees what it holds when it has ended and was read or waited for, when the loop over its events is left, or when
// [Turn.Close] is called. Close clients and threads with Close. The garbage collector closes what is forgotten, but only as
// a safety net. A program that exits, or is killed, leaves nothing running.
//
// # Errors
//
// Errors are of type [*Error] and have a [Code], which errors.Is finds: errors.Is(err, codexsdk.ErrThreadNotFound).
package codexsdk
