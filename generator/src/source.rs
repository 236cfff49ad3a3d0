//! Reading models: text in one of three forms → the syntax tree, with findings.
//!
//! What lives here: files, places in them, one reader a form, and the formatter of our own form. What does not: meaning. A reader reports what its form gets wrong
//! (bytes, structure, words) and leaves names and rules to `resolve` and `check`. Readers never fail: they return what they could read.

pub mod contract;
pub mod format;
pub mod linkml;
pub mod overrides;
pub mod write;
pub mod xmi;
pub mod yaml;

mod files;
mod header;
mod load;
mod naming;
mod pairing;

pub use files::{FileId, SourceFile, Sources, Span, Spanned, nfc};
pub(crate) use header::{is_model_name, suggested};
pub use load::{Form, LoadError, load};
