//! A query string, read: the parameters that are known, and the others as they came.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use smie_wire::profile::{PagingStyle, Parameters, WireProfile};

use super::Cursor;
use crate::entity::Segment;
use crate::index::{Key, Stamp};
use crate::validate::millis;

/// What a query asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::http) struct Query {
    /// Entries a page; zero = everything.
    pub(in crate::http) size: u64,
    /// Where to begin; with a cursor, how far the walk has come.
    pub(in crate::http) offset: u64,
    pub(in crate::http) since: Option<Stamp>,
    /// The text of a filter.
    pub(in crate::http) filter: Option<String>,
    /// Whether what was deleted is shown too.
    pub(in crate::http) deleted: bool,
    pub(in crate::http) cursor: Option<Cursor>,
    /// Order and choice of members, as written; only where the profile has such.
    pub(in crate::http) sort: Option<String>,
    pub(in crate::http) fields: Option<String>,
    /// `name=value` of what may be attributes, decoded; only where the profile has such.
    pub(in crate::http) attributes: Vec<(String, String)>,
    /// The number of the page, as asked for; `None` = by offset.
    page: Option<i64>,
    /// All parameters but those of paging and the cursor, as they came, each with `&` before it.
    rest: String,
    /// What follows the collection's path: the word for searching when the filter is too long for an address.
    suffix: String,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::http) enum QueryError {
    #[error("`{name}` must be a whole number, found `{value}`")]
    Number { name: String, value: String },
    #[error("`{0}` must be at least 1")]
    Least(&'static str),
    #[error("`{name}` must be a time such as `2026-01-31T12:00:00Z`, or milliseconds since 1970, found `{value}`")]
    Time { name: String, value: String },
    #[error("`{name}` must be `true` or `false`, found `{value}`")]
    Boolean { name: String, value: String },
    #[error("`{0}` is not UTF-8")]
    Encoding(String),
    #[error("`{0}` is given more than once")]
    Twice(String),
    #[error("`cursor` is none of this collection and query; begin again without it")]
    Cursor,
}

const CURSOR: &str = "cursor";
const SORT: &str = "sort";
const FIELDS: &str = "fields";
/// Parameters that others read.
const FLAGS: [&str; 1] = ["actions"];

/// The names of what a query can ask in a profile: how many, from where, since, filter, deleted, cursor, order, members.
fn names(profile: &WireProfile) -> [&str; 8] {
    let [size, from] = match profile.paging.style {
        PagingStyle::SizeOffset => ["size", "offset"],
        PagingStyle::PageLimit => ["limit", "page"],
    };
    let Parameters { since, filter, deleted, attributes } = &profile.parameters;
    let [sort, fields] = if *attributes { [SORT, FIELDS] } else { ["", ""] };
    [size, from, since.as_str(), filter.as_str(), deleted.as_str(), CURSOR, sort, fields]
}

impl Query {
    /// Reads a query string of the collection with this path.
    pub(in crate::http) fn parse(query: Option<&str>, profile: &WireProfile, path: &str) -> Result<Self, QueryError> {
        let names = names(profile);
        let mut found: [Option<&str>; 8] = [None; 8];
        let (mut rest, mut attributes) = (String::new(), Vec::new());
        for pair in query.unwrap_or_default().split('&').filter(|p| !p.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = percent_decode_str(name).decode_utf8_lossy();
            let known = names.iter().position(|n| !n.is_empty() && *n == name);
            if let Some(at) = known
                && found[at].replace(value).is_some()
            {
                return Err(QueryError::Twice(names[at].to_owned()));
            }
            if known.is_none() && profile.parameters.attributes && !FLAGS.contains(&&*name) {
                let value = decode(&name, value)?.into_owned();
                attributes.push((name.into_owned(), value));
            }
            if !known.is_some_and(|at| matches!(at, 0 | 1 | 5)) {
                rest.push('&');
                keep(pair, &mut rest);
            }
        }
        let [size, from, since, filter, deleted, cursor, sort, fields] = found;
        let number = |name: &str, value: Option<&str>| value.map(|value| number(name, value)).transpose();
        let text = |name: &str, value: Option<&str>| value.map(|text| decode(name, text).map(Cow::into_owned)).transpose();
        let (size, from) = (number(names[0], size)?, number(names[1], from)?);
        let (size, offset, page) = range(profile, size, from)?;
        let query = Self {
            size,
            offset,
            page,
            since: since.map(|value| time(names[2], value)).transpose()?.flatten(),
            filter: text(names[3], filter)?.filter(|text| !text.trim().is_empty()),
            deleted: deleted.map_or(Ok(false), |value| boolean(names[4], value))?,
            cursor: cursor.map(|text| Cursor::read(text, path).ok_or(QueryError::Cursor)).transpose()?,
            sort: text(SORT, sort)?,
            fields: text(FIELDS, fields)?,
            attributes,
            rest,
            suffix: String::new(),
        };
        match query.cursor.as_ref().and_then(Cursor::key) {
            Some(_) if query.sort.is_some() => Err(QueryError::Cursor),
            Some(Key::Row(_)) if query.since.is_some() => Err(QueryError::Cursor),
            Some(Key::Change(..)) if query.since.is_none() => Err(QueryError::Cursor),
            _ => Ok(query),
        }
    }

    /// Takes the filter from a request's body. Links carry it in the query, where a client can simply follow them, unless it is longer than `most`; then they lead to
    /// where it came from, to be sent the same body again.
    pub(in crate::http) fn with_filter(mut self, text: &str, profile: &WireProfile, most: usize) -> Result<Self, QueryError> {
        let name = profile.parameters.filter.as_str();
        if self.filter.is_some() {
            return Err(QueryError::Twice(name.to_owned()));
        }
        if text.trim().is_empty() {
            return Ok(self);
        }
        let encoded = format!("&{name}={}", Segment(text));
        self.filter = Some(text.to_owned());
        if self.rest.len() + encoded.len() > most {
            self.suffix = format!("/{}", profile.search_segment);
        } else {
            self.rest.push_str(&encoded);
        }
        Ok(self)
    }

    /// True when only some of the collection's rows are asked for, or more than live.
    pub(in crate::http) fn is_narrowing(&self) -> bool {
        self.since.is_some() || self.filter.is_some() || self.deleted || !self.attributes.is_empty()
    }

    /// True when the page is outside every range, so that nothing is on it.
    pub(in crate::http) fn is_outside(&self) -> bool {
        self.page.is_some_and(|page| page < 1)
    }

    /// The page's number; `None` = pages have none here.
    pub(in crate::http) fn number(&self) -> Option<i64> {
        self.page
    }

    /// What follows the collection's path to reach the page itself; empty when nothing was asked for.
    pub(in crate::http) fn this(&self) -> String {
        if self.size == 0 {
            let cursor = self.cursor.as_ref().map_or_else(String::new, |c| format!("&{CURSOR}={}", c.text()));
            return format!("{}{}", self.suffix, format!("{}{cursor}", self.rest).replacen('&', "?", 1));
        }
        self.at(self.page.unwrap_or_default(), self.offset, self.cursor.as_ref())
    }

    /// The same for the first page and the last, of so many matching rows; `None` where pages have no numbers.
    pub(in crate::http) fn ends(&self, matching: u64) -> Option<[String; 2]> {
        self.page.filter(|_| self.size > 0)?;
        Some([self.at(1, 0, None), self.at(last(matching, self.size), 0, None)])
    }

    /// The same for the page before; from beyond the end, of so many matching rows, the last.
    pub(in crate::http) fn prev(&self, matching: u64) -> Option<String> {
        match self.page {
            Some(page) => (self.size > 0 && page > 1).then(|| self.at((page - 1).min(last(matching, self.size)), 0, None)),
            None => (self.size > 0 && self.offset > 0).then(|| self.at(0, self.offset.saturating_sub(self.size), None)),
        }
    }

    /// The same for the page after.
    pub(in crate::http) fn next(&self, cursor: Option<&Cursor>) -> String {
        self.at(self.page.unwrap_or_default().max(0).saturating_add(1), self.offset.saturating_add(self.size), cursor)
    }

    fn at(&self, page: i64, offset: u64, cursor: Option<&Cursor>) -> String {
        let cursor = cursor.map_or_else(String::new, |c| format!("&{CURSOR}={}", c.text()));
        match self.page {
            Some(_) => format!("{}?page={page}&limit={}{}{cursor}", self.suffix, self.size, self.rest),
            None => format!("{}?size={}&offset={offset}{}{cursor}", self.suffix, self.size, self.rest),
        }
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

/// Entries a page, the row to begin with, and the number of the page where pages have numbers.
fn range(profile: &WireProfile, size: Option<i64>, from: Option<i64>) -> Result<(u64, u64, Option<i64>), QueryError> {
    let (default, most) = (u64::from(profile.paging.default), u64::from(profile.paging.max));
    let bounded = |size: u64| if most > 0 && (size == 0 || size > most) { most } else { size };
    match profile.paging.style {
        PagingStyle::SizeOffset => {
            let size = size.map_or(default, |n| n.max(0) as u64);
            Ok((bounded(size), from.unwrap_or(0).max(0) as u64, None))
        }
        PagingStyle::PageLimit => {
            if size.is_some_and(|size| size < 1) {
                return Err(QueryError::Least("limit"));
            }
            let size = bounded(size.map_or(default, |n| n as u64));
            let page = from.unwrap_or(1);
            Ok((size, (page.max(1) as u64 - 1).saturating_mul(size), Some(page)))
        }
    }
}

/// The number of the last page; an empty collection has one, which is empty.
fn last(matching: u64, size: u64) -> i64 {
    i64::try_from(matching.div_ceil(size.max(1)).max(1)).unwrap_or(i64::MAX)
}

/// A point in time after which is asked; the beginning of time is no limit.
fn time(name: &str, value: &str) -> Result<Option<Stamp>, QueryError> {
    if let Ok(millis) = number(name, value) {
        return Ok((millis > 0).then_some(Stamp(millis.unsigned_abs())));
    }
    // The `+` of a time zone is not always encoded.
    let text = percent_decode_str(value).decode_utf8().map_err(|_| QueryError::Encoding(name.to_owned()))?;
    let millis = millis(&text).ok_or_else(|| QueryError::Time { name: name.to_owned(), value: excerpt(&text) })?;
    Ok((millis > 0).then_some(Stamp(millis)))
}

/// A value of a form: percent-encoded, `+` for a blank.
fn decode<'v>(name: &str, value: &'v str) -> Result<Cow<'v, str>, QueryError> {
    let blanks = if value.contains('+') { Cow::Owned(value.replace('+', " ")) } else { Cow::Borrowed(value) };
    percent_decode_str(&blanks).decode_utf8().map(|text| Cow::Owned(text.into_owned())).map_err(|_| QueryError::Encoding(name.to_owned()))
}

fn boolean(name: &str, value: &str) -> Result<bool, QueryError> {
    value.parse().map_err(|_| QueryError::Boolean { name: name.to_owned(), value: excerpt(value) })
}

/// A number of any length; beyond 64 bits the nearest.
fn number(name: &str, value: &str) -> Result<i64, QueryError> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(QueryError::Number { name: name.to_owned(), value: excerpt(value) });
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
    use smie_wire::profile::{Paging, preset};

    fn of(profile: &str, text: &str) -> Result<Query, QueryError> {
        Query::parse(Some(text), &preset(profile).unwrap(), "/a")
    }

    fn read(text: &str) -> Result<Query, QueryError> {
        of("fint", text)
    }

    #[test]
    fn numbered_pages_link_to_the_ends_and_keep_all_else() {
        let query = |text: &str| of("rest-se", text).unwrap();
        let q = query("namn=Å%20B&page=2&limit=5&sort=-namn&andradEfter=2026-01-01T00:00:00%2B01:00");
        let rest = "&namn=Å%20B&sort=-namn&andradEfter=2026-01-01T00:00:00%2B01:00".replace('Å', "%C3%85");
        assert_eq!(q.this(), format!("?page=2&limit=5{rest}"));
        assert_eq!(q.ends(12), Some([format!("?page=1&limit=5{rest}"), format!("?page=3&limit=5{rest}")]));
        assert_eq!((q.prev(12), q.next(None)), (Some(format!("?page=1&limit=5{rest}")), format!("?page=3&limit=5{rest}")));
        assert_eq!(q.since, Some(Stamp(1_767_222_000_000)));
        assert_eq!((q.attributes.as_slice(), q.offset), (&[("namn".to_owned(), "Å B".to_owned())][..], 5));
        assert_eq!(query("").this(), "?page=1&limit=20");
        assert_eq!(query("page=99").prev(41), Some("?page=3&limit=20".into()));
        assert_eq!(query("page=99").prev(0), Some("?page=1&limit=20".into()));
        assert!(query("page=0").is_outside() && query("page=-3").is_outside() && query("page=0").prev(9).is_none());
        assert_eq!(query("limit=5000").size, 1000);
        for bad in ["limit=0", "limit=-1", "page=x", "andradEfter=x", "page=1&page=2"] {
            assert!(of("rest-se", bad).is_err(), "{bad}");
        }
    }

    fn query(text: &str) -> Query {
        read(text).unwrap()
    }

    #[test]
    fn the_seeds_five_pages_have_the_seeds_links() {
        let of = |offset: u64| {
            let query = query(&format!("size=25000&offset={offset}"));
            (query.this(), query.prev(0), query.next(None))
        };
        assert_eq!(of(0), ("?size=25000&offset=0".into(), None, "?size=25000&offset=25000".into()));
        assert_eq!(of(100_000).1, Some("?size=25000&offset=75000".into()));
    }

    #[test]
    fn links_keep_what_else_was_asked_and_a_cursor_is_last() {
        let q = query("offset=2&x=%C3%B8\"&sinceTimeStamp=5&size=4&%24filter=navn+eq%20'%C3%85'&includeDeleted=true");
        let rest = "&x=%C3%B8%22&sinceTimeStamp=5&%24filter=navn+eq%20'%C3%85'&includeDeleted=true";
        assert_eq!(q.this(), format!("?size=4&offset=2{rest}"));
        assert_eq!(q.prev(0).unwrap(), format!("?size=4&offset=0{rest}"));
        assert_eq!((q.filter.as_deref(), q.deleted, q.since), (Some("navn eq 'Å'"), true, Some(Stamp(5))));
        let cursor = Cursor::new(Place::Row(Key::Change(crate::store::Seq(6), 3)), "/a");
        let next = q.next(Some(&cursor));
        assert_eq!(next, format!("?size=4&offset=6{rest}&cursor={}", cursor.text()));
        let next = query(&next[1..]);
        assert_eq!((next.cursor.as_ref(), next.prev(0).unwrap()), (Some(&cursor), format!("?size=4&offset=2{rest}")));
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
        let fint = preset("fint").unwrap();
        let short = query("size=2").with_filter("navn eq 'Å'", &fint, 100).unwrap();
        assert_eq!(short.this(), "?size=2&offset=0&$filter=navn%20eq%20%27%C3%85%27");
        assert_eq!(query(&short.this()[1..]).filter, short.filter);
        let long = query("size=2").with_filter("navn eq 'Å'", &fint, 10).unwrap();
        assert_eq!((long.this(), long.filter.is_some()), ("/$query?size=2&offset=0".into(), true));
        assert_ne!(long.digest(), query("size=2").digest());
        assert_eq!(query("$filter=x").with_filter("y", &fint, 100), Err(QueryError::Twice("$filter".into())));
        assert_eq!(query("").with_filter(" \n", &fint, 100), Ok(query("")));
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
        let mut capped = preset("fint").unwrap();
        capped.paging = Paging { default: 20, max: 100, ..capped.paging };
        let size = |q| Query::parse(Some(q), &capped, "/a").unwrap().size;
        assert_eq!((size(""), size("size=0"), size("size=50"), size("size=500")), (20, 100, 50, 100));
    }
}
