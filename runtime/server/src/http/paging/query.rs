//! A query string, read: the parameters that are known, and the others as they came.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use smie_wire::profile::Paging;

use super::Cursor;
use crate::entity::Segment;
use crate::index::{Key, Stamp};

/// What a query asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::http) struct Query {
    /// Entries a page; zero = everything.
    pub(in crate::http) size: u64,
    /// Where to begin; with a cursor, how far the walk has come.
    pub(in crate::http) offset: u64,
    pub(in crate::http) since: Option<Stamp>,
    /// The text of `$filter`.
    pub(in crate::http) filter: Option<String>,
    /// Whether what was deleted is shown too.
    pub(in crate::http) deleted: bool,
    pub(in crate::http) cursor: Option<Cursor>,
    /// All parameters but size, offset and cursor, as they came, each with `&` before it.
    rest: String,
    /// What follows the collection's path: `/$query` when the filter is too long for an address.
    suffix: &'static str,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::http) enum QueryError {
    #[error("`{name}` must be a whole number, found `{value}`")]
    Number { name: &'static str, value: String },
    #[error("`{name}` must be `true` or `false`, found `{value}`")]
    Boolean { name: &'static str, value: String },
    #[error("`{0}` is not UTF-8")]
    Encoding(&'static str),
    #[error("`{0}` is given more than once")]
    Twice(&'static str),
    #[error("`cursor` is none of this collection and query; begin again without it")]
    Cursor,
}

const SIZE: &str = "size";
const OFFSET: &str = "offset";
const SINCE: &str = "sinceTimeStamp";
const FILTER: &str = "$filter";
const DELETED: &str = "includeDeleted";
const CURSOR: &str = "cursor";
const NAMES: [&str; 6] = [SIZE, OFFSET, SINCE, FILTER, DELETED, CURSOR];

impl Query {
    /// Reads a query string of the collection with this path.
    pub(in crate::http) fn parse(query: Option<&str>, paging: &Paging, path: &str) -> Result<Self, QueryError> {
        let mut found: [Option<&str>; NAMES.len()] = [None; NAMES.len()];
        let mut rest = String::new();
        for pair in query.unwrap_or_default().split('&').filter(|p| !p.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = percent_decode_str(name).decode_utf8_lossy();
            let known = NAMES.iter().position(|n| *n == name);
            if let Some(at) = known
                && found[at].replace(value).is_some()
            {
                return Err(QueryError::Twice(NAMES[at]));
            }
            if !known.is_some_and(|at| matches!(NAMES[at], SIZE | OFFSET | CURSOR)) {
                rest.push('&');
                keep(pair, &mut rest);
            }
        }
        let [size, offset, since, filter, deleted, cursor] = found;
        let number = |name, value: Option<&str>| value.map(|value| number(name, value)).transpose();
        let size = number(SIZE, size)?.map_or(u64::from(paging.default), |n| n.max(0) as u64);
        let most = u64::from(paging.max);
        let query = Self {
            size: if most > 0 && (size == 0 || size > most) { most } else { size },
            offset: number(OFFSET, offset)?.unwrap_or(0).max(0) as u64,
            // Zero is the beginning of time: everything.
            since: number(SINCE, since)?.filter(|s| *s > 0).map(|s| Stamp(s as u64)),
            filter: filter.map(|text| decode(text).map(Cow::into_owned)).transpose()?.filter(|text| !text.trim().is_empty()),
            deleted: deleted.map_or(Ok(false), boolean)?,
            cursor: cursor.map(|text| Cursor::read(text, path).ok_or(QueryError::Cursor)).transpose()?,
            rest,
            suffix: "",
        };
        match query.cursor.as_ref().and_then(Cursor::key) {
            Some(Key::Row(_)) if query.since.is_some() => Err(QueryError::Cursor),
            Some(Key::Change(..)) if query.since.is_none() => Err(QueryError::Cursor),
            _ => Ok(query),
        }
    }

    /// Takes the filter from a request's body. Links carry it in the query, where a client can simply follow them, unless it is longer than `most`; then they lead to
    /// `$query`, to be sent the same body again.
    pub(in crate::http) fn with_filter(mut self, text: &str, most: usize) -> Result<Self, QueryError> {
        if self.filter.is_some() {
            return Err(QueryError::Twice(FILTER));
        }
        if text.trim().is_empty() {
            return Ok(self);
        }
        let encoded = format!("&{FILTER}={}", Segment(text));
        self.filter = Some(text.to_owned());
        if self.rest.len() + encoded.len() > most {
            self.suffix = "/$query";
        } else {
            self.rest.push_str(&encoded);
        }
        Ok(self)
    }

    /// True when only some of the collection's rows are asked for, or more than live.
    pub(in crate::http) fn is_narrowing(&self) -> bool {
        self.since.is_some() || self.filter.is_some() || self.deleted
    }

    /// What follows the collection's path to reach the page itself; empty when nothing was asked for.
    pub(in crate::http) fn this(&self) -> String {
        if self.size == 0 {
            let cursor = self.cursor.as_ref().map_or_else(String::new, |c| format!("&{CURSOR}={}", c.text()));
            return format!("{}{}", self.suffix, format!("{}{cursor}", self.rest).replacen('&', "?", 1));
        }
        self.page(self.offset, self.cursor.as_ref())
    }

    /// The same for the page before.
    pub(in crate::http) fn prev(&self) -> Option<String> {
        (self.size > 0 && self.offset > 0).then(|| self.page(self.offset.saturating_sub(self.size), None))
    }

    /// The same for the page after.
    pub(in crate::http) fn next(&self, cursor: Option<&Cursor>) -> String {
        self.page(self.offset.saturating_add(self.size), cursor)
    }

    fn page(&self, offset: u64, cursor: Option<&Cursor>) -> String {
        let cursor = cursor.map_or_else(String::new, |c| format!("&{CURSOR}={}", c.text()));
        format!("{}?{SIZE}={}&{OFFSET}={offset}{}{cursor}", self.suffix, self.size, self.rest)
    }

    /// What decides the bytes of the answer beside the data.
    pub(in crate::http) fn digest(&self) -> u128 {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.this().as_bytes()).update(&[0]).update(&self.offset.to_le_bytes());
        hasher.update(self.filter.as_deref().unwrap_or_default().as_bytes());
        let digest = hasher.finalize();
        digest.as_bytes().iter().take(16).fold(0, |n, b| n << 8 | u128::from(*b))
    }
}

/// A value of a form: percent-encoded, `+` for a blank.
fn decode(value: &str) -> Result<Cow<'_, str>, QueryError> {
    let blanks = if value.contains('+') { Cow::Owned(value.replace('+', " ")) } else { Cow::Borrowed(value) };
    percent_decode_str(&blanks).decode_utf8().map(|text| Cow::Owned(text.into_owned())).map_err(|_| QueryError::Encoding(FILTER))
}

fn boolean(value: &str) -> Result<bool, QueryError> {
    value.parse().map_err(|_| QueryError::Boolean { name: DELETED, value: excerpt(value) })
}

/// A number of any length; beyond 64 bits the nearest.
fn number(name: &'static str, value: &str) -> Result<i64, QueryError> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(QueryError::Number { name, value: excerpt(value) });
    }
    Ok(value.parse().unwrap_or(if value.starts_with('-') { i64::MIN } else { i64::MAX }))
}

