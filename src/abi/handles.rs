//! Handles that cannot be misused into harm.
//!
//! A handle is a number dressed as a pointer, never an address: looking it up tells whether it is live and of the
//! right kind, and no number is given out twice.

use std::collections::BTreeMap;
use std::ffi::c_void;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::sdk::{Client, Code, Error, Thread, Turn};

/// Enough that threads looking up different handles seldom meet.
const SHARDS: usize = 16;

type Shard = RwLock<BTreeMap<usize, Entry>>;

static TABLE: [Shard; SHARDS] = [const { RwLock::new(BTreeMap::new()) }; SHARDS];
static NEXT: AtomicUsize = AtomicUsize::new(1);

pub enum Entry {
    Client(Arc<Client>),
    Thread(Arc<Thread>),
    Turn(Arc<Turn>),
}

impl Entry {
    fn kind(&self) -> &'static str {
        match self {
            Entry::Client(_) => "client",
            Entry::Thread(_) => "thread",
            Entry::Turn(_) => "turn",
        }
    }
}

/// What can stand behind a handle.
pub trait Target: Sized {
    const KIND: &'static str;
    fn entry(this: Arc<Self>) -> Entry;
    fn of(entry: &Entry) -> Option<&Arc<Self>>;
}

macro_rules! target {
    ($type:ident, $kind:literal) => {
        impl Target for $type {
            const KIND: &'static str = $kind;

            fn entry(this: Arc<Self>) -> Entry {
                Entry::$type(this)
            }

            fn of(entry: &Entry) -> Option<&Arc<Self>> {
                match entry {
                    Entry::$type(target) => Some(target),
                    _ => None,
                }
            }
        }
    };
}

target!(Client, "client");
target!(Thread, "thread");
target!(Turn, "turn");

/// Makes a handle. Odd, so that nothing takes it for the address of an object.
pub fn insert<T: Target>(target: Arc<T>) -> *mut c_void {
    let handle = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_mul(2).wrapping_add(1);
    shard(handle).write().unwrap_or_else(PoisonError::into_inner).insert(handle, T::entry(target));
    std::ptr::without_provenance_mut(handle)
}

/// What a live handle of the right kind stands for.
pub fn get<T: Target>(handle: *const c_void) -> Result<Arc<T>, Error> {
    let shard = shard(handle.addr()).read().unwrap_or_else(PoisonError::into_inner);
    let problem = match shard.get(&handle.addr()) {
        Some(entry) => match T::of(entry) {
            Some(target) => return Ok(Arc::clone(target)),
            None => format!("is a {}", entry.kind()),
        },
        None if handle.is_null() => "is NULL".to_owned(),
        None => "is not live: freed already, or never a handle".to_owned(),
    };
    Err(Error::new(Code::InvalidHandle, format!("the {} handle {problem}", T::KIND)))
}

/// Ends a handle; a second time, or with one of another kind, there is nothing to end.
pub fn remove<T: Target>(handle: *const c_void) -> Option<Arc<T>> {
    let target = get(handle).ok()?;
    let removed = shard(handle.addr()).write().unwrap_or_else(PoisonError::into_inner).remove(&handle.addr());
    removed.map(|_| target)
}

/// How many handles are live: for the tests, to see that nothing is left.
pub fn live() -> usize {
    TABLE.iter().map(|shard| shard.read().unwrap_or_else(PoisonError::into_inner).len()).sum()
}

fn shard(handle: usize) -> &'static Shard {
    &TABLE[(handle / 2) % SHARDS]
}
