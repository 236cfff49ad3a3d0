//! A model → a documentation site: plain files that a browser reads from disk, without a network.
//!
//! ```text
//! model, schema ─► context ─┬─► index, package, class, relation, privacy, changes ─► shell ─► Page
//!  diff's report ┘          ├─► neighbours, overview ─► svg (own layout)
//!  examples ─────┘          └─► search
//! ```
//!
//! Everything here is pure: strings out. Links are relative, so the folder may lie anywhere. What is shown of names, paths and multiplicities is the
//! schema's; what is told of them the model's. [`diagram`] writes the same model as text for Mermaid and PlantUML.

mod changes;
mod class;
mod context;
pub mod diagram;
mod facts;
mod html;
mod index;
mod neighbours;
mod overview;
mod package;
mod pretty;
mod privacy;
mod prose;
mod relation;
mod search;
mod shell;
mod svg;

use std::collections::BTreeMap;

use smie_wire::model::Model;
use smie_wire::schema::{CollectionId, Schema};

use crate::diff::Report;
use crate::emit::EmitError;
use context::Context;

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Path in the site's folder, with `/`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// A resource in one representation, as a server would send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its media type.
    pub media: String,
    /// The body.
    pub body: String,
}

/// What a site shows beside the model itself.
#[derive(Clone, Debug, Default)]
pub struct Extras<'a> {
    /// What changed since an older version, when asked for.
    pub changes: Option<&'a Report>,
    /// A resource of each collection, in every representation.
    pub examples: BTreeMap<CollectionId, Vec<Example>>,
}

/// Every file of the site, sorted by path.
///
/// # Errors
/// A schema of another model.
pub fn site(model: &Model, schema: &Schema, extras: &Extras<'_>) -> Result<Vec<Page>, EmitError> {
    let context = Context::new(model, schema, extras)?;
    let mut pages = vec![
        Page { path: "style.css".to_owned(), text: include_str!("site/assets/style.css").to_owned() },
        Page { path: "site.js".to_owned(), text: include_str!("site/assets/site.js").to_owned() },
        search::index(&context),
        index::page(&context),
        privacy::page(&context),
        relation::list(&context),
    ];
    pages.extend(extras.changes.map(|report| changes::page(&context, report)));
    pages.extend(context.packages().map(|id| package::page(&context, id)));
    pages.extend(model.classes().map(|(id, _)| class::page(&context, id)));
    pages.extend(context.relations().map(|relation| relation::page(&context, relation)));
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(pages)
}
