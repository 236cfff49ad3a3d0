//! Values on the wire: identities, links, times, problems, pages.
//!
//! These are the types that hand-written and generated structs are made of, on both sides: a server writes strictly what a client
//! reads leniently, so reading accepts more forms than writing makes. Whether a value is allowed where it stands is the schema's
//! question, not a type's: nothing here checks a pattern or a bound.

mod binary;
mod href;
mod identifikator;
mod link;
mod links;
mod non_empty;
mod page;
mod problem;
#[doc(hidden)]
pub mod slim;
mod text;
mod time;
mod valued;

pub use binary::{Binary, BinaryError};
pub use identifikator::{Identifikator, Periode};
pub use link::{Foreign, Link};
pub use links::Links;
pub use non_empty::{EmptyError, NonEmpty};
pub use page::Page;
pub use problem::Problem;
pub use text::{Decimal, Duration, Uri, Uuid};
pub use time::{Date, DateTime, TimeError};
