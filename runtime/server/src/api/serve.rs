//! From an API to a listening server: where it may listen, when it stops.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::Api;
use crate::config::Config;
use crate::http::{self, Service};

/// A server that listens, but does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    service: Arc<Service>,
    address: SocketAddr,
    api: Api,
}

/// Why a server cannot listen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// Others could reach it, and nothing would ask who they are.
    #[error(
        "refusing to listen on {0}: without authentication the server is reachable from this machine only\nhelp: listen on 127.0.0.1 and put a proxy that authenticates in front of it"
    )]
    NotLoopback(SocketAddr),
    /// The address cannot be used.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The operating system gives no threads or signals.
    #[error("cannot start: {0}")]
    Runtime(io::Error),
}

impl Api {
    /// Takes the address.
    ///
    /// # Errors
    /// The address is not this machine's own, or taken.
    pub async fn bind(&self, config: &Config) -> Result<Server, ServeError> {
        if !config.listen.ip().to_canonical().is_loopback() {
            return Err(ServeError::NotLoopback(config.listen));
        }
        let failed = |source| ServeError::Listen { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (ledger, validator, feeds) = (self.ledger.clone(), self.validator.clone(), self.feeds.clone());
        let service = Service::new(ledger, validator, feeds, self.actions.clone(), self.routes.clone(), config, address);
        Ok(Server { listener, service: Arc::new(service), address, api: self.clone() })
    }

    /// Serves until the process is told to stop. Says where on stderr, in one line.
    ///
    /// # Errors
    /// The server cannot listen.
    pub fn serve(&self, config: &Config) -> Result<(), ServeError> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::Runtime)?;
        runtime.block_on(async {
            let server = self.bind(config).await?;
            let stop = stop_signal().map_err(ServeError::Runtime)?;
            if let Some(warning) = self.unjudged() {
                eprintln!("{warning}");
            }
            eprintln!("listening on http://{}", server.address());
            server.run(stop).await;
            Ok(())
        })
    }
}

impl Server {
    /// Where it listens; the port is known even when the system chose it.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` ends, then finishes what is running.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let tending = tokio::spawn(self.service.clone().tend());
        let beside = self.api.beside.start(&self.api);
        http::run(self.listener, self.service, stop).await;
        tending.abort();
        drop(beside);
    }
}

/// Ends when the process is asked to: Ctrl-C, or SIGTERM from whoever supervises it.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}
