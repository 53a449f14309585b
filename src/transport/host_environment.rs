//! The host's environment, copied while other threads of the host may be changing it.
//!
//! `setenv` moves the array of pointers when it has to grow, and C has no lock that a library could share. What glibc
//! and musl do keep is every string they once put there. So the pointers are copied first, and followed only if the
//! array has stayed where it was meanwhile.

use std::ffi::{c_char, CStr, OsString};
use std::os::unix::ffi::OsStringExt;

/// A host that changes its environment without pause gives no quiet moment; the last copy then has to do.
const MOST_TRIES: usize = 1000;

/// The variables, as they are now.
pub fn variables() -> Vec<(OsString, OsString)> {
    let mut entries = Vec::new();
    for _ in 0..MOST_TRIES {
        if copy_pointers(&mut entries) {
            break;
        }
    }
    // SAFETY: the array held these when it was last looked at, and each is a string that its owner keeps.
    entries.iter().filter_map(|&entry| split(unsafe { CStr::from_ptr(entry) }.to_bytes())).collect()
}

/// Whether the array was at the same place before and after.
fn copy_pointers(entries: &mut Vec<*const c_char>) -> bool {
    entries.clear();
    // SAFETY: the platform's own variable; read as volatile, since other threads may write to it.
    unsafe {
        let before = environ_address().read_volatile();
        if before.is_null() {
            return true;
        }
        for index in 0.. {
            let entry = before.add(index).read_volatile();
            if entry.is_null() || environ_address().read_volatile() != before {
                break;
            }
            entries.push(entry);
        }
        std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
        environ_address().read_volatile() == before
    }
}

#[cfg(not(target_os = "macos"))]
fn environ_address() -> *const *const *const c_char {
    extern "C" {
        static environ: *const *const c_char;
    }
    &raw const environ
}

#[cfg(target_os = "macos")]
fn environ_address() -> *const *const *const c_char {
    extern "C" {
        fn _NSGetEnviron() -> *const *const *const c_char;
    }
    // SAFETY: a call without conditions.
    unsafe { _NSGetEnviron() }
}

/// `NAME=value`; a `=` at the very beginning belongs to the name, and what has none is no variable.
fn split(entry: &[u8]) -> Option<(OsString, OsString)> {
    let equals = 1 + memchr::memchr(b'=', entry.get(1..)?)?;
    Some((OsString::from_vec(entry[..equals].to_vec()), OsString::from_vec(entry[equals + 1..].to_vec())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_the_standard_library_reads() {
        let mut ours = variables();
        let mut theirs: Vec<_> = std::env::vars_os().collect();
        ours.sort();
        theirs.sort();
        assert_eq!(ours, theirs);
        assert_eq!(split(b"=A=b"), Some(("=A".into(), "b".into())));
        assert_eq!(split(b"A="), Some(("A".into(), "".into())));
        assert_eq!((split(b""), split(b"A"), split(b"=")), (None, None, None));
    }
}
