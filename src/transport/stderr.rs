//! The end of what the CLI said on stderr, bounded, for when it has to explain a failure.

use std::collections::VecDeque;
use std::os::fd::AsFd;
use std::sync::{Mutex, PoisonError};

use tokio::net::unix::pipe::Receiver;

use super::descriptor::read_into;

/// How much of the end is kept.
pub const TAIL_BYTES: usize = 16 * 1024;

/// Lines that the CLI prints in healthy runs as well (0.169.0), by how they begin.
const NOTICES: &[&str] = &[
    "Reading prompt from stdin",
    "Reading additional input from stdin",
    "WARNING: proceeding, even though we could not create PATH aliases",
    "WARNING: proceeding, even though we could not update PATH",
];

#[derive(Default)]
pub struct Tail(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    bytes: VecDeque<u8>,
    truncated: bool,
}

impl Tail {
    /// Reads to the end, so that the CLI never waits for us to take its stderr. Dropping the future loses nothing.
    pub async fn drain(&self, pipe: &Receiver) {
        let mut chunk = [0u8; 4096];
        while pipe.readable().await.is_ok() {
            match pipe.try_read(&mut chunk) {
                Ok(0) => return,
                Ok(read) => self.push(&chunk[..read]),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_) => return,
            }
        }
    }

    /// Takes what a process that has ended left in the pipe, whatever the runtime has heard of it so far.
    pub fn drain_now(&self, pipe: &Receiver) {
        let mut chunk = Vec::with_capacity(4096);
        while let Ok(1..) = read_into(pipe.as_fd(), &mut chunk) {
            self.push(&chunk);
            chunk.clear();
        }
    }

    fn push(&self, bytes: &[u8]) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes.extend(bytes);
        if let Some(excess) = kept.bytes.len().checked_sub(TAIL_BYTES).filter(|&excess| excess > 0) {
            kept.bytes.drain(..excess);
            kept.truncated = true;
        }
    }

    /// The text kept, whole characters only, and whether something before it was dropped.
    pub fn text(&self) -> (String, bool) {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: Vec<u8> = kept.bytes.iter().copied().collect();
        // The cut can be inside a character: skip its rest.
        let start = if kept.truncated { bytes.iter().take_while(|&&byte| byte & 0xC0 == 0x80).count() } else { 0 };
        (String::from_utf8_lossy(&bytes[start..]).into_owned(), kept.truncated)
    }
}

/// What a person should read of it: without the CLI's usual notices and without backtraces.
pub fn explanation(text: &str) -> String {
    let mut in_backtrace = false;
    let lines = text.lines().map(str::trim_end).filter(|line| {
        let trimmed = line.trim_start();
        in_backtrace = trimmed.starts_with("Stack backtrace:")
            || trimmed.starts_with("stack backtrace:")
            || (in_backtrace && (trimmed.starts_with("at ") || is_frame(trimmed)));
        !in_backtrace && !trimmed.is_empty() && !NOTICES.iter().any(|notice| trimmed.starts_with(notice))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `  12: some::function`
fn is_frame(line: &str) -> bool {
    line.split_once(':').is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_bounded_and_whole_characters() {
        let tail = Tail::default();
        for _ in 0..TAIL_BYTES {
            tail.push("\u{e9}".as_bytes());
        }
        tail.push(b"!");
        let (text, truncated) = tail.text();
        assert!(truncated && text.len() <= TAIL_BYTES && text.ends_with("\u{e9}!"));
        assert!(!text.contains(char::REPLACEMENT_CHARACTER));
    }

    #[test]
    fn notices_and_backtraces_explain_nothing() {
        let text = "WARNING: proceeding, even though we could not create PATH aliases: x\n\
                    Reading prompt from stdin...\nError: no rollout found\n\nStack backtrace:\n   0: <unknown>\n  \
                    1: main\n             at src/main.rs:1\nthe end\n";
        assert_eq!(explanation(text), "Error: no rollout found\nthe end");
        assert_eq!(explanation("Reading prompt from stdin...\n"), "");
    }
}
