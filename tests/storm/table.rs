//! The handles that all threads share, stale ones among them, and others that were never handles.

use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::abi::Handle;
use super::random::Random;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Client,
    Thread,
    Turn,
}

pub const KINDS: [Kind; 3] = [Kind::Client, Kind::Thread, Kind::Turn];

/// A handle to call with.
#[derive(Clone, Copy)]
pub struct Choice {
    pub handle: Handle,
    /// It is known to be no live handle of the kind asked for.
    pub bad: bool,
}

pub struct Table {
    clients: [AtomicUsize; 8],
    threads: [AtomicUsize; 48],
    turns: [AtomicUsize; 48],
}

impl Table {
    pub const fn new() -> Table {
        Table {
            clients: [const { AtomicUsize::new(0) }; 8],
            threads: [const { AtomicUsize::new(0) }; 48],
            turns: [const { AtomicUsize::new(0) }; 48],
        }
    }

    pub fn slots(&self, kind: Kind) -> &[AtomicUsize] {
        match kind {
            Kind::Client => &self.clients,
            Kind::Thread => &self.threads,
            Kind::Turn => &self.turns,
        }
    }

    /// Gives a handle to everybody; the one whose place it takes is to be freed.
    pub fn share(&self, random: &Random, kind: Kind, handle: Handle) -> Handle {
        pointer(random.pick(self.slots(kind)).swap(handle.addr(), Ordering::AcqRel))
    }

    /// What stands in a slot of that kind: live, freed, or nothing yet.
    pub fn shared(&self, random: &Random, kind: Kind) -> Handle {
        pointer(random.pick(self.slots(kind)).load(Ordering::Acquire))
    }

    /// Any handle; `freed` are some that were freed for certain.
    pub fn choose(&self, random: &Random, kind: Kind, freed: &[Handle]) -> Choice {
        let bad = |handle| Choice { handle, bad: true };
        let perhaps = |handle: Handle| Choice { handle, bad: handle.is_null() };
        match random.below(20) {
            0 => bad(ptr::null_mut()),
            1 if !freed.is_empty() => bad(*random.pick(freed)),
            2 => {
                let others: Vec<Kind> = KINDS.into_iter().filter(|other| *other != kind).collect();
                bad(self.shared(random, *random.pick(&others)))
            }
            // Handles are odd: this is none, but near one.
            3 => bad(pointer(self.shared(random, kind).addr() & !1)),
            4 => bad(never(random)),
            _ => perhaps(self.shared(random, kind)),
        }
    }

    /// One that is certainly bad.
    pub fn choose_bad(&self, random: &Random, kind: Kind, freed: &[Handle]) -> Choice {
        for _ in 0..100 {
            let choice = self.choose(random, kind, freed);
            if choice.bad {
                return choice;
            }
        }
        Choice { handle: ptr::null_mut(), bad: true }
    }
}

/// A number that no handle has: an address, a limit, a small number in the middle of nowhere.
fn never(random: &Random) -> Handle {
    let here = 0u8;
    let address: *const u8 = &here;
    match random.below(4) {
        0 => address.cast_mut().cast::<c_void>(),
        1 => pointer(usize::MAX - random.below(3)),
        2 => pointer(random.next() as usize | 1 << 62),
        _ => pointer(1 << 40 | random.below(1 << 20)),
    }
}

fn pointer(number: usize) -> Handle {
    ptr::without_provenance_mut(number)
}
