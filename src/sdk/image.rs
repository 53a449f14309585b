//! Images that the CLI can read. Any other it leaves out, and tells only the model (0.171.0): so it is refused here.
//!
//! What is looked at is the structure, to see whether an image is cut off; the pixels are the CLI's to read. Where a file
//! is odd without being cut off, the CLI has the last word: it takes a JPEG or an animation whose end is missing, wrong
//! sizes in a WebP's header, and anything behind an image.

use std::fs::File;
use std::io::{self, BufReader, Cursor, ErrorKind, Read, Seek};
use std::path::Path;

const KINDS: &str = "PNG, JPEG, GIF and WebP";
/// So many bytes of pixels may be missing at the end of a GIF or WebP; the CLI can do without some.
const SPARE: u64 = 8;

/// What is wrong with an image, to be put behind its name.
pub fn problem_with(content: &[u8]) -> Option<String> {
    // Nothing in memory fails to be read.
    find_problem(Cursor::new(content), content.len() as u64).unwrap_or_default()
}

/// The same of a file.
pub fn problem_with_file(path: &Path) -> io::Result<Option<String>> {
    let meta = std::fs::metadata(path)?;
    // A pipe is no image: to look into it could wait for ever.
    if !meta.is_file() {
        return Ok(Some(no_image("is not a regular file and")));
    }
    find_problem(BufReader::new(File::open(path)?), meta.len())
}

fn find_problem(content: impl Read + Seek, size: u64) -> io::Result<Option<String>> {
    let mut image = Image { content, size, position: 0 };
    let walked = match image.start()? {
        Start::Empty => return Ok(Some(no_image("is empty (0 bytes) and"))),
        Start::Other => return Ok(Some(no_image("is"))),
        // Of a special file, which does not tell its size.
        _ if size == 0 => Ok(()),
        Start::Png => image.png(),
        Start::Jpeg => image.jpeg(),
        Start::Gif => image.gif(),
        Start::WebP => image.web_p(),
    };
    match walked {
        Ok(()) => Ok(None),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(Some(format!("is cut off after {size} bytes"))),
        Err(error) => Err(error),
    }
}

fn no_image(is: &str) -> String {
    format!("{is} not an image that the Codex CLI can read (it reads {KINDS})")
}

enum Start {
    Empty,
    Other,
    Png,
    Jpeg,
    Gif,
    WebP,
}

/// Each walk fails with `UnexpectedEof` if the image is cut off before the CLI could do anything with it.
struct Image<R> {
    content: R,
    size: u64,
    position: u64,
}

impl<R: Read + Seek> Image<R> {
    /// Goes behind the signature.
    fn start(&mut self) -> io::Result<Start> {
        let mut start = Vec::new();
        self.content.by_ref().take(12).read_to_end(&mut start)?;
        let (kind, length) = match &*start {
            [] => return Ok(Start::Empty),
            [b'\x89', b'P', b'N', b'G', b'\r', b'\n', b'\x1a', b'\n', ..] => (Start::Png, 8),
            [0xff, 0xd8, 0xff, ..] => (Start::Jpeg, 2),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => (Start::Gif, 6),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => (Start::WebP, 12),
            _ => return Ok(Start::Other),
        };
        self.content.seek_relative(length - start.len() as i64)?;
        self.position = length as u64;
        Ok(kind)
    }

