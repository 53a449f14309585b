//! Functions of a turn.

use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;

use super::boundary::{guard, guard_quietly, optional_text, owned, required, text, timeout};
use super::handles;
use super::status::{codex_sdk_status, codex_sdk_status_code, of_code, CODEX_SDK_END, CODEX_SDK_OK, CODEX_SDK_TIMEOUT};
use super::thread::codex_sdk_thread;
use crate::sdk::{words, Callbacks, Deliver, Error, Next, Thread, Turn, TurnOptions};

/// One turn: a prompt and everything the agent does in reply.
#[allow(non_camel_case_types)]
pub struct codex_sdk_turn {
    _opaque: [u8; 0],
}

/// Receives one event: `event_json` is the CLI's own line, NUL-terminated and valid only during the call; `length` is
/// its length in bytes without the NUL. Runs on the client's callback thread, one call at a time. Must not throw,
/// longjmp or unwind.
#[allow(non_camel_case_types)]
pub type codex_sdk_event_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, event_json: *const c_char, length: usize)>;

/// Receives the end of a turn, exactly once and last. With `CODEX_SDK_OK`, `result_or_error_json` is the result (see
/// `codex_sdk_turn_wait`); with a negative status, it is the error JSON (see ERRORS above). It is valid only during the
/// call. The library does not use `user_data` after this call. Runs on the same thread as the events. Must not throw,
/// longjmp or unwind.
#[allow(non_camel_case_types)]
pub type codex_sdk_end_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        status: codex_sdk_status,
        result_or_error_json: *const c_char,
        length: usize,
    ),
>;

/// Starts a turn and returns at once. (Starting the CLI's process takes about a millisecond.)
///
/// - `thread`: the thread. It may be freed while the turn runs.
/// - `prompt`: UTF-8 text, or NULL if the options contain `input`.
/// - `options_json`: a JSON object of turn options (see OPTIONS above), or NULL for the defaults.
/// - `turn`: receives the handle; free it with `codex_sdk_turn_free`.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Also returns `CODEX_SDK_ERROR_BUSY` (the thread is already running a turn), `CODEX_SDK_ERROR_CLI_NOT_FOUND`,
/// `CODEX_SDK_ERROR_SPAWN_FAILED`, `CODEX_SDK_ERROR_IO`, `CODEX_SDK_ERROR_SHUT_DOWN`, `CODEX_SDK_ERROR_UNSUPPORTED`,
/// `CODEX_SDK_ERROR_TURN_FAILED` (the thread has passed its limit of tokens).
/// Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_turn_start(
    thread: *mut codex_sdk_thread,
    prompt: *const c_char,
    options_json: *const c_char,
    turn: *mut *mut codex_sdk_turn,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let thread = handles::get::<Thread>(thread.cast())?;
            required("turn", turn)?;
            let prompt = optional_text("prompt", prompt)?;
            let options = TurnOptions::read(optional_text("options_json", options_json)?)?;
            *turn = handles::insert(thread.turn(prompt, options, None)?).cast();
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Starts a turn that delivers its events to callbacks.
///
/// - `thread`, `prompt`, `options_json`, `error_json`: as for `codex_sdk_turn_start`.
/// - `on_event`: called for each event, or NULL if only the end matters to you. With `on_event`, the result contains no
///   items, since `on_event` received them; without it, the result contains all completed items.
/// - `on_end`: called exactly once and last, however the turn ends; must not be NULL.
/// - `user_data`: passed to both callbacks; the library does not read it.
/// - `turn`: receives the handle before the first callback; free it with `codex_sdk_turn_free`. If you free it before
///   the end, `on_end` is still called.
///
/// Callbacks run on one thread per client. A slow callback delays only the other callbacks of that client and, once 256
/// KiB of events are waiting, the turn's CLI. Callbacks may call every function in this header. For a turn with
/// callbacks, `codex_sdk_turn_next`, `codex_sdk_turn_next_batch` and `codex_sdk_turn_wait` return
/// `CODEX_SDK_ERROR_BUSY`, and `codex_sdk_turn_fd` returns -1.
///
/// Returns the same as `codex_sdk_turn_start`. If that is not `CODEX_SDK_OK`, no callback is ever called. Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_turn_start_with_callback(
    thread: *mut codex_sdk_thread,
    prompt: *const c_char,
    options_json: *const c_char,
    on_event: codex_sdk_event_callback,
    on_end: codex_sdk_end_callback,
    user_data: *mut c_void,
    turn: *mut *mut codex_sdk_turn,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let thread = handles::get::<Thread>(thread.cast())?;
            required("turn", turn)?;
            let Some(on_end) = on_end else {
                return Err(Error::invalid("on_end is NULL; it is required, since it reports the end of the turn"));
            };
            let prompt = optional_text("prompt", prompt)?;
            let options = TurnOptions::read(optional_text("options_json", options_json)?)?;
            let user_data = UserData(user_data);
            let callbacks = Callbacks {
                on_start: Box::new(move |started: &Arc<Turn>| *turn = handles::insert(Arc::clone(started)).cast()),
                deliver: Deliver {
                    on_event: on_event.map(|on_event| {
                        Box::new(move |line: &[u8]| {
                            on_event(user_data.get(), line.as_ptr().cast(), line.len().saturating_sub(1))
                        }) as Box<dyn FnMut(&[u8]) + Send>
                    }),
                    on_end: Box::new(move |result| {
                        let (code, mut json) = match result {
                            Ok(result) => (CODEX_SDK_OK, result),
                            Err(error) => (of_code(error.code()), error.to_json()),
                        };
                        let length = json.len();
                        json.push('\0');
                        on_end(user_data.get(), code as codex_sdk_status, json.as_ptr().cast(), length);
                    }),
                },
            };
            thread.turn(prompt, options, Some(callbacks))?;
            Ok(CODEX_SDK_OK)
        })
    }
}

