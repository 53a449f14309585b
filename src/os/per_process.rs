//! Statics that a child does not inherit.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::fork_guard::generation;

/// A static that a child which begins anew finds as new: in the child, a thread that does not exist there may hold the
/// parent's. For everything that the library's own threads lock or count, since they run on while the host forks.
///
/// The parent's value is leaked in the child, with all that it owns.
pub struct PerProcess<T>(AtomicPtr<Made<T>>);

struct Made<T> {
    generation: u32,
    value: T,
}

impl<T: Default + Send + Sync + 'static> PerProcess<T> {
    pub const fn new() -> Self {
        PerProcess(AtomicPtr::new(ptr::null_mut()))
    }

    /// This process's value, made at the first call.
    pub fn get(&self) -> &'static T {
        let generation = generation();
        let mut made = self.0.load(Ordering::Acquire);
        loop {
            // SAFETY: NULL, or a value that is never freed once it is stored.
            if let Some(made) = unsafe { made.as_ref() }.filter(|made| made.generation == generation) {
                return &made.value;
            }
            let new = Box::into_raw(Box::new(Made { generation, value: T::default() }));
            match self.0.compare_exchange(made, new, Ordering::AcqRel, Ordering::Acquire) {
                // SAFETY: just made, and never freed from now on.
                Ok(_) => return unsafe { &(*new).value },
                Err(other) => {
                    // SAFETY: just made, and nobody else's: another thread was faster.
                    drop(unsafe { Box::from_raw(new) });
                    made = other;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn threads_share_one_value() {
        static NUMBERS: PerProcess<Mutex<Vec<i32>>> = PerProcess::new();
        std::thread::scope(|scope| {
            for number in 0..8 {
                scope.spawn(move || NUMBERS.get().lock().unwrap().push(number));
            }
        });
        let mut numbers = NUMBERS.get().lock().unwrap();
        numbers.sort_unstable();
        assert_eq!(*numbers, (0..8).collect::<Vec<_>>());
    }
}
