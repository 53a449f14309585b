//! A library that is nobody's friend or foe: it runs children and timers on a runtime of its own.

use std::ffi::c_int;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::OnceLock;
use std::time::Duration;

use tokio::process::Command;
use tokio::runtime::{Builder, Runtime};
use tokio::time::interval;

static RUNTIME: OnceLock<Runtime> = OnceLock::new();
static WORKING: AtomicBool = AtomicBool::new(false);
static DONE: AtomicU64 = AtomicU64::new(0);

fn runtime() -> &'static Runtime {
    let build = || Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    RUNTIME.get_or_init(build)
}

async fn child_with(code: c_int) -> c_int {
    let status = Command::new("/bin/sh").arg("-c").arg(format!("exit {code}")).status().await;
    status.ok().and_then(|status| status.code()).unwrap_or(-1)
}

/// Runs a child that exits with the code, and answers with the code it was told.
#[no_mangle]
pub extern "C" fn neighbour_run(code: c_int) -> c_int {
    runtime().block_on(child_with(code))
}

/// From now on children come and go, until `neighbour_rest`.
#[no_mangle]
pub extern "C" fn neighbour_work() {
    WORKING.store(true, Ordering::SeqCst);
    runtime().spawn(async {
        let mut ticks = interval(Duration::from_millis(1));
        while WORKING.load(Ordering::SeqCst) {
            ticks.tick().await;
            if child_with(3).await == 3 {
                DONE.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
}

/// How much has been done so far.
#[no_mangle]
pub extern "C" fn neighbour_done() -> u64 {
    DONE.load(Ordering::SeqCst)
}

/// No further child.
#[no_mangle]
pub extern "C" fn neighbour_rest() {
    WORKING.store(false, Ordering::SeqCst);
}
