//! What is written to a process's stdin.
//!
//! A socket, as Node gives its children, and not a pipe: it can be shut down, so that the process sees the end of its input
//! even while a fork of the host without `exec` holds a copy of our end.

use std::io::{self, ErrorKind, Write};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as StdUnixStream;

use tokio::io::AsyncWriteExt;
use tokio::net::UnixStream;

use crate::os::descriptor::above_stdio;

/// The part of an input that did not fit into the socket at once.
pub struct Input {
    socket: UnixStream,
    bytes: Vec<u8>,
    written: usize,
    /// More is to come.
    is_open: bool,
}

impl Input {
    /// A stdin that stays open, and our end of it. Must be called inside the runtime's context.
    pub fn open() -> io::Result<(OwnedFd, Input)> {
        let (stdin, ours) = StdUnixStream::pair()?;
        let stdin = above_stdio(stdin.into())?;
        let ours = StdUnixStream::from(above_stdio(ours.into())?);
        ours.set_nonblocking(true)?;
        let socket = UnixStream::from_std(ours)?;
        Ok((stdin, Input { socket, bytes: Vec::new(), written: 0, is_open: true }))
    }

    /// Adds what is to be fed next.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..std::mem::take(&mut self.written));
        self.bytes.extend_from_slice(bytes);
    }

    /// As much as the process takes at once. What fails is left to `feed`.
    pub fn feed_now(&mut self) {
        while self.written < self.bytes.len() {
            match self.socket.try_write(&self.bytes[self.written..]) {
                Ok(count) => self.written += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    }

    /// After what is still to be fed comes the end.
    pub fn close(&mut self) {
        self.is_open = false;
    }

    /// The process's stdin, and what has still to be fed to it. Must be called inside the runtime's context.
    pub fn send(text: String) -> io::Result<(OwnedFd, Option<Input>)> {
        let (stdin, ours) = StdUnixStream::pair()?;
        let stdin = above_stdio(stdin.into())?;
        let ours = StdUnixStream::from(above_stdio(ours.into())?);
        ours.set_nonblocking(true)?;
        // The other end is still ours: writing cannot raise SIGPIPE in the host's thread.
        let mut written = 0;
        while written < text.len() {
            match (&ours).write(&text.as_bytes()[written..]) {
                Ok(count) => written += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        if written == text.len() {
            ours.shutdown(Shutdown::Write)?;
            return Ok((stdin, None));
        }
        let socket = UnixStream::from_std(ours)?;
        Ok((stdin, Some(Input { socket, bytes: text.into_bytes(), written, is_open: false })))
    }

    /// Until the process has it all or reads no more: then it says why by its exit and its stderr, not by our broken pipe.
    /// Dropping the future loses nothing.
    pub async fn feed(&mut self) {
        while self.written < self.bytes.len() {
            if self.socket.writable().await.is_err() {
                return;
            }
            match self.socket.try_write(&self.bytes[self.written..]) {
                Ok(count) => self.written += count,
                Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::WouldBlock) => {}
                Err(_) => return,
            }
        }
        if self.is_open {
            return std::future::pending().await;
        }
        // Fails only when the process is gone.
        let _ = self.socket.shutdown().await;
    }
}
