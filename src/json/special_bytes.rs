//! Where a string of JSON stops being plain text: quotes, backslashes and control characters, found 64 bytes at a time.

const BLOCK: usize = 64;

/// The special bytes of a text, to be asked for from its beginning to its end.
pub struct SpecialBytes<'a> {
    bytes: &'a [u8],
    /// Where the block that was looked at begins.
    block: usize,
    /// A bit for each of its bytes.
    found: u64,
}

impl<'a> SpecialBytes<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut specials = SpecialBytes { bytes: text.as_bytes(), block: 0, found: 0 };
        specials.look(0);
        specials
    }

    /// The first one at or behind a place.
    #[inline(always)]
    pub fn next(&mut self, from: usize) -> Option<usize> {
        if from >= self.block + BLOCK {
            self.look(from - from % BLOCK);
        }
        // Between a place before the block and the block there is none: the block was looked at for that.
        let mut found = self.found & (u64::MAX << (from.saturating_sub(self.block) % BLOCK));
        while found == 0 {
            if self.block + BLOCK >= self.bytes.len() {
                return None;
            }
            self.look(self.block + BLOCK);
            found = self.found;
        }
        Some(self.block + found.trailing_zeros() as usize)
    }

    #[inline(always)]
    fn look(&mut self, block: usize) {
        let rest = self.bytes.get(block..).unwrap_or_default();
        self.block = block;
        self.found = match rest.first_chunk() {
            Some(whole) => find(whole),
            None => {
                let mut padded = [b' '; BLOCK];
                padded[..rest.len()].copy_from_slice(rest);
                find(&padded)
            }
        };
    }
}

/// A bit for each special byte.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn find(block: &[u8; BLOCK]) -> u64 {
    use std::arch::x86_64::*;
    let mut found = 0;
    for (index, bytes) in block.chunks_exact(16).enumerate() {
        // SAFETY: every x86-64 processor has these instructions, and sixteen bytes are there to be loaded.
        let here = unsafe {
            let bytes = _mm_loadu_si128(bytes.as_ptr().cast());
            let quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'"' as i8));
            let backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\\' as i8));
            // Those that the largest control character is not smaller than.
            let controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
            _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, backslashes), controls)) as u16
        };
        found |= u64::from(here) << (16 * index);
    }
    found
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn find(block: &[u8; BLOCK]) -> u64 {
    find_by_words(block)
}

/// The same by numbers of eight bytes, for any processor.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn find_by_words(block: &[u8; BLOCK]) -> u64 {
    const LOWS: u64 = u64::from_ne_bytes([0x7f; 8]);
    const QUOTES: u64 = u64::from_ne_bytes([b'"'; 8]);
    const BACKSLASHES: u64 = u64::from_ne_bytes([b'\\'; 8]);
    const BELOW_SPACE: u64 = u64::from_ne_bytes([0x80 - b' '; 8]);
    /// Brings the highest bits of eight bytes together.
    const GATHER: u64 = 0x0002_0408_1020_4081;

    let mut found = 0;
    for (index, bytes) in block.chunks_exact(8).enumerate() {
        let word = u64::from_le_bytes(bytes.try_into().unwrap_or_default());
        // In the highest bit of each byte, whether it is something else.
        let is_not = |what: u64| ((word ^ what) & LOWS).wrapping_add(LOWS) | (word ^ what);
        let is_no_control = (word & LOWS).wrapping_add(BELOW_SPACE) | word;
        let here = !(is_not(QUOTES) & is_not(BACKSLASHES) & is_no_control) & !LOWS;
        found |= (here >> 7).wrapping_mul(GATHER << 7) >> 56 << (8 * index);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_judged_by_itself_in_either_way() {
        for byte in 0..=u8::MAX {
            let special = byte == b'"' || byte == b'\\' || byte < b' ';
            for place in 0..BLOCK {
                for others in [b'x', 0xff, b'!'] {
                    let mut block = [others; BLOCK];
                    block[place] = byte;
                    let expected = if special { 1 << place } else { 0 };
                    assert_eq!(find(&block), expected, "{byte} at {place}");
                    assert_eq!(find_by_words(&block), expected, "{byte} at {place}");
                }
            }
            let expected = if special { u64::MAX } else { 0 };
            assert_eq!([find(&[byte; BLOCK]), find_by_words(&[byte; BLOCK])], [expected; 2], "{byte}");
        }
    }

    #[test]
    fn every_place_is_found_from_every_place() {
        for length in [0, 1, 63, 64, 65, 127, 128, 200] {
            for place in 0..length {
                let mut text = vec![b'x'; length];
                text[place] = b'"';
                let text = String::from_utf8(text).unwrap();
                for from in 0..=length {
                    assert_eq!(SpecialBytes::new(&text).next(from), Some(place).filter(|&place| place >= from));
                }
            }
        }
    }
}
