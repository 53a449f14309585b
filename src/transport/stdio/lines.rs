//! Cuts the CLI's output into lines without copying what need not be copied.

use std::io;
use std::os::fd::AsFd;

use tokio::net::unix::pipe::Receiver;

use crate::os::descriptor::read_into;
use crate::os::memory;
use crate::os::pipe_size::PipeSize;
use crate::transport::batch::Batch;

/// The first read of a quiet stream; a stream that fills its buffer gets a larger one, and a larger pipe.
const SMALLEST_READ: usize = 4 * 1024;
const LARGEST_READ: usize = 512 * 1024;
/// Complete lines below this size are copied out, and those that fill less than such a part of their buffer, so that a
/// slow stream does not hold a large buffer per line.
const COPY_BELOW: usize = 2 * 1024;
const COPY_BELOW_PART: usize = 8;

/// Why there are no more lines.
#[derive(Debug)]
pub enum LinesEnd {
    /// The stream is closed; what stood behind the last line end, if anything.
    Closed(Vec<u8>),
    /// A line is longer than the limit; its beginning.
    TooLong(Vec<u8>),
    Failed(io::Error),
}

pub struct LineReader {
    pipe: Receiver,
    buffer: Vec<u8>,
    /// How much of the buffer is known to hold no line end.
    searched: usize,
    next_read: usize,
    longest_line: usize,
    too_long: Option<Vec<u8>>,
    pipe_size: PipeSize,
    /// The writer is gone: what it wrote is all there, whatever the runtime has heard of it so far.
    writer_gone: bool,
}

impl LineReader {
    pub fn new(pipe: Receiver, longest_line: usize) -> Self {
        LineReader {
            pipe,
            buffer: Vec::new(),
            searched: 0,
            next_read: SMALLEST_READ,
            longest_line,
            too_long: None,
            pipe_size: PipeSize::default(),
            writer_gone: false,
        }
    }

    /// Waits for the next lines. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Result<Batch, LinesEnd> {
        loop {
            if let Some(lines) = self.read_now()? {
                return Ok(lines);
            }
            self.pipe.readable().await.map_err(LinesEnd::Failed)?;
        }
    }

    /// What can be read without waiting: lines, or none yet.
    pub fn read_now(&mut self) -> Result<Option<Batch>, LinesEnd> {
        if let Some(line) = self.too_long.take() {
            return Err(LinesEnd::TooLong(line));
        }
        loop {
            match self.read_once() {
                Ok(0) => return Err(LinesEnd::Closed(self.take_rest())),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(LinesEnd::Failed(error)),
            }
            if let Some(lines) = self.take_lines()? {
                return Ok(Some(lines));
            }
        }
    }

    /// From now on reads ask the pipe itself, not the runtime's last notice of it.
    pub fn writer_is_gone(&mut self) {
        self.writer_gone = true;
    }

    #[cfg(fuzzing)]
    pub fn pipe(&self) -> &Receiver {
        &self.pipe
    }

    /// Bytes of memory it holds on to.
    #[cfg(fuzzing)]
    pub fn held(&self) -> usize {
        self.buffer.capacity() + self.too_long.as_ref().map_or(0, Vec::capacity)
    }

    /// What stands behind the last line end.
    pub fn take_rest(&mut self) -> Vec<u8> {
        self.searched = 0;
        std::mem::take(&mut self.buffer)
    }

    /// Reads and forgets, to the end: a CLI that has nothing left to say to us must not wait for us either.
    pub async fn discard(&mut self) {
        loop {
            match self.read_now() {
                Ok(Some(_)) => tokio::task::yield_now().await,
                // That was all; the runtime's notice of it may still stand, and waiting would be going round in a circle.
                Ok(None) if self.writer_gone => return,
                Ok(None) => {
                    // A line without end must not pile up.
                    self.buffer.clear();
                    self.searched = 0;
                    if self.pipe.readable().await.is_err() {
                        return;
                    }
                }
                Err(LinesEnd::TooLong(_)) => tokio::task::yield_now().await,
                Err(_) => return,
            }
        }
    }

    fn read_once(&mut self) -> io::Result<usize> {
        if let Err(error) = make_room(&mut self.buffer, 0, &mut self.next_read) {
            // A line that is never going to be whole need not be kept.
            self.take_rest();
            return Err(error);
        }
        let read = if self.writer_gone {
            read_into(self.pipe.as_fd(), &mut self.buffer)?
        } else {
            self.pipe.try_read_buf(&mut self.buffer)?
        };
        if read >= self.next_read {
            self.grow();
        }
        Ok(read)
    }

    /// Between two processors each waking costs as much as copying some 64 KiB: a stream in full flow has fewer of them.
    fn grow(&mut self) {
        let larger = self.next_read * 2;
        if larger <= LARGEST_READ && self.pipe_size.at_least(larger, self.pipe.as_fd()) {
            self.next_read = larger;
        }
    }

    fn take_lines(&mut self) -> Result<Option<Batch>, LinesEnd> {
        let found = memchr::memrchr(b'\n', &self.buffer[self.searched..]);
        let Some(last_newline) = found.map(|offset| self.searched + offset) else {
            self.searched = self.buffer.len();
            if is_longer(&self.buffer, self.longest_line) {
                return Err(LinesEnd::TooLong(self.take_rest()));
            }
            return Ok(None);
        };
        let rest = &self.buffer[last_newline + 1..];
        let is_little = last_newline < COPY_BELOW.max(self.buffer.capacity() / COPY_BELOW_PART);
        let mut complete = Vec::new();
        let complete = if is_little && memory::reserve(&mut complete, last_newline + 1).is_ok() {
            complete.extend_from_slice(&self.buffer[..=last_newline]);
            self.buffer.drain(..=last_newline);
            complete
        } else {
            let mut next = Vec::new();
            make_room(&mut next, rest.len(), &mut self.next_read).map_err(LinesEnd::Failed)?;
            next.extend_from_slice(rest);
            let mut complete = std::mem::replace(&mut self.buffer, next);
            complete.truncate(last_newline + 1);
            complete
        };
        self.searched = self.buffer.len();
        let (lines, too_long) = Batch::cut(complete, self.longest_line).map_err(LinesEnd::Failed)?;
        // What came before it is delivered first.
        self.too_long = too_long;
        if self.too_long.is_none() && is_longer(&self.buffer, self.longest_line) {
            self.too_long = Some(self.take_rest());
        }
        Ok(Some(lines))
    }
}

