//! How an API behaves where profiles differ: as data that generated clients state, so that no code here asks for a profile's name.

/// How an API pages, narrows and answers writes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Manners {
    /// How a page is asked for.
    pub paging: Paging,
    /// The parameter that asks for what changed later than a time, in milliseconds since 1970.
    pub since: &'static str,
    /// The parameter that holds a filter.
    pub filter: &'static str,
    /// The parameter that asks for what was deleted, too.
    pub deleted: &'static str,
    /// Whether `last-updated` and `cache/size` stand beside a collection.
    pub counters: bool,
    /// Whether PATCH is spoken (RFC 7396).
    pub patch: bool,
}

/// Parameters of paging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paging {
    /// `size` and `offset`.
    SizeOffset,
    /// `page` and `limit`.
    PageLimit,
}

impl Manners {
    /// FINT's.
    pub const FINT: &Self = &Self {
        paging: Paging::SizeOffset,
        since: "sinceTimeStamp",
        filter: "$filter",
        deleted: "includeDeleted",
        counters: true,
        patch: false,
    };

    /// Manners in full, for generated code.
    #[must_use]
    pub const fn new(paging: Paging, [since, filter, deleted]: [&'static str; 3], counters: bool, patch: bool) -> Self {
        Self { paging, since, filter, deleted, counters, patch }
    }
}
