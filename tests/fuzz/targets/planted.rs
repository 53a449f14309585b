//! A crash behind a number that nobody guesses: found only if the fuzzer is told what the code compares.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some(number) = input.first_chunk() {
        assert_ne!(u64::from_le_bytes(*number), 0x7B1D_A40F_E93C_5266, "the planted crash");
    }
});
