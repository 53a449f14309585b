//! Starts servers one after the other where they share a CODEX_HOME: several that start at once on a new one can fail to set
//! up its database (0.171.0).

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::server::{Server, ServerOptions};
use super::serving::Serving;
use crate::os::PerProcess;
use crate::transport::cli::launcher::Launcher;
use crate::transport::failure::{Failure, FailureKind};

/// How often one that ends before it has answered is started again.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(200);

type Turnstile = Arc<tokio::sync::Mutex<()>>;

/// By CODEX_HOME.
static TURNSTILES: PerProcess<Mutex<HashMap<PathBuf, Turnstile>>> = PerProcess::new();

/// Starts a server. Must be called inside the runtime's context.
pub async fn one_at_a_time(
    launcher: &Launcher,
    options: &ServerOptions,
    serving: &Serving,
) -> Result<Arc<Server>, Failure> {
    let home = launcher.environment().codex_home().unwrap_or_default();
    let turnstile = {
        let mut turnstiles = TURNSTILES.get().lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turnstiles.entry(home).or_default())
    };
    let _alone = turnstile.lock().await;
    let mut tries = 1;
    loop {
        match serving.start(launcher, options).await {
            Err(failure) if tries < TRIES && is_worth_another_try(&failure) => {
                tokio::time::sleep(PAUSE * tries).await;
                tries += 1;
            }
            started => return started,
        }
    }
}

/// It ended by itself, and not for a reason that will be there again.
fn is_worth_another_try(failure: &Failure) -> bool {
    let says = |words| failure.cause.as_ref().is_some_and(|cause| cause.contains(words));
    failure.kind == FailureKind::CliFailed && failure.facts.contains_key("exit_code") && says("sqlite")
}
