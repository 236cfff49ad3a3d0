//! A model and its schema → the text of every file of a generated workspace. Pure: nothing here touches the disk.
//!
//! ```text
//! names, cycles ─► context ─┬─► server ─┐
//!   docs, scope ─► class ───┴─► client ─┼─► print ─► File
//!                     templates ─► text ┤
//!                                   xsd ┤
//!             the runtime's own ─► vendor
//! ```
//!
//! Generated code is thin: types that say what the model says, a table of them, and names for paths. How to serve, fetch, link and page is
//! the runtime's.

mod calls;
mod class;
mod client;
mod context;
mod cycles;
mod docs;
mod enumeration;
mod file;
mod handlers;
mod lockfile;
mod module;
mod names;
mod openapi;
mod print;
mod scope;
mod server;
mod stubs;
mod templates;
mod text;
mod vendor;
mod xsd;

pub(crate) use calls::Calls;
pub(crate) use docs::tidy as docs_lines;
pub use file::{EmitError, File, Options, Ownership, Runtime};
pub use openapi::spoken;
pub use stubs::{Stub, missing};
pub use templates::{OverrideError, Overrides, TEMPLATES, Template};
pub use xsd::schemas;

use smie_wire::model::Model;
use smie_wire::schema::Schema;

use context::{Context, Side};
use names::Names;

/// Every file of the workspace generated for a model, sorted by path.
///
/// # Errors
/// A schema of another model, or a fault of smie's own: generated text that is no Rust, a template that does not fit; the file is named.
pub fn workspace(model: &Model, schema: &Schema, options: &Options) -> Result<Vec<File>, EmitError> {
    same_model(model, schema)?;
    let names = Names::new(model, schema)?;
    let server = || {
        let context = Context::new(model, schema, &names, Side::Server);
        let mut files = server::files(&context)?;
        files.extend(stubs::files(&context)?);
        Ok::<_, EmitError>(files)
    };
    let client = || {
        let context = Context::new(model, schema, &names, Side::Client);
        Ok::<_, EmitError>((client::files(&context)?, text::files(&context, options)?))
    };
    // Each part is made of the model alone, so they are made side by side: whoever watches a model waits for this on each save.
    let (server, client, whole, parts, schemas) = std::thread::scope(|scope| {
        let whole = scope.spawn(|| openapi::whole(schema));
        let parts = scope.spawn(|| openapi::parts(schema));
        let schemas = scope.spawn(|| xsd::files(schema));
        let client = scope.spawn(client);
        (server(), joined(client), joined(whole), joined(parts), joined(schemas))
    });
    let mut files = server?;
    let (client, texts) = client?;
    files.extend(client);
    // Where there are actions, the root of their handlers is made of them.
    files.extend(texts.into_iter().filter(|text| files.iter().all(|file| file.path != text.path)).collect::<Vec<_>>());
    files.extend(whole.into_iter().chain(parts));
    files.extend(schemas);
    files.push(lockfile::file(&model.name));
    if options.runtime == Runtime::Vendored {
        files.extend(vendor::files()?);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// What a thread made; its panic goes on in this one.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// A schema's ids are positions in its model, so the two must belong together.
fn same_model(model: &Model, schema: &Schema) -> Result<(), EmitError> {
    let alike = model.packages.len() == schema.packages.len()
        && model.enums.len() == schema.enums.len()
        && model.classes.len() == schema.classes.len()
        && model.classes.iter().zip(&schema.classes).all(|(a, b)| a.name == b.name && a.attributes.len() == b.attributes.len());
    if alike {
        return Ok(());
    }
    let name = |name: &str, version: &str| format!("`{name}` {version}");
    Err(EmitError::Mismatch { schema: name(&schema.model, &schema.version), model: name(&model.name, &model.version) })
}
