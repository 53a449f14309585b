//! Starting a child inside somebody else's process, with `posix_spawn` and nothing else.
//!
//! It does not copy the host's memory map (a `fork` of a host with 8 GiB resident takes a quarter of a
//! second), reports a missing program at once, and sets mask and dispositions in the child only. `std::process`
//! would let the child inherit the calling thread's signal mask: with SIGINT blocked, no turn could be cancelled.

use std::ffi::{CStr, CString, OsStr};
use std::io;
use std::mem::MaybeUninit;
#[cfg(target_os = "linux")]
use std::os::fd::RawFd;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;

/// What the child finds at its standard descriptors; it gets no others.
pub struct Stdio<'a> {
    pub stdin: BorrowedFd<'a>,
    pub stdout: BorrowedFd<'a>,
    pub stderr: BorrowedFd<'a>,
}

/// Starts `program` in a session of its own, with every signal at its default and none blocked; in `folder`, if one is
/// given and [`can_choose_a_folder`].
///
/// The session keeps the terminal's Ctrl-C away from it and gives its commands no terminal to wait at.
pub fn spawn<'e>(
    program: &Path,
    arguments: &[&str],
    environment: impl Iterator<Item = (&'e OsStr, &'e OsStr)>,
    folder: Option<&Path>,
    stdio: Stdio<'_>,
) -> io::Result<libc::pid_t> {
    let program = c_string(program.as_os_str().as_bytes())?;
    let arguments = arguments.iter().map(|argument| c_string(argument.as_bytes())).collect::<io::Result<Vec<_>>>()?;
    let environment = environment
        .map(|(name, value)| c_string(&[name.as_bytes(), b"=", value.as_bytes()].concat()))
        .collect::<io::Result<Vec<_>>>()?;

    let argv: Vec<*mut libc::c_char> = std::iter::once(&program)
        .chain(&arguments)
        .map(|argument| argument.as_ptr().cast_mut())
        .chain([ptr::null_mut()])
        .collect();
    let envp: Vec<*mut libc::c_char> =
        environment.iter().map(|entry| entry.as_ptr().cast_mut()).chain([ptr::null_mut()]).collect();

    let mut actions = FileActions::new(stdio)?;
    let folder = folder.map(|folder| c_string(folder.as_os_str().as_bytes())).transpose()?;
    if let Some(folder) = &folder {
        actions.start_in(folder)?;
    }
    let attributes = Attributes::new()?;
    let mut pid = 0;
    // SAFETY: every pointer is to a live, NUL-terminated object or list above; posix_spawn keeps none of them.
    check(unsafe {
        libc::posix_spawn(&mut pid, program.as_ptr(), &actions.0, &attributes.0, argv.as_ptr(), envp.as_ptr())
    })?;
    Ok(pid)
}

/// Not with glibc before 2.29, nor before macOS 10.15.
pub fn can_choose_a_folder() -> bool {
    add_chdir().is_some()
}

type AddChdir = unsafe extern "C" fn(*mut libc::posix_spawn_file_actions_t, *const libc::c_char) -> libc::c_int;

fn add_chdir() -> Option<AddChdir> {
    // SAFETY: looked up rather than linked, since not every system has it; the type is the one its manual gives.
    unsafe {
        let symbol = libc::dlsym(libc::RTLD_DEFAULT, c"posix_spawn_file_actions_addchdir_np".as_ptr());
        std::mem::transmute(symbol)
    }
}

fn c_string(bytes: &[u8]) -> io::Result<CString> {
    CString::new(bytes)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "an argument or variable holds a NUL byte"))
}

/// The posix_spawn functions return their error instead of setting errno.
fn check(code: libc::c_int) -> io::Result<()> {
    if code == 0 {
        Ok(())
    } else {
        Err(io::Error::from_raw_os_error(code))
    }
}

struct FileActions(libc::posix_spawn_file_actions_t);

