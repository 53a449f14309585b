//! Any bytes, written to a real pipe in any pieces: the lines are those of a plain split, whatever the pieces were.
//!
//! The input: two bytes of limit, a byte of flags, then text in which `CUT` ends a piece and `RUN count byte` stands
//! for a long run of a byte.
#![no_main]

use std::cell::OnceCell;

use codex_sdk::fuzzing::{LinesEnd, Look, Stream};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};

const CUT: u8 = 0xFE;
const RUN: u8 = 0xFD;
/// A RUN's count is in these units.
const RUN_UNIT: usize = 509;
/// All RUNs together: longer ones find nothing new and take time.
const MOST_BYTES: usize = 80 * 1024;
/// What fits the pipe without anybody reading.
const LARGEST_PIECE: usize = 32 * 1024;
/// The largest read that such pieces come to.
const READ: usize = 64 * 1024;

fuzz_target!(|input: &[u8]| {
    thread_local!(static RUNTIME: OnceCell<Runtime> = const { OnceCell::new() });
    let [low, high, flags, rest @ ..] = input else { return };
    let limit = usize::from(u16::from_le_bytes([*low, *high]));
    let pieces = pieces(rest);
    // The CLI may be known to be gone before everything was read.
    let gone_after = (flags & 1 == 1).then_some(usize::from(flags >> 1));
    RUNTIME.with(|runtime| {
        let runtime = runtime.get_or_init(|| Builder::new_current_thread().enable_all().build().unwrap());
        runtime.block_on(check(&pieces, limit, gone_after));
    });
});

async fn check(pieces: &[Vec<u8>], limit: usize, gone_after: Option<usize>) {
    let (wanted, wanted_end) = split(pieces.concat(), limit);
    let mut stream = Stream::new(limit).unwrap();
    let mut seen: Vec<Vec<u8>> = Vec::new();
    let mut written = 0;
    let end = loop {
        let look = stream.read_now();
        assert_bounded(&stream, limit);
        match look {
            Look::Batch(lines) => {
                assert!(lines.size() <= 2 * (limit + READ) + 2 * 16 * lines.len().max(4), "{} bytes", lines.size());
                for index in 0..lines.len() {
                    let (line, nul) = lines.get_with_nul(index).split_at(lines.get(index).len());
                    assert_eq!(nul, [0], "no NUL behind a line");
                    seen.push(line.to_vec());
                }
            }
            Look::Nothing if gone_after.is_some_and(|gone| written > gone) => {
                // As for a process that has exited: what is in the pipe is all there will be.
                stream.writer_is_gone();
                match stream.read_now() {
                    Look::Nothing => match pieces.get(written) {
                        Some(piece) => assert_eq!(stream.write(piece), piece.len()),
                        None => stream.close(),
                    },
                    _ => panic!("something new where nobody wrote"),
                }
                written += 1;
            }
            Look::Nothing => {
                match pieces.get(written) {
                    Some(piece) => assert_eq!(stream.write(piece), piece.len()),
                    None => stream.close(),
                }
                written += 1;
                stream.readable().await.unwrap();
            }
            Look::End(end) => break end,
        }
    };
    assert_eq!(seen, wanted);
    match (&end, &wanted_end) {
        (LinesEnd::Closed(rest), End::Closed(wanted)) => assert_eq!(rest, wanted),
        (LinesEnd::TooLong(start), End::TooLong(line)) => assert!(line.starts_with(start) && start.len() > limit),
        _ => panic!("{end:?}, not {wanted_end:?}"),
    }
    if gone_after.is_none() {
        discard(stream, pieces.get(written..).unwrap_or_default(), limit).await;
    }
}

/// A buffer that doubles, and a line that is too long beside it.
fn assert_bounded(stream: &Stream, limit: usize) {
    assert!(stream.held() <= 3 * (limit + READ), "{} bytes held with a limit of {limit}", stream.held());
}

/// Whoever has seen the end can still let the CLI talk on.
async fn discard(mut stream: Stream, pieces: &[Vec<u8>], limit: usize) {
    for mut piece in pieces.iter().map(Vec::as_slice) {
        while !piece.is_empty() {
            piece = &piece[stream.write(piece)..];
            stream.readable().await.unwrap();
            tokio::select! {
                biased;
                () = stream.discard() => panic!("the stream is open"),
                () = std::future::ready(()) => {}
            }
            assert_bounded(&stream, limit);
        }
    }
    stream.close();
    stream.discard().await;
}

#[derive(Debug)]
enum End {
    Closed(Vec<u8>),
    TooLong(Vec<u8>),
}

/// The reference: what a line is.
fn split(text: Vec<u8>, limit: usize) -> (Vec<Vec<u8>>, End) {
    let mut lines = Vec::new();
    let mut pieces = text.split(|&byte| byte == b'\n').peekable();
    while let Some(piece) = pieces.next() {
        let line = piece.strip_suffix(b"\r").unwrap_or(piece);
        if line.len() > limit {
            return (lines, End::TooLong(piece.to_vec()));
        }
        if pieces.peek().is_none() {
            return (lines, End::Closed(piece.to_vec()));
        }
        if !line.trim_ascii().is_empty() {
            lines.push(line.to_vec());
        }
    }
    unreachable!("a split gives at least one piece")
}

fn pieces(input: &[u8]) -> Vec<Vec<u8>> {
    let mut pieces = vec![Vec::new()];
    let mut bytes = input.iter().copied();
    let mut room = MOST_BYTES;
    while let Some(byte) = bytes.next() {
        match byte {
            CUT => pieces.push(Vec::new()),
            RUN => {
                let (count, byte) = (bytes.next().unwrap_or(1), bytes.next().unwrap_or(b'x'));
                let length = (usize::from(count) * RUN_UNIT).min(room);
                room -= length;
                let piece = pieces.last_mut().unwrap();
                piece.resize(piece.len() + length, byte);
            }
            byte => pieces.last_mut().unwrap().push(byte),
        }
    }
    let small = pieces.iter().flat_map(|piece| piece.chunks(LARGEST_PIECE));
    small.map(<[u8]>::to_vec).collect()
}
