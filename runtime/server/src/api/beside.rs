//! Work beside the server: following another service's feed, a nightly report. It runs while the server answers and ends with it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::{Api, Builder};

type Work = dyn Fn(Api) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync;

/// Everything that runs beside the server.
#[derive(Clone, Default)]
pub(super) struct Beside(Vec<Arc<Work>>);

impl fmt::Debug for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Beside({})", self.0.len())
    }
}

impl Beside {
    /// Starts everything; what is dropped ends it.
    pub(super) fn start(&self, api: &Api) -> JoinSet<()> {
        let mut running = JoinSet::new();
        for work in &self.0 {
            running.spawn(work(api.clone()));
        }
        running
    }
}

impl Builder {
    /// Runs this beside the server, from when it listens until it stops. It is cut off at an await: keep what must not be lost by then.
    ///
    /// [`Api::edit`] waits for the disk, so call it where waiting is meant, such as `tokio::task::spawn_blocking`.
    #[must_use]
    pub fn beside<F>(mut self, work: impl Fn(Api) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.beside.0.push(Arc::new(move |api| Box::pin(work(api))));
        self
    }
}
