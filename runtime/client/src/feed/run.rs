//! Driving a consumer: every event tried until it has its effect or is poison, every break of the connection waited out.

use std::convert::Infallible;
use std::sync::Arc;

use super::alarm::FeedError;
use super::checkpoint::Parked;
use super::consumer::Consumer;
use super::delivery::Delivery;
use super::event::FeedEvent;
use super::position::Start;
use super::settings::{Feed, Poison};
use crate::exchange::Backoff;

impl<E: FeedEvent + Send + Sync> Feed<E> {
    /// Applies events for as long as the future lives: drop it to stop, at any moment. Breaks of the connection are waited out.
    ///
    /// # Errors
    /// What no waiting mends: an alarm, a poisonous event, or positions that cannot be kept, as the settings say.
    pub async fn run<C: Consumer<E>>(&self, consumer: &mut C) -> Result<Infallible, FeedError> {
        let mut reader = self.reader(consumer).await?;
        let mut backoff = Backoff::new(self.plan.first_wait, self.plan.longest_wait);
        loop {
            match reader.pull(true).await {
                Ok(Some(delivery)) => {
                    backoff.reset();
                    self.apply(consumer, delivery).await?;
                }
                Ok(None) => {
                    backoff.reset();
                    consumer.settle().await.map_err(FeedError::Checkpoint)?;
                    tokio::time::sleep(self.plan.poll).await;
                }
                Err(error) if error.is_passing() => {
                    let wait = backoff.next();
                    tracing::warn!(feed = %self.path, error = %Chain(&error), wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX), "a feed is out of reach");
                    consumer.settle().await.map_err(FeedError::Checkpoint)?;
                    tokio::time::sleep(wait).await;
                }
                Err(error) => {
                    consumer.settle().await.map_err(FeedError::Checkpoint)?;
                    return Err(error);
                }
            }
        }
    }

    /// Applies the events that there are, and returns how many.
    ///
    /// # Errors
    /// As [`run`](Self::run), and breaks of the connection.
    pub async fn catch_up<C: Consumer<E>>(&self, consumer: &mut C) -> Result<u64, FeedError> {
        let mut reader = self.reader(consumer).await?;
        let mut applied = 0;
        let ended = loop {
            match reader.next().await {
                Ok(Some(delivery)) => self.apply(consumer, delivery).await?,
                Ok(None) => break Ok(applied),
                Err(error) => break Err(error),
            }
            applied += 1;
        };
        consumer.settle().await.map_err(FeedError::Checkpoint)?;
        ended
    }

    async fn reader<C: Consumer<E>>(&self, consumer: &mut C) -> Result<super::Reader<E>, FeedError> {
        let position = consumer.position().await.map_err(FeedError::Checkpoint)?;
        Ok(match position {
            Some(position) => self.clone().start(Start::After(position)).read(),
            None => self.read(),
        })
    }

    async fn apply<C: Consumer<E>>(&self, consumer: &mut C, delivery: Delivery<E>) -> Result<(), FeedError> {
        let delivery = Arc::new(delivery);
        let mut backoff = Backoff::new(self.plan.first_wait, self.plan.longest_wait);
        let mut made = 0;
        loop {
            let Err(error) = consumer.apply(&delivery).await else { return Ok(()) };
            made += 1;
            let entry = &delivery.entry.id;
            tracing::warn!(feed = %self.path, %entry, made, error = %Chain(&*error), "an event could not be applied");
            if made < self.plan.tries {
                tokio::time::sleep(backoff.next()).await;
                continue;
            }
            if self.plan.poison == Poison::Stop {
                let page = delivery.position.page.clone().unwrap_or_else(|| self.path.to_string());
                return Err(FeedError::Poison { page, entry: entry.clone(), source: error });
            }
            return consumer.park(&Parked::new(&delivery, &error, made)).await.map_err(FeedError::Checkpoint);
        }
    }
}

/// An error with what caused it, in one line.
struct Chain<'a>(&'a (dyn std::error::Error + 'static));

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(to, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}
