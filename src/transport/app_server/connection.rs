//! The way to a server: what its task is told, in order.

use tokio::sync::mpsc::{unbounded_channel, UnboundedReceiver, UnboundedSender};

pub enum Command {
    Send(String),
    Close,
}

/// Whoever has it can say something to the server. Without a reader the server has ended, and nothing happens.
#[derive(Clone)]
pub struct Connection(UnboundedSender<Command>);

impl Connection {
    pub fn new() -> (Self, UnboundedReceiver<Command>) {
        let (commands, receiver) = unbounded_channel();
        (Connection(commands), receiver)
    }

    pub fn send(&self, line: String) {
        let _ = self.0.send(Command::Send(line));
    }

    pub fn close(&self) {
        let _ = self.0.send(Command::Close);
    }
}
