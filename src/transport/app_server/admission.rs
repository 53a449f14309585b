//! How many turns a client has at a time: the others wait, in the order in which they came.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A turn's place. Given up when it is dropped.
pub enum Admission {
    Waiting(Arc<Semaphore>),
    /// Without a place where everybody is admitted.
    Admitted {
        _place: Option<OwnedSemaphorePermit>,
    },
}

impl Admission {
    /// None is as many as there are.
    pub fn to(places: Option<&Arc<Semaphore>>) -> Self {
        match places {
            Some(places) => Admission::Waiting(Arc::clone(places)),
            None => Admission::Admitted { _place: None },
        }
    }

    pub async fn wait(&mut self) {
        if let Admission::Waiting(places) = self {
            // The semaphore is never closed.
            let place = Arc::clone(places).acquire_owned().await.ok();
            *self = Admission::Admitted { _place: place };
        }
    }
}
