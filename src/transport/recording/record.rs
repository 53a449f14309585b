//! Writes a client's turns down while they run.

use std::fs::{self, File, OpenOptions};
use std::future::Future;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use super::format::{write_entry, write_head, write_line, What};
use crate::os::rlimit::may_grow_to;
use crate::transport::batch::Batch;
use crate::transport::control::TurnControl;
use crate::transport::failure::{Failure, FailureKind};
use crate::transport::live::LiveTurn;
use crate::transport::request::TurnRequest;
use crate::transport::secrets::Secrets;

/// Of the names `turn-000001.jsonl`.
const PREFIX: &str = "turn-";
const SUFFIX: &str = ".jsonl";

/// A folder that gets a file for each turn.
pub struct Recorder {
    folder: PathBuf,
    last: AtomicU64,
    secrets: Arc<Secrets>,
}

impl Recorder {
    /// Makes the folder; what is in it already stays.
    pub fn new(folder: PathBuf, secrets: Arc<Secrets>) -> Result<Self, Failure> {
        let last = fs::create_dir_all(&folder).and_then(|()| last_number(&folder));
        let last = last.map_err(|error| {
            let message = format!("cannot record into the folder {}: {error}", folder.display());
            Failure::new(FailureKind::InvalidOption, message).with("option", "record")
        })?;
        Ok(Recorder { folder, last: AtomicU64::new(last), secrets })
    }

    /// Makes a turn's file, before anything is started that would have to be ended again without it.
    pub fn open(&self) -> Result<Recording, Failure> {
        let file = self.next_file().map_err(|error| {
            Failure::io(&format!("cannot record the turn in {}", self.folder.display()), &error)
                .with("option", "record")
        })?;
        Ok(Recording {
            file,
            written: 0,
            began: (SystemTime::now(), Instant::now()),
            secrets: Arc::clone(&self.secrets),
            is_broken: false,
        })
    }

    /// Another client, too, may be recording into the folder.
    fn next_file(&self) -> io::Result<File> {
        loop {
            let number = self.last.fetch_add(1, Ordering::Relaxed) + 1;
            let path = self.folder.join(format!("{PREFIX}{number:06}{SUFFIX}"));
            match OpenOptions::new().write(true).create_new(true).open(path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                opened => return opened,
            }
        }
    }
}

fn last_number(folder: &Path) -> io::Result<u64> {
    let names = fs::read_dir(folder)?.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let numbers = names.filter_map(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.parse().ok());
    Ok(numbers.max().unwrap_or(0))
}

/// A turn's file.
pub struct Recording {
    file: File,
    /// Bytes of it.
    written: usize,
    /// The same moment by both clocks.
    began: (SystemTime, Instant),
    secrets: Arc<Secrets>,
    /// The turn goes on; its recording has no end, and will be refused.
    is_broken: bool,
}

impl Recording {
    /// Writes down what came of the turn's start, and what will come of the turn.
    pub fn follow(
        mut self,
        request: &TurnRequest,
        started: Result<(LiveTurn, TurnControl), Failure>,
    ) -> Result<(RecordedStream, TurnControl), Failure> {
        let origin = started.as_ref().map_or(String::new(), |(turn, _)| turn.origin());
        let head = write_head(request, &origin, self.began.0, &self.secrets);
        self.write(|_, _| Ok((head + "\n").into_bytes()));
        match started {
            Ok((turn, control)) => Ok((RecordedStream { turn, recording: self, is_waiting: false }, control)),
            Err(failure) => {
                self.entry(&What::StartFailure(failure.clone()));
                self.entry(&What::End);
                Err(failure)
            }
        }
    }

    fn entry(&mut self, what: &What) {
        self.write(|ms, secrets| write_entry(ms, what, secrets));
    }

    /// Without the disk or the memory for it the recording is broken, and not the turn.
    fn write(&mut self, entry: impl FnOnce(f64, &Secrets) -> io::Result<Vec<u8>>) {
        if self.is_broken {
            return;
        }
        let ms = self.began.1.elapsed().as_secs_f64() * 1e3;
        let written = entry(ms, &self.secrets).and_then(|entry| {
            self.written += entry.len();
            may_grow_to(self.written)?;
            self.file.write_all(&entry)
        });
        self.is_broken = written.is_err();
    }
}

/// A turn that is written down.
pub struct RecordedStream {
    turn: LiveTurn,
    recording: Recording,
    /// `finished` has begun and not returned.
    is_waiting: bool,
}

impl RecordedStream {
    pub async fn next(&mut self) -> Result<Batch, Failure> {
        let next = self.turn.next().await;
        match &next {
            Ok(lines) => (0..lines.len()).for_each(|index| {
                self.recording.write(|ms, secrets| write_line(ms, lines.get(index), secrets));
            }),
            Err(failure) => self.recording.entry(&What::Failure(failure.clone())),
        }
        next
    }

    pub async fn admitted(&mut self) {
        self.turn.admitted().await;
    }

    pub fn complete(&mut self) {
        self.turn.complete();
    }

    pub async fn finished(&mut self) -> Result<(), Failure> {
        self.is_waiting = true;
        let finished = self.turn.finished().await;
        self.is_waiting = false;
        self.recording.entry(&What::Finished(finished.clone().err()));
        finished
    }

    pub async fn abort(&mut self) {
        self.turn.abort().await;
    }

    /// Before anybody learns of the turn's end, and perhaps reads the recording.
    pub fn seal(&mut self) {
        if self.is_waiting {
            self.recording.entry(&What::Unfinished);
        }
        self.recording.entry(&What::End);
    }

    pub async fn detach(self, abort: impl Future<Output = ()>) {
        self.turn.detach(abort).await;
    }

    pub fn origin(&self) -> String {
        self.turn.origin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_written_over() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("turn-000007.jsonl"), "old").unwrap();
        let new = || Recorder::new(root.path().to_owned(), Arc::default()).unwrap();
        let (one, other) = (new(), new());
        for recorder in [&one, &other, &one] {
            recorder.open().unwrap();
        }
        let mut names: Vec<_> = fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(
            names,
            [7, 8, 9, 10].map(|number| format!("turn-{number:06}.jsonl")).map(Into::into) as [std::ffi::OsString; 4]
        );
        assert_eq!(fs::read_to_string(root.path().join("turn-000007.jsonl")).unwrap(), "old");
    }

    #[test]
    fn a_turn_that_cannot_be_recorded_says_where() {
        let root = tempfile::tempdir().unwrap();
        let recorder = Recorder::new(root.path().join("gone"), Arc::default()).unwrap();
        fs::remove_dir(root.path().join("gone")).unwrap();
        let failure = recorder.open().err().unwrap();
        assert!(failure.message.contains("gone") && failure.facts["option"] == "record", "{}", failure.message);
    }
}
