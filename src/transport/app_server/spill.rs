//! Events that wait for a host that is slower than the server. The server's reader waits for nobody, so what is too much
//! for memory goes to a file that has no name, and nothing is lost.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;

use crate::os::memory;

/// Bytes that wait in memory.
const MOST_IN_MEMORY: usize = 1024 * 1024;
/// Bytes that are written or read back at a time.
const CHUNK: usize = 256 * 1024;

pub struct Backlog {
    /// Lines with their ends.
    in_memory: Vec<u8>,
    /// What came behind them.
    in_file: Option<Spill>,
    /// Where the file is made.
    folder: PathBuf,
}

struct Spill {
    /// Holds whole lines.
    file: File,
    read: u64,
    written: u64,
    /// The lines behind those: to write each by itself would hold up all turns.
    unwritten: Vec<u8>,
}

impl Backlog {
    pub fn new(folder: PathBuf) -> Self {
        Backlog { in_memory: Vec::new(), in_file: None, folder }
    }

    pub fn is_empty(&self) -> bool {
        self.in_memory.is_empty() && self.in_file.is_none()
    }

    /// Adds a line, without its end.
    pub fn push(&mut self, line: &str) -> io::Result<()> {
        if self.in_file.is_none() && self.in_memory.len() + line.len() < MOST_IN_MEMORY.max(2 * line.len()) {
            memory::reserve(&mut self.in_memory, line.len() + 1)?;
            self.in_memory.extend_from_slice(line.as_bytes());
            self.in_memory.push(b'\n');
            return Ok(());
        }
        let spill = match &mut self.in_file {
            Some(spill) => spill,
            none => none.insert(Spill::new(tempfile::tempfile_in(&self.folder)?)),
        };
        spill.push(line.as_bytes())
    }

    /// The next lines with their ends; empty if none wait.
    pub fn take(&mut self) -> io::Result<Vec<u8>> {
        if !self.in_memory.is_empty() {
            return Ok(std::mem::take(&mut self.in_memory));
        }
        let Some(spill) = &mut self.in_file else { return Ok(Vec::new()) };
        let lines = spill.take()?;
        if spill.is_empty() {
            self.in_file = None;
        }
        Ok(lines)
    }
}

impl Spill {
    fn new(file: File) -> Self {
        Spill { file, read: 0, written: 0, unwritten: Vec::new() }
    }

    fn is_empty(&self) -> bool {
        self.read == self.written && self.unwritten.is_empty()
    }

    fn push(&mut self, line: &[u8]) -> io::Result<()> {
        if self.unwritten.len() + line.len() >= CHUNK {
            self.written = write(&self.file, &self.unwritten, self.written)?;
            self.unwritten.clear();
        }
        if line.len() >= CHUNK {
            let written = write(&self.file, line, self.written)?;
            self.written = write(&self.file, b"\n", written)?;
            return Ok(());
        }
        memory::reserve(&mut self.unwritten, line.len() + 1)?;
        self.unwritten.extend_from_slice(line);
        self.unwritten.push(b'\n');
        Ok(())
    }

    /// Whole lines: as many as fit, or one longer one.
    fn take(&mut self) -> io::Result<Vec<u8>> {
        if self.read == self.written {
            return Ok(std::mem::take(&mut self.unwritten));
        }
        let mut bytes = Vec::new();
        loop {
            let left = self.written - self.read - bytes.len() as u64;
            let more = CHUNK.max(bytes.len()).min(usize::try_from(left).unwrap_or(usize::MAX));
            let start = bytes.len();
            memory::reserve(&mut bytes, more)?;
            bytes.resize(start + more, 0);
            self.file.read_exact_at(&mut bytes[start..], self.read + start as u64)?;
            if let Some(end) = memchr::memrchr(b'\n', &bytes) {
                bytes.truncate(end + 1);
                self.read += bytes.len() as u64;
                return Ok(bytes);
            }
        }
    }
}

/// Where the next bytes go.
fn write(file: &File, bytes: &[u8], at: u64) -> io::Result<u64> {
    file.write_all_at(bytes, at)?;
    Ok(at + bytes.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_little_is_kept_in_memory() {
        let mut backlog = Backlog::new(std::env::temp_dir());
        let lines = |round: usize| (0..3000).map(move |n| format!("{round} {n} {}", "x".repeat(n)));
        let mut taken = Vec::new();
        for round in 0..3 {
            lines(round).for_each(|line| backlog.push(&line).unwrap());
            assert!(backlog.in_memory.len() <= MOST_IN_MEMORY);
            taken.extend(backlog.take().unwrap());
        }
        while !backlog.is_empty() {
            let lines = backlog.take().unwrap();
            assert!(lines.ends_with(b"\n") && lines.len() <= MOST_IN_MEMORY);
            taken.extend(lines);
        }
        let wanted: String = (0..3).flat_map(lines).map(|line| line + "\n").collect();
        assert_eq!(String::from_utf8(taken).unwrap(), wanted);
        assert!(backlog.take().unwrap().is_empty());
    }

    #[test]
    fn lines_that_are_not_in_the_file_yet_come_in_their_turn() {
        let mut backlog = Backlog::new(std::env::temp_dir());
        let long = "y".repeat(2 * MOST_IN_MEMORY);
        let mut wanted = String::new();
        let mut taken = Vec::new();
        for round in 0..20 {
            for line in [&long, "short", &long[..CHUNK], &long[..CHUNK - 1], &long[..CHUNK / 2], &round.to_string()] {
                backlog.push(line).unwrap();
                wanted += line;
                wanted.push('\n');
            }
            (0..round % 3).for_each(|_| taken.extend(backlog.take().unwrap()));
        }
        while !backlog.is_empty() {
            taken.extend(backlog.take().unwrap());
        }
        assert!(taken == wanted.as_bytes());
    }

    #[test]
    fn a_line_larger_than_everything_comes_whole() {
        let mut backlog = Backlog::new(std::env::temp_dir());
        let long = "y".repeat(3 * MOST_IN_MEMORY);
        for line in ["a", &long, "b"] {
            backlog.push(line).unwrap();
        }
        let mut taken = Vec::new();
        while !backlog.is_empty() {
            taken.extend(backlog.take().unwrap());
        }
        assert_eq!(taken.len(), long.len() + 5);
        assert!(taken.ends_with(b"y\nb\n"));
    }
}
