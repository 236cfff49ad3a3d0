//! Which representation a client gets, by `Accept` (RFC 9110, 12.5.1).

use http::HeaderMap;
use http::header::ACCEPT;

/// A representation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// The profile's own form.
    Native,
    /// HAL by the model's multiplicities.
    Hal,
}

impl Media {
    /// In the server's order of preference.
    pub(super) const ALL: [Self; 2] = [Self::Native, Self::Hal];

    /// Its media type.
    pub(super) const fn mime(self) -> &'static str {
        match self {
            Self::Native => "application/json",
            Self::Hal => "application/hal+json",
        }
    }
}

/// The best representation that the client accepts; `None` = none.
pub(super) fn negotiate(headers: &HeaderMap) -> Option<Media> {
    let mut best = None;
    if !headers.contains_key(ACCEPT) {
        return Some(Media::Native);
    }
    for media in Media::ALL {
        let quality = quality(headers, media.mime());
        if quality > best.map_or(0, |(q, _)| q) {
            best = Some((quality, media));
        }
    }
    best.map(|(_, media)| media)
}

/// The best of these media types, given in order of preference; `None` = none is accepted.
pub(super) fn best<'m>(headers: &HeaderMap, offered: &[&'m str]) -> Option<&'m str> {
    if !headers.contains_key(ACCEPT) {
        return offered.first().copied();
    }
    let rated = offered.iter().rev().map(|mime| (quality(headers, mime), *mime)).filter(|(quality, _)| *quality > 0);
    rated.max_by_key(|(quality, _)| *quality).map(|(_, mime)| mime)
}

/// Quality in thousandths, decided by the most specific range that matches.
fn quality(headers: &HeaderMap, mime: &str) -> u32 {
    let mut found = (0, 0);
    let values = headers.get_all(ACCEPT).iter().filter_map(|v| v.to_str().ok());
    for range in values.flat_map(|v| v.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let precision = if name.eq_ignore_ascii_case(mime) {
            3
        } else if name.strip_suffix("/*").is_some_and(|kind| mime.split('/').next().is_some_and(|k| k.eq_ignore_ascii_case(kind))) {
            2
        } else if name == "*/*" {
            1
        } else {
            continue;
        };
        let weight = parts.find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q="))).map_or(1000, thousandths);
        if precision > found.0 || (precision == found.0 && weight > found.1) {
            found = (precision, weight);
        }
    }
    found.1
}

fn thousandths(text: &str) -> u32 {
    text.trim().parse::<f32>().map_or(0, |q| (q.clamp(0.0, 1.0) * 1000.0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accept: &[&str]) -> Option<Media> {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(ACCEPT, value.parse().unwrap());
        }
        negotiate(&headers)
    }

    #[test]
    fn of_equally_good_types_the_first_offered_wins() {
        let best = |accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, accept.parse().unwrap());
            best(&headers, &["application/atom+xml", "application/json"])
        };
        assert_eq!(best("*/*"), Some("application/atom+xml"));
        assert_eq!(best("application/*;q=0.1"), Some("application/atom+xml"));
        assert_eq!(best("application/json, */*;q=0.5"), Some("application/json"));
        assert_eq!(best("text/*"), None);
    }

    #[test]
    fn the_most_specific_range_decides_and_the_native_form_wins_ties() {
        assert_eq!(chosen(&[]), Some(Media::Native));
        assert_eq!(chosen(&["*/*"]), Some(Media::Native));
        assert_eq!(chosen(&["application/*"]), Some(Media::Native));
        assert_eq!(chosen(&["application/hal+json"]), Some(Media::Hal));
        assert_eq!(chosen(&["application/json;charset=utf-8"]), Some(Media::Native));
        assert_eq!(chosen(&["application/json;q=0.5, application/hal+json"]), Some(Media::Hal));
        assert_eq!(chosen(&["application/json;q=0.5", "*/*;q=0.1"]), Some(Media::Native));
        assert_eq!(chosen(&["application/json;q=0, */*"]), Some(Media::Hal));
        assert_eq!(chosen(&["text/html,application/xhtml+xml,*/*;q=0.8"]), Some(Media::Native));
        assert_eq!(chosen(&["text/html"]), None);
        assert_eq!(chosen(&["application/json;q=0"]), None);
        assert_eq!(chosen(&[""]), None);
    }
}
