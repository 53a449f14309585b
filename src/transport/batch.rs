//! Events on their way to the host: whole lines, as they came.

use std::io;
use std::ops::Range;

use crate::os::memory;

/// Complete lines, each followed by a NUL in place of its line end.
#[derive(Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    ranges: Vec<Range<usize>>,
}

impl Batch {
    #[inline]
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// The memory this batch holds on to.
    pub fn size(&self) -> usize {
        self.bytes.capacity() + self.ranges.capacity() * std::mem::size_of::<Range<usize>>()
    }

    #[inline]
    pub fn get(&self, index: usize) -> &[u8] {
        &self.bytes[self.ranges[index].clone()]
    }

    /// The line with the NUL that follows it.
    #[inline]
    pub fn get_with_nul(&self, index: usize) -> &[u8] {
        let range = &self.ranges[index];
        &self.bytes[range.start..range.end + 1]
    }

    /// The lines from this one on that follow each other with nothing but a NUL between them, and their number: up to
    /// `most` bytes, or one longer line. A line end of two characters or a blank line parts them.
    pub fn contiguous_run(&self, index: usize, most: usize) -> (&[u8], usize) {
        let ranges = &self.ranges[index..];
        let within = ranges.partition_point(|range| range.end + 1 - ranges[0].start <= most).max(1);
        let ranges = &ranges[..within];
        let parted = ranges.windows(2).position(|pair| pair[0].end + 1 != pair[1].start);
        let count = parted.map_or(ranges.len(), |last| last + 1);
        (&self.bytes[ranges[0].start..ranges[count - 1].end + 1], count)
    }

    /// The one line of a stream that has no line end.
    pub fn of_line(mut line: Vec<u8>) -> io::Result<Self> {
        memory::reserve(&mut line, 1)?;
        line.push(b'\n');
        Ok(Batch::cut(line, usize::MAX)?.0)
    }

    /// Lines, each without its end.
    pub fn of_lines(lines: &[Vec<u8>]) -> io::Result<Self> {
        let (mut bytes, mut ranges) = (Vec::new(), Vec::with_capacity(lines.len()));
        memory::reserve(&mut bytes, lines.iter().map(|line| line.len() + 1).sum())?;
        for line in lines {
            ranges.push(bytes.len()..bytes.len() + line.len());
            bytes.extend_from_slice(line);
            bytes.push(0);
        }
        Ok(Batch { bytes, ranges })
    }

    /// Forgets all but the first lines.
    pub fn truncate(&mut self, len: usize) {
        self.ranges.truncate(len);
    }

    /// Cuts `bytes`, which end with a line end, up to a line that is too long. Blank lines are nobody's event and are
    /// left out.
    pub fn cut(mut bytes: Vec<u8>, longest_line: usize) -> io::Result<(Self, Option<Vec<u8>>)> {
        let mut ranges = Vec::new();
        let mut too_long = None;
        let mut start = 0;
        while let Some(length) = memchr::memchr(b'\n', &bytes[start..]) {
            let newline = start + length;
            let end = if length > 0 && bytes[newline - 1] == b'\r' { newline - 1 } else { newline };
            if end - start > longest_line {
                let mut line = Vec::new();
                memory::reserve(&mut line, end - start)?;
                line.extend_from_slice(&bytes[start..end]);
                too_long = Some(line);
                break;
            }
            bytes[end] = 0;
            if !bytes[start..end].trim_ascii().is_empty() {
                ranges.try_reserve(1).map_err(|_| memory::out_of_memory())?;
                ranges.push(start..end);
            }
            start = newline + 1;
        }
        Ok((Batch { bytes, ranges }, too_long))
    }
}