/// The host's own pointer, which the library only carries.
#[derive(Clone, Copy)]
struct UserData(*mut c_void);

// SAFETY: never read through here; the contract says that the callbacks come from another thread.
unsafe impl Send for UserData {}

impl UserData {
    fn get(self) -> *mut c_void {
        self.0
    }
}

/// Returns the next event of a turn. Events arrive in order, and none is left out.
///
/// - `turn`: the turn. Only one thread at a time may read it or wait for it: a second concurrent call returns
///   `CODEX_SDK_ERROR_BUSY`.
/// - `timeout_ms`: how long to wait for an event, in milliseconds: -1 waits indefinitely, 0 does not wait.
/// - `event_json`: receives the event as one line of JSON, NUL-terminated. It stays valid until the next
///   `codex_sdk_turn_next`, `codex_sdk_turn_next_batch`, `codex_sdk_turn_wait` or `codex_sdk_turn_free` on this turn.
///   Do not free it.
/// - `length`: receives its length in bytes without the NUL; may be NULL.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Returns `CODEX_SDK_OK` with an event; `CODEX_SDK_TIMEOUT` if none arrived in time; `CODEX_SDK_END` after the last
/// event of a completed turn; or, after the last event of a turn that ended in any other way, the reason:
/// `CODEX_SDK_ERROR_TURN_FAILED`, `CODEX_SDK_ERROR_CLI_FAILED`, `CODEX_SDK_ERROR_PROTOCOL`,
/// `CODEX_SDK_ERROR_CANCELLED`, `CODEX_SDK_ERROR_TURN_TIMEOUT`, `CODEX_SDK_ERROR_THREAD_NOT_FOUND`,
/// `CODEX_SDK_ERROR_IO`, `CODEX_SDK_ERROR_SHUT_DOWN`, `CODEX_SDK_ERROR_REQUEST_FAILED`, or `CODEX_SDK_ERROR_BUSY` (the
/// thread is in use elsewhere). The end is permanent: further calls return the same. Before the end the call may also
/// return `CODEX_SDK_ERROR_BUSY` (another call is reading the turn), or `CODEX_SDK_ERROR_INVALID_HANDLE` (another
/// thread freed the turn). Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_turn_next(
    turn: *mut codex_sdk_turn,
    timeout_ms: i32,
    event_json: *mut *const c_char,
    length: *mut usize,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through. The line stays where
    // it is until the next call, as the contract says.
    unsafe {
        guard(error_json, || {
            let turn = handles::get::<Turn>(turn.cast())?;
            required("event_json", event_json)?;
            let next = turn.next(timeout(timeout_ms)?, |line| {
                *event_json = line.as_ptr().cast();
                if !length.is_null() {
                    *length = line.len() - 1;
                }
            })?;
            status_of(next)
        })
    }
}

