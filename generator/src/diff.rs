//! Two models → what changed for those who use the API, judged.
//!
//! Compared is the consumer's view: concrete classes with flattened members, by qualified name, with wire names and paths from the two
//! schemas. Every difference is a [`Change`]: a code of [`codes`], how grave it is for readers and for writers under each wire profile, the
//! reason, and the place in both models. [`verdict`] says which version step that asks for, [`contract`] which known consumers it breaks.
//!
//! What lives here is pure: two compiled models in, values out. Only [`git`] runs a program, to fetch a model of another day.

mod accept;
mod actions;
mod attributes;
mod bounds;
mod change;
mod classes;
pub mod codes;
mod compare;
mod comparison;
pub mod contract;
mod enums;
mod events;
pub mod git;
mod members;
mod model;
mod packages;
mod pairs;
mod relations;
mod renames;
pub mod render;
mod types;
pub mod verdict;
mod view;

pub use accept::{Accept, AcceptError};
pub use change::{Change, Group, Impact, Location, Part, Severity};
pub use compare::{Report, compare};
pub use view::View;
