//! The resolved model for a reader: as stable JSON ([`json`]), as numbers for people ([`summary`]), and its routes ([`routes`]).
//!
//! These functions only describe; what a name is on the wire and where a class is served is read from the schema.

pub mod json;
pub mod routes;
pub mod summary;
