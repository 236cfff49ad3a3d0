//! Calls without async: every future of this crate can be waited for, and every stream walked.
//!
//! ```no_run
//! use smie_client::{Client, blocking::Wait};
//! # #[derive(serde::Deserialize)] struct Elev {}
//! let elever = Client::new("https://api.example.no")?.collection::<Elev>("/utdanning/elev/elev");
//! let elev = elever.by("systemid", "1").wait()?;
//! # Ok::<(), smie_client::Error>(())
//! ```
//!
//! They run on a runtime of their own, made at the first call. Code that is async itself must not wait here: it would hold up its own runtime.

use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Runtime};

/// The runtime of all blocking calls; `None` when the system has no thread to give.
fn runtime() -> Option<&'static Runtime> {
    static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();
    let make = || Builder::new_multi_thread().worker_threads(2).thread_name("smie-client").enable_all().build().ok();
    RUNTIME.get_or_init(make).as_ref()
}

/// Waits for what a call brings.
pub trait Wait: IntoFuture + Sized {
    /// What it brings.
    ///
    /// # Panics
    /// Inside an async runtime, and when the system has no thread to give.
    fn wait(self) -> Self::Output {
        match runtime() {
            Some(runtime) => runtime.block_on(self.into_future()),
            None => panic!("no thread can be started"),
        }
    }
}

impl<F: IntoFuture> Wait for F {}

/// Walks a stream, waiting for each item.
pub trait Walk: Stream + Unpin + Sized {
    /// The items, one after the other.
    fn walk(self) -> Walked<Self> {
        Walked(self)
    }
}

impl<S: Stream + Unpin> Walk for S {}

/// A stream that is walked.
#[derive(Debug)]
pub struct Walked<S>(S);

impl<S: Stream + Unpin> Iterator for Walked<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        std::future::poll_fn(|context| Pin::new(&mut self.0).poll_next(context)).wait()
    }
}
