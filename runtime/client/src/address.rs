//! Addresses: from a base, a path and a value to the URL that the server means.
//!
//! A value is exactly one segment, whatever letters it has: `19/00094` is `19%2F00094`. The library's own URL type drops tabs and
//! line ends while parsing, so values are encoded before it sees them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

use crate::Error;

/// All but RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Reads a base address.
pub(crate) fn base(text: &str) -> Result<Url, Error> {
    let refuse = |reason: &str| Error::Base { base: text.to_owned(), reason: reason.to_owned() };
    let url = Url::parse(text).map_err(|error| refuse(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse("expected http or https"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("expected neither query nor fragment"));
    }
    Ok(url)
}

/// `base` and a path below it, which begins with `/` and is encoded already.
pub(crate) fn below(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    url
}

/// An identifier's value as one segment.
pub(crate) fn segment(value: &str) -> Result<String, Error> {
    if matches!(value, "" | "." | "..") {
        return Err(Error::Identifier { value: value.to_owned() });
    }
    Ok(utf8_percent_encode(value, SEGMENT).to_string())
}

/// Where a link leads: an absolute address as it stands, a path on the base's host.
pub(crate) fn resolve(base: &Url, href: &str) -> Result<Url, Error> {
    let refuse = || Error::Href { href: href.to_owned() };
    let url = if href.starts_with('/') { base.join(href) } else { Url::parse(href) }.map_err(|_| refuse())?;
    if matches!(url.scheme(), "http" | "https") { Ok(url) } else { Err(refuse()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_segment_whatever_its_letters() {
        for (value, encoded) in [
            ("19/00094", "19%2F00094"),
            ("a b", "a%20b"),
            ("100%", "100%25"),
            ("bjørn", "bj%C3%B8rn"),
            ("a?b#c", "a%3Fb%23c"),
            ("a\tb", "a%09b"),
            ("kari@skole.no", "kari%40skole.no"),
            ("...", "..."),
        ] {
            let segment = segment(value).unwrap();
            assert_eq!(segment, encoded);
            let url = below(&base("http://h").unwrap(), &format!("/x/{segment}"));
            assert_eq!(url.path(), format!("/x/{encoded}"));
        }
    }

    #[test]
    fn values_that_no_encoding_saves_are_refused() {
        for value in ["", ".", ".."] {
            assert!(matches!(segment(value), Err(Error::Identifier { .. })));
        }
    }

    #[test]
    fn a_base_keeps_its_own_path() {
        for text in ["https://h/api", "https://h/api/"] {
            assert_eq!(below(&base(text).unwrap(), "/a/b").as_str(), "https://h/api/a/b");
        }
    }

    #[test]
    fn a_base_is_an_http_address_without_query() {
        for text in ["", "localhost:8080", "ftp://h", "http://h?x=1", "http://h#x"] {
            assert!(matches!(base(text), Err(Error::Base { .. })), "{text}");
        }
    }

    #[test]
    fn links_are_addresses_or_paths() {
        let base = base("https://h/api").unwrap();
        assert_eq!(resolve(&base, "http://other/x%2Fy").unwrap().as_str(), "http://other/x%2Fy");
        assert_eq!(resolve(&base, "/a/b?size=2").unwrap().as_str(), "https://h/a/b?size=2");
        for href in ["", "systemid/1", "${utdanning.elev.person}/fodselsnummer/1", "urn:x", "mailto:a@b"] {
            assert!(matches!(resolve(&base, href), Err(Error::Href { .. })), "{href}");
        }
    }
}
