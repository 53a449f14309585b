//! The client: how the agent is reached, and the runtime its turns live in.

use std::path::PathBuf;
use std::sync::{mpsc, Arc, Mutex, MutexGuard, Weak};

use serde_json::Value;

use super::conversation::RunningTurn;
use super::error::Error;
use super::error_code::Code;
use super::options::ClientOptions;
use super::runtime::Runtime;
use super::turn::{drive, Callbacks, CancelReason, Cancellation, Dispatcher, Terms, Turn};
use crate::os::lock;
use crate::transport::{ThreadSettings, Transport, TurnRequest};

/// One way of reaching the Codex CLI, and every turn started through it.
pub struct Client {
    transport: Arc<Transport>,
    state: Mutex<State>,
    /// Ends what asks for the transport's facts.
    info_cancellation: Arc<Cancellation>,
}

#[derive(Default)]
struct State {
    shut_down: bool,
    /// Started with the first turn: a client that runs none costs no thread.
    runtime: Option<Runtime>,
    dispatcher: Option<Dispatcher>,
    turns: Vec<Weak<Turn>>,
}

/// A turn that is to be started.
pub struct TurnPlan<'a> {
    pub settings: &'a ThreadSettings,
    pub request: TurnRequest,
    pub terms: Terms,
    pub callbacks: Option<Callbacks>,
}

impl Client {
    /// Finds the CLI. `library_folder` is where this library lies, if it is a shared one.
    pub fn new(options: &ClientOptions, library_folder: Option<PathBuf>) -> Result<Arc<Self>, Error> {
        let transport = Transport::connect(&options.0, library_folder)?;
        Ok(Arc::new(Client {
            transport: Arc::new(transport),
            state: Mutex::default(),
            info_cancellation: Arc::default(),
        }))
    }

    /// What the client works with now, as JSON: `cli_path`, `cli_version`, `found_by`. Asks the CLI, unless it is the
    /// one that was asked before.
    pub fn info(&self) -> Result<String, Error> {
        let (sender, receiver) = mpsc::channel();
        {
            let mut state = self.state();
            let runtime = self.runtime(&mut state)?;
            let (transport, info_cancellation) = (Arc::clone(&self.transport), Arc::clone(&self.info_cancellation));
            runtime.spawn(async move {
                // Fails only if the caller no longer waits.
                let _ = sender.send(transport.info(info_cancellation.shut_down()).await);
            });
        }
        let answer = receiver.recv().map_err(|_| Error::new(Code::Internal, "the runtime gave no answer"))?;
        if answer.is_err() {
            self.refuse_if_shut_down()?;
        }
        Ok(Value::Object(answer?).to_string())
    }

    /// Ends every turn; later calls are refused. Does not wait: the runtime ends when nothing is left.
    pub fn shut_down(&self) {
        let mut state = self.state();
        state.shut_down = true;
        self.info_cancellation.request(CancelReason::ShutDown);
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

    /// Starts a turn and the task that follows it.
    pub(super) fn run(&self, running: RunningTurn, plan: TurnPlan) -> Result<Arc<Turn>, Error> {
        let TurnPlan { settings, request, terms, callbacks } = plan;
        let mut state = self.state();
        let runtime = self.runtime(&mut state)?.clone();
        let dispatcher = match &callbacks {
            None => None,
            Some(_) if state.dispatcher.is_some() => state.dispatcher.clone(),
            Some(_) => state.dispatcher.insert(Dispatcher::start()?).clone().into(),
        };
        drop(state);

        // Not under the lock: starting one takes a while, and other threads start theirs.
        let secrets = self.transport.secrets();
        let stream = runtime
            .enter(|| self.transport.start_turn(settings, request))
            .map_err(|error| Error::io("cannot start a turn", &error))?
            .map_err(|failure| Error::from(failure).redacted(secrets))?;
        if let Some(time) = stream.recorded_at() {
            running.began_at(time);
        }
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
        runtime.spawn(drive(Arc::clone(&turn), running, stream, terms, Arc::clone(secrets)));
        Ok(turn)
    }

    /// A handle of the thread was freed.
    pub(super) fn forget_thread(&self, id: &str) {
        // Without a runtime there was no turn.
        let runtime = self.state().runtime.clone();
        if let Some(runtime) = runtime {
            let _ = runtime.enter(|| self.transport.forget_thread(id));
        }
    }

    fn runtime<'a>(&self, state: &'a mut State) -> Result<&'a Runtime, Error> {
        refuse_if(state.shut_down)?;
        if state.runtime.is_none() {
            let transport = Arc::clone(&self.transport);
            let runtime = Runtime::start(async move { transport.close().await })
                .map_err(|error| Error::io("cannot start the library's thread", &error))?;
            state.runtime = Some(runtime);
        }
        state.runtime.as_ref().ok_or_else(|| Error::new(Code::Internal, "the runtime is gone"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
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
