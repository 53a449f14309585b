//! Answers turns from a folder of recordings, in place of a CLI: none is looked for.

use std::fs::{self, File};
use std::future::pending;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokio::task::yield_now;
use tokio::time::{sleep_until, Instant};

use super::format::{by_name, images, read_entry, read_head, Entry, Head, What};
use crate::os::{lock, memory};
use crate::transport::batch::Batch;
use crate::transport::failure::{Failure, FailureKind};
use crate::transport::request::{ReplayMatch, ReplayOptions, TurnRequest};
use crate::transport::secrets::Secrets;

/// Bytes read at once, after which other turns get their chance: the recording is read on the runtime's thread. Its disk is
/// waited for there; it was read from its beginning to its end when the client was made.
const CHUNK: usize = 64 * 1024;
/// Characters of a prompt in an error.
const PROMPT_EXCERPT: usize = 80;
/// Characters of a prompt that count when the nearest one is looked for.
const PROMPT_COMPARED: usize = 500;

/// The recordings that are left.
pub struct Replay {
    options: ReplayOptions,
    recordings: Mutex<Vec<Recording>>,
    secrets: Arc<Secrets>,
}

struct Recording {
    path: PathBuf,
    head: Head,
    is_used: bool,
}

impl Replay {
    /// Reads all of them once, so that a damaged one is found before it is needed.
    pub fn new(options: ReplayOptions, secrets: Arc<Secrets>) -> Result<Self, Failure> {
        let mut paths: Vec<PathBuf> = fs::read_dir(&options.folder)
            .map_err(|error| refused(format!("cannot read the folder {}: {error}", options.folder.display())))?
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
            .collect();
        paths.sort();
        if paths.is_empty() {
            return Err(refused(format!("there is no recording (*.jsonl) in the folder {}", options.folder.display())));
        }
        let recordings = paths.into_iter().map(|path| Ok(Recording { head: check(&path)?, path, is_used: false }));
        let recordings = Mutex::new(recordings.collect::<Result<_, _>>()?);
        Ok(Replay { options, recordings, secrets })
    }

    pub fn secrets(&self) -> &Arc<Secrets> {
        &self.secrets
    }

    pub fn folder(&self) -> &Path {
        &self.options.folder
    }

    pub fn start_turn(&self, request: &TurnRequest) -> Result<ReplayedStream, Failure> {
        let (path, head) = self.take(request)?;
        let mut reader = Reader::open(&path)?;
        reader.skip_head()?;
        let stream = ReplayedStream { reader, head, began: Instant::now(), speed: self.options.speed, due: None };
        stream.unless_it_failed_to_start()
    }

    /// The recording that answers the request; it is used from now on.
    fn take(&self, request: &TurnRequest) -> Result<(PathBuf, Head), Failure> {
        let mut recordings = lock(&self.recordings);
        let (prompt, images) = (self.secrets.redact(&request.prompt), self.redacted_images(request));
        let is_same = |head: &Head| {
            self.options.matching == ReplayMatch::Order || head.prompt == prompt && by_name(&head.images) == images
        };
        let found = recordings.iter_mut().find(|recording| !recording.is_used && is_same(&recording.head));
        if let Some(recording) = found {
            recording.is_used = true;
            return Ok((recording.path.clone(), recording.head.clone()));
        }
        let used = recordings.iter().filter(|recording| is_same(&recording.head)).count();
        Err(refused(match used {
            0 => not_recorded(&prompt, &recordings),
            1 => "the recording that could answer this turn has been used".to_owned(),
            used => format!("all {used} recordings that could answer this turn have been used"),
        }))
    }

    fn redacted_images(&self, request: &TurnRequest) -> Value {
        let mut images = images(&request.images);
        self.secrets.redact_in(&mut images);
        by_name(&images)
    }
}

fn refused(message: String) -> Failure {
    Failure::new(FailureKind::InvalidOption, message).with("option", "replay")
}