    fn bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.content.read_exact(&mut bytes)?;
        self.position += N as u64;
        Ok(bytes)
    }

    fn byte(&mut self) -> io::Result<u8> {
        Ok(self.bytes::<1>()?[0])
    }

    /// Goes on by so many bytes, of which all but `spare` have to be there.
    fn skip(&mut self, length: u64, spare: u64) -> io::Result<()> {
        let left = self.size.saturating_sub(self.position);
        if length > left.saturating_add(spare) {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.content.seek_relative(length.min(left) as i64)?;
        self.position += length;
        Ok(())
    }

    /// Chunks, up to the one that has no content but says that this is the end.
    fn png(&mut self) -> io::Result<()> {
        loop {
            let length = u32::from_be_bytes(self.bytes()?);
            if self.bytes()? == *b"IEND" {
                return Ok(());
            }
            self.skip(u64::from(length) + 4, 0)?;
        }
    }

    /// Segments, up to the first one that pixels follow.
    fn jpeg(&mut self) -> io::Result<()> {
        const START_OF_SCAN: u8 = 0xda;
        loop {
            // Filled up with any number of these; the CLI goes over other bytes, too.
            while self.byte()? != 0xff {}
            let mut marker = self.byte()?;
            while marker == 0xff {
                marker = self.byte()?;
            }
            // These stand alone.
            if matches!(marker, 0x00 | 0x01 | 0xd0..=0xd8) {
                continue;
            }
            let length = u16::from_be_bytes(self.bytes()?);
            self.skip(u64::from(length.saturating_sub(2)), 0)?;
            if marker == START_OF_SCAN {
                return Ok(());
            }
        }
    }

    /// Blocks, up to the end of the first picture.
    fn gif(&mut self) -> io::Result<()> {
        let [_, _, _, _, flags, _, _] = self.bytes()?;
        self.skip(colours(flags), 0)?;
        loop {
            match self.byte()? {
                b'!' => {
                    self.byte()?;
                    self.blocks(0)?;
                }
                b',' => {
                    let [_, _, _, _, _, _, _, _, flags] = self.bytes()?;
                    self.skip(colours(flags) + 1, 0)?;
                    return self.blocks(SPARE);
                }
                _ => return Ok(()),
            }
        }
    }

    fn blocks(&mut self, spare: u64) -> io::Result<()> {
        loop {
            match self.byte() {
                Ok(0) => return Ok(()),
                Ok(length) => self.skip(u64::from(length), spare)?,
                Err(error) if spare > 0 && error.kind() == ErrorKind::UnexpectedEof => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    /// Chunks, up to the first picture.
    fn web_p(&mut self) -> io::Result<()> {
        loop {
            let name: [u8; 4] = self.bytes()?;
            let length = u64::from(u32::from_le_bytes(self.bytes()?));
            if matches!(&name, b"VP8 " | b"VP8L" | b"ANMF") {
                return self.skip(length, SPARE);
            }
            self.skip(length + length % 2, 0)?;
        }
    }
}

/// Bytes of a GIF's table of colours.
fn colours(flags: u8) -> u64 {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use base64::Engine;

    /// Each of one pixel, but the last, which is an animation of two pictures.
    pub const WHOLE: [(&str, &str); 6] = [
        ("png", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
        ("jpeg", "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAKBueIx4ZKCMgoy0qqC+8P//8Nzc8P//////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AF//Z"),
        ("gif", "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"),
        ("webp lossy", "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"),
        ("webp lossless", "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="),
        ("animation", "R0lGODdhAwADAIEAAAAAAAAAAAAAAAAAACwAAAAAAwADAAAIBwABCBw4MCAAIfkEAQAAAQAsAAAAAAMAAwCB////AAAAAAAAAAAACAcAAQgcODAgADs="),
    ];

    fn whole(name: &str) -> Vec<u8> {
        let (_, data) = WHOLE.iter().find(|(known, _)| *known == name).unwrap();
        STANDARD.decode(data).unwrap()
    }

    /// What the Codex CLI 0.171.0 takes and does not take, as tried with the program itself.
    #[test]
    fn what_is_refused_is_what_the_cli_leaves_out() {
        for (name, _) in WHOLE {
            let image = whole(name);
            assert_eq!(problem_with(&image), None, "{name}");
            assert_eq!(problem_with(&[&image, &b"behind it"[..]].concat()), None, "{name}");
            assert_eq!(problem_with(&image[..image.len() - 1]), None, "{name}");
            for cut in [12, 20] {
                let problem = problem_with(&image[..cut]);
                assert_eq!(problem, Some(format!("is cut off after {cut} bytes")), "{name}");
            }
        }
        let png = whole("png");
        assert_eq!(problem_with(&png[..png.len() - 4]), None);
        assert!(problem_with(&png[..png.len() - 5]).is_some());
        let jpeg = whole("jpeg");
        let scan = jpeg.windows(2).position(|two| two == b"\xff\xda").unwrap();
        let pixels = scan + 2 + usize::from(jpeg[scan + 3]);
        assert_eq!(problem_with(&jpeg[..pixels]), None);
        assert!(problem_with(&jpeg[..pixels - 1]).is_some());
        assert_eq!(problem_with(&[&jpeg[..scan], &b"odd\xff\xff"[..], &jpeg[scan..]].concat()), None);
        let animation = whole("animation");
        assert_eq!(problem_with(&animation[..animation.len() - 12]), None);
        assert!(problem_with(b"").unwrap().starts_with("is empty"));
        assert!(problem_with(b"BM  no image").unwrap().contains(KINDS));
    }

    #[test]
    fn a_file_is_looked_at_in_the_same_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("image");
        for (name, _) in WHOLE {
            let image = whole(name);
            for length in 0..=image.len() {
                std::fs::write(&path, &image[..length]).unwrap();
                assert_eq!(problem_with_file(&path).unwrap(), problem_with(&image[..length]), "{name}, {length}");
            }
        }
        assert!(problem_with_file(folder.path()).unwrap().unwrap().starts_with("is not a regular file"));
        // Its size is said to be 0.
        #[cfg(target_os = "linux")]
        assert!(problem_with_file(Path::new("/proc/self/status")).unwrap().unwrap().starts_with("is not an image"));
        assert!(problem_with_file(&folder.path().join("gone")).is_err());
    }
}