/// Room for so many bytes and the next read, which has to be a small one where there is no memory for it.
fn make_room(buffer: &mut Vec<u8>, bytes: usize, next_read: &mut usize) -> io::Result<()> {
    memory::reserve(buffer, bytes + *next_read).or_else(|_| {
        *next_read = SMALLEST_READ;
        memory::reserve(buffer, bytes + SMALLEST_READ)
    })
}

/// Whether a line that has not ended yet is too long; a `\r` may belong to its end.
fn is_longer(line: &[u8], longest_line: usize) -> bool {
    line.strip_suffix(b"\r").unwrap_or(line).len() > longest_line
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{poll_fn, Future};
    use std::io::Write;
    use std::task::Poll;

    /// Feeds the pieces one by one and collects what comes out, with the words of the end.
    fn read(pieces: &[&[u8]], longest_line: usize) -> (Vec<Vec<u8>>, LinesEnd) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (read, write) = crate::os::descriptor::pipe().unwrap();
            crate::os::descriptor::set_nonblocking(&read).unwrap();
            let mut reader = LineReader::new(Receiver::from_owned_fd(read).unwrap(), longest_line);
            let mut write = Some(std::fs::File::from(write));
            let mut pieces = pieces.iter();
            let mut seen = Vec::new();
            loop {
                match reader.read_now() {
                    Ok(Some(lines)) => {
                        for index in 0..lines.len() {
                            assert_eq!(lines.get_with_nul(index).last(), Some(&0));
                            seen.push(lines.get(index).to_vec());
                        }
                    }
                    Ok(None) => {
                        match pieces.next() {
                            Some(piece) => write.as_mut().unwrap().write_all(piece).unwrap(),
                            None => drop(write.take()),
                        }
                        reader.pipe.readable().await.unwrap();
                    }
                    Err(end) => return (seen, end),
                }
            }
        })
    }

    #[test]
    fn lines_survive_any_cut_and_either_line_end() {
        let text = "{\"a\":\"\u{e9}\u{1F600}\"}\r\n\n  \n{}\nlast".as_bytes();
        for cut in 1..text.len() {
            let (lines, end) = read(&[&text[..cut], &text[cut..]], 100);
            assert_eq!(lines, ["{\"a\":\"\u{e9}\u{1F600}\"}".as_bytes(), b"{}"]);
            assert!(matches!(end, LinesEnd::Closed(rest) if rest == b"last"));
        }
    }

    #[test]
    fn a_line_over_the_limit_ends_the_stream_after_those_before_it() {
        let (lines, end) = read(&[b"{}\n{\"long\":true}\n{}\n"], 5);
        assert_eq!(lines, [b"{}"]);
        assert!(matches!(end, LinesEnd::TooLong(line) if line == b"{\"long\":true}"));
        let (lines, end) = read(&[b"{}\n{\"never", b" ending"], 5);
        assert_eq!(lines, [b"{}"]);
        assert!(matches!(end, LinesEnd::TooLong(line) if line.starts_with(b"{\"never")));
    }

    #[test]
    fn what_does_not_depend_on_the_pieces() {
        // A line end in two pieces, a rest over the limit, and blank text over it.
        let (lines, _) = read(&[b"abcde\r", b"\nx\n"], 5);
        assert_eq!(lines, [&b"abcde"[..], b"x"]);
        for pieces in [&[&b"{}\nlonger"[..]][..], &[b"{}\nlon", b"ger"], &[b"{}\n      \n"], &[b"{}\n    ", b"  \n"]] {
            let (lines, end) = read(pieces, 5);
            assert_eq!(lines, [b"{}"]);
            assert!(matches!(end, LinesEnd::TooLong(_)), "{end:?}");
        }
    }

    #[test]
    fn discarding_ends_with_the_writer_though_the_pipe_stays_open() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (read, write) = crate::os::descriptor::pipe().unwrap();
            crate::os::descriptor::set_nonblocking(&read).unwrap();
            let mut reader = LineReader::new(Receiver::from_owned_fd(read).unwrap(), 100);
            std::fs::File::from(write.try_clone().unwrap()).write_all(b"{}\n").unwrap();
            reader.pipe.readable().await.unwrap();
            reader.writer_is_gone();
            assert!(matches!(reader.read_now(), Ok(Some(_))));
            reader.discard().await;
            drop(write);
        });
    }

    #[test]
    fn discarding_a_line_without_end_keeps_nobody_waiting() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (read, write) = crate::os::descriptor::pipe().unwrap();
            crate::os::descriptor::set_nonblocking(&read).unwrap();
            let mut reader = LineReader::new(Receiver::from_owned_fd(read).unwrap(), 5);
            std::fs::File::from(write.try_clone().unwrap()).write_all(&[b'x'; 64 * 1024]).unwrap();
            reader.pipe.readable().await.unwrap();
            {
                let mut discard = std::pin::pin!(reader.discard());
                assert!(poll_fn(|context| Poll::Ready(discard.as_mut().poll(context).is_pending())).await);
            }
            assert!(matches!(reader.read_now(), Err(LinesEnd::TooLong(_))));
            drop(write);
        });
    }

    #[test]
    fn a_batch_is_as_large_as_its_taker_wants_it() {
        let (lines, _) = Batch::cut(b"one\ntwo\n\nthree\n".to_vec(), 100).unwrap();
        let parts =
            [(0, 100, &b"one\0two\0"[..], 2), (0, 8, b"one\0two\0", 2), (0, 7, b"one\0", 1), (2, 0, b"three\0", 1)];
        for (index, most, bytes, count) in parts {
            assert_eq!(lines.contiguous_run(index, most), (bytes, count), "{index} {most}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_stream_in_full_flow_is_read_by_much_at_a_time_and_none_of_it_is_lost() {
        let sent: Vec<Vec<u8>> = (0..40_000).map(|n| format!("{n}{}", "x".repeat(n % 200)).into_bytes()).collect();
        let text = [sent.join(&b'\n'), b"\n".to_vec()].concat();
        let _alone = crate::os::pipe_size::TEST.lock();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (read, write) = crate::os::descriptor::pipe().unwrap();
            crate::os::descriptor::set_nonblocking(&read).unwrap();
            crate::os::descriptor::set_nonblocking(&write).unwrap();
            let mut write = std::fs::File::from(write);
            let mut reader = LineReader::new(Receiver::from_owned_fd(read).unwrap(), usize::MAX);
            let (mut left, mut seen, mut most) = (&text[..], Vec::new(), 0);
            while seen.len() < sent.len() {
                // The pipe is full before each read.
                while let Ok(written @ 1..) = write.write(&left[..left.len().min(4096)]) {
                    left = &left[written..];
                }
                reader.pipe.readable().await.unwrap();
                let Ok(Some(lines)) = reader.read_now() else { continue };
                let texts: Vec<Vec<u8>> = (0..lines.len()).map(|index| lines.get(index).to_vec()).collect();
                most = most.max(texts.iter().map(|line| line.len() + 1).sum());
                seen.extend(texts);
            }
            assert!(seen == sent && most > LARGEST_READ / 2, "{most}");
        });
    }

    #[test]
    fn where_there_is_no_memory_for_a_large_read_a_small_one_has_to_do() {
        let (mut buffer, mut next_read) = (b"abc".to_vec(), isize::MAX as usize / 2);
        make_room(&mut buffer, 10, &mut next_read).unwrap();
        assert_eq!(SMALLEST_READ, next_read);
        assert!(buffer.capacity() >= 3 + 10 + SMALLEST_READ);
        assert!(make_room(&mut buffer, isize::MAX as usize - SMALLEST_READ, &mut next_read).is_err());
    }

    #[test]
    fn large_lines_are_handed_over_whole() {
        let line = vec![b'x'; 300_000];
        let pieces: Vec<&[u8]> = line.chunks(50_000).chain([&b"\nshort\n"[..]]).collect();
        let (lines, _) = read(&pieces, usize::MAX);
        assert_eq!(lines, [line.clone(), b"short".to_vec()]);
    }
}
