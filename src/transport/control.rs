//! What the host can do to a running turn, whichever transport runs it. From any thread; nothing here waits.

use tokio::time::Instant;

use super::app_server::ServerTurnControl;
use super::failure::Failure;
use super::request::Words;

pub enum TurnControl {
    /// Nothing: its process was told everything at its start.
    Exec,
    AppServer(ServerTurnControl),
    /// What came of the host's answers was recorded, too.
    Replay,
}

impl TurnControl {
    /// Answers what the turn asks for.
    pub fn respond(&self, request_id: &str, response: &str) -> Result<(), Failure> {
        match self {
            TurnControl::Exec => Err(Failure::only_app_server("answering a request")),
            TurnControl::AppServer(turn) => turn.respond(request_id, response),
            TurnControl::Replay => Ok(()),
        }
    }

    /// Says something to the agent in the middle of its turn.
    pub fn steer(&self, words: Words) -> Result<(), Failure> {
        match self {
            TurnControl::Exec => Err(Failure::only_app_server("steering a turn")),
            TurnControl::AppServer(turn) => {
                turn.steer(words);
                Ok(())
            }
            TurnControl::Replay => Ok(()),
        }
    }

    /// The turn's id, where it has one and that is known.
    pub fn turn_id(&self) -> Option<String> {
        match self {
            TurnControl::AppServer(turn) => turn.turn_id(),
            TurnControl::Exec | TurnControl::Replay => None,
        }
    }

    /// Until when the turn has waited for the host's answers; none if it never has.
    pub fn waited_until(&self) -> Option<Instant> {
        match self {
            TurnControl::AppServer(turn) => turn.waited_until(),
            TurnControl::Exec | TurnControl::Replay => None,
        }
    }
}
