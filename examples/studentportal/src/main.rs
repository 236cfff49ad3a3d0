//! The portal's program: addresses from the environment, a page on a port.

use std::env;
use std::error::Error;
use std::time::Duration;

use studentportal::{Addresses, Patience, Sources, router};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address =
        |name: &str| env::var(name).map_err(|_| format!("set {name} to the address of that source, such as http://127.0.0.1:8081"));
    let sources = Sources::new(&Addresses {
        fs: address("PORTAL_FS")?,
        kalender: address("PORTAL_KALENDER")?,
        lms: address("PORTAL_LMS")?,
        rombestilling: address("PORTAL_ROMBESTILLING")?,
        leselister: address("PORTAL_LESELISTER")?,
    })?;
    let mut patience = Patience::default();
    if let Ok(text) = env::var("PORTAL_PATIENCE_MS") {
        patience.page = Duration::from_millis(text.parse()?);
    }
    let listen = env::var("PORTAL_LISTEN").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(&listen).await?;
    eprintln!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router(sources, patience)).await?;
    Ok(())
}
