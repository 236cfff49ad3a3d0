//! A student portal: one page about a student, gathered when it is asked for from five sources that know nothing of each other.
//!
//! Courses come from FS, hours from the calendar, exams from the learning platform, reading from the reading lists, and where it all happens from
//! the room booking. Nothing is copied into a store of the portal's own: each answer is as fresh as its source, and the clients keep what HTTP lets
//! them keep. What is slow comes later, what is down is said to be down, and the rest of the page stands.

mod gather;
mod html;
mod memory;
mod part;
mod sources;
mod view;
mod web;

pub use sources::{Addresses, Sources};
pub use web::{Patience, router};
