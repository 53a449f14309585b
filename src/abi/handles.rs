//! Handles that cannot be misused into harm.
//!
//! A handle is a number dressed as a pointer, never an address: looking it up tells whether it is live and of the
//! right kind, and no number is given out twice.

use std::collections::BTreeMap;
use std::ffi::c_void;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::os::PerProcess;
use crate::sdk::{Client, Code, Error, Thread, Turn};

/// Enough that threads looking up different handles seldom meet.
const SHARDS: usize = 16;

type Shard = RwLock<BTreeMap<usize, Entry>>;

/// A child that begins anew has none of its parent's handles, nor does one of their numbers become a handle there.
static TABLE: PerProcess<Table> = PerProcess::new();
static NEXT: AtomicUsize = AtomicUsize::new(FIRST);
const FIRST: usize = 1;

struct Table {
    shards: [Shard; SHARDS],
    /// In a child that has begun anew, smaller numbers were given out before the fork.
    first: usize,
}

impl Default for Table {
    fn default() -> Self {
        Table { shards: [const { RwLock::new(BTreeMap::new()) }; SHARDS], first: NEXT.load(Ordering::SeqCst) }
    }
}

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
    let table = TABLE.get();
    let handle = NEXT.fetch_add(1, Ordering::SeqCst).wrapping_mul(2).wrapping_add(1);
    table.shard(handle).write().unwrap_or_else(PoisonError::into_inner).insert(handle, T::entry(target));
    std::ptr::without_provenance_mut(handle)
}

/// What a live handle of the right kind stands for.
pub fn get<T: Target>(handle: *const c_void) -> Result<Arc<T>, Error> {
    let table = TABLE.get();
    let shard = table.shard(handle.addr()).read().unwrap_or_else(PoisonError::into_inner);
    let problem = match shard.get(&handle.addr()) {
        Some(entry) => match T::of(entry) {
            Some(target) => return Ok(Arc::clone(target)),
            None => format!("is a {}", entry.kind()),
        },
        None if handle.is_null() => "is NULL".to_owned(),
        None if table.is_from_before_a_fork(handle.addr()) => {
            let kind = T::KIND;
            return Err(Error::new(
                Code::Forked,
                format!("the {kind} handle was made before this process was forked; make a new client here"),
            ));
        }
        None => "is not valid: it was freed, or was never a handle".to_owned(),
    };
    Err(Error::new(Code::InvalidHandle, format!("the {} handle {problem}", T::KIND)))
}

/// Ends a handle; a second time, or with one of another kind, there is nothing to end.
pub fn remove<T: Target>(handle: *const c_void) -> Option<Arc<T>> {
    let target = get(handle).ok()?;
    let removed =
        TABLE.get().shard(handle.addr()).write().unwrap_or_else(PoisonError::into_inner).remove(&handle.addr());
    removed.map(|_| target)
}

/// How many handles are live: for the tests, to see that nothing is left.
pub fn live() -> usize {
    TABLE.get().shards.iter().map(|shard| shard.read().unwrap_or_else(PoisonError::into_inner).len()).sum()
}

impl Table {
    fn shard(&self, handle: usize) -> &Shard {
        &self.shards[(handle / 2) % SHARDS]
    }

    fn is_from_before_a_fork(&self, handle: usize) -> bool {
        handle % 2 == 1 && (FIRST..self.first).contains(&(handle / 2))
    }
}
