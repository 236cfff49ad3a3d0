//! Model + profile → schema.

use super::{Conflict, Schema};
use crate::model::Model;

/// Compiles a model with the profile that it names and its overrides.
///
/// # Errors
/// Every conflict, in model order.
pub fn compile(_model: &Model) -> Result<Schema, Vec<Conflict>> {
    Err(Vec::new())
}
