//! One question and its answer over HTTP, with everything that makes it robust.
//!
//! ```text
//! call ─► cache ─► retry ─► send: token, trace, cookies, limits ─► answer
//! ```
//!
//! What lives here: what is asked, and how it is asked again. What does not: what a path means, and what an answer's bytes mean.

mod cache;
mod call;
mod cookies;
mod retry;
mod send;
mod token;
mod trace;

pub(crate) use cache::Cache;
pub(crate) use call::{Answer, Call, Expect};
pub(crate) use cookies::Cookies;
pub(crate) use retry::Backoff;
pub use retry::Retry;
pub(crate) use send::refusal;
pub use token::{ClientCredentials, TokenError, TokenFuture, TokenSource};
pub(crate) use trace::Trace;
