//! A process of the CLI and its pipes: what it reads on stdin, lines of JSON on its stdout, words for people on
//! its stderr, its end.

pub mod exit;
mod ladder;
pub mod lines;
pub mod process;
pub mod stderr;
pub mod stdin;
mod termination;
