//! The client: how the agent is reached, and the runtime its turns live in.

use std::os::fd::RawFd;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{mpsc, Arc, Mutex, MutexGuard, Weak};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Notify;

use super::conversation::RunningTurn;
use super::error::Error;
use super::error_code::Code;
use super::options::ClientOptions;
use super::runtime::Runtime;
use super::turn::{drive, Callbacks, CancelReason, Cancellation, Dispatcher, Terms, Turn};
use crate::json::is_object;
use crate::os::lock;
use crate::transport::{Notice, ThreadSettings, Transport, TurnRequest};

/// One way of reaching the Codex CLI, and every turn started through it.
pub struct Client {
    transport: Arc<Transport>,
    state: Mutex<State>,
    /// Ends what asks for the transport's facts.
    info_cancellation: Arc<Cancellation>,
    shut_down: Arc<ShutDown>,
    /// What [`Client::next`] has handed over.
    latest_notice: Mutex<Vec<u8>>,
}

/// For those that wait for an answer: the client is freed.
#[derive(Default)]
struct ShutDown {
    is_requested: AtomicBool,
    notify: Notify,
}

impl ShutDown {
    fn request(&self) {
        self.is_requested.store(true, Ordering::SeqCst);
        self.notify.notify_waiters();
    }

    async fn requested(&self) {
        loop {
            let notified = self.notify.notified();
            if self.is_requested.load(Ordering::SeqCst) {
                return;
            }
            notified.await;
        }
    }
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
            shut_down: Arc::default(),
            latest_notice: Mutex::default(),
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

    /// Asks the app-server; its answer as JSON, or none in time. No limit waits for ever.
    pub fn request(
        &self,
        method: &str,
        params: Option<&str>,
        limit: Option<Duration>,
    ) -> Result<Option<String>, Error> {
        if method.is_empty() {
            return Err(Error::invalid("the method is empty").with("option", "method"));
        }
        let params = params.unwrap_or("{}");
        if !is_object(params.as_bytes()) {
            return Err(Error::invalid("the params are not a JSON object").with("option", "params"));
        }
        let (method, params) = (method.to_owned(), params.to_owned());
        let (sender, receiver) = mpsc::channel();
        {
            let mut state = self.state();
            let runtime = self.runtime(&mut state)?;
            let (transport, shut_down) = (Arc::clone(&self.transport), Arc::clone(&self.shut_down));
            runtime.spawn(async move {
                let answer = tokio::select! {
                    biased;
                    () = shut_down.requested() => None,
                    answer = transport.request(method, params, limit) => Some(answer),
                };
                // Fails only if the caller no longer waits.
                let _ = sender.send(answer);
            });
        }
        let answer = receiver.recv().map_err(|_| Error::new(Code::Internal, "the runtime gave no answer"))?;
        self.refuse_if_shut_down()?;
        match answer {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(failure)) => Err(Error::from(failure).redacted(self.transport.secrets())),
            None => Err(Error::new(Code::Internal, "the request was given up")),
        }
    }

    /// Hands what the app-server says that is about no turn to `take`, with a NUL behind it; false if nothing came in time.
    /// The bytes stay where they are until the next call.
    pub fn next(&self, timeout: Option<Duration>, take: impl FnOnce(&[u8])) -> Result<bool, Error> {
        let notices = self.transport.notices()?;
        let Ok(mut latest) = self.latest_notice.try_lock() else {
            let message = "another thread is waiting for this client's notifications; one at a time can";
            return Err(Error::new(Code::Busy, message));
        };
        self.refuse_if_shut_down()?;
        match notices.next(timeout) {
            Notice::Line(line) => {
                *latest = line.into_bytes();
                latest.push(0);
                take(&latest);
                Ok(true)
            }
            Notice::TimedOut => Ok(false),
            Notice::Closed => self.refuse_if_shut_down().map(|()| false),
        }
    }

    /// Readable exactly while [`Client::next`] would not have to wait; none without an app-server.
    pub fn descriptor(&self) -> Option<RawFd> {
        self.transport.notices().ok()?.descriptor().ok()
    }

    /// Ends every turn; later calls are refused. Does not wait: the runtime ends when nothing is left.
    pub fn shut_down(&self) {
        let mut state = self.state();
        state.shut_down = true;
        self.info_cancellation.request(CancelReason::ShutDown);
        self.shut_down.request();
        if let Ok(notices) = self.transport.notices() {
            notices.close();
        }
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
        let (stream, control) = runtime
            .enter(|| self.transport.start_turn(settings, request))
            .map_err(|error| Error::io("cannot start a turn", &error))?
            .map_err(|failure| Error::from(failure).redacted(secrets))?;
        if let Some(time) = stream.recorded_at() {
            running.began_at(time);
        }
        let turn = Arc::new(Turn::new(control));
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
