//! How many trials run at once.

use libtest_mimic::Arguments;
use std::thread::available_parallelism;

/// For each processor: a trial spends most of its time waiting, for processes that start and end and for limits that run out.
const TRIALS: usize = 3;

/// The runner's arguments, for such trials.
pub fn arguments() -> Arguments {
    let mut arguments = Arguments::from_args();
    let processors = available_parallelism().map_or(1, |count| count.get());
    arguments.test_threads.get_or_insert(TRIALS * processors);
    arguments
}
