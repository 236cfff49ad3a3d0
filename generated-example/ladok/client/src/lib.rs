//! A typed client of the ladok API.
//!
//! This file is yours. [`Api`] is the way in; each package has a module with its types.

// Generated code keeps the generator's own layout.
#[rustfmt::skip]
mod generated;

pub use generated::*;
pub use smie_client::feed;
pub use smie_client::{Client, ClientBuilder, Collection, Error, Link, Links, Optional, Page, Problem, Resource};
