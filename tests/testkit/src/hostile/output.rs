//! Writing to stdout and stderr, unbuffered: what a step writes has left when the step is over.

use super::Failure;
use std::fs::File;
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::os::fd::FromRawFd;

/// How much is rendered at once when much is to be written.
pub const BLOCK: usize = 1 << 20;

pub struct Output {
    /// Not `std::io::stdout`: that one buffers, and ignores that stdout is closed.
    stdout: ManuallyDrop<File>,
    newline: &'static [u8],
}

impl Output {
    pub fn new() -> Output {
        Output { stdout: descriptor(1), newline: b"\n" }
    }

    pub fn use_crlf(&mut self) {
        self.newline = b"\r\n";
    }

    pub fn newline(&self) -> &'static [u8] {
        self.newline
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.stdout.write_all(bytes).map_err(Failure::Stdout)
    }

    pub fn line(&mut self, text: &str) -> Result<(), Failure> {
        let mut line = Vec::with_capacity(text.len() + self.newline.len());
        line.extend_from_slice(text.as_bytes());
        line.extend_from_slice(self.newline);
        self.write(&line)
    }

    /// `count` times the same bytes, in big writes.
    pub fn repeat(&mut self, bytes: &[u8], count: usize) -> Result<(), Failure> {
        let at_once = (BLOCK / bytes.len().max(1)).clamp(1, count.max(1));
        let block = bytes.repeat(at_once);
        for _ in 0..count / at_once {
            self.write(&block)?;
        }
        self.write(&block[..count % at_once * bytes.len()])
    }
}

pub fn write_stderr(bytes: &[u8]) -> io::Result<()> {
    descriptor(2).write_all(bytes)
}

/// Exactly `bytes` bytes of readable text on stderr. The last line, for which there must be room, says so.
pub fn flood_stderr(bytes: usize) -> io::Result<()> {
    const LAST: &str = "end of flood\n";
    let mut left = bytes.saturating_sub(LAST.len());
    let mut number = 0u64;
    while left > 0 {
        let mut block = String::with_capacity(BLOCK);
        while block.len() < left.min(BLOCK) {
            number += 1;
            block.push_str(&format!("{number:012} this line is one of very many that nobody asked for\n"));
        }
        if block.len() >= left {
            block.truncate(left - 1);
            block.push('\n');
        }
        left -= block.len();
        write_stderr(block.as_bytes())?;
    }
    write_stderr(LAST.as_bytes())
}

/// One of the three standard descriptors. It may be closed; writing says so then.
fn descriptor(number: i32) -> ManuallyDrop<File> {
    // SAFETY: never closed through this `File`, and nothing else of this program owns the number.
    ManuallyDrop::new(unsafe { File::from_raw_fd(number) })
}
