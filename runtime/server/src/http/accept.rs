//! The accept loop: connections in, HTTP/1.1 or HTTP/2 on each, an orderly end.
//!
//! Our own, because limits live here: how long a client may take to say what it wants, how large its headers may be, how many connections there are, and how
//! long running requests may take to finish when the server stops.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use super::Service;

/// The first bytes of HTTP/2 with prior knowledge (RFC 9113, 3.4).
const HTTP2: &[u8; 4] = b"PRI ";
const DRAIN: Duration = Duration::from_secs(10);

/// Serves connections until `stop` ends, then lets running requests finish.
pub(crate) async fn run(listener: TcpListener, service: Arc<Service>, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let connections = Arc::new(Semaphore::new(service.limits.connections));
    let mut stop = std::pin::pin!(stop);
    loop {
        // A place is taken before a connection is: beyond the limit, clients wait in the system's queue.
        let place = tokio::select! {
            place = connections.clone().acquire_owned() => place,
            () = &mut stop => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (service, watcher) = (service.clone(), graceful.watcher());
                tokio::spawn(async move {
                    connection(stream, peer, service, watcher).await;
                    drop(place);
                });
            }
            Err(error) => {
                // Out of file descriptors, most likely: wait for some to close instead of spinning.
                tracing::warn!(%error, "cannot accept a connection");
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    service.stop();
    if timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, service: Arc<Service>, watcher: Watcher) {
    let _ = stream.set_nodelay(true);
    let limits = service.limits.clone();
    let Ok(Some(is_http2)) = timeout(limits.header_timeout, speaks_http2(&stream)).await else { return };
    let answer = service_fn(move |request| {
        let service = service.clone();
        async move { service.call(request, peer).await }
    });
    let io = TokioIo::new(stream);
    let ended = if is_http2 {
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder.timer(TokioTimer::new()).keep_alive_interval(limits.header_timeout).max_header_list_size(limits.header_bytes as u32);
        watcher.watch(builder.serve_connection(io, answer)).await
    } else {
        let mut builder = http1::Builder::new();
        // A buffer below hyper's minimum would panic.
        builder.timer(TokioTimer::new()).header_read_timeout(limits.header_timeout).max_buf_size(limits.header_bytes.max(8192));
        watcher.watch(builder.serve_connection(io, answer)).await
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Looks at the first bytes without taking them; `None` = the client left without a word.
async fn speaks_http2(stream: &TcpStream) -> Option<bool> {
    let mut first = [0; HTTP2.len()];
    loop {
        let seen = stream.peek(&mut first).await.ok().filter(|n| *n > 0)?;
        if seen == HTTP2.len() || first[..seen] != HTTP2[..seen] {
            return Some(first == *HTTP2);
        }
        sleep(Duration::from_millis(2)).await;
    }
}
