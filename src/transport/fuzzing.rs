//! Doors for the fuzz targets of `tests/fuzz`, and for nobody else: only there with `--cfg fuzzing`.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Map, Value};
use tokio::net::unix::pipe::Receiver;

use super::request::{ThreadSettings, TurnRequest};
use crate::os::descriptor::{pipe, set_nonblocking};
use crate::transport::app_server::{Kind, Message, Translator, TurnEnd};
use crate::transport::batch::Batch;
use crate::transport::cli::argument::Argument;
use crate::transport::cli::config_flags;
use crate::transport::cli::discovery::Search;
use crate::transport::cli::environment::Environment;
use crate::transport::exec::arguments;
use crate::transport::failure::Failure;
use crate::transport::stdio::lines::LineReader;

pub use crate::transport::cli::config_flags::flatten;
pub use crate::transport::cli::npm::{PACKAGE, TRIPLE};
pub use crate::transport::stdio::lines::LinesEnd;

/// What an app-server says of a turn, and what comes of it.
pub struct Session {
    translator: Translator,
    end: Option<TurnEnd>,
}

impl Session {
    pub fn new(wants_deltas: bool) -> Self {
        Session { translator: Translator::new(wants_deltas, wants_deltas), end: None }
    }

    /// The events that a line comes to.
    pub fn line(&mut self, line: &[u8]) -> Vec<String> {
        let mut events = Vec::new();
        if let Some(message) = Message::read(line) {
            if let (Kind::Notification(method), Some(params)) = (message.kind(), message.params) {
                self.end = self.translator.notification(&method, params, &mut events);
            }
        }
        events
    }

    pub fn has_ended(&self) -> bool {
        self.end.is_some()
    }
}

/// A line reader at the end of a real pipe.
pub struct Stream {
    reader: LineReader,
    writer: Option<File>,
}

/// What one look at the stream came to.
pub enum Look {
    Batch(Batch),
    Nothing,
    End(LinesEnd),
}

impl Stream {
    /// Belongs to the runtime it is made in.
    pub fn new(longest_line: usize) -> io::Result<Self> {
        let (read, write) = pipe()?;
        set_nonblocking(&read)?;
        set_nonblocking(&write)?;
        Ok(Stream {
            reader: LineReader::new(Receiver::from_owned_fd(read)?, longest_line),
            writer: Some(File::from(write)),
        })
    }

    /// Writes what the pipe takes of it.
    pub fn write(&mut self, piece: &[u8]) -> usize {
        self.writer.as_mut().and_then(|writer| writer.write(piece).ok()).unwrap_or(0)
    }

    pub fn close(&mut self) {
        self.writer = None;
    }

    pub fn writer_is_gone(&mut self) {
        self.reader.writer_is_gone();
    }

    pub fn read_now(&mut self) -> Look {
        match self.reader.read_now() {
            Ok(Some(lines)) => Look::Batch(lines),
            Ok(None) => Look::Nothing,
            Err(end) => Look::End(end),
        }
    }

    pub async fn discard(&mut self) {
        self.reader.discard().await;
    }

    /// Waits until the runtime knows that there is something to read.
    pub async fn readable(&self) -> io::Result<()> {
        self.reader.pipe().readable().await
    }

    /// Bytes of memory the reader holds on to.
    pub fn held(&self) -> usize {
        self.reader.held()
    }
}

/// The search for the CLI as a client with these options makes it: the path it found, or the facts of its failure.
pub fn search(
    path_override: Option<&str>,
    variables: Vec<(String, String)>,
    program_folder: Option<PathBuf>,
    library_folder: Option<PathBuf>,
) -> Result<PathBuf, Map<String, Value>> {
    let search = Search {
        path_override: path_override.map(str::to_owned),
        environment: Environment::of(variables),
        working_directory: std::env::current_dir().ok(),
        program_folder,
        library_folder,
    };
    search.run().map(|cli| cli.path).map_err(|failure| failure.facts)
}

/// What a turn's command line is.
pub fn command_line(overrides: &[Argument], settings: &ThreadSettings, request: &TurnRequest) -> Vec<String> {
    let line = arguments::command_line(overrides, settings, request, None, &[]);
    line.into_iter().map(|argument| argument.text).collect()
}

/// What a client's configuration comes to on a command line.
pub fn overrides(config: &Map<String, Value>, raw: &[String]) -> Result<Vec<String>, Failure> {
    Ok(config_flags::overrides(config, raw)?.into_iter().map(|given| given.text).collect())
}
