// Package codexsdk runs the OpenAI Codex agent: it starts or resumes a conversation, gives what the agent does as typed
// events, its answer as text or as data, and ends it at any moment with everything it has started.
//
// A [Client] is one way of reaching the Codex CLI, a [Thread] one conversation, and a turn one prompt and everything the
// agent does until it has answered. [Thread.Run] runs a turn to its end; [Thread.RunStreamed] gives a [Turn], whose
// events are read with a range loop; [RunJSON] asks for an answer of a Go type. The context of a turn ends it.
//
// # Goroutines
//
// All methods may be called from any goroutine at any time. One goroutine at a time reads a turn; another one that tries
// gets [ErrBusy]. A goroutine that waits for a turn sleeps in Go's poller and takes no thread of the operating system.
//
// # Closing
//
// A turn gives back all that it holds when it has ended and was read or waited for, when the loop over its events is
// left, or by [Turn.Close]. Clients and threads are closed with Close. What is forgotten is closed when the garbage
// collector finds it, which is a safety net and no more. A program that exits, or is killed, leaves nothing running.
//
// # Errors
//
// Errors are [*Error], with a [Code] that errors.Is finds: errors.Is(err, codexsdk.ErrThreadNotFound).
package codexsdk
