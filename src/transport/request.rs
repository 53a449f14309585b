//! What the SDK floor asks of a transport: plain data, nothing about processes.

/// Settings of a thread, resent with every turn (a resumed thread would otherwise change its sandbox).
#[derive(Clone, Debug, Default)]
pub struct ThreadSettings {
    pub model: Option<String>,
    pub sandbox_mode: Option<String>,
    pub working_directory: Option<String>,
    pub skip_git_repo_check: bool,
    pub model_reasoning_effort: Option<String>,
    pub network_access_enabled: Option<bool>,
    pub web_search_mode: Option<String>,
    pub web_search_enabled: Option<bool>,
    pub approval_policy: Option<String>,
    pub additional_directories: Vec<String>,
    pub thread_source: Option<String>,
}

/// An image for the model.
#[derive(Clone, Debug)]
pub enum Image {
    /// Where it lies.
    File(String),
    /// What such a file would hold.
    Bytes(Vec<u8>),
}

/// One turn: what is said to the agent, and how.
#[derive(Clone, Debug, Default)]
pub struct TurnRequest {
    /// The thread to go on with; none starts a new one.
    pub thread_id: Option<String>,
    pub prompt: String,
    pub images: Vec<Image>,
    /// A JSON Schema, as JSON text.
    pub output_schema: Option<String>,
    pub cyber_access_program: Option<String>,
    /// A longer line of the CLI is a protocol failure.
    pub max_line_bytes: usize,
}
