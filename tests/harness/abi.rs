//! The library as a C program sees it: loaded at run time, every symbol by name, every string freed through
//! `codex_sdk_string_free`. Thin safe wrappers on top, which also hold the library to the promises that are
//! the same for every call: a status always has a name, out-parameters are written only on success, error
//! JSON only on failure, and its `code` says the same as the status.

use serde_json::Value;
use std::ffi::{c_char, c_int, c_void, CStr, CString};
use std::path::PathBuf;
use std::ptr;
use std::sync::OnceLock;

pub type Status = i32;
pub const OK: Status = 0;
pub const TIMEOUT: Status = 1;
pub const END: Status = 2;

pub type RawHandle = *mut c_void;
pub type EventCallback = extern "C" fn(*mut c_void, *const c_char, usize);
pub type EndCallback = extern "C" fn(*mut c_void, Status, *const c_char, usize);

macro_rules! symbols {
    ($($name:ident: fn($($argument:ty),*) $(-> $answer:ty)?;)*) => {
        /// The symbol table: the whole ABI, one field a function, named as in the header without `codex_sdk_`.
        pub struct Symbols { $(pub $name: unsafe extern "C" fn($($argument),*) $(-> $answer)?,)* }

        impl Symbols {
            fn load(library: &libloading::Library) -> Result<Symbols, String> {
                $(let $name = {
                    let symbol = concat!("codex_sdk_", stringify!($name));
                    // SAFETY: the signatures are the header's; the library is never unloaded.
                    *unsafe { library.get(symbol.as_bytes()) }.map_err(|error| format!("{symbol}: {error}"))?
                };)*
                Ok(Symbols { $($name,)* })
            }
        }
    };
}

symbols! {
    version: fn() -> *const c_char;
    abi_version: fn() -> u32;
    status_name: fn(Status) -> *const c_char;
    string_free: fn(*mut c_char);
    json_get: fn(*const c_char, *const c_char, *mut *mut c_char, *mut *mut c_char) -> Status;
    client_new: fn(*const c_char, *mut RawHandle, *mut *mut c_char) -> Status;
    client_info: fn(RawHandle, *mut *mut c_char, *mut *mut c_char) -> Status;
    client_request: fn(RawHandle, *const c_char, *const c_char, i32, *mut *mut c_char, *mut *mut c_char) -> Status;
    client_next: fn(RawHandle, i32, *mut *const c_char, *mut usize, *mut *mut c_char) -> Status;
    client_fd: fn(RawHandle) -> c_int;
    client_free: fn(RawHandle);
    thread_start: fn(RawHandle, *const c_char, *mut RawHandle, *mut *mut c_char) -> Status;
    thread_resume: fn(RawHandle, *const c_char, *const c_char, *mut RawHandle, *mut *mut c_char) -> Status;
    thread_fork: fn(RawHandle, *const c_char, *const c_char, *mut RawHandle, *mut *mut c_char) -> Status;
    thread_id: fn(RawHandle, *mut *mut c_char, *mut *mut c_char) -> Status;
    thread_free: fn(RawHandle);
    thread_run: fn(RawHandle, *const c_char, *const c_char, *mut *mut c_char, *mut *mut c_char) -> Status;
    turn_start: fn(RawHandle, *const c_char, *const c_char, *mut RawHandle, *mut *mut c_char) -> Status;
    turn_start_with_callback: fn(RawHandle, *const c_char, *const c_char, EventCallback, EndCallback, *mut c_void, *mut RawHandle, *mut *mut c_char) -> Status;
    turn_next: fn(RawHandle, i32, *mut *const c_char, *mut usize, *mut *mut c_char) -> Status;
    turn_fd: fn(RawHandle) -> c_int;
    turn_wait: fn(RawHandle, i32, *mut *mut c_char, *mut *mut c_char) -> Status;
    turn_respond: fn(RawHandle, *const c_char, *const c_char, *mut *mut c_char) -> Status;
    turn_steer: fn(RawHandle, *const c_char, *const c_char, *mut *mut c_char) -> Status;
    turn_id: fn(RawHandle, *mut *mut c_char, *mut *mut c_char) -> Status;
    turn_cancel: fn(RawHandle) -> Status;
    turn_free: fn(RawHandle);
}

static SYMBOLS: OnceLock<Result<Symbols, String>> = OnceLock::new();

