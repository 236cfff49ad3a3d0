//! Sample data that fits a model: a file a collection, one entity a line, the same bytes for the same seed.
//!
//! Nothing is kept in memory. Every value is a function of seed, class and index, so that a link knows its target's identifier without
//! the target having been written, and a hundred thousand entities cost no more memory than ten.
//!
//! ```text
//! plan      how many of each, and which collection each relation leads to
//! links     which entity leads to which        identity  identifiers, unique by their index
//! entity    an entity as a line of JSON        values    text, numbers and times, by type and name
//! ```
//!
//! Links are written on storing ends only, as paths (`/utdanning/elev/person/fodselsnummer/…`), always as an object of arrays: the form
//! that every server loads. People are not real: months of birth numbers are raised by 80, organisation numbers begin with 3.

mod entity;
mod identity;
mod links;
mod pattern;
mod person;
mod plan;
mod rng;
mod values;
mod words;

use std::io::{self, BufWriter, Write};

use smie_wire::schema::{CollectionId, Schema};

use entity::Writer;
use plan::Plan;

/// Most entities a collection; beyond, identifiers would repeat.
pub const MOST: u64 = 2_000_000;

/// What to write.
#[derive(Clone, Debug)]
pub struct Options {
    /// Entities a collection.
    pub count: u64,
    /// The same seed gives the same bytes.
    pub seed: u64,
    /// Other counts for single collections, by path (`utdanning/elev/elev`) or file (`utdanning-elev.elev`).
    pub single: Vec<(String, u64)>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub file: String,
    /// How many lines.
    pub entities: u64,
}

/// Why no sample could be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SampleError {
    /// A single count for something that is not served.
    #[error("there is no collection `{name}`")]
    Collection {
        /// What was given.
        name: String,
    },
    /// More entities than identifiers.
    #[error("{count} entities are too many for `{file}`; at most {MOST} have identifiers of their own")]
    Count {
        /// The collection.
        file: String,
        /// How many it would hold, with those that mandatory relations ask for.
        count: u64,
    },
    /// A file could not be written.
    #[error("cannot write `{file}`")]
    Io {
        /// Its name.
        file: String,
        /// The reason.
        source: io::Error,
    },
}

/// Writes a file a collection, each opened by its name (`utdanning-elev.elev.ndjson`).
///
/// # Errors
/// An option that does not fit the schema, or a file that cannot be written.
pub fn write<W: Write>(
    schema: &Schema,
    options: &Options,
    mut open: impl FnMut(&str) -> io::Result<W>,
) -> Result<Vec<Written>, SampleError> {
    let plan = Plan::new(schema, options)?;
    let mut written = Vec::with_capacity(schema.collections.len());
    for (id, collection) in schema.collections() {
        let file = format!("{}.ndjson", collection.file);
        let entities = plan.count(id);
        match open(&file).and_then(|out| write_collection(&plan, id, out)) {
            Ok(()) => written.push(Written { file, entities }),
            Err(source) => return Err(SampleError::Io { file, source }),
        }
    }
    Ok(written)
}

fn write_collection(plan: &Plan<'_>, id: CollectionId, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let mut writer = Writer::new(plan, id);
    for index in 0..plan.count(id) {
        out.write_all(writer.line(index))?;
    }
    out.flush()
}
