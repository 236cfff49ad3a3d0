//! A link of an entity as a value: which relation, and what it points to.

use smie_wire::schema::CollectionId;

/// One link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// Position in the class's relations; `None` for a relation that the model does not know.
    pub relation: Option<u16>,
    /// What it points to.
    pub target: Target,
}

/// What a link points to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A resource that is or may be served here.
    Entity {
        /// The collection.
        collection: CollectionId,
        /// Position in the collection's identifiers.
        identifier: u16,
        /// The identifier's value, decoded.
        value: Box<str>,
    },
    /// A path below the base for which nothing is served here, encoded.
    Path(Box<str>),
    /// An address outside the model, as a JSON string with its quotes.
    Foreign(Box<str>),
    /// A relation that the model does not know: `"name":value` as it came.
    Unknown(Box<str>),
}

impl Link {
    pub(super) fn digest(&self, hasher: &mut blake3::Hasher) {
        let relation = self.relation.map_or(u32::MAX, u32::from);
        hasher.update(&relation.to_le_bytes());
        match &self.target {
            Target::Entity { collection, identifier, value } => {
                hasher.update(&[0]).update(&collection.0.to_le_bytes()).update(&identifier.to_le_bytes());
                digest_text(value, hasher);
            }
            Target::Path(text) => digest_text(text, hasher.update(&[1])),
            Target::Foreign(text) => digest_text(text, hasher.update(&[2])),
            Target::Unknown(text) => digest_text(text, hasher.update(&[3])),
        }
    }
}

/// Length first, so that no two lists of links digest alike.
fn digest_text(text: &str, hasher: &mut blake3::Hasher) {
    hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
}