/// Like `codex_sdk_turn_next`, but returns every event already buffered, as one contiguous block. A binding with an
/// expensive FFI needs fewer calls, and a proxy can pass the block on with one write.
///
/// - `turn`, `timeout_ms`, `error_json`: as for `codex_sdk_turn_next`; `timeout_ms` is how long to wait for the first
///   event.
/// - `events_json`: receives one or more events, each the CLI's own line followed by a NUL. The block stays valid as
///   long as the event of `codex_sdk_turn_next` would. Do not free it.
/// - `length`: receives the length of the whole block in bytes, including every NUL; must not be NULL.
/// - `count`: receives the number of events; may be NULL.
///
/// A block is at most 64 KiB long, unless it is a single longer event. You may mix calls of both functions. Returns the
/// same as `codex_sdk_turn_next`. Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_turn_next_batch(
    turn: *mut codex_sdk_turn,
    timeout_ms: i32,
    events_json: *mut *const c_char,
    length: *mut usize,
    count: *mut usize,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through. The lines stay where
    // they are until the next call, as the contract says.
    unsafe {
        guard(error_json, || {
            let turn = handles::get::<Turn>(turn.cast())?;
            required("events_json", events_json)?;
            required("length", length)?;
            let next = turn.next_batch(timeout(timeout_ms)?, |lines, number| {
                *events_json = lines.as_ptr().cast();
                *length = lines.len();
                if !count.is_null() {
                    *count = number;
                }
            })?;
            status_of(next)
        })
    }
}

fn status_of(next: Next) -> Result<codex_sdk_status_code, Error> {
    match next {
        Next::Event => Ok(CODEX_SDK_OK),
        Next::TimedOut => Ok(CODEX_SDK_TIMEOUT),
        Next::End(end) => match &*end {
            Ok(_) => Ok(CODEX_SDK_END),
            Err(error) => Err(error.clone()),
        },
    }
}

/// Returns a descriptor for your event loop. It is readable whenever `codex_sdk_turn_next` would return an event or the
/// end at once. It is level-triggered and stays readable after the end.
///
/// The library owns it: poll it, but do not read or close it. Every call returns the same descriptor; freeing the turn
/// closes it. Returns -1 for a turn with callbacks, for an invalid handle, in a child that was forked while a client
/// was alive, and when the process has no descriptor left. Any thread.
#[no_mangle]
pub extern "C" fn codex_sdk_turn_fd(turn: *mut codex_sdk_turn) -> c_int {
    let descriptor = guard_quietly(|| handles::get::<Turn>(turn.cast()).ok()?.descriptor().ok()?);
    descriptor.unwrap_or(-1)
}

