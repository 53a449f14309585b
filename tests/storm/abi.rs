//! The functions under test: those linked into this program, so that a sanitizer sees into them, or those of the
//! shared library that `CODEX_SDK_LIBRARY` names.

use std::ffi::{c_char, c_int, c_void};
use std::sync::OnceLock;

pub type Status = i32;
pub type Handle = *mut c_void;
pub type OnEvent = Option<unsafe extern "C" fn(*mut c_void, *const c_char, usize)>;
pub type OnEnd = Option<unsafe extern "C" fn(*mut c_void, Status, *const c_char, usize)>;

macro_rules! functions {
    ($($name:ident: fn($($argument:ty),*) $(-> $answer:ty)?;)*) => {
        /// The whole header, one field a function.
        #[allow(clippy::type_complexity)]
        pub struct Functions { $(pub $name: unsafe extern "C" fn($($argument),*) $(-> $answer)?,)* }

        /// Their names, in the order of [`Function`].
        pub const NAMES: &[&str] = &[$(stringify!($name),)*];

        /// One of them, to count and to report by.
        #[allow(non_camel_case_types, clippy::enum_variant_names)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Function { $($name,)* }

        impl Functions {
            fn linked() -> Functions {
                // SAFETY: the library's own functions, their handles as `void *`: the same to the calling convention.
                Functions { $($name: unsafe {
                    std::mem::transmute::<*const (), unsafe extern "C" fn($($argument),*) $(-> $answer)?>(
                        codex_sdk::abi::$name as *const (),
                    )
                },)* }
            }

            fn loaded(library: &libloading::Library) -> Result<Functions, libloading::Error> {
                // SAFETY: the signatures are the header's; the library is never unloaded.
                Ok(Functions { $($name: *unsafe { library.get(stringify!($name).as_bytes()) }?,)* })
            }
        }
    };
}

functions! {
    codex_sdk_version: fn() -> *const c_char;
    codex_sdk_abi_version: fn() -> u32;
    codex_sdk_status_name: fn(Status) -> *const c_char;
    codex_sdk_string_free: fn(*mut c_char);
    codex_sdk_json_get: fn(*const c_char, *const c_char, *mut *mut c_char, *mut *mut c_char) -> Status;
    codex_sdk_json_members: fn(*const c_char, *mut *mut c_void, *mut usize, *mut *mut c_char) -> Status;
    codex_sdk_json_members_free: fn(*mut c_void);
    codex_sdk_client_new: fn(*const c_char, *mut Handle, *mut *mut c_char) -> Status;
    codex_sdk_client_info: fn(Handle, *mut *mut c_char, *mut *mut c_char) -> Status;
    codex_sdk_client_request: fn(Handle, *const c_char, *const c_char, i32, *mut *mut c_char, *mut *mut c_char) -> Status;
    codex_sdk_client_next: fn(Handle, i32, *mut *const c_char, *mut usize, *mut *mut c_char) -> Status;
    codex_sdk_client_fd: fn(Handle) -> c_int;
    codex_sdk_client_free: fn(Handle);
    codex_sdk_thread_start: fn(Handle, *const c_char, *mut Handle, *mut *mut c_char) -> Status;
    codex_sdk_thread_resume: fn(Handle, *const c_char, *const c_char, *mut Handle, *mut *mut c_char) -> Status;
    codex_sdk_thread_fork: fn(Handle, *const c_char, *const c_char, *mut Handle, *mut *mut c_char) -> Status;
    codex_sdk_thread_id: fn(Handle, *mut *mut c_char, *mut *mut c_char) -> Status;
    codex_sdk_thread_run: fn(Handle, *const c_char, *const c_char, *mut *mut c_char, *mut *mut c_char) -> Status;
    codex_sdk_thread_free: fn(Handle);
    codex_sdk_turn_start: fn(Handle, *const c_char, *const c_char, *mut Handle, *mut *mut c_char) -> Status;
    codex_sdk_turn_start_with_callback: fn(Handle, *const c_char, *const c_char, OnEvent, OnEnd, *mut c_void, *mut Handle, *mut *mut c_char) -> Status;
    codex_sdk_turn_next: fn(Handle, i32, *mut *const c_char, *mut usize, *mut *mut c_char) -> Status;
    codex_sdk_turn_next_batch: fn(Handle, i32, *mut *const c_char, *mut usize, *mut usize, *mut *mut c_char) -> Status;
    codex_sdk_turn_fd: fn(Handle) -> c_int;
    codex_sdk_turn_wait: fn(Handle, i32, *mut *mut c_char, *mut *mut c_char) -> Status;
    codex_sdk_turn_respond: fn(Handle, *const c_char, *const c_char, *mut *mut c_char) -> Status;
    codex_sdk_turn_steer: fn(Handle, *const c_char, *const c_char, *mut *mut c_char) -> Status;
    codex_sdk_turn_id: fn(Handle, *mut *mut c_char, *mut *mut c_char) -> Status;
    codex_sdk_turn_cancel: fn(Handle) -> Status;
    codex_sdk_turn_free: fn(Handle);
}

static FUNCTIONS: OnceLock<Functions> = OnceLock::new();

/// To be called once before there are threads.
pub fn load() -> Result<(), String> {
    let functions = match std::env::var_os("CODEX_SDK_LIBRARY") {
        None => Functions::linked(),
        Some(path) => {
            let path = std::path::PathBuf::from(path);
            // SAFETY: loading runs the library's constructors, of which it has none.
            let library = unsafe { libloading::Library::new(&path) };
            let library = library.map_err(|error| format!("cannot load {}: {error}", path.display()))?;
            // It is linked "nodelete": it stays for the life of the process.
            Functions::loaded(Box::leak(Box::new(library))).map_err(|error| error.to_string())?
        }
    };
    FUNCTIONS.set(functions).map_err(|_| "loaded twice".into())
}

pub fn functions() -> &'static Functions {
    FUNCTIONS.get().expect("load() comes first")
}

/// How many handles are live; not known of a library that was loaded.
pub fn live_handles() -> Option<usize> {
    std::env::var_os("CODEX_SDK_LIBRARY").is_none().then(codex_sdk::abi::live_handles)
}
