//! Images that the CLI can read. Any other it leaves out, and tells only the model (0.169.0): so it is refused here.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

pub const KINDS: &str = "PNG, JPEG, GIF and WebP";

/// By what a file begins with.
pub fn is_known(content: &[u8]) -> bool {
    let web = content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP");
    web || [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff", b"GIF87a", b"GIF89a"]
        .iter()
        .any(|start| content.starts_with(start))
}

/// The same of a file.
pub fn is_known_file(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    File::open(path)?.take(12).read_to_end(&mut start)?;
    Ok(is_known(&start))
}
