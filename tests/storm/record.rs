//! What every thread is doing and what all have seen: for the report, and for when something goes wrong.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::abi::{Function, Handle, Status, NAMES};

/// More threads than ever call at the same time: those of the storm, and one for callbacks per client.
const SEATS: usize = 256;
const LOWEST_STATUS: Status = -17;
const STATUSES: usize = 20;

/// A thread's place: what it called last, and since when it is inside.
struct Seat {
    taken: AtomicBool,
    function: AtomicUsize,
    handle: AtomicUsize,
    /// Milliseconds since the start, plus one; 0 while it is not inside a call.
    since: AtomicU64,
}

static TABLE: [Seat; SEATS] = [const {
    Seat {
        taken: AtomicBool::new(false),
        function: AtomicUsize::new(0),
        handle: AtomicUsize::new(0),
        since: AtomicU64::new(0),
    }
}; SEATS];
static CALLS: AtomicU64 = AtomicU64::new(0);
static BY_FUNCTION: [AtomicU64; NAMES.len()] = [const { AtomicU64::new(0) }; NAMES.len()];
static BY_STATUS: [AtomicU64; STATUSES] = [const { AtomicU64::new(0) }; STATUSES];

thread_local! {
    static SEAT: Mine = const { Mine(Cell::new(None)) };
}

struct Mine(Cell<Option<usize>>);

impl Drop for Mine {
    fn drop(&mut self) {
        if let Some(seat) = self.0.get() {
            TABLE[seat].taken.store(false, Ordering::Release);
        }
    }
}

fn seat() -> &'static Seat {
    SEAT.with(|mine| {
        let number = mine.0.get().unwrap_or_else(|| {
            let free = (0..SEATS).find(|&seat| !TABLE[seat].taken.swap(true, Ordering::AcqRel));
            free.unwrap_or_else(|| fail("more threads than were thought of"))
        });
        mine.0.set(Some(number));
        &TABLE[number]
    })
}

/// Runs a call under the eyes of the net.
pub fn watched<T>(start: Instant, function: Function, handle: Handle, call: impl FnOnce() -> T) -> T {
    let seat = seat();
    seat.function.store(function as usize, Ordering::Relaxed);
    seat.handle.store(handle.addr(), Ordering::Relaxed);
    seat.since.store(start.elapsed().as_millis() as u64 + 1, Ordering::Relaxed);
    let answer = call();
    seat.since.store(0, Ordering::Relaxed);
    BY_FUNCTION[function as usize].fetch_add(1, Ordering::Relaxed);
    CALLS.fetch_add(1, Ordering::Relaxed);
    answer
}

pub fn count_status(status: Status) {
    let index = usize::try_from(status - LOWEST_STATUS).unwrap_or(STATUSES);
    match BY_STATUS.get(index) {
        Some(count) => count.fetch_add(1, Ordering::Relaxed),
        None => fail(&format!("there is no status {status}")),
    };
}

pub fn calls() -> u64 {
    CALLS.load(Ordering::Relaxed)
}

pub fn calls_of(function: usize) -> u64 {
    BY_FUNCTION[function].load(Ordering::Relaxed)
}

pub fn answers_of(status: Status) -> u64 {
    BY_STATUS[(status - LOWEST_STATUS) as usize].load(Ordering::Relaxed)
}

pub fn statuses() -> impl Iterator<Item = Status> {
    (0..STATUSES as Status).map(|index| LOWEST_STATUS + index)
}

/// Whether a thread has been inside its call for so long.
pub fn hangs(start: Instant, patience: Duration) -> bool {
    let now = start.elapsed().as_millis() as u64;
    TABLE.iter().any(|seat| match seat.since.load(Ordering::Relaxed) {
        0 => false,
        since => now.saturating_sub(since) > patience.as_millis() as u64,
    })
}

/// Says what is wrong and what each thread called last, and ends the process at once.
pub fn fail(problem: &str) -> ! {
    eprintln!("\nstorm: {problem}");
    for (number, seat) in TABLE.iter().enumerate().filter(|(_, seat)| seat.taken.load(Ordering::Relaxed)) {
        let name = NAMES[seat.function.load(Ordering::Relaxed)];
        let inside = if seat.since.load(Ordering::Relaxed) == 0 { "was in" } else { "is in" };
        eprintln!("storm: thread {number} {inside} {name}({:#x})", seat.handle.load(Ordering::Relaxed));
    }
    std::process::abort()
}
