//! Memory for what others say, whose size is not ours to choose.
//!
//! Rust ends the process when there is none for an allocation. So what grows with the CLI's output asks first, and the
//! turn fails instead of the host.

use std::hint::black_box;
use std::io;

/// Below this a piece of text counts as small, and small allocations are not asked about.
const LARGE: usize = 64 * 1024;

/// Makes room in a buffer for so many bytes more.
pub fn reserve(buffer: &mut Vec<u8>, more: usize) -> io::Result<()> {
    // Where there is none for a buffer twice as large there may still be enough.
    buffer.try_reserve(more).or_else(|_| buffer.try_reserve_exact(more)).map_err(|_| out_of_memory())
}

/// A copy of a text.
pub fn copy(text: &str) -> io::Result<String> {
    let mut copy = String::new();
    copy_into(&mut copy, text)?;
    Ok(copy)
}

/// The same, in the place of what `copy` was.
pub fn copy_into(copy: &mut String, text: &str) -> io::Result<()> {
    copy.clear();
    copy.try_reserve_exact(text.len()).map_err(|_| out_of_memory())?;
    copy.push_str(text);
    Ok(())
}

/// Whether there is room for what reading a JSON text copies of it. It is not kept: for code that cannot ask itself.
pub fn check_parse_memory(json: &[u8]) -> io::Result<()> {
    // A string with escapes is put together first, in a buffer that doubles.
    let copies = || if memchr::memchr(b'\\', json).is_some() { 4 } else { 2 };
    check_room_for(json.len(), copies)
}

/// Whether there is room for so many copies of a text of this length. It is not kept either.
pub fn check_room_for(length: usize, copies: impl FnOnce() -> usize) -> io::Result<()> {
    if length < LARGE {
        return Ok(());
    }
    let mut probe: Vec<u8> = Vec::new();
    probe.try_reserve_exact(length.saturating_mul(copies())).map_err(|_| out_of_memory())?;
    // The optimiser knows that nobody uses it, and would leave out the question.
    black_box(probe.as_mut_ptr());
    Ok(())
}

/// A writer of text that asks for the memory of each piece.
pub struct Writer(pub Vec<u8>);

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        reserve(&mut self.0, bytes.len())?;
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub fn out_of_memory() -> io::Error {
    io::Error::from_raw_os_error(libc::ENOMEM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_had_is_an_error() {
        let mut buffer = Vec::new();
        reserve(&mut buffer, 100).unwrap();
        assert!(buffer.capacity() >= 100);
        let error = reserve(&mut buffer, isize::MAX as usize).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::OutOfMemory);
        assert_eq!(copy("a").unwrap(), "a");
    }
}
