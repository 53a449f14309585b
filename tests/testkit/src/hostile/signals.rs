//! Signals by name, and what to do when they arrive.

use super::{about, Failure};
use nix::libc;
use nix::sys::signal::{sigaction, SaFlags, SigAction, SigHandler, SigSet, SigmaskHow, Signal};
use serde::de::{Deserialize, Deserializer, Error};
use std::str::FromStr;
use std::sync::atomic::{AtomicI32, Ordering};

#[derive(Clone, Copy, Debug)]
pub struct SignalName(Signal);

impl<'de> Deserialize<'de> for SignalName {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<SignalName, D::Error> {
        let name = String::deserialize(source)?;
        let signal = Signal::from_str(&name);
        signal.map(SignalName).map_err(|_| D::Error::custom(format!("{name:?} is no signal, such as \"SIGINT\"")))
    }
}

impl SignalName {
    pub fn is_sigterm(self) -> bool {
        self.0 == Signal::SIGTERM
    }
}

/// The exit code asked for by `exit_on`, by signal number; negative: none.
static EXIT_CODES: [AtomicI32; 64] = [const { AtomicI32::new(-1) }; 64];

extern "C" fn exit_with_code(signal: libc::c_int) {
    let code = EXIT_CODES.get(signal as usize).map_or(0, |code| code.load(Ordering::Relaxed));
    // SAFETY: async-signal-safe, and does not return.
    unsafe { libc::_exit(code) }
}

pub fn ignore(signals: &[SignalName]) -> Result<(), Failure> {
    signals.iter().try_for_each(|&signal| handle(signal, SigHandler::SigIgn))
}

pub fn exit_on(signal: SignalName, code: u8) -> Result<(), Failure> {
    if let Some(slot) = EXIT_CODES.get(signal.0 as usize) {
        slot.store(code.into(), Ordering::Relaxed);
    }
    handle(signal, SigHandler::Handler(exit_with_code))
}

/// Undoes every `exit_on`, as starting another program would.
pub fn forget_exits() -> Result<(), Failure> {
    for signal in Signal::iterator() {
        if EXIT_CODES.get(signal as usize).is_some_and(|code| code.load(Ordering::Relaxed) >= 0) {
            handle(SignalName(signal), SigHandler::SigDfl)?;
        }
    }
    Ok(())
}

/// Ends this process by the signal, whatever was said about it before.
pub fn die_of(signal: SignalName) -> Result<(), Failure> {
    let SignalName(number) = signal;
    // SIGKILL and SIGSTOP have their default action already, and refuse to be told.
    if !matches!(number, Signal::SIGKILL | Signal::SIGSTOP) {
        handle(signal, SigHandler::SigDfl)?;
    }
    let unblocked = nix::sys::signal::sigprocmask(SigmaskHow::SIG_UNBLOCK, Some(&SigSet::from(number)), None);
    unblocked.and_then(|()| nix::sys::signal::raise(number)).map_err(about(format!("cannot raise {number}")))
}

fn handle(SignalName(signal): SignalName, handler: SigHandler) -> Result<(), Failure> {
    let action = SigAction::new(handler, SaFlags::empty(), SigSet::empty());
    // SAFETY: our only handler does nothing but _exit.
    unsafe { sigaction(signal, &action) }.map(drop).map_err(about(format!("cannot set the action of {signal}")))
}
