//! Between C and Rust: no panic crosses, no forked process gets in, pointers become values and values pointers.

use std::ffi::{c_char, c_int, CStr, CString};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::time::Duration;

use super::status::{codex_sdk_status, codex_sdk_status_code, of_code};
use crate::os::{fork_guard, memory};
use crate::sdk::{Code, Error};

/// Runs the body of an ABI function; an error becomes its status and its JSON.
///
/// # Safety
/// `error_json` is NULL or valid for writing a pointer.
pub unsafe fn guard(
    error_json: *mut *mut c_char,
    body: impl FnOnce() -> Result<codex_sdk_status_code, Error>,
) -> codex_sdk_status {
    // SAFETY: handed on.
    unsafe { guard_pure(error_json, || fork_guard::enter().map_err(forked).and_then(|_call| body())) }
}

/// For functions that use nothing but their arguments: they work in a forked child, too.
///
/// # Safety
/// As for [`guard`].
pub unsafe fn guard_pure(
    error_json: *mut *mut c_char,
    body: impl FnOnce() -> Result<codex_sdk_status_code, Error>,
) -> codex_sdk_status {
    let _uncancelled = Uncancelled::begin();
    let outcome = catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| {
        Err(Error::new(Code::Internal, "unexpected internal state (a bug in the library: please report it)"))
    });
    let code = match outcome {
        Ok(code) => code,
        Err(error) => {
            if !error_json.is_null() {
                // SAFETY: not NULL, so valid for writing by the function's contract.
                unsafe { *error_json = owned(error.to_json()).unwrap_or(std::ptr::null_mut()) };
            }
            of_code(error.code())
        }
    };
    code as codex_sdk_status
}

/// For functions that have nothing to report. In a child that cannot use the library they do nothing: what they would end
/// is the parent's.
pub fn guard_quietly<T: Default>(body: impl FnOnce() -> T) -> T {
    let _uncancelled = Uncancelled::begin();
    let Ok(_call) = fork_guard::enter() else { return T::default() };
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_default()
}

fn forked(parent: i32) -> Error {
    Error::new(
        Code::Forked,
        format!(
            "this process was forked from process {parent} while a client was alive or a call was running; free every client \
             before the fork, or call exec in the child"
        ),
    )
}

/// `pthread_cancel` of the calling thread waits until the call is over: cancellation unwinds, and what it meets on its
/// way is ours.
struct Uncancelled {
    before: c_int,
}

extern "C" {
    fn pthread_setcancelstate(state: c_int, before: *mut c_int) -> c_int;
}

impl Uncancelled {
    fn begin() -> Self {
        const DISABLE: c_int = if cfg!(any(target_os = "macos", target_os = "freebsd")) { 0 } else { 1 };
        let mut before = 0;
        // SAFETY: of the calling thread only; writes to an integer of ours.
        unsafe { pthread_setcancelstate(DISABLE, &mut before) };
        Uncancelled { before }
    }
}

impl Drop for Uncancelled {
    fn drop(&mut self) {
        let mut ours = 0;
        // SAFETY: puts back what `begin` has found.
        unsafe { pthread_setcancelstate(self.before, &mut ours) };
    }
}

/// A text argument; NULL is none.
///
/// # Safety
/// `text` is NULL or a NUL-terminated string that stays as it is for `'a`.
pub unsafe fn optional_text<'a>(name: &str, text: *const c_char) -> Result<Option<&'a str>, Error> {
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: not NULL, so a string by the function's contract.
    let bytes = unsafe { CStr::from_ptr(text) };
    bytes.to_str().map(Some).map_err(|error| Error::invalid(format!("{name} is not UTF-8: {error}")))
}

/// A text argument that must be there.
///
/// # Safety
/// As for [`optional_text`].
pub unsafe fn text<'a>(name: &str, text: *const c_char) -> Result<&'a str, Error> {
    // SAFETY: handed on.
    unsafe { optional_text(name, text) }?.ok_or_else(|| null(name))
}

/// An out-parameter that must be there, checked before anything is done.
pub fn required<T>(name: &str, out: *mut T) -> Result<(), Error> {
    if out.is_null() {
        return Err(null(name));
    }
    Ok(())
}

fn null(name: &str) -> Error {
    Error::invalid(format!("{name} is NULL"))
}

/// A string for the host to free. JSON has no NUL byte; other text gets U+FFFD in its place.
pub fn owned(mut text: String) -> Result<*mut c_char, Error> {
    if text.contains('\0') {
        text = text.replace('\0', "\u{FFFD}");
    }
    let mut bytes = text.into_bytes();
    memory::reserve(&mut bytes, 1).map_err(Error::memory)?;
    CString::new(bytes).map(CString::into_raw).map_err(|_| {
        Error::new(Code::Internal, "unexpected NUL byte in a text (a bug in the library: please report it)")
    })
}

/// `timeout_ms` of the ABI: -1 is for ever.
pub fn timeout(timeout_ms: i32) -> Result<Option<Duration>, Error> {
    match timeout_ms {
        -1 => Ok(None),
        ms => u64::try_from(ms)
            .map(|ms| Some(Duration::from_millis(ms)))
            .map_err(|_| Error::invalid(format!("timeout_ms is {ms}; it must be -1 (wait indefinitely), 0 or more"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::status::CODEX_SDK_ERROR_INTERNAL;

    #[test]
    fn a_panic_becomes_an_error() {
        let mut error = std::ptr::null_mut();
        // SAFETY: a pointer of ours to write to, and the string that was written there.
        let (status, json) = unsafe {
            let status = guard(&mut error, || panic!("on purpose"));
            (status, CString::from_raw(error).into_string().unwrap())
        };
        assert_eq!(status, CODEX_SDK_ERROR_INTERNAL as codex_sdk_status);
        assert!(json.starts_with(r#"{"code":"internal","message":"unexpected"#), "{json}");
        assert_eq!(guard_quietly(|| -> Option<i32> { panic!("on purpose") }), None);
    }

    #[test]
    fn every_code_has_its_negative_number_and_its_name() {
        for code in Code::ALL {
            let number = of_code(code) as codex_sdk_status;
            assert!(number < 0, "{code:?} is {number}");
            assert_eq!(super::super::status::name(number).to_str().unwrap().to_lowercase(), code.name());
        }
    }
}
