//! A process of the CLI and its pipes: its start, what it reads on stdin, lines of JSON on its stdout, words for people on
//! its stderr, its end.

pub mod exit;
pub mod launcher;
pub mod lines;
pub mod process;
pub mod stderr;
mod stdin;
