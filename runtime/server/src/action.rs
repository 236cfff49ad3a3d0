//! Actions: whether one is allowed now, and doing it.
//!
//! ```text
//! representation ─┐
//!                 ├─► evaluate ─► handler: verdict on each impediment
//! invocation ─► perform (inside the writer) ─► handler: the effects ─► a batch
//! ```
//!
//! One evaluator decides both what a representation shows and whether an invocation is accepted, so the two cannot drift. An invocation is decided inside the
//! write transaction, against the state that the batch before it leaves; of two that exclude each other exactly one happens. The engine sees
//! handlers as bytes in and bytes out; `#[actions]` makes typed ones. HTTP is not here.

mod caller;
mod context;
mod effects;
mod evaluate;
mod given;
mod handler;
mod names;
mod perform;
mod refused;
mod registry;
mod settle;
mod verdict;
mod world;

pub use caller::Caller;
pub use context::{Asked, Context};
pub use effects::Effects;
pub use given::{Given, Outcome};
pub use handler::Handler;
pub use perform::Declined;
pub use refused::{Impediment, Refused};
pub use verdict::Verdict;

pub(crate) use evaluate::{Decided, Decision, Depth, Found};
pub(crate) use handler::Handlers;
pub(crate) use perform::{Invocation, Remember, Whom};
pub(crate) use registry::{Actions, Clock};
pub(crate) use world::World;
