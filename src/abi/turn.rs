//! Functions of a turn.

use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;

use super::boundary::{guard, guard_quietly, optional_text, owned, required, timeout};
use super::handles;
use super::status::{codex_sdk_status, codex_sdk_status_code, of_code, CODEX_SDK_END, CODEX_SDK_OK, CODEX_SDK_TIMEOUT};
use super::thread::codex_sdk_thread;
use crate::sdk::{Callbacks, Deliver, Error, Next, Thread, Turn, TurnOptions};

/// One turn: a prompt, and everything the agent does until it has answered.
#[allow(non_camel_case_types)]
pub struct codex_sdk_turn {
    _opaque: [u8; 0],
}

/// Gets one event: `event_json` is the CLI's own line, NUL-terminated, `length` bytes without the NUL, valid during
/// the call only. Comes from the client's callback thread, one call at a time. Must not throw or jump out.
#[allow(non_camel_case_types)]
pub type codex_sdk_event_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, event_json: *const c_char, length: usize)>;

/// Gets the end of a turn, exactly once and last: with `CODEX_SDK_OK` the result (see `codex_sdk_turn_wait`), with a
/// negative status the error JSON; valid during the call only. After it `user_data` is not used any more. Comes from
/// the same thread as the events. Must not throw or jump out.
#[allow(non_camel_case_types)]
pub type codex_sdk_end_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        status: codex_sdk_status,
        result_or_error_json: *const c_char,
        length: usize,
    ),
>;

/// Starts a turn and returns at once (after starting the CLI's process, a millisecond or so).
///
/// - `thread`: the thread; it may be freed while the turn runs.
/// - `prompt`: UTF-8 text, or NULL when the options carry `input`.
/// - `options_json`: a JSON object, or NULL for the defaults: `input`, `output_schema`, `timeout_ms`,
///   `idle_timeout_ms`, `offline_timeout_ms`, `wait_for_exit`, `max_line_bytes`, `cyber_access_program` (the README
///   describes each).
/// - `turn`: gets the handle; free it with `codex_sdk_turn_free`.
/// - `error_json`: see "Errors" above; may be NULL.
///
/// Also answers `CODEX_SDK_ERROR_BUSY` (a turn of this thread is running), `CODEX_SDK_ERROR_CLI_NOT_FOUND`,
/// `CODEX_SDK_ERROR_SPAWN_FAILED`, `CODEX_SDK_ERROR_IO`, `CODEX_SDK_ERROR_SHUT_DOWN`. Any thread.
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

/// Starts a turn whose events are not taken by the host but brought to it.
///
/// - `thread`, `prompt`, `options_json`, `error_json`: as for `codex_sdk_turn_start`.
/// - `on_event`: called for each event; NULL if only the end matters (then the result carries all completed items;
///   otherwise it carries none, since `on_event` has had them).
/// - `on_end`: called exactly once, last, however the turn ends. Must not be NULL.
/// - `user_data`: handed to both, and not touched.
/// - `turn`: gets the handle before the first call of a callback; free it with `codex_sdk_turn_free`, which does not
///   take the end away: `on_end` is still called.
///
/// Callbacks come from one thread per client: one that takes its time delays the others of that client (and, when
/// 256 KiB of events are waiting, the CLI), nothing else. They may call every function of this header;
/// `codex_sdk_turn_next`, `codex_sdk_turn_wait` and `codex_sdk_turn_fd` have nothing to give for such a turn.
///
/// Answers as `codex_sdk_turn_start`; if it is not `CODEX_SDK_OK`, no callback is called. Any thread.
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

