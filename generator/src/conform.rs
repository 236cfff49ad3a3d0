//! A running server held against the Swedish REST API profile and its own description: what no document can show.
//!
//! ```text
//! crawl (bounded in number, time and rate) ─► answers ─► checks, shape ─► findings by rule
//! ```
//!
//! Only `http` asks anything; what an answer must be like is decided by functions over answers. Nothing is written to the server: methods other than GET, HEAD and
//! OPTIONS are sent only where they must be refused.

#[cfg(feature = "conform")]
mod checks;
#[cfg(feature = "conform")]
mod crawl;
#[cfg(feature = "conform")]
mod http;
#[cfg(feature = "conform")]
mod shape;

#[cfg(feature = "conform")]
pub use crawl::{Options, Outcome, conform};
#[cfg(feature = "conform")]
pub use http::HttpError;

/// Rules that are checked on a server.
pub const CHECKED: &[&str] = &[
    "ARP.02", "CAC.01", "DOK.04", "DOK.23", "DOK.24", "FEL.01", "FEL.02", "FNS.10", "FNS.11", "FNS.12", "FNS.13", "FNS.14", "HYP.02",
    "HYP.04", "HYP.05", "HYP.07", "HYP.11", "HYP.12", "HYP.13", "HYP.15", "HYP.16", "HYP.17", "SAK.05", "SAK.29", "SPA.04", "VER.06",
    "VER.07",
];
