//! Counterparts for the tests of codex-sdk. `model` plays the model to the real Codex CLI; `hostile` plays a
//! misbehaving Codex CLI to the library. The binaries in `src/bin` only start them. The README has the formats.

pub mod hostile;
pub mod json;
pub mod model;
