//! Turns by `codex exec --experimental-json`: one process a turn, the prompt on stdin, events on stdout.

pub mod arguments;
mod scratch;
pub mod turn_process;

use std::path::Path;
use std::sync::Arc;

use super::cli::client::ClientCli;
use super::cli::launcher::Launch;
use super::failure::Failure;
use super::request::{ThreadSettings, TurnRequest};
use crate::os::spawn::can_choose_a_folder;
use scratch::Scratch;
use turn_process::{Started, TurnProcess};

/// The CLI, and how a turn is started with it.
pub struct Exec {
    cli: ClientCli,
}

impl Exec {
    pub fn new(cli: ClientCli) -> Self {
        Exec { cli }
    }

    pub fn cli(&self) -> &ClientCli {
        &self.cli
    }

    /// Starts the process of a turn. Must be called inside the runtime's context.
    pub fn start_turn(&self, settings: &ThreadSettings, request: TurnRequest) -> Result<TurnProcess, Failure> {
        settings.refuse_what_needs_the_app_server()?;
        request.refuse_what_needs_the_app_server()?;
        let folder = settings.folder_to_start_in()?;
        let mut settings = request.overrides.over(settings);
        if settings.working_directory.is_none() && !can_choose_a_folder() {
            settings.working_directory = folder.and_then(Path::to_str).map(str::to_owned);
        }
        let (parent, prefix) = self.cli.launcher.containment().scratch();
        let mut scratch = Scratch::new(parent, prefix);
        let schema = request.output_schema.as_deref().map(|schema| scratch.schema(schema)).transpose()?;
        let images = request.images.iter().enumerate();
        let images = images.map(|(index, image)| scratch.image(index, image)).collect::<Result<Vec<_>, _>>()?;
        let arguments = arguments::command_line(&self.cli.overrides, &settings, &request, schema.as_deref(), &images);
        let (process, cli) = self.cli.launcher.launch(Launch {
            arguments: &arguments,
            folder,
            input: Some(request.prompt),
            max_line_bytes: request.max_line_bytes,
            may_wait: true,
        })?;
        Ok(TurnProcess::new(Started {
            process,
            program: cli.path,
            secrets: Arc::clone(self.cli.secrets()),
            resumed: request.thread_id.or(request.fork.map(|fork| fork.thread_id)),
            longest_line: request.max_line_bytes,
            scratch: scratch.into_folder(),
        }))
    }
}
