//! The engine of a generated server.
pub mod entity;
pub mod validate;
