//! The model server: scenario (the data) → events (what the wire carries) → sessions (who gets which
//! response, and what was asked) → server (HTTP).

pub mod events;
pub mod scenario;
pub mod server;
pub mod sessions;

use scenario::Scenario;
use sessions::Sessions;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};

const USAGE: &str = "usage: model-server [--port N] [--scenario FILE]";

/// Serves until stdin ends. `arguments` without the program's name.
pub fn main(arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let mut port: u16 = 0;
    let mut preload = None;
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value; {USAGE}"));
        match argument.as_str() {
            "--port" => port = value()?.parse().map_err(|_| format!("--port needs a port number; {USAGE}"))?,
            "--scenario" => preload = Some(value()?),
            _ => return Err(format!("unknown argument {argument:?}; {USAGE}")),
        }
    }
    let sessions = Sessions::default();
    if let Some(file) = preload {
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
        sessions.put("default", Scenario::parse(&text).map_err(|error| format!("{file}: {error}"))?);
    }
    serve(port, sessions).map_err(|error| error.to_string())
}

fn serve(port: u16, sessions: Sessions) -> std::io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    let url = format!("http://127.0.0.1:{port}");
    let mut stdout = std::io::stdout();
    writeln!(stdout, r#"{{"port":{port},"url":"{url}"}}"#)?;
    stdout.flush()?;
    exit_with_stdin();
    tokio::runtime::Runtime::new()?.block_on(server::serve(listener, url, sessions))
}

/// Whoever started the server holds the other end of its stdin; when they are gone, so is the server.
fn exit_with_stdin() {
    std::thread::spawn(|| {
        // An unreadable stdin is an ended one.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
}
