//! The semantic rules, one small function each, grouped as in the language document.

use crate::diagnostic::Diagnostics;
use crate::model::Resolved;
use crate::syntax::Tree;

/// Runs every rule over a resolved model. Rules of the wire come from the schema's compiler; see `pipeline`.
pub fn check(_tree: &Tree, _resolved: &Resolved, _diagnostics: &mut Diagnostics) {}

/// Reports what keeps the model from compiling to a schema, at its places.
pub fn report_conflicts(_conflicts: &[smie_wire::schema::Conflict], _resolved: &Resolved, _diagnostics: &mut Diagnostics) {}
