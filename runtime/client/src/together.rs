//! Several futures at once, a bounded number at a time, results in order; in a few lines, to spare users a dependency.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// Runs all futures, at most `limit` at a time.
pub(crate) async fn run<F: Future>(futures: impl Iterator<Item = F>, limit: usize) -> Vec<F::Output> {
    let mut waiting = futures.enumerate();
    let mut running: Vec<(usize, Pin<Box<F>>)> = Vec::with_capacity(limit);
    let mut done = Vec::new();
    poll_fn(|context| {
        loop {
            while running.len() < limit {
                let Some((position, future)) = waiting.next() else { break };
                running.push((position, Box::pin(future)));
            }
            let before = done.len();
            running.retain_mut(|(position, future)| match future.as_mut().poll(context) {
                Poll::Ready(output) => {
                    done.push((*position, output));
                    false
                }
                Poll::Pending => true,
            });
            match (running.is_empty(), done.len() > before) {
                (true, false) => return Poll::Ready(()),
                // Places are free: others may begin at once.
                (_, true) => {}
                (false, false) => return Poll::Pending,
            }
        }
    })
    .await;
    done.sort_by_key(|(position, _)| *position);
    done.into_iter().map(|(_, output)| output).collect()
}

/// One answer for each address in order, each address asked once however often it stands there.
pub(crate) async fn once_each<'a, T, F>(addresses: impl Iterator<Item = &'a str>, limit: usize, ask: impl Fn(&'a str) -> F) -> Vec<T>
where
    T: Clone,
    F: Future<Output = T>,
{
    let mut positions: HashMap<&str, usize> = HashMap::new();
    let mut different = Vec::new();
    let order: Vec<usize> = addresses
        .map(|address| {
            *positions.entry(address).or_insert_with(|| {
                different.push(address);
                different.len() - 1
            })
        })
        .collect();
    let answers = run(different.into_iter().map(ask), limit).await;
    if order.len() == answers.len() {
        return answers;
    }
    order.iter().map(|&at| answers[at].clone()).collect()
}