fn not_recorded(prompt: &str, recordings: &[Recording]) -> String {
    // By their beginnings: comparing takes the square of their lengths.
    let beginning = |prompt: &str| prompt.chars().take(PROMPT_COMPARED).collect::<String>();
    let asked = beginning(prompt);
    let likeness = |recording: &Recording| strsim::normalized_levenshtein(&beginning(&recording.head.prompt), &asked);
    let nearest = recordings.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let nearest = nearest.map_or(String::new(), |recording| {
        let (path, recorded) = (recording.path.display(), excerpt(&recording.head.prompt));
        let other = if recording.head.prompt == prompt { ", with other images" } else { "" };
        format!("; the nearest one is {recorded}{other} ({path})")
    });
    format!("no turn was recorded with the prompt {}{nearest}", excerpt(prompt))
}

fn excerpt(prompt: &str) -> String {
    match prompt.char_indices().nth(PROMPT_EXCERPT) {
        None => format!("{prompt:?}"),
        Some((cut, _)) => format!("{:?}…", &prompt[..cut]),
    }
}

/// Reads a recording from its beginning to its end.
fn check(path: &Path) -> Result<Head, Failure> {
    let mut reader = Reader::open(path)?;
    let head = reader.skip_head()?;
    loop {
        if matches!(reader.entry()?.what, What::End) {
            return Ok(head);
        }
    }
}

struct Reader {
    path: PathBuf,
    file: BufReader<File>,
    /// What has been read of a line.
    line: Vec<u8>,
    number: usize,
}

impl Reader {
    fn open(path: &Path) -> Result<Self, Failure> {
        let file = File::open(path).map_err(|error| refused(format!("cannot read {}: {error}", path.display())))?;
        let file = BufReader::with_capacity(CHUNK, file);
        Ok(Reader { path: path.to_owned(), file, line: Vec::new(), number: 1 })
    }

    fn skip_head(&mut self) -> Result<Head, Failure> {
        loop {
            if let Some(head) = self.step(read_head)? {
                return Ok(head);
            }
        }
    }

    fn entry(&mut self) -> Result<Entry, Failure> {
        loop {
            if let Some(entry) = self.step(read_entry)? {
                return Ok(entry);
            }
        }
    }

    /// The next line, as `read` has it; none if it took a chunk to be read, behind which there may be more.
    fn step<T>(&mut self, read: impl FnOnce(&str) -> Result<T, String>) -> Result<Option<T>, Failure> {
        if self.file.buffer().is_empty() {
            let is_over = self.file.fill_buf().map(<[u8]>::is_empty);
            let is_over = is_over.map_err(|error| self.damaged(&error.to_string()))?;
            return match (is_over, self.line.is_empty()) {
                (false, _) => Ok(None),
                (true, false) => self.whole_line(read).map(Some),
                (true, true) => Err(self.damaged("it is incomplete: its end is missing")),
            };
        }
        let chunk = self.file.buffer();
        let newline = memchr::memchr(b'\n', chunk);
        let part = &chunk[..newline.unwrap_or(chunk.len())];
        let room = memory::reserve(&mut self.line, part.len());
        room.map_err(|error| Failure::io("out of memory for the recorded events", &error))?;
        self.line.extend_from_slice(part);
        let length = part.len() + usize::from(newline.is_some());
        self.file.consume(length);
        newline.map(|_| self.whole_line(read)).transpose()
    }

    fn whole_line<T>(&mut self, read: impl FnOnce(&str) -> Result<T, String>) -> Result<T, Failure> {
        let line = std::mem::take(&mut self.line);
        let line = std::str::from_utf8(&line).map_err(|_| self.damaged("it is not UTF-8"))?;
        let read = read(line).map_err(|reason| self.damaged(&reason))?;
        self.number += 1;
        Ok(read)
    }

