//! How an API behaves where profiles differ: as data that generated clients state, so that no code here asks for a profile's name.

/// How an API pages, filters and answers writes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Manners {
    /// How a page is asked for.
    pub paging: Paging,
    /// The parameter that asks for what changed later than a time.
    pub since: Since,
    /// How a filter is written.
    pub filter: FilterForm,
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

/// How what changed later than a time is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// A parameter of this name with milliseconds since 1970.
    Milliseconds(&'static str),
    /// A parameter of this name with a point in time (RFC 3339).
    Instant(&'static str),
}

/// How a filter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterForm {
    /// One `$filter`.
    Expression,
    /// A parameter for each attribute: `attr=value`.
    Parameters,
}

impl Manners {
    /// FINT's.
    pub const FINT: &Self = &Self {
        paging: Paging::SizeOffset,
        since: Since::Milliseconds("sinceTimeStamp"),
        filter: FilterForm::Expression,
        counters: true,
        patch: false,
    };

    /// Those of the Swedish national REST profile.
    pub const PARAMETERS: &Self = &Self {
        paging: Paging::PageLimit,
        since: Since::Instant("andradEfter"),
        filter: FilterForm::Parameters,
        counters: false,
        patch: true,
    };

    /// Manners in full, for generated code.
    #[must_use]
    pub const fn new(paging: Paging, since: Since, filter: FilterForm, counters: bool, patch: bool) -> Self {
        Self { paging, since, filter, counters, patch }
    }
}