/// Loads the library, or says why not. Call it once, early, to fail with words instead of with a panic.
pub fn load() -> Result<&'static Symbols, String> {
    let loaded = SYMBOLS.get_or_init(|| {
        let path = library_path()?;
        // SAFETY: loading runs the library's constructors, of which it has none.
        let library = unsafe { libloading::Library::new(&path) }
            .map_err(|error| format!("cannot load the library {}: {error}", path.display()))?;
        // It is linked "nodelete": it stays for the life of the process.
        Symbols::load(Box::leak(Box::new(library)))
    });
    loaded.as_ref().map_err(Clone::clone)
}

fn symbols() -> &'static Symbols {
    load().unwrap_or_else(|error| panic!("{error}"))
}

/// `CODEX_SDK_LIBRARY`, or the one that cargo built for this test: beside it in `target/<profile>/deps`, and
/// after a `cargo build` in `target/<profile>`, too. The first one is always current, the second one may be old.
pub fn library_path() -> Result<PathBuf, String> {
    let name = libloading::library_filename("codex_sdk");
    let places = match std::env::var_os("CODEX_SDK_LIBRARY") {
        Some(path) => vec![PathBuf::from(path)],
        None => {
            let folder = super::cli::target_folder()?;
            vec![folder.join("deps").join(&name), folder.join(&name)]
        }
    };
    let found = places.iter().find(|path| path.is_file());
    found
        .cloned()
        .ok_or_else(|| format!("there is no library at {places:?}: run `cargo build`, or set CODEX_SDK_LIBRARY"))
}

/// The name of a status without prefixes: `OK`, `TURN_FAILED`.
pub fn status_name(status: Status) -> String {
    // SAFETY: any integer is allowed; the answer is static.
    let name = unsafe { (symbols().status_name)(status) };
    assert!(!name.is_null(), "codex_sdk_status_name({status}) answered NULL");
    // SAFETY: a static, NUL-terminated string.
    let name = unsafe { CStr::from_ptr(name) }.to_string_lossy().to_uppercase();
    let name = name.strip_prefix("CODEX_SDK_").unwrap_or(&name);
    name.strip_prefix("ERROR_").unwrap_or(name).to_string()
}

/// The status of that name.
pub fn status_by_name(name: &str) -> Option<Status> {
    (-100..100).find(|&status| status_name(status) == name && name != "UNKNOWN")
}

/// What a failing call says.
#[derive(Debug, Clone)]
pub struct Failure {
    pub status: Status,
    pub error: Value,
    /// The error as it came.
    pub json: String,
}

/// A `char *` that came out of the library.
fn take_string(string: *mut c_char) -> Option<String> {
    if string.is_null() {
        return None;
    }
    // SAFETY: the library's own string, freed exactly once, after it was copied.
    let text = unsafe { CStr::from_ptr(string) }.to_bytes().to_vec();
    unsafe { (symbols().string_free)(string) };
    Some(String::from_utf8(text).expect("a string from the library is not UTF-8"))
}

/// Turns status and error out-parameter into a `Result`, checking the promises about both.
fn outcome(function: &str, status: Status, error: *mut c_char) -> Result<Status, Failure> {
    let error = take_string(error);
    if status >= 0 {
        assert!(error.is_none(), "{function} answered {} and yet wrote an error: {error:?}", status_name(status));
        return Ok(status);
    }
    let text = error.unwrap_or_else(|| panic!("{function} answered {} without error JSON", status_name(status)));
    Err(Failure { status, error: parse_error(function, status, &text), json: text })
}

/// The error JSON of a call, which must be in order.
pub fn parse_error(function: &str, status: Status, text: &str) -> Value {
    let error: Value = serde_json::from_str(text)
        .unwrap_or_else(|error| panic!("{function}: its error JSON is not JSON: {error}: {text}"));
    check_error(status, &error).unwrap_or_else(|complaint| panic!("{function}: {complaint}"));
    error
}

/// Error JSON has a `code` that says the same as the status, and a `message` for people.
pub fn check_error(status: Status, error: &Value) -> Result<(), String> {
    let code = error["code"].as_str().ok_or_else(|| format!("error JSON without a code: {error}"))?;
    if code.to_uppercase() != status_name(status) {
        return Err(format!("code and status {} differ: {error}", status_name(status)));
    }
    match error["message"].as_str().unwrap_or_default().trim() {
        "" => Err(format!("error JSON without a message: {error}")),
        _ => Ok(()),
    }
}

fn pointer(text: Option<&CStr>) -> *const c_char {
    text.map_or(ptr::null(), CStr::as_ptr)
}