    fn damaged(&self, reason: &str) -> Failure {
        refused(format!("the recording is damaged at {}:{}: {reason}", self.path.display(), self.number))
    }
}

/// A turn that is given again.
pub struct ReplayedStream {
    reader: Reader,
    head: Head,
    began: Instant,
    speed: f64,
    /// Read already, and not handed on yet.
    due: Option<Entry>,
}

impl ReplayedStream {
    fn unless_it_failed_to_start(mut self) -> Result<Self, Failure> {
        let first = self.reader.entry()?;
        match first.what {
            What::StartFailure(failure) => Err(failure),
            _ => {
                self.due = Some(first);
                Ok(self)
            }
        }
    }

    /// Waits for ever where the recorded turn was ended by its host.
    pub async fn next(&mut self) -> Result<Batch, Failure> {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        loop {
            let entry = match &mut self.due {
                Some(entry) => entry,
                due => match self.reader.step(read_entry)? {
                    Some(entry) => due.insert(entry),
                    None if lines.is_empty() => {
                        yield_now().await;
                        continue;
                    }
                    None => break,
                },
            };
            if let Some(time) = time_of(entry, self.began, self.speed) {
                if lines.is_empty() {
                    sleep_until(time).await;
                } else if time > Instant::now() {
                    break;
                }
            }
            match &mut entry.what {
                What::Line(line) => {
                    lines.push(std::mem::take(line));
                    self.due = None;
                }
                What::Unknown => self.due = None,
                _ if !lines.is_empty() => break,
                What::Failure(failure) => return Err(failure.clone()),
                What::StartFailure(_) | What::Finished(_) | What::Unfinished | What::End => pending().await,
            }
        }
        Batch::of_lines(&lines).map_err(|error| Failure::io("out of memory for the recorded events", &error))
    }

    /// What the recorded turn came to after its last event, if that was waited for. Waits for ever where its host did not.
    pub async fn finished(&mut self) -> Result<(), Failure> {
        loop {
            let entry = match &mut self.due {
                Some(entry) => entry,
                due => match self.reader.step(read_entry)? {
                    Some(entry) => due.insert(entry),
                    None => {
                        yield_now().await;
                        continue;
                    }
                },
            };
            if let Some(time) = time_of(entry, self.began, self.speed) {
                sleep_until(time).await;
            }
            match &entry.what {
                What::Finished(Some(failure)) => return Err(failure.clone()),
                What::Finished(None) | What::End => return Ok(()),
                What::Unfinished => pending().await,
                _ => self.due = None,
            }
        }
    }

    /// When the recorded turn began.
    pub fn recorded_at(&self) -> Option<SystemTime> {
        self.head.began
    }

    pub fn origin(&self) -> String {
        self.head.origin.clone()
    }
}

