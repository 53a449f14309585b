//! What stands on the CLI's command line, and the option that it comes from.

/// An argument, or the `key=value` of a `--config`.
#[derive(Clone, Debug)]
pub struct Argument {
    pub text: String,
    /// What it comes from, for an error; empty if from nothing that the user has said.
    pub option: String,
}
