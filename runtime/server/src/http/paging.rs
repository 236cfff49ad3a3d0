//! `size`, `offset` and `sinceTimeStamp`: what is asked for, which rows that is, and the links to the pages around.
//!
//! Every link keeps whatever else the query held, so that a client that follows them stays inside its own query.

use smie_wire::profile::Paging;

use crate::index::{Collection, Stamp};

use super::page::Order;

/// What a query asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// Entries a page; zero = everything.
    pub(super) size: u64,
    pub(super) offset: u64,
    pub(super) since: Option<Stamp>,
    /// All other parameters as they came, `sinceTimeStamp` too.
    rest: String,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum QueryError {
    #[error("`{name}` must be a whole number, found `{value}`")]
    Number { name: &'static str, value: String },
    #[error("`{0}` is given more than once")]
    Twice(&'static str),
}

const NAMES: [&str; 3] = ["size", "offset", "sinceTimeStamp"];

impl Query {
    /// Reads a query string.
    pub(super) fn parse(query: Option<&str>, paging: &Paging) -> Result<Self, QueryError> {
        let mut found: [Option<i64>; 3] = [None; 3];
        let mut rest = String::new();
        for pair in query.unwrap_or_default().split('&').filter(|p| !p.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let known = NAMES.iter().position(|n| *n == name);
            if let Some(at) = known
                && found[at].replace(number(NAMES[at], value)?).is_some()
            {
                return Err(QueryError::Twice(NAMES[at]));
            }
            if !matches!(known, Some(0 | 1)) {
                rest.push('&');
                keep(pair, &mut rest);
            }
        }
        let [size, offset, since] = found;
        let size = size.map_or(u64::from(paging.default), |n| n.max(0) as u64);
        let most = u64::from(paging.max);
        let size = if most > 0 && (size == 0 || size > most) { most } else { size };
        // Zero is the beginning of time: everything.
        let since = since.filter(|s| *s > 0).map(|s| Stamp(s as u64));
        Ok(Self { size, offset: offset.unwrap_or(0).max(0) as u64, since, rest })
    }

    /// The rows that it selects from a collection.
    pub(super) fn select(&self, collection: &Collection) -> Selection {
        let total = collection.size();
        let (order, skipped) = match self.since {
            Some(since) => (Order::Changed, collection.unchanged_since(since)),
            None => (Order::Created, 0),
        };
        let matching = total - skipped;
        let (from, count) = match self.size {
            0 => (0, matching),
            size => (self.offset.min(matching), matching.saturating_sub(self.offset).min(size)),
        };
        Selection { order, from: skipped + from, count, matching, total }
    }

    /// The query of the page itself, with its `?`; empty when nothing was asked for.
    pub(super) fn this(&self) -> String {
        if self.size == 0 { self.rest.replacen('&', "?", 1) } else { self.page(self.offset) }
    }

    /// The query of the page before.
    pub(super) fn prev(&self) -> Option<String> {
        (self.size > 0 && self.offset > 0).then(|| self.page(self.offset.saturating_sub(self.size)))
    }

    /// The query of the page after.
    pub(super) fn next(&self, selection: &Selection) -> Option<String> {
        let next = self.offset.saturating_add(self.size);
        (self.size > 0 && next < selection.matching).then(|| self.page(next))
    }

    fn page(&self, offset: u64) -> String {
        format!("?size={}&offset={offset}{}", self.size, self.rest)
    }

    /// What decides the bytes of the answer beside the data.
    pub(super) fn digest(&self) -> [u64; 4] {
        let hash = blake3::hash(self.rest.as_bytes());
        let rest = hash.as_bytes().iter().take(8).fold(0, |n, b| n << 8 | u64::from(*b));
        [self.size, self.offset, self.since.map_or(0, |s| s.0), rest]
    }
}

/// The rows of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Selection {
    pub(super) order: Order,
    /// Living rows before the first, in that order.
    pub(super) from: u64,
    pub(super) count: u64,
    /// Rows that the query matches.
    pub(super) matching: u64,
    /// Rows of the collection.
    pub(super) total: u64,
}

/// A number of any length; beyond 64 bits the nearest.
fn number(name: &'static str, value: &str) -> Result<i64, QueryError> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(QueryError::Number { name, value: value.chars().take(40).collect() });
    }
    Ok(value.parse().unwrap_or(if value.starts_with('-') { i64::MIN } else { i64::MAX }))
}

/// Keeps a parameter, with what could end a JSON string encoded.
pub(super) fn keep(pair: &str, out: &mut String) {
    for byte in pair.bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b'<' | b'>') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smie_wire::profile::PagingStyle;

    const FINT: Paging = Paging { style: PagingStyle::SizeOffset, default: 0, max: 0 };

    fn query(text: &str) -> Query {
        Query::parse(Some(text), &FINT).unwrap()
    }

    #[test]
    fn the_seeds_five_pages_have_the_seeds_links() {
        let of = |offset: u64| {
            let query = query(&format!("size=25000&offset={offset}"));
            let matching = 123_456;
            let count = 25_000.min(matching - offset);
            let selection = Selection { order: Order::Created, from: offset, count, matching, total: matching };
            (query.this(), query.prev(), query.next(&selection))
        };
        assert_eq!(of(0), ("?size=25000&offset=0".into(), None, Some("?size=25000&offset=25000".into())));
        assert_eq!(of(100_000), ("?size=25000&offset=100000".into(), Some("?size=25000&offset=75000".into()), None));
    }

    #[test]
    fn links_keep_what_else_was_asked() {
        let q = query("offset=2&x=%C3%B8\"&sinceTimeStamp=5&size=4");
        assert_eq!(q.this(), "?size=4&offset=2&x=%C3%B8%22&sinceTimeStamp=5");
        assert_eq!(q.prev().unwrap(), "?size=4&offset=0&x=%C3%B8%22&sinceTimeStamp=5");
        assert_eq!(query("sinceTimeStamp=5").this(), "?sinceTimeStamp=5");
        assert_eq!(query("").this(), "");
        assert_eq!(query("offset=5").this(), "");
    }

    #[test]
    fn numbers_of_any_length_are_numbers_and_all_else_is_refused() {
        assert_eq!(query("size=-1&offset=-7"), Query::default());
        assert_eq!(query("size=99999999999999999999").size, i64::MAX as u64);
        for bad in ["size=x", "offset=", "size", "sinceTimeStamp=1.5", "size=+1", "size=1&size=2", "offset=%31"] {
            assert!(Query::parse(Some(bad), &FINT).is_err(), "{bad}");
        }
        let capped = Paging { default: 20, max: 100, ..FINT };
        let size = |q| Query::parse(Some(q), &capped).unwrap().size;
        assert_eq!((size(""), size("size=0"), size("size=50"), size("size=500")), (20, 100, 50, 100));
    }
}
