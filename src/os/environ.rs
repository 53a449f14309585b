//! The host's environment, copied while other threads of the host may be changing it.
//!
//! `setenv` moves the array of pointers when it has to grow, and C has no lock that a library could share. What glibc
//! and musl do keep is every string they once put there. So it is the kernel that copies, which answers where a read of
//! our own would end the host; and what is believed at once is only what was found twice in the same state.

use std::collections::BTreeSet;
use std::ffi::{c_char, OsString};
use std::os::unix::ffi::OsStringExt;
use std::time::Duration;

/// So often a copy is tried while the array is being moved.
const MOST_TRIES: usize = 20_000;
/// After so many tries the thread that moves it must have been interrupted in the middle of it.
const QUICK_TRIES: usize = 20;
/// After so many an array is believed that is empty, or holds what is no variable: one just freed can look like it.
const TRIES_IF_ODD: usize = 100;
/// Copies that differ, from a host that gives no quiet moment. A variable that was overlooked in one of them, because
/// others before it were taken away, is in another one.
const ENOUGH: usize = 5;

type Variable = (OsString, OsString);

/// The variables, as they are now. Of two with the same name the last one counts.
pub fn variables() -> Vec<Variable> {
    let mut copies: Vec<Vec<usize>> = Vec::new();
    for tries in 0..MOST_TRIES {
        if tries > QUICK_TRIES {
            std::thread::sleep(Duration::from_micros(100));
        }
        let Some(copy) = copy_pointers() else { continue };
        let believed = tries >= TRIES_IF_ODD;
        if copy.is_empty() && !believed {
            continue;
        }
        let quiet = copies.last() == Some(&copy);
        copies.push(copy);
        if quiet || copies.len() == ENOUGH {
            match read(&copies, believed) {
                Some(variables) => return variables,
                None => copies.clear(),
            }
        }
    }
    Vec::new()
}

/// What the pointers point to, those of the last copy last; `None` if one of them is no pointer to a string, or to no
/// variable although all should be: then none of it was the environment.
fn read(copies: &[Vec<usize>], some_are_odd: bool) -> Option<Vec<Variable>> {
    let (newest, older) = copies.split_last()?;
    let known: BTreeSet<usize> = newest.iter().copied().collect();
    let older: BTreeSet<usize> = older.iter().flatten().copied().filter(|entry| !known.contains(entry)).collect();
    let mut variables = Vec::new();
    for &entry in older.iter().chain(newest) {
        match split(&copy_string(entry)?) {
            Some(variable) => variables.push(variable),
            None if some_are_odd => {}
            None => return None,
        }
    }
    Some(variables)
}

/// `None` if the array was moved meanwhile.
fn copy_pointers() -> Option<Vec<usize>> {
    const WIDTH: usize = size_of::<usize>();
    let array = environ();
    if array == 0 {
        return Some(Vec::new());
    }
    let mut pointers: Vec<usize> = Vec::new();
    loop {
        let mut bytes = [0; PAGE];
        let copied = copy_page(array + pointers.len() * WIDTH, &mut bytes)?;
        for pointer in bytes[..copied].chunks_exact(WIDTH) {
            match usize::from_ne_bytes(pointer.try_into().ok()?) {
                0 => return (environ() == array).then_some(pointers),
                pointer => pointers.push(pointer),
            }
        }
        // What is no longer the array has no end that could be relied on.
        if environ() != array {
            return None;
        }
    }
}

/// A string that its owner keeps; `None` if the pointer was none to a string.
fn copy_string(at: usize) -> Option<Vec<u8>> {
    let mut string = Vec::new();
    loop {
        let mut bytes = [0; PAGE];
        let copied = copy_page(at + string.len(), &mut bytes)?;
        match memchr::memchr(0, &bytes[..copied]) {
            Some(end) => {
                string.extend_from_slice(&bytes[..end]);
                return Some(string);
            }
            None => string.extend_from_slice(&bytes[..copied]),
        }
    }
}

/// No platform's pages are smaller.
const PAGE: usize = 4096;

/// Copies from an address up to the end of its page; answers with the number of bytes.
#[cfg(target_os = "linux")]
fn copy_page(at: usize, into: &mut [u8; PAGE]) -> Option<usize> {
    use std::ptr::without_provenance_mut;
    let length = PAGE - at % PAGE;
    let local = libc::iovec { iov_base: into.as_mut_ptr().cast(), iov_len: length };
    let remote = libc::iovec { iov_base: without_provenance_mut(at), iov_len: length };
    // SAFETY: writes into a buffer of ours of at least that length; what it reads is the kernel's to check.
    let copied = unsafe { libc::process_vm_readv(libc::getpid(), &local, 1, &remote, 1, 0) };
    match usize::try_from(copied) {
        Ok(0) => None,
        Ok(copied) => Some(copied),
        Err(_) if std::io::Error::last_os_error().raw_os_error() == Some(libc::EFAULT) => None,
        // A sandbox may forbid the call.
        Err(_) => read_page(at, into),
    }
}

#[cfg(not(target_os = "linux"))]
fn copy_page(at: usize, into: &mut [u8; PAGE]) -> Option<usize> {
    read_page(at, into)
}

/// The same without the kernel's help: of use as long as nothing is unmapped meanwhile.
fn read_page(at: usize, into: &mut [u8; PAGE]) -> Option<usize> {
    let length = PAGE - at % PAGE;
    let from: *const u8 = std::ptr::with_exposed_provenance(at);
    for (index, byte) in into[..length].iter_mut().enumerate() {
        // SAFETY: what has a byte at `at` is mapped to the end of the page; volatile, since other threads may write.
        *byte = unsafe { from.add(index).read_volatile() };
    }
    Some(length)
}

/// Where the array is now.
fn environ() -> usize {
    // SAFETY: the platform's own variable; read as volatile, since other threads may write to it.
    unsafe { environ_address().read_volatile() }.expose_provenance()
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

    #[test]
    fn both_ways_of_reading_a_page_agree() {
        let text = vec![b'x'; 3 * PAGE];
        for start in [0, 1, PAGE - 1] {
            let at = text[start..].as_ptr().expose_provenance();
            let (mut ours, mut kernels) = ([0; PAGE], [0; PAGE]);
            assert_eq!(read_page(at, &mut ours), copy_page(at, &mut kernels));
            assert_eq!(ours, kernels);
        }
        // Nothing is mapped there.
        #[cfg(target_os = "linux")]
        assert_eq!(copy_page(8, &mut [0; PAGE]), None);
    }
}
