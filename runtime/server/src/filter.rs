//! `$filter`: which entities of a collection a client wants to see.
//!
//! ```text
//! filter     = and *( "or" and )          and = term *( "and" term )          term = "not" term / "(" filter ")" / lambda / comparison
//! comparison = path op value / path "in" "(" value *( "," value ) ")"         op   = eq ne gt lt ge le startswith contains endswith
//! lambda     = path "/" ( "any" / "all" ) "(" name ":" filter ")"             path = name *( "/" name )
//! value      = "'" text, a quote doubled "'" / number / "true" / "false"
//! ```
//!
//! FINT's grammar and more. A text is lexed, parsed, compiled once against the class (so that every name and type is checked before the first entity is
//! looked at), and evaluated over the bytes of entities. Nothing here knows of pages or HTTP.

mod compile;
mod error;
mod eval;
mod lex;
mod number;
mod parse;
#[cfg(test)]
mod tests;

pub(crate) use error::FilterError;
pub(crate) use eval::Subject;
pub(crate) use number::compare as compare_numbers;

use smie_wire::schema::{CollectionId, Schema};

use crate::validate::Shapes;

/// Bytes of a filter's text.
pub(crate) const LONGEST: usize = 16 * 1024;

/// A filter, made ready for one collection.
#[derive(Debug)]
pub(crate) struct Filter {
    root: compile::Node,
    digest: [u8; 32],
}

impl Filter {
    /// Reads a filter; a blank one is none.
    ///
    /// # Errors
    /// The first thing that is wrong with it, and where.
    pub(crate) fn read(
        text: &str,
        schema: &Schema,
        shapes: &Shapes,
        collection: CollectionId,
        most: u32,
    ) -> Result<Option<Self>, FilterError> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let tree = parse::parse(text)?;
        let root = compile::compile(&tree, schema, shapes, schema.collection(collection).class)?;
        let cost = root.cost();
        if cost > most {
            return Err(FilterError::new(0, error::Fault::Cost { cost, most }));
        }
        Ok(Some(Self { root, digest: *blake3::hash(text.as_bytes()).as_bytes() }))
    }

    /// Tells filters apart by their text.
    pub(crate) fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// Whether an entity is wanted.
    pub(crate) fn matches(&self, subject: &Subject<'_>) -> bool {
        subject.holds(&self.root)
    }
}
