//! An argument of the CLI, and the option that it comes from.

#[derive(Debug)]
pub struct Argument {
    pub text: String,
    /// What it comes from, for an error; empty if from nothing that the user has said.
    pub option: String,
}
