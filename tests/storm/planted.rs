//! Proof that a sanitizer is at work and sees into the library: a second process does what it must report.
//!
//! The memory is the test's, but it is the library's own code that touches it.

use std::ffi::c_char;
use std::process::Command;
use std::ptr;

use libtest_mimic::{Failed, Trial};

use super::abi::functions;

/// Set in the second process: the name of what to do.
const PLANT: &str = "CODEX_SDK_STORM_PLANT";

/// What is done, and what is reported.
struct Plant {
    name: &'static str,
    sanitizer: &'static str,
    act: fn(),
    report: &'static str,
}

const PLANTS: [Plant; 3] = [
    Plant {
        name: "the library writes to freed memory",
        sanitizer: "address",
        act: write_to_freed_memory,
        report: "ERROR: AddressSanitizer: heap-use-after-free",
    },
    Plant {
        name: "a string of the library's is never freed",
        sanitizer: "address",
        act: leak,
        report: "ERROR: LeakSanitizer: detected memory leaks",
    },
    Plant {
        name: "two threads in the library write to one place",
        sanitizer: "thread",
        act: race,
        report: "WARNING: ThreadSanitizer: data race",
    },
];

/// With a sanitizer, each of its plants must be reported.
pub fn trials() -> Vec<Trial> {
    let sanitizer = std::env::var("CODEX_SDK_STORM_SANITIZER").unwrap_or_default();
    let plants = PLANTS.iter().filter(|plant| plant.sanitizer == sanitizer);
    plants.map(|plant| Trial::test(format!("reported: {}", plant.name), || reported(plant))).collect()
}

fn reported(plant: &Plant) -> Result<(), Failed> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(program).env(PLANT, plant.name).output().map_err(|error| error.to_string())?;
    let report = String::from_utf8_lossy(&output.stderr);
    if output.status.success() || !report.contains(plant.report) {
        return Err(format!("{}, and no `{}` in:\n{report}", output.status, plant.report).into());
    }
    Ok(())
}

/// The second process; whether this is it.
pub fn play() -> bool {
    let Ok(name) = std::env::var(PLANT) else { return false };
    match PLANTS.iter().find(|plant| plant.name == name) {
        Some(plant) => (plant.act)(),
        None => panic!("{PLANT} is {name:?}"),
    }
    true
}

fn answer_into(place: *mut *mut c_char) {
    // SAFETY: none, if `place` is not valid for writing: that is the point.
    unsafe { (functions().codex_sdk_json_get)(c"\"text\"".as_ptr(), c"".as_ptr(), place, ptr::null_mut()) };
}

fn write_to_freed_memory() {
    let place = Box::into_raw(Box::new(ptr::null_mut()));
    // SAFETY: just made.
    drop(unsafe { Box::from_raw(place) });
    answer_into(place);
}

fn leak() {
    let mut text = ptr::null_mut();
    answer_into(&mut text);
    std::hint::black_box(text);
}

fn race() {
    let place = Box::into_raw(Box::new(ptr::null_mut::<c_char>())) as usize;
    let threads: Vec<_> = (0..2)
        .map(|_| std::thread::spawn(move || (0..100).for_each(|_| answer_into(place as *mut *mut c_char))))
        .collect();
    for thread in threads {
        // Whether one panicked is not the question here.
        let _ = thread.join();
    }
}
