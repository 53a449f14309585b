//! What a process of the CLI prints: lines of JSON on stdout, words for people on stderr.

pub mod lines;
pub mod stderr;
