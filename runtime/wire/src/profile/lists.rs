//! Pages of collections: the member that holds the entries, the counts beside it, and the names of what a query can ask.
//!
//! What lives here: the words alone. What they do, the engine knows; a profile chooses how they are called and written.

/// How a page of a collection looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lists {
    /// Name of the member that holds the entries; `{plural}` stands for the collection, `{class}` for its class, both in the case of members.
    pub member: Word,
    /// True when that member is inside `_embedded`, as HAL has it.
    pub embedded: bool,
    /// How a page tells how much there is.
    pub counts: Counts,
}

/// How a page tells how much there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// `total_items`, `size` and `offset`, and `matching_items` where a query narrows; `total_items` is always the whole collection.
    Items,
    /// `_meta` with `totalRecords`, `page`, `limit` and `count`; the total is of what the query matches (the Swedish profile's FNS.13).
    Meta,
    /// `TotaltAntalPoster`: what the query matches (Ladok).
    Total,
}

/// Names of query parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// Changed later than: a time, or milliseconds since 1970.
    pub since: Word,
    /// A filter expression.
    pub filter: Word,
    /// Whether what was deleted is shown too.
    pub deleted: Word,
    /// True when `name=value` selects by an attribute and `sort` and `fields` are taken; a parameter that nobody knows is then refused.
    pub attributes: bool,
}

/// A name that needs no escaping, neither in a URL nor in JSON; it may hold `{plural}` or `{class}` where that is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(String);

impl Word {
    /// The word; `None` = empty, or a sign that cannot stand there.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let bare = text.replace("{plural}", "").replace("{class}", "");
        let fits = bare.chars().all(|c| c.is_ascii_alphanumeric() || "_-$".contains(c));
        (fits && !text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// A word that is known to fit.
    pub(super) fn known(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As text, with its placeholders.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As text, its placeholders filled in.
    #[must_use]
    pub fn fill(&self, plural: &str, class: &str) -> String {
        self.0.replace("{plural}", plural).replace("{class}", class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_needs_no_escaping_and_has_two_placeholders() {
        assert_eq!(Word::new("{class}slista").map(|w| w.fill("organisationer", "organisation")).as_deref(), Some("organisationslista"));
        assert_eq!(Word::new("{plural}").map(|w| w.fill("kurser", "kurs")).as_deref(), Some("kurser"));
        for wrong in ["", "a b", "å", "{other}", "a\"", "a&b"] {
            assert_eq!(Word::new(wrong), None, "{wrong}");
        }
    }
}