/// A handle may be used and freed from any thread, at any time, in any order: that is the header's promise.
macro_rules! handle {
    ($name:ident, $free:ident) => {
        pub struct $name(RawHandle);
        unsafe impl Send for $name {}
        unsafe impl Sync for $name {}
        impl Drop for $name {
            fn drop(&mut self) {
                // SAFETY: freed once; the library would answer a second time with nothing.
                unsafe { (symbols().$free)(self.0) }
            }
        }
        impl $name {
            /// The bare pointer, for tests that misuse it.
            pub fn raw(&self) -> RawHandle {
                self.0
            }
        }
    };
}
handle!(Client, client_free);
handle!(Thread, thread_free);
handle!(Turn, turn_free);

/// Calls a function whose out-parameter is a handle.
fn make_handle(
    function: &str,
    call: impl FnOnce(*mut RawHandle, *mut *mut c_char) -> Status,
) -> Result<RawHandle, Failure> {
    let (mut handle, mut error) = (ptr::null_mut(), ptr::null_mut());
    let status = call(&mut handle, &mut error);
    let result = outcome(function, status, error);
    assert_eq!(result.is_ok(), !handle.is_null(), "{function} answered {} and handle {handle:?}", status_name(status));
    result.map(|_| handle)
}

/// Calls a function whose out-parameter is a string.
fn make_string(
    function: &str,
    call: impl FnOnce(*mut *mut c_char, *mut *mut c_char) -> Status,
) -> Result<(Status, Option<String>), Failure> {
    let (mut string, mut error) = (ptr::null_mut(), ptr::null_mut());
    let status = call(&mut string, &mut error);
    let string = take_string(string);
    let result = outcome(function, status, error);
    assert!(status == OK || string.is_none(), "{function} answered {} and wrote {string:?}", status_name(status));
    result.map(|status| (status, string))
}

/// Calls a function that answers with nothing.
fn make_nothing(function: &str, call: impl FnOnce(*mut *mut c_char) -> Status) -> Result<(), Failure> {
    let mut error = ptr::null_mut();
    let status = call(&mut error);
    outcome(function, status, error).map(drop)
}

/// Calls a function that lends a line, and copies it.
fn borrow_line(
    function: &str,
    call: impl FnOnce(*mut *const c_char, *mut usize, *mut *mut c_char) -> Status,
) -> Result<(Status, Option<String>), Failure> {
    let (mut line, mut length, mut error) = (ptr::null(), usize::MAX, ptr::null_mut());
    let status = call(&mut line, &mut length, &mut error);
    let status = outcome(function, status, error)?;
    if status != OK {
        assert!(line.is_null() && length == usize::MAX, "{function} wrote a line without OK");
        return Ok((status, None));
    }
    assert!(!line.is_null(), "{function} answered OK and no line");
    // SAFETY: `length` bytes and a NUL behind them, until the next call.
    let bytes = unsafe { std::slice::from_raw_parts(line.cast::<u8>(), length + 1) };
    assert_eq!(bytes[length], 0, "{function}: a line is not NUL-terminated");
    let text = std::str::from_utf8(&bytes[..length]).expect("a line is not UTF-8");
    Ok((OK, Some(text.to_string())))
}

/// One value of a JSON text, if it is there.
pub fn json_get(json: &CStr, pointer: &CStr) -> Result<Option<String>, Failure> {
    make_string("codex_sdk_json_get", |value, error| unsafe {
        (symbols().json_get)(json.as_ptr(), pointer.as_ptr(), value, error)
    })
    .map(|(_, value)| value)
}

impl Client {
    pub fn new(options: Option<&CStr>) -> Result<Client, Failure> {
        make_handle("codex_sdk_client_new", |client, error| unsafe {
            (symbols().client_new)(pointer(options), client, error)
        })
        .map(Client)
    }

    pub fn info(&self) -> Result<String, Failure> {
        let (_, info) = make_string("codex_sdk_client_info", |info, error| unsafe {
            (symbols().client_info)(self.0, info, error)
        })?;
        Ok(info.expect("codex_sdk_client_info answered OK and no JSON"))
    }

    pub fn start(&self, options: Option<&CStr>) -> Result<Thread, Failure> {
        make_handle("codex_sdk_thread_start", |thread, error| unsafe {
            (symbols().thread_start)(self.0, pointer(options), thread, error)
        })
        .map(Thread)
    }

    pub fn resume(&self, id: Option<&CStr>, options: Option<&CStr>) -> Result<Thread, Failure> {
        make_handle("codex_sdk_thread_resume", |thread, error| unsafe {
            (symbols().thread_resume)(self.0, pointer(id), pointer(options), thread, error)
        })
        .map(Thread)
    }

    pub fn fork(&self, id: Option<&CStr>, options: Option<&CStr>) -> Result<Thread, Failure> {
        make_handle("codex_sdk_thread_fork", |thread, error| unsafe {
            (symbols().thread_fork)(self.0, pointer(id), pointer(options), thread, error)
        })
        .map(Thread)
    }

