//! Events as a stream without end.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::alarm::FeedError;
use super::delivery::Delivery;
use super::event::FeedEvent;
use super::reader::Reader;

type Pulled<E> = (Reader<E>, Result<Delivery<E>, FeedError>);

/// A stream of events: it waits when there are none, and never ends. After an error it goes on where it was.
pub struct Events<E> {
    state: State<E>,
}

enum State<E> {
    Idle(Box<Reader<E>>),
    Pulling(Pin<Box<dyn Future<Output = Pulled<E>> + Send>>),
    /// Only while one state becomes another.
    Between,
}

impl<E> Events<E> {
    pub(super) fn new(reader: Reader<E>) -> Self {
        Self { state: State::Idle(Box::new(reader)) }
    }
}

impl<E: FeedEvent + Send + 'static> Events<E> {
    /// The next event.
    ///
    /// # Errors
    /// As [`Reader::next`].
    pub async fn next(&mut self) -> Result<Delivery<E>, FeedError> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Delivery<E>, FeedError>> {
        if let State::Idle(reader) = &mut self.state
            && let Some(ready) = reader.ready().transpose()
        {
            return Poll::Ready(ready);
        }
        let mut pulling = match std::mem::replace(&mut self.state, State::Between) {
            State::Idle(reader) => Box::pin(pull(*reader)),
            State::Pulling(future) => future,
            State::Between => return Poll::Pending,
        };
        match pulling.as_mut().poll(context) {
            Poll::Ready((reader, pulled)) => {
                self.state = State::Idle(Box::new(reader));
                Poll::Ready(pulled)
            }
            Poll::Pending => {
                self.state = State::Pulling(pulling);
                Poll::Pending
            }
        }
    }
}

async fn pull<E: FeedEvent + Send>(mut reader: Reader<E>) -> Pulled<E> {
    loop {
        match reader.pull(true).await {
            Ok(Some(delivery)) => return (reader, Ok(delivery)),
            Ok(None) => tokio::time::sleep(reader.plan.poll).await,
            Err(error) => return (reader, Err(error)),
        }
    }
}

impl<E: FeedEvent + Send + 'static> Stream for Events<E> {
    type Item = Result<Delivery<E>, FeedError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context).map(Some)
    }
}

impl<E> std::fmt::Debug for Events<E> {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Events").finish_non_exhaustive()
    }
}
