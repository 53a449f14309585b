//! Functions of the library itself.

use std::ffi::{c_char, CStr, CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::status;

/// The version of this header in parts, for comparisons by the preprocessor.
pub const CODEX_SDK_VERSION_MAJOR: u32 = 0;
/// See `CODEX_SDK_VERSION_MAJOR`.
pub const CODEX_SDK_VERSION_MINOR: u32 = 1;
/// See `CODEX_SDK_VERSION_MAJOR`.
pub const CODEX_SDK_VERSION_PATCH: u32 = 0;
/// Incremented on every incompatible ABI change.
pub const CODEX_SDK_ABI_VERSION: u32 = 1;

/// Returns the version of the loaded library, such as "0.1.0". Compare it with `CODEX_SDK_VERSION`, the version that
/// your program was compiled with. Do not free it. Any thread.
#[no_mangle]
pub extern "C" fn codex_sdk_version() -> *const c_char {
    const TEXT: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    TEXT.as_ptr().cast()
}

/// Returns the ABI version of the loaded library. It must equal `CODEX_SDK_ABI_VERSION`. Any thread.
#[no_mangle]
pub extern "C" fn codex_sdk_abi_version() -> u32 {
    CODEX_SDK_ABI_VERSION
}

/// Returns the name of a status without its prefix: "OK", "TIMEOUT", "BUSY", ...; "UNKNOWN" for any other number. Do
/// not free it. Any thread.
#[no_mangle]
pub extern "C" fn codex_sdk_status_name(status: i32) -> *const c_char {
    status::name(status).as_ptr()
}

/// Frees a string that the library returned as `char *`. Does nothing if it is NULL. Any thread.
///
/// Do not use it for a `const char *`: a static string, or the event of `codex_sdk_turn_next`.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_string_free(string: *mut c_char) {
    if !string.is_null() {
        // SAFETY: made by CString::into_raw, see above.
        drop(unsafe { CString::from_raw(string) });
    }
}

/// The folder of the shared library that holds this code. None for a name that is not absolute: a program's own, which
/// is what its caller called it, or a library loaded by a relative path, from a directory that may be another one now.
pub(super) fn library_folder() -> Option<PathBuf> {
    let here = codex_sdk_version as *const ();
    // SAFETY: dladdr fills the zeroed struct for any address, and the name it gives lives as long as the object.
    let name = unsafe {
        let mut info: libc::Dl_info = std::mem::zeroed();
        if libc::dladdr(here.cast(), &mut info) == 0 || info.dli_fname.is_null() {
            return None;
        }
        CStr::from_ptr(info.dli_fname)
    };
    let path = Path::new(OsStr::from_bytes(name.to_bytes()));
    path.parent().filter(|folder| folder.is_absolute()).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_is_cargos() {
        let parts = format!("{CODEX_SDK_VERSION_MAJOR}.{CODEX_SDK_VERSION_MINOR}.{CODEX_SDK_VERSION_PATCH}");
        assert_eq!(parts, env!("CARGO_PKG_VERSION"));
    }
}