impl FileActions {
    fn new(stdio: Stdio<'_>) -> io::Result<Self> {
        let mut raw = MaybeUninit::uninit();
        // SAFETY: init makes the object valid; from then on `Drop` destroys it.
        let mut actions = unsafe {
            check(libc::posix_spawn_file_actions_init(raw.as_mut_ptr()))?;
            FileActions(raw.assume_init())
        };
        for (from, to) in [(stdio.stdin, 0), (stdio.stdout, 1), (stdio.stderr, 2)] {
            // SAFETY: an initialised object and an open descriptor.
            check(unsafe { libc::posix_spawn_file_actions_adddup2(&mut actions.0, from.as_raw_fd(), to) })?;
        }
        #[cfg(target_os = "linux")]
        actions.close_the_rest()?;
        Ok(actions)
    }

    fn start_in(&mut self, folder: &CStr) -> io::Result<()> {
        // SAFETY: an initialised object, and a text that it copies.
        add_chdir().map_or(Ok(()), |add_chdir| check(unsafe { add_chdir(&mut self.0, folder.as_ptr()) }))
    }

    /// A host's descriptors need not be close-on-exec; the agent must not hold them open all the same.
    #[cfg(target_os = "linux")]
    fn close_the_rest(&mut self) -> io::Result<()> {
        type AddCloseFrom = unsafe extern "C" fn(*mut libc::posix_spawn_file_actions_t, libc::c_int) -> libc::c_int;
        // SAFETY: looked up rather than linked, since glibc has it from 2.34 on and musl not at all;
        // the type is the one its manual gives.
        let add_close_from: Option<AddCloseFrom> = unsafe {
            let symbol = libc::dlsym(libc::RTLD_DEFAULT, c"posix_spawn_file_actions_addclosefrom_np".as_ptr());
            std::mem::transmute(symbol)
        };
        if let Some(add_close_from) = add_close_from {
            // SAFETY: an initialised object.
            return check(unsafe { add_close_from(&mut self.0, 3) });
        }
        for entry in std::fs::read_dir("/proc/self/fd")?.flatten() {
            if let Some(fd) = entry.file_name().to_str().and_then(|name| name.parse().ok()).filter(|&fd: &RawFd| fd > 2)
            {
                // SAFETY: an initialised object; closing a descriptor that is gone by then is no error here.
                check(unsafe { libc::posix_spawn_file_actions_addclose(&mut self.0, fd) })?;
            }
        }
        Ok(())
    }
}

impl Drop for FileActions {
    fn drop(&mut self) {
        // SAFETY: initialised in `new`, destroyed once.
        unsafe { libc::posix_spawn_file_actions_destroy(&mut self.0) };
    }
}

struct Attributes(libc::posix_spawnattr_t);

impl Attributes {
    fn new() -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        const SETSID: libc::c_int = 0x80;
        #[cfg(target_os = "macos")]
        const SETSID: libc::c_int = 0x400;
        #[cfg(target_os = "macos")]
        const PLATFORM_FLAGS: libc::c_int = libc::POSIX_SPAWN_CLOEXEC_DEFAULT;
        #[cfg(not(target_os = "macos"))]
        const PLATFORM_FLAGS: libc::c_int = 0;

        let flags = libc::POSIX_SPAWN_SETSIGMASK as libc::c_int
            | libc::POSIX_SPAWN_SETSIGDEF as libc::c_int
            | SETSID
            | PLATFORM_FLAGS;
        let mut raw = MaybeUninit::uninit();
        // SAFETY: init makes the object valid, `Drop` destroys it; the signal sets are filled before they are used.
        unsafe {
            check(libc::posix_spawnattr_init(raw.as_mut_ptr()))?;
            let mut attributes = Attributes(raw.assume_init());
            let mut signals = MaybeUninit::uninit();
            libc::sigemptyset(signals.as_mut_ptr());
            check(libc::posix_spawnattr_setsigmask(&mut attributes.0, signals.as_ptr()))?;
            libc::sigfillset(signals.as_mut_ptr());
            check(libc::posix_spawnattr_setsigdefault(&mut attributes.0, signals.as_ptr()))?;
            check(libc::posix_spawnattr_setflags(&mut attributes.0, flags as libc::c_short))?;
            Ok(attributes)
        }
    }
}

impl Drop for Attributes {
    fn drop(&mut self) {
        // SAFETY: initialised in `new`, destroyed once.
        unsafe { libc::posix_spawnattr_destroy(&mut self.0) };
    }
}
