//! The client: where the CLI is, how it is started, and the runtime its turns live in.

use std::path::{Path, PathBuf};
use std::sync::{mpsc, Arc, Mutex, MutexGuard, PoisonError, Weak};

use serde_json::json;

use super::error::{Code, Error};
use super::options::ClientOptions;
use super::runtime::Runtime;
use super::thread::Thread;
use super::turn::{drive, Callbacks, Dispatcher, Reason, Stop, Terms, Turn};
use crate::os::current_dir::Here;
use crate::transport::{show_commands, Environment, Exec, Identity, Search, ThreadSettings, TurnRequest, API_KEY};

/// One way of reaching the Codex CLI, and every turn started through it.
pub struct Client {
    exec: Arc<Exec>,
    state: Mutex<State>,
    /// The version of the CLI that was asked last.
    version: Mutex<Option<(Identity, String)>>,
    /// Ends the process that is asked for its version, of which there is one at a time.
    asking: Arc<Stop>,
}

#[derive(Default)]
struct State {
    shut_down: bool,
    /// Started with the first turn: a client that runs none costs no thread.
    runtime: Option<Runtime>,
    dispatcher: Option<Dispatcher>,
    turns: Vec<Weak<Turn>>,
}

impl Client {
    /// Finds the CLI. `library_folder` is where this library lies, if it is a shared one.
    pub fn new(options: ClientOptions, library_folder: Option<PathBuf>) -> Result<Arc<Self>, Error> {
        let here = Here::now();
        let here = here.as_ref().map(Here::path);
        let mut environment = options.env.map_or_else(Environment::of_the_host, Environment::of);
        let search = Search {
            path_override: options.codex_path_override,
            environment: environment.clone(),
            working_directory: here.map(Path::to_path_buf),
            program_folder: std::env::current_exe().ok().and_then(|program| program.parent().map(Into::into)),
            library_folder,
        };
        // Not before the search, which trusts no relative folder.
        if let Some(here) = here {
            environment.fix_folders(here);
        }
        environment.set_originator(&options.originator);
        let mut overrides = options.overrides;
        if let Some(key) = &options.api_key {
            environment.set(API_KEY, key);
        }
        if environment.get(API_KEY).is_some() && !options.api_key_in_commands {
            overrides.extend(show_commands(API_KEY, "", &environment, &overrides));
        }
        let exec = Exec::new(search, environment, overrides, options.base_url, options.helper_grace)?;
        Ok(Arc::new(Client {
            exec: Arc::new(exec),
            state: Mutex::default(),
            version: Mutex::default(),
            asking: Arc::default(),
        }))
    }

    /// What the client works with now, as JSON: `cli_path`, `cli_version`, `found_by`. Asks the CLI, unless it is the
    /// one that was asked before.
    pub fn info(&self) -> Result<String, Error> {
        // First: it may find that the CLI has moved.
        let version = self.version()?;
        let cli = self.exec.cli();
        Ok(json!({
            "cli_path": cli.path.display().to_string(),
            "cli_version": version,
            "found_by": cli.found_by,
        })
        .to_string())
    }

    fn version(&self) -> Result<String, Error> {
        let mut known = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        let identity = self.exec.identity();
        match &*known {
            Some((asked, version)) if Some(asked) == identity.as_ref() => return Ok(version.clone()),
            _ => {}
        }
        let (sender, receiver) = mpsc::channel();
        {
            let mut state = self.state();
            let runtime = self.runtime(&mut state)?;
            let exec = Arc::clone(&self.exec);
            let asking = Arc::clone(&self.asking);
            runtime.spawn(async move {
                // Fails only if the caller no longer waits.
                let _ = sender.send(exec.version(asking.shut_down()).await);
            });
        }
        let answer = receiver.recv().map_err(|_| Error::new(Code::Internal, "the runtime gave no answer"))?;
        if answer.is_err() {
            self.refuse_if_shut_down()?;
        }
        let version = answer?;
        // Of one that was replaced meanwhile it is not known which one has answered.
        let same = identity.filter(|identity| self.exec.identity().as_ref() == Some(identity));
        *known = same.map(|identity| (identity, version.clone()));
        Ok(version)
    }

    /// Ends every turn; later calls are refused. Does not wait: the runtime ends when nothing is left.
    pub fn shut_down(&self) {
        let mut state = self.state();
        state.shut_down = true;
        self.asking.request(Reason::ShutDown);
        for turn in state.turns.drain(..).filter_map(|turn| turn.upgrade()) {
            turn.shut_down();
        }
        let (runtime, dispatcher) = (state.runtime.take(), state.dispatcher.take());
        drop(state);
        drop((runtime, dispatcher));
    }

    pub(super) fn refuse_if_shut_down(&self) -> Result<(), Error> {
        refuse_if(self.state().shut_down)
    }

    /// Starts the process of a turn and the task that follows it.
    pub(super) fn run(
        &self,
        thread: &Arc<Thread>,
        settings: &ThreadSettings,
        request: TurnRequest,
        terms: Terms,
        callbacks: Option<Callbacks>,
    ) -> Result<Arc<Turn>, Error> {
        let mut state = self.state();
        let runtime = self.runtime(&mut state)?.clone();
        let dispatcher = match &callbacks {
            None => None,
            Some(_) if state.dispatcher.is_some() => state.dispatcher.clone(),
            Some(_) => state.dispatcher.insert(Dispatcher::start()?).clone().into(),
        };
        drop(state);

        // Not under the lock: starting a process takes a while, and other threads start theirs.
        let running = runtime
            .enter(|| self.exec.start(settings, request))
            .map_err(|error| Error::io("cannot start a turn", &error))?
            .map_err(|failure| Error::from(failure).without(self.exec.secrets()))?;
        let turn = Arc::new(Turn::new());
        if let (Some(dispatcher), Some(callbacks)) = (dispatcher, callbacks) {
            dispatcher.serve(&turn, callbacks);
        }
        {
            let mut state = self.state();
            state.turns.retain(|turn| turn.strong_count() > 0);
            state.turns.push(Arc::downgrade(&turn));
            if state.shut_down {
                turn.shut_down();
            }
        }
        runtime.spawn(drive(Arc::clone(&turn), Arc::clone(thread), running, terms));
        Ok(turn)
    }

    fn runtime<'a>(&self, state: &'a mut State) -> Result<&'a Runtime, Error> {
        refuse_if(state.shut_down)?;
        if state.runtime.is_none() {
            let exec = Arc::clone(&self.exec);
            let runtime = Runtime::start(async move { exec.close().await })
                .map_err(|error| Error::io("cannot start the library's thread", &error))?;
            state.runtime = Some(runtime);
        }
        state.runtime.as_ref().ok_or_else(|| Error::new(Code::Internal, "the runtime is gone"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A client that nobody can reach any more needs no runtime.
impl Drop for Client {
    fn drop(&mut self) {
        self.shut_down();
    }
}

fn refuse_if(shut_down: bool) -> Result<(), Error> {
    if shut_down {
        return Err(Error::new(Code::ShutDown, "the client of this thread has been freed"));
    }
    Ok(())
}
