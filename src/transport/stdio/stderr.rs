//! The end of what the CLI said on stderr, bounded, for when it has to explain a failure.

use std::collections::VecDeque;
use std::os::fd::AsFd;
use std::sync::{Arc, Mutex};

use tokio::net::unix::pipe::Receiver;

use crate::os::descriptor::read_into;
use crate::os::lock;
use crate::transport::secrets::Secrets;

/// How much of the end is kept.
pub const TAIL_BYTES: usize = 16 * 1024;

/// Reads of what was left in the pipe, which holds 64 KiB: more is not the process's, but of something that it has left.
const MOST_LEFT_READS: usize = 64;

/// Lines that the CLI prints in healthy runs as well (0.169.0), by how they begin.
const NOTICES: &[&str] = &[
    "Reading prompt from stdin",
    "Reading additional input from stdin",
    "WARNING: proceeding, even though we could not create PATH aliases",
    "WARNING: proceeding, even though we could not update PATH",
];

/// How the CLI (0.171.0) begins to say that it is to work outside of a Git repository.
pub const NOT_TRUSTED: &str = "Not inside a trusted directory";

pub struct Tail {
    kept: Mutex<Kept>,
    secrets: Arc<Secrets>,
}

#[derive(Default)]
struct Kept {
    bytes: VecDeque<u8>,
    dropped: bool,
}

impl Tail {
    pub fn new(secrets: Arc<Secrets>) -> Self {
        Tail { kept: Mutex::default(), secrets }
    }

    /// Reads to the end, so that the CLI never waits for us to take its stderr. Dropping the future loses nothing.
    pub async fn drain(&self, pipe: &Receiver) {
        let mut chunk = [0u8; 4096];
        while pipe.readable().await.is_ok() {
            match pipe.try_read(&mut chunk) {
                Ok(0) => return,
                Ok(read) => {
                    self.push(&chunk[..read]);
                    // A CLI that floods it must not keep the other turns waiting.
                    tokio::task::yield_now().await;
                }
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_) => return,
            }
        }
    }

    /// Takes what a process that has ended left in the pipe, whatever the runtime has heard of it so far.
    pub fn drain_now(&self, pipe: &Receiver) {
        let mut chunk = Vec::with_capacity(4096);
        for _ in 0..MOST_LEFT_READS {
            let Ok(1..) = read_into(pipe.as_fd(), &mut chunk) else { return };
            self.push(&chunk);
            chunk.clear();
        }
    }

    fn push(&self, bytes: &[u8]) {
        let mut kept = lock(&self.kept);
        kept.bytes.extend(bytes);
        // A little more than is shown, to recognise a key at the cut.
        let excess = kept.bytes.len().saturating_sub(TAIL_BYTES + self.secrets.longest());
        kept.bytes.drain(..excess);
        kept.dropped |= excess > 0;
    }

    /// The last of the text, whole characters only and no key, and whether there was something before it.
    pub fn text(&self) -> (String, bool) {
        let mut kept = lock(&self.kept);
        let truncated = kept.dropped || kept.bytes.len() > TAIL_BYTES;
        let bytes: &[u8] = kept.bytes.make_contiguous();
        let mut start = bytes.len().saturating_sub(TAIL_BYTES);
        if truncated {
            // The cut can be inside a character: skip its rest.
            start += bytes[start..].iter().take_while(|&&byte| byte & 0xC0 == 0x80).count();
        }
        (self.secrets.excerpt(bytes, start..bytes.len()), truncated)
    }
}

/// What a person should read of it.
pub struct Explanation {
    pub cause: String,
    /// The CLI says that this is why it ended.
    pub is_fatal: bool,
}

/// Without the CLI's usual notices and without backtraces, from the fatal error on if there is one, and with our name for
/// what the CLI would have as a flag.
pub fn explanation(text: &str) -> Explanation {
    let mut in_backtrace = false;
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.retain(|line| {
        let trimmed = line.trim_start();
        in_backtrace = trimmed.starts_with("Stack backtrace:")
            || trimmed.starts_with("stack backtrace:")
            || (in_backtrace && (trimmed.starts_with("at ") || is_frame(trimmed)));
        !in_backtrace && !trimmed.is_empty() && !NOTICES.iter().any(|notice| trimmed.starts_with(notice))
    });
    let fatal = lines.iter().rposition(|line| line.starts_with("Error: ") || line.starts_with("error: "));
    if let Some(fatal) = fatal {
        lines.drain(..fatal);
    } else if !lines.iter().all(|line| is_logged(line)) {
        lines.retain(|line| !is_logged(line));
    }
    let cause = lines.join("\n").replace("--skip-git-repo-check", "the thread option `skip_git_repo_check`");
    let cause = cause.replace(NOT_TRUSTED, &format!("{NOT_TRUSTED} (a Git repository)"));
    Explanation { cause, is_fatal: fatal.is_some() }
}

