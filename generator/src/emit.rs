//! A model and its schema → the text of every file of a generated workspace. Pure: nothing here touches the disk.

mod file;

pub use file::{EmitError, File, Options, Ownership, Runtime};

use smie_wire::model::Model;
use smie_wire::schema::Schema;

/// Every file of the workspace generated for a model, sorted by path.
///
/// # Errors
/// Generated text that is no Rust, which names the file.
pub fn workspace(_model: &Model, _schema: &Schema, _options: &Options) -> Result<Vec<File>, EmitError> {
    Ok(Vec::new())
}