/// Consumes the rest of the turn's events and returns its result.
///
/// - `turn`: the turn. Only one thread at a time may read it or wait for it, as with `codex_sdk_turn_next`.
/// - `timeout_ms`: how long to wait for the end, in milliseconds: -1 waits indefinitely, 0 does not wait. Even with 0,
///   the call consumes everything already buffered. If more has arrived meanwhile, the descriptor of
///   `codex_sdk_turn_fd` stays readable and is re-armed for edge-triggered pollers.
/// - `result_json`: receives the result; may be NULL. Free it with `codex_sdk_string_free`:
///   `{"thread_id":...,"items":[...],"final_response":"...","usage":{...},"turn_usage":{...}}`. `items` has the
///   completed items, except those whose events you read yourself; `final_response` is the agent's last message (with
///   an output schema, the last message that is JSON); `usage` has the CLI's token counts, which are totals of the
///   thread; `turn_usage` is this turn's share of them, or null if the thread's earlier counts are unknown (in the
///   first turn of a resumed thread, or after a turn that failed).
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Returns `CODEX_SDK_OK`, `CODEX_SDK_TIMEOUT` (nothing is lost: call again), or an error of `codex_sdk_turn_next`.
/// After the end, further calls return the same. Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_turn_wait(
    turn: *mut codex_sdk_turn,
    timeout_ms: i32,
    result_json: *mut *mut c_char,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let turn = handles::get::<Turn>(turn.cast())?;
            let Some(result) = turn.wait(timeout(timeout_ms)?)? else { return Ok(CODEX_SDK_TIMEOUT) };
            if !result_json.is_null() {
                *result_json = owned(result)?;
            }
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Answers an `approval.requested` or `tool.requested` event of a turn. Does not wait.
///
/// - `turn`: the turn.
/// - `request_id`: the `request_id` of the event.
/// - `response_json`: a JSON object. It depends on the event's `kind`:
///   - `command`, `file_change`: `{"decision":"accept"}`, where the decision is "accept", "accept_for_session" (do not
///     ask again for the like), "decline" (the agent continues without) or "cancel" (the turn ends with
///     `CODEX_SDK_ERROR_CANCELLED`);
///   - `permissions`: a decision, which grants what was asked for, or
///     `{"permissions":{...},"scope":"turn"}` to grant something else; the scope may be "session", too;
///   - `mcp_elicitation`: a decision, with `"content":{...}` if it is "accept";
///   - `user_input`: `{"answers":{"ID OF A QUESTION":["..."]}}`, or `{"decision":"decline"}`;
///   - for a `tool.requested` event: `{"content":[{"type":"text","text":"..."}]}`, in which an entry may also be
///     `{"type":"image","url":"data:..."}`, or `{"error":"..."}` if the tool failed;
///   - for any of them, `{"raw":{...}}` passes the CLI its own form of a response.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// A response that does not fit is an invalid argument and leaves the request open, so that you can respond again. So is
/// a `request_id` that is not open: already answered, expired (thread option `approval_timeout_ms`) or of another turn.
/// After the end of the turn, the call does nothing and succeeds. Whatever is never answered counts as declined.
///
/// Also returns `CODEX_SDK_ERROR_UNSUPPORTED` (another transport). Any thread, callbacks included.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_turn_respond(
    turn: *mut codex_sdk_turn,
    request_id: *const c_char,
    response_json: *const c_char,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let turn = handles::get::<Turn>(turn.cast())?;
            turn.respond(text("request_id", request_id)?, text("response_json", response_json)?)?;
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Says something to the agent while a turn runs: it takes note of it before its next step. Does not wait. A
/// `turn.steered` event follows when the agent has it; if the CLI refuses it, an item of type `error` says why. A message
/// that the agent is writing at that moment may break off (CLI 0.171.0). If the turn ends first, nothing happens.
///
/// - `turn`: the turn.
/// - `prompt`: UTF-8 text, or NULL if the options contain `input`.
/// - `options_json`: a JSON object that may contain `input` (see the turn option of that name), or NULL.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Also returns `CODEX_SDK_ERROR_UNSUPPORTED` (another transport). Any thread, callbacks included.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_turn_steer(
    turn: *mut codex_sdk_turn,
    prompt: *const c_char,
    options_json: *const c_char,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let turn = handles::get::<Turn>(turn.cast())?;
            let prompt = optional_text("prompt", prompt)?;
            turn.steer(words(prompt, optional_text("options_json", options_json)?)?)?;
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Returns the id of a turn, which the thread option `last_turn_id` and requests to the app-server take.
///
/// - `turn`: the turn.
/// - `turn_id`: receives the id; NULL before `turn.started` has arrived, and always with the transport `exec`, whose
///   turns have no ids. Free it with `codex_sdk_string_free`.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_turn_id(
    turn: *mut codex_sdk_turn,
    turn_id: *mut *mut c_char,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says; the handle is a number, never read through.
    unsafe {
        guard(error_json, || {
            let turn = handles::get::<Turn>(turn.cast())?;
            required("turn_id", turn_id)?;
            *turn_id = turn.id().map(owned).transpose()?.unwrap_or(std::ptr::null_mut());
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Asks a turn to end, without waiting. The turn ends with `CODEX_SDK_ERROR_CANCELLED` once its processes are gone,
/// normally within 50 ms, and within about two seconds at worst. You can still read the events that arrived before. You
/// may cancel a turn any number of times; cancelling one that has ended does nothing and is not an error.
///
/// Any thread, callbacks included. Not from a signal handler.
#[no_mangle]
pub extern "C" fn codex_sdk_turn_cancel(turn: *mut codex_sdk_turn) -> codex_sdk_status {
    // SAFETY: NULL is allowed for the error.
    unsafe {
        guard(std::ptr::null_mut(), || {
            handles::get::<Turn>(turn.cast())?.cancel();
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Frees a turn, and cancels it if it is running. Does not wait and cannot deadlock. An event you still hold from this
/// turn becomes invalid.
///
/// Does nothing if the handle is NULL, already freed or of another kind. Any thread, the turn's own callbacks included.
#[no_mangle]
pub extern "C" fn codex_sdk_turn_free(turn: *mut codex_sdk_turn) {
    guard_quietly(|| {
        if let Some(turn) = handles::remove::<Turn>(turn.cast()) {
            turn.release();
        }
    });
}