/// When it is due, if the turn is given again in its own time.
fn time_of(entry: &Entry, began: Instant, speed: f64) -> Option<Instant> {
    (speed > 0.0).then(|| began + Duration::from_secs_f64((entry.ms / 1e3 / speed).min(1e9)))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::transport::request::Image;

    #[test]
    fn a_recording_answers_its_prompt_and_its_images_once() {
        let root = tempfile::tempdir().unwrap();
        let images = r#"[{"path":"/a.png"}]"#;
        for (name, images) in [("1", "[]"), ("2", images)] {
            let text =
                format!("{{\"codex_sdk_recording\":1,\"prompt\":\"hi\",\"images\":{images}}}\n{{\"end\":true}}\n");
            fs::write(root.path().join(format!("{name}.jsonl")), text).unwrap();
        }
        let replay = |matching| {
            let options = ReplayOptions { folder: root.path().to_owned(), matching, speed: 0.0 };
            Replay::new(options, Arc::default()).unwrap()
        };
        let asked = |prompt: &str, image: Option<&str>| TurnRequest {
            prompt: prompt.into(),
            images: image.map(|path| Image::File(path.into())).into_iter().collect(),
            ..TurnRequest::default()
        };
        let name = |taken: Result<(PathBuf, Head), Failure>| match taken {
            Ok((path, _)) => path.file_name().unwrap().to_string_lossy().into_owned(),
            Err(failure) => failure.message,
        };

        let by_prompt = replay(ReplayMatch::Prompt);
        assert!(name(by_prompt.take(&asked("hi", Some("/b.png")))).contains("with other images"));
        assert_eq!(name(by_prompt.take(&asked("hi", Some("/elsewhere/a.png")))), "2.jsonl");
        assert_eq!(name(by_prompt.take(&asked("hi", None))), "1.jsonl");
        assert!(name(by_prompt.take(&asked("hi", None))).contains("has been used"));

        let in_order = replay(ReplayMatch::Order);
        assert_eq!(["x", "y"].map(|prompt| name(in_order.take(&asked(prompt, None)))), ["1.jsonl", "2.jsonl"]);
        assert!(name(in_order.take(&asked("z", None))).contains("all 2"));
    }

    #[tokio::test]
    async fn whatever_is_long_is_read_in_chunks_between_which_others_have_their_turn() {
        const CHUNKS: usize = 20;
        let root = tempfile::tempdir().unwrap();
        let event = |filling: usize| format!("{{\"type\":\"x\",  \"filling\":\"{}\"}}", "x".repeat(filling));
        let events = [1, CHUNK - 60, CHUNK - 1, CHUNK, CHUNK + 1, CHUNKS * CHUNK, 1].map(event);
        let unknown = "{\"ms\":1,\"new\":true}\n".repeat(CHUNKS * CHUNK / 20);
        let lines: String = events.iter().map(|event| format!("{{\"ms\":1,\"event\":{event}}}\n")).collect();
        let text = format!("{{\"codex_sdk_recording\":1,\"prompt\":\"hi\"}}\n{lines}{unknown}{{\"end\":true}}");
        fs::write(root.path().join("1.jsonl"), text).unwrap();
        let options = ReplayOptions { folder: root.path().to_owned(), matching: ReplayMatch::Order, speed: 0.0 };
        let mut stream = Replay::new(options, Arc::default()).unwrap().start_turn(&TurnRequest::default()).unwrap();

        let turns = Arc::new(AtomicUsize::new(0));
        let others = Arc::clone(&turns);
        let other = tokio::spawn(async move {
            loop {
                others.fetch_add(1, Ordering::Relaxed);
                yield_now().await;
            }
        });
        let mut came = Vec::new();
        while came.len() < events.len() {
            let batch = stream.next().await.unwrap();
            came.extend((0..batch.len()).map(|index| String::from_utf8(batch.get(index).to_vec()).unwrap()));
        }
        assert!(came == events);
        stream.finished().await.unwrap();
        other.abort();
        let turns = turns.load(Ordering::Relaxed);
        assert!(turns >= 2 * CHUNKS, "{turns}");
    }

    #[tokio::test]
    async fn the_end_has_its_time_too() {
        let root = tempfile::tempdir().unwrap();
        let text = "{\"codex_sdk_recording\":1,\"prompt\":\"hi\"}\n{\"ms\":1,\"event\":{}}\n\
                    {\"ms\":1e9,\"finished\":null}\n{\"ms\":1e9,\"end\":true}\n";
        fs::write(root.path().join("1.jsonl"), text).unwrap();
        let options = ReplayOptions { folder: root.path().to_owned(), matching: ReplayMatch::Order, speed: 2.0 };
        let mut stream = Replay::new(options, Arc::default()).unwrap().start_turn(&TurnRequest::default()).unwrap();
        assert_eq!(stream.next().await.unwrap().len(), 1);
        // Long enough to read it all.
        let others = async {
            for _ in 0..100 {
                yield_now().await;
            }
        };
        tokio::select! {
            biased;
            _ = stream.finished() => panic!(),
            () = others => {}
        }
    }
}
