//! Which representation a client gets, by `Accept` (RFC 9110, 12.5.1).
//!
//! What is on offer differs from route to route and, where media types are a vendor's, from package to package. The offers are made once; a choice costs no
//! allocation, and the most common answers of all, `*/*`, `application/json` and silence, no search either.

use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};
use smie_wire::model::PackageId;
use smie_wire::profile::VendorLinks;
use smie_wire::schema::Schema;

/// A representation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// The profile's own form.
    Native,
    /// The profile's own form with the vendor's links.
    Vendor,
    /// HAL by the model's multiplicities.
    Hal,
    /// HAL with forms for what can be done.
    HalForms,
    /// Ladok's Domain Application Protocol.
    Xml,
}

impl Media {
    /// Its media type where no vendor's is asked for. It also tells representations apart in entity tags.
    pub(super) const fn mime(self) -> &'static str {
        match self {
            Self::Native => "application/json",
            Self::Vendor => "application/vnd+json",
            Self::Hal => "application/hal+json",
            Self::HalForms => "application/prs.hal-forms+json",
            Self::Xml => "application/xml",
        }
    }
}

/// A representation by one of its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) media: Media,
    /// The media type that the client is told.
    pub(super) mime: HeaderValue,
}

impl From<Media> for Offer {
    fn from(media: Media) -> Self {
        Self { media, mime: HeaderValue::from_static(media.mime()) }
    }
}

impl Offer {
    fn vendor(media: Media, mime: &str) -> Option<Self> {
        Some(Self { media, mime: HeaderValue::from_str(mime).ok()? })
    }
}

/// What routes offer, each list in the server's order of preference.
#[derive(Debug)]
pub(super) struct Offers {
    documents: Box<[Offer]>,
    /// Resources, by package.
    resources: Box<[Box<[Offer]>]>,
}

impl Offers {
    pub(super) fn new(schema: &Schema) -> Self {
        let json = if schema.profile.dap.vendor_links == VendorLinks::Link { Media::Vendor } else { Media::Native };
        let packages = (0..).map(PackageId).take(schema.packages.len());
        Self {
            documents: [Media::Native, Media::Hal].map(Offer::from).into(),
            resources: packages.map(|package| resources(&schema.media_type(package), json)).collect(),
        }
    }

    /// Of documents that are no resources.
    pub(super) fn documents(&self) -> &[Offer] {
        &self.documents
    }

    /// Of a package's resources and collections.
    pub(super) fn resources(&self, package: PackageId) -> &[Offer] {
        self.resources.get(package.index()).unwrap_or(&self.documents)
    }
}

fn resources(vendor: &str, json: Media) -> Box<[Offer]> {
    let mut offers = vec![Offer::from(Media::Native), Media::Hal.into(), Media::HalForms.into()];
    offers.extend(Offer::vendor(json, &format!("{vendor}+json")));
    offers.extend(Offer::vendor(Media::Xml, &format!("{vendor}+xml")));
    offers.push(Media::Xml.into());
    offers.push(Offer { media: Media::Xml, mime: HeaderValue::from_static("text/xml") });
    offers.into()
}

/// The media types of offers, for the message to a client that takes none.
pub(super) fn list(offers: &[Offer]) -> String {
    let mimes: Vec<_> = offers.iter().map(|offer| format!("`{}`", offer.mime.to_str().unwrap_or_default())).collect();
    match mimes.as_slice() {
        [many @ .., last] if !many.is_empty() => format!("{} and {last}", many.join(", ")),
        mimes => mimes.concat(),
    }
}

/// The best representation that the client accepts; `None` = none.
pub(super) fn negotiate<'o>(headers: &HeaderMap, offers: &'o [Offer]) -> Option<&'o Offer> {
    let first = offers.first()?;
    let mut given = headers.get_all(ACCEPT).iter();
    match (given.next().map(HeaderValue::as_bytes), given.next()) {
        (None, _) | (Some(b"*/*"), None) => return Some(first),
        (Some(only), None) if only == first.mime.as_bytes() => return Some(first),
        _ => {}
    }
    let mut best = None;
    for offer in offers {
        let quality = quality(headers, offer.mime.to_str().unwrap_or_default());
        if quality > best.map_or(0, |(q, _)| q) {
            best = Some((quality, offer));
        }
    }
    best.map(|(_, offer)| offer)
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
        let offers = [Offer::from(Media::Native), Media::Hal.into()];
        negotiate(&headers, &offers).map(|offer| offer.media)
    }

    #[test]
    fn a_vendor_type_is_another_name_of_the_same_form() {
        let offers = resources("application/vnd.ladok-resultat", Media::Native);
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, "application/vnd.ladok-resultat+json".parse().unwrap());
        let offer = negotiate(&headers, &offers).unwrap();
        assert_eq!((offer.media, offer.mime.as_bytes()), (Media::Native, &b"application/vnd.ladok-resultat+json"[..]));
        assert!(list(&offers).ends_with("`application/vnd.ladok-resultat+xml`, `application/xml` and `text/xml`"));
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
