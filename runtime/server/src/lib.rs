//! The engine of a generated server.
pub mod commit;
pub mod entity;
pub mod index;
pub mod store;
#[cfg(test)]
mod testing;
pub mod validate;