fn excerpt(value: &str) -> String {
    value.chars().take(40).collect()
}

/// Keeps a parameter, with what could end a JSON string encoded.
pub(in crate::http) fn keep(pair: &str, out: &mut String) {
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
    use super::super::Place;
    use super::*;
    use smie_wire::profile::PagingStyle;

    const FINT: Paging = Paging { style: PagingStyle::SizeOffset, default: 0, max: 0 };

    fn read(text: &str) -> Result<Query, QueryError> {
        Query::parse(Some(text), &FINT, "/a")
    }

    fn query(text: &str) -> Query {
        read(text).unwrap()
    }

    #[test]
    fn the_seeds_five_pages_have_the_seeds_links() {
        let of = |offset: u64| {
            let query = query(&format!("size=25000&offset={offset}"));
            (query.this(), query.prev(), query.next(None))
        };
        assert_eq!(of(0), ("?size=25000&offset=0".into(), None, "?size=25000&offset=25000".into()));
        assert_eq!(of(100_000).1, Some("?size=25000&offset=75000".into()));
    }

    #[test]
    fn links_keep_what_else_was_asked_and_a_cursor_is_last() {
        let q = query("offset=2&x=%C3%B8\"&sinceTimeStamp=5&size=4&%24filter=navn+eq%20'%C3%85'&includeDeleted=true");
        let rest = "&x=%C3%B8%22&sinceTimeStamp=5&%24filter=navn+eq%20'%C3%85'&includeDeleted=true";
        assert_eq!(q.this(), format!("?size=4&offset=2{rest}"));
        assert_eq!(q.prev().unwrap(), format!("?size=4&offset=0{rest}"));
        assert_eq!((q.filter.as_deref(), q.deleted, q.since), (Some("navn eq 'Å'"), true, Some(Stamp(5))));
        let cursor = Cursor::new(Place::Row(Key::Change(crate::store::Seq(6), 3)), "/a");
        let next = q.next(Some(&cursor));
        assert_eq!(next, format!("?size=4&offset=6{rest}&cursor={}", cursor.text()));
        let next = query(&next[1..]);
        assert_eq!((next.cursor.as_ref(), next.prev().unwrap()), (Some(&cursor), format!("?size=4&offset=2{rest}")));
        assert_eq!(next.this(), format!("?size=4&offset=6{rest}&cursor={}", cursor.text()));
        assert_eq!(query("sinceTimeStamp=5").this(), "?sinceTimeStamp=5");
        assert_eq!(query("").this(), "");
        assert_eq!(query("offset=5").this(), "");
        let all = Cursor::new(Place::Row(Key::Row(3)), "/a");
        assert_eq!(query(&format!("cursor={}&x=1", all.text())).this(), format!("?x=1&cursor={}", all.text()));
    }

    #[test]
    fn a_cursor_of_another_query_is_refused() {
        let row = Cursor::new(Place::Row(Key::Row(1)), "/a");
        let change = Cursor::new(Place::Row(Key::Change(crate::store::Seq(1), 1)), "/a");
        assert!(read(&format!("cursor={}", row.text())).is_ok());
        assert!(read(&format!("sinceTimeStamp=1&cursor={}", change.text())).is_ok());
        for bad in
            [format!("sinceTimeStamp=1&cursor={}", row.text()), format!("cursor={}", change.text()), "cursor=".into(), "cursor=1".into()]
        {
            assert_eq!(read(&bad), Err(QueryError::Cursor), "{bad}");
        }
    }

    #[test]
    fn a_filter_in_a_body_moves_into_the_links_unless_it_is_long() {
        let short = query("size=2").with_filter("navn eq 'Å'", 100).unwrap();
        assert_eq!(short.this(), "?size=2&offset=0&$filter=navn%20eq%20%27%C3%85%27");
        assert_eq!(query(&short.this()[1..]).filter, short.filter);
        let long = query("size=2").with_filter("navn eq 'Å'", 10).unwrap();
        assert_eq!((long.this(), long.filter.is_some()), ("/$query?size=2&offset=0".into(), true));
        assert_ne!(long.digest(), query("size=2").digest());
        assert_eq!(query("$filter=x").with_filter("y", 100), Err(QueryError::Twice(FILTER)));
        assert_eq!(query("").with_filter(" \n", 100), Ok(query("")));
    }

    #[test]
    fn numbers_of_any_length_are_numbers_and_all_else_is_refused() {
        assert_eq!(query("size=-1&offset=-7"), Query::default());
        assert_eq!(query("size=99999999999999999999").size, i64::MAX as u64);
        for bad in [
            "size=x",
            "offset=",
            "size",
            "sinceTimeStamp=1.5",
            "size=+1",
            "size=1&size=2",
            "offset=%31",
            "includeDeleted=1",
            "$filter=%ff",
            "$filter=a&%24filter=b",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        let capped = Paging { default: 20, max: 100, ..FINT };
        let size = |q| Query::parse(Some(q), &capped, "/a").unwrap().size;
        assert_eq!((size(""), size("size=0"), size("size=50"), size("size=500")), (20, 100, 50, 100));
    }
}