/// `2026-11-30T02:42:22.057065Z ERROR codex_core::session: …`
fn is_logged(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let time = words.next().is_some_and(|time| time.ends_with('Z') && time.as_bytes().get(10) == Some(&b'T'));
    time && words.next().is_some_and(|level| matches!(level, "ERROR" | "WARN" | "INFO" | "DEBUG" | "TRACE"))
}

/// `  12: some::function`
fn is_frame(line: &str) -> bool {
    line.split_once(':').is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::os::descriptor::set_nonblocking;
    use std::future::{poll_fn, Future};
    use std::io::Write;
    use std::task::Poll;

    #[test]
    fn the_tail_is_bounded_and_whole_characters() {
        let tail = Tail::new(Arc::default());
        for _ in 0..TAIL_BYTES {
            tail.push("\u{e9}".as_bytes());
        }
        tail.push(b"!");
        let (text, truncated) = tail.text();
        assert!(truncated && text.len() <= TAIL_BYTES && text.ends_with("\u{e9}!"));
        assert!(!text.contains(char::REPLACEMENT_CHARACTER));
    }

    /// A pipe with so much in it, and its other end.
    fn full_pipe(bytes: usize) -> (Receiver, std::fs::File) {
        let (read, write) = crate::os::descriptor::pipe().unwrap();
        set_nonblocking(&read).unwrap();
        let mut size = crate::os::pipe_size::PipeSize::default();
        assert!(size.at_least(bytes, read.as_fd()));
        let mut write = std::fs::File::from(write);
        write.write_all(&vec![b'x'; bytes]).unwrap();
        (Receiver::from_owned_fd(read).unwrap(), write)
    }

    #[test]
    fn a_flood_keeps_nobody_waiting() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (pipe, _write) = full_pipe(64 * 1024);
            pipe.readable().await.unwrap();
            let tail = Tail::new(Arc::default());
            let mut drain = std::pin::pin!(tail.drain(&pipe));
            assert!(poll_fn(|context| Poll::Ready(drain.as_mut().poll(context).is_pending())).await);
            assert_eq!(lock(&tail.kept).bytes.len(), 4096);
        });
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_something_else_goes_on_writing_is_not_waited_for() {
        let _alone = crate::os::pipe_size::TEST.lock();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (pipe, _write) = full_pipe(512 * 1024);
            Tail::new(Arc::default()).drain_now(&pipe);
            assert!(matches!(read_into(pipe.as_fd(), &mut Vec::with_capacity(1)), Ok(1..)));
        });
    }

    #[test]
    fn a_key_at_the_cut_is_not_shown_in_part() {
        let environment =
            crate::transport::cli::environment::Environment::of([("CODEX_API_KEY".into(), "K".repeat(30))]);
        for behind in TAIL_BYTES - 40..TAIL_BYTES + 40 {
            let tail = Tail::new(Arc::new(Secrets::of(environment.iter())));
            tail.push(&[b'.'; 1000]);
            tail.push(&[b'K'; 30]);
            tail.push(&vec![b'.'; behind]);
            let (text, truncated) = tail.text();
            let text = text.replace("[API key]", "");
            assert!(truncated && text.bytes().all(|byte| byte == b'.'), "{behind}");
        }
    }

    #[test]
    fn notices_and_backtraces_explain_nothing() {
        let text = "WARNING: proceeding, even though we could not create PATH aliases: x\n\
                    Reading prompt from stdin...\nError: no rollout found\n\nStack backtrace:\n   0: <unknown>\n  \
                    1: main\n             at src/main.rs:1\nthe end\n";
        assert_eq!(explanation(text).cause, "Error: no rollout found\nthe end");
        assert_eq!(explanation("Reading prompt from stdin...\n").cause, "");
        let text = "Not inside a trusted directory and --skip-git-repo-check was not specified.";
        assert!(explanation(text).cause.contains("the thread option `skip_git_repo_check` was not specified"));
    }

    #[test]
    fn the_fatal_error_explains_and_not_what_was_logged_before() {
        let logged = "2026-11-30T02:42:22.057065Z ERROR codex_core::session: Failed to create session: conflict\n";
        let fatal = format!("{logged}Error: thread t already has an active writer\n");
        let of = |text: &str| {
            let Explanation { cause, is_fatal } = explanation(text);
            (cause, is_fatal)
        };
        assert_eq!(of(&fatal), ("Error: thread t already has an active writer".into(), true));
        assert_eq!(of(&format!("{logged}out of luck\n")), ("out of luck".into(), false));
        assert_eq!(of(logged), (logged.trim_end().into(), false));
        assert_eq!(of("error: bad flag\n\nUsage: codex\n"), ("error: bad flag\nUsage: codex".into(), true));
    }
}