/// Takes the next event of a turn, in order, none left out.
///
/// - `turn`: the turn. One consumer at a time: a second call at the same time answers `CODEX_SDK_ERROR_BUSY`.
/// - `timeout_ms`: how long to wait for an event, in milliseconds: -1 for ever, 0 not at all.
/// - `event_json`: gets the CLI's own line, byte for byte, NUL-terminated. Borrowed: valid until the next
///   `codex_sdk_turn_next`, `codex_sdk_turn_wait` or `codex_sdk_turn_free` on this turn. Do not free it.
/// - `length`: gets its length in bytes without the NUL; may be NULL.
/// - `error_json`: see "Errors" above; may be NULL.
///
/// Answers `CODEX_SDK_OK` with an event; `CODEX_SDK_TIMEOUT`; `CODEX_SDK_END` after the last event of a completed turn;
/// a negative status after the last event of a turn that ended in another way: `CODEX_SDK_ERROR_TURN_FAILED`,
/// `CODEX_SDK_ERROR_CLI_FAILED`, `CODEX_SDK_ERROR_PROTOCOL`, `CODEX_SDK_ERROR_CANCELLED`,
/// `CODEX_SDK_ERROR_TURN_TIMEOUT`, `CODEX_SDK_ERROR_THREAD_NOT_FOUND`, `CODEX_SDK_ERROR_IO`,
/// `CODEX_SDK_ERROR_SHUT_DOWN`. An end stays: asking again gives the same. Before the end it may also be
/// `CODEX_SDK_ERROR_BUSY`, or `CODEX_SDK_ERROR_INVALID_HANDLE` because another thread frees the turn. Any thread.
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

/// As `codex_sdk_turn_next`, with all the events that lie ready one behind the other: for a binding whose every call into C has
/// a price, and for whoever wants to pass them on in one write.
///
/// - `turn`, `timeout_ms`, `error_json`: as for `codex_sdk_turn_next`, also how long to wait for the first event.
/// - `events_json`: gets one or more events, each the CLI's own line followed by a NUL. Borrowed, as there.
/// - `length`: gets the length of all, in bytes, every NUL counted; must not be NULL.
/// - `count`: gets the number of events; may be NULL.
///
/// A batch holds 64 KiB, or one longer event, at the most. Answers as `codex_sdk_turn_next`,
/// and the two may be mixed. Any thread.
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

/// A descriptor for the host's own event loop: readable exactly while `codex_sdk_turn_next` with `timeout_ms` 0 would
/// not answer `CODEX_SDK_TIMEOUT` (level-triggered, and so readable for ever after the end).
///
/// The library owns it: poll it, do not read or close it; it is closed when the turn is freed. The same one at each
/// call. -1 for a turn with callbacks, for a handle that is no live turn, in a child that
/// was forked while a client was alive, and when the process has no descriptor left. Any thread.
#[no_mangle]
pub extern "C" fn codex_sdk_turn_fd(turn: *mut codex_sdk_turn) -> c_int {
    let descriptor = guard_quietly(|| handles::get::<Turn>(turn.cast()).ok()?.descriptor().ok()?);
    descriptor.unwrap_or(-1)
}

/// Consumes the rest of the turn's events and answers with its result.
///
/// - `turn`: the turn. One consumer at a time, as for `codex_sdk_turn_next`.
/// - `timeout_ms`: how long to wait for the end, in milliseconds: -1 for ever, 0 not at all. However short it is, what lies
///   ready is taken; if more has come by then, `codex_sdk_turn_fd` stays readable, and says so anew.
/// - `result_json`: gets the result; may be NULL. Free it with `codex_sdk_string_free`:
///   `{"thread_id":...,"items":[...],"final_response":"...","usage":{...},"turn_usage":{...}}`, with every item completed in what
///   this and earlier `codex_sdk_turn_wait` calls consumed, the agent's last message (with an output schema: its last
///   one that is JSON), the CLI's token figures, which are totals of the thread, and this turn's share of them, null
///   if what came before is not known (a resumed thread's first turn; after a turn that failed).
/// - `error_json`: see "Errors" above; may be NULL.
///
/// Also answers `CODEX_SDK_TIMEOUT` (nothing is lost: call again), and the errors of `codex_sdk_turn_next`.
/// Asking again gives the same. Any thread.
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

/// Asks a turn to end. Does not block: the turn ends with `CODEX_SDK_ERROR_CANCELLED` when its processes are gone
/// (with the real CLI within 50 ms, at the latest after two seconds or so). Events that came before are still
/// there to be taken. Before the end any number of times; after it there is nothing to cancel, and no error.
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

/// Frees a turn; one that is running is cancelled. Does not wait and cannot deadlock. An event of the turn that is
/// still held is gone, too.
///
/// A NULL, freed or other handle is no error and does nothing. Any thread, the turn's own callbacks included.
#[no_mangle]
pub extern "C" fn codex_sdk_turn_free(turn: *mut codex_sdk_turn) {
    guard_quietly(|| {
        if let Some(turn) = handles::remove::<Turn>(turn.cast()) {
            turn.release();
        }
    });
}