    /// `OK` and the answer, or `TIMEOUT`.
    pub fn request(
        &self,
        method: Option<&CStr>,
        params: Option<&CStr>,
        timeout_ms: i32,
    ) -> Result<(Status, Option<String>), Failure> {
        make_string("codex_sdk_client_request", |result, error| unsafe {
            (symbols().client_request)(self.0, pointer(method), pointer(params), timeout_ms, result, error)
        })
    }

    /// `OK` and a notification, or `TIMEOUT`.
    pub fn next(&self, timeout_ms: i32) -> Result<(Status, Option<String>), Failure> {
        borrow_line("codex_sdk_client_next", |line, length, error| unsafe {
            (symbols().client_next)(self.0, timeout_ms, line, length, error)
        })
    }

    pub fn fd(&self) -> c_int {
        unsafe { (symbols().client_fd)(self.0) }
    }
}

impl Thread {
    pub fn id(&self) -> Result<Option<String>, Failure> {
        make_string("codex_sdk_thread_id", |id, error| unsafe { (symbols().thread_id)(self.0, id, error) })
            .map(|(_, id)| id)
    }

    pub fn run(&self, prompt: Option<&CStr>, options: Option<&CStr>) -> Result<String, Failure> {
        let (_, result) = make_string("codex_sdk_thread_run", |result, error| unsafe {
            (symbols().thread_run)(self.0, pointer(prompt), pointer(options), result, error)
        })?;
        Ok(result.expect("codex_sdk_thread_run answered OK and no result"))
    }

    pub fn start_turn(&self, prompt: Option<&CStr>, options: Option<&CStr>) -> Result<Turn, Failure> {
        make_handle("codex_sdk_turn_start", |turn, error| unsafe {
            (symbols().turn_start)(self.0, pointer(prompt), pointer(options), turn, error)
        })
        .map(Turn)
    }

    /// # Safety
    /// `user_data` must suit the callbacks until `on_end` has returned.
    pub unsafe fn start_turn_with_callback(
        &self,
        prompt: Option<&CStr>,
        options: Option<&CStr>,
        on_event: EventCallback,
        on_end: EndCallback,
        user_data: *mut c_void,
    ) -> Result<Turn, Failure> {
        make_handle("codex_sdk_turn_start_with_callback", |turn, error| {
            (symbols().turn_start_with_callback)(
                self.0,
                pointer(prompt),
                pointer(options),
                on_event,
                on_end,
                user_data,
                turn,
                error,
            )
        })
        .map(Turn)
    }
}

impl Turn {
    /// `OK` and an event, or `TIMEOUT`, or `END`.
    pub fn next(&self, timeout_ms: i32) -> Result<(Status, Option<String>), Failure> {
        borrow_line("codex_sdk_turn_next", |line, length, error| unsafe {
            (symbols().turn_next)(self.0, timeout_ms, line, length, error)
        })
    }

    pub fn respond(&self, request_id: Option<&CStr>, response: Option<&CStr>) -> Result<(), Failure> {
        make_nothing("codex_sdk_turn_respond", |error| unsafe {
            (symbols().turn_respond)(self.0, pointer(request_id), pointer(response), error)
        })
    }

    pub fn steer(&self, prompt: Option<&CStr>, options: Option<&CStr>) -> Result<(), Failure> {
        make_nothing("codex_sdk_turn_steer", |error| unsafe {
            (symbols().turn_steer)(self.0, pointer(prompt), pointer(options), error)
        })
    }

    pub fn id(&self) -> Result<Option<String>, Failure> {
        make_string("codex_sdk_turn_id", |id, error| unsafe { (symbols().turn_id)(self.0, id, error) })
            .map(|(_, id)| id)
    }

    pub fn fd(&self) -> c_int {
        unsafe { (symbols().turn_fd)(self.0) }
    }

    /// `OK` and the result, or `TIMEOUT`.
    pub fn wait(&self, timeout_ms: i32) -> Result<(Status, Option<String>), Failure> {
        make_string("codex_sdk_turn_wait", |result, error| unsafe {
            (symbols().turn_wait)(self.0, timeout_ms, result, error)
        })
    }

    pub fn cancel(&self) -> Status {
        unsafe { (symbols().turn_cancel)(self.0) }
    }
}

/// Text that goes into the library; a NUL inside cannot be said in C.
pub fn c_text(bytes: Vec<u8>) -> Result<CString, String> {
    CString::new(bytes).map_err(|_| "a C string cannot hold a NUL byte".to_string())
}
