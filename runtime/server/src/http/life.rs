//! What tells a client that an API or a part of it goes: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and links to what comes after it.
//!
//! Made once from the model; an answer only copies. What the model says of the version as a whole stands on every answer, what it says of a class on the answers
//! of its resources, in place of it. A day without a time begins a deprecation at its first second and ends a life at its last.

use http::{HeaderMap, HeaderName, HeaderValue};
use smie_wire::model::{Deprecation, Retirement};
use smie_wire::profile::DeprecationDates;
use smie_wire::schema::{CollectionId, Schema};
use smie_wire::value::{Date, DateTime};

const DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
const SUNSET: HeaderName = HeaderName::from_static("sunset");

/// The headers, for the whole and by class.
#[derive(Debug, Default)]
pub(super) struct Life {
    whole: Headers,
    classes: Vec<Option<Headers>>,
}

#[derive(Clone, Debug, Default)]
struct Headers {
    dates: Vec<(HeaderName, HeaderValue)>,
    link: Option<Successor>,
}

/// What comes after.
#[derive(Clone, Debug)]
enum Successor {
    Address(String),
    /// A path below the base.
    Path(String),
}

impl Life {
    pub(super) fn new(schema: &Schema) -> Self {
        let form = schema.profile.deprecation_dates;
        let whole = schema.about.info.as_ref().and_then(|info| info.deprecated.as_ref());
        let class = |deprecation: &Deprecation| of_class(schema, deprecation, form);
        Self {
            whole: whole.map(|retirement| of_whole(retirement, form)).unwrap_or_default(),
            classes: schema.classes.iter().map(|c| c.deprecated.as_ref().map(class)).collect(),
        }
    }

    /// Adds the headers to an answer; `collection` is what it is about.
    pub(super) fn tell(&self, schema: &Schema, collection: Option<CollectionId>, base: impl FnOnce() -> String, headers: &mut HeaderMap) {
        let class = collection.and_then(|id| self.classes.get(schema.collection(id).class.index())?.as_ref());
        let Headers { dates, link } = class.unwrap_or(&self.whole);
        for (name, value) in dates {
            headers.insert(name.clone(), value.clone());
        }
        let target = match link {
            Some(Successor::Address(address)) => address.clone(),
            Some(Successor::Path(path)) => format!("{}{path}", base()),
            None => return,
        };
        if let Ok(value) = HeaderValue::from_str(&format!("<{target}>; rel=\"successor-version\"")) {
            headers.append(http::header::LINK, value);
        }
    }
}

fn of_whole(retirement: &Retirement, form: DeprecationDates) -> Headers {
    let dates = dates(retirement.date.as_deref(), retirement.sunset.as_deref(), form);
    Headers { dates, link: retirement.successor.clone().map(Successor::Address) }
}

fn of_class(schema: &Schema, deprecation: &Deprecation, form: DeprecationDates) -> Headers {
    // The day on which this version came, when it is this version that deprecates the class.
    let released = schema.about.info.as_ref().and_then(|info| info.released.as_deref());
    let since = released.filter(|_| deprecation.since.as_deref() == Some(&*schema.version));
    let dates = dates(deprecation.date.as_deref().or(since), deprecation.sunset.as_deref(), form);
    let link = deprecation.instead.as_ref().and_then(|instead| {
        if instead.contains("://") {
            return Some(Successor::Address(instead.clone()));
        }
        let name = instead.rsplit('/').next().unwrap_or(instead);
        let found = schema.collections.iter().find(|c| schema.class(c.class).name == name && c.parent.is_none())?;
        Some(Successor::Path(found.path.clone()))
    });
    Headers { dates, link }
}

fn dates(from: Option<&str>, until: Option<&str>, form: DeprecationDates) -> Vec<(HeaderName, HeaderValue)> {
    let from = from.and_then(|text| time(text, "T00:00:00Z"));
    let until = until.and_then(|text| time(text, "T23:59:59Z"));
    let deprecation = from.map(|time| match form {
        DeprecationDates::Rfc => format!("@{}", time.timestamp().as_second()),
        DeprecationDates::Profile => time.to_string(),
    });
    let sunset = until.map(|time| match form {
        DeprecationDates::Rfc => time.timestamp().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        DeprecationDates::Profile => time.to_string(),
    });
    let both = [(DEPRECATION, deprecation), (SUNSET, sunset)];
    both.into_iter().filter_map(|(name, text)| Some((name, HeaderValue::from_str(&text?).ok()?))).collect()
}

/// A point in time, or a day with this time.
fn time(text: &str, clock: &str) -> Option<DateTime> {
    match text.parse::<Date>() {
        Ok(day) => format!("{day}{clock}").parse().ok(),
        Err(_) => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_as_the_standards_say_or_as_the_profile_does() {
        let told = |form| {
            let headers = dates(Some("2023-06-30"), Some("2024-06-30"), form);
            headers.into_iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(told(DeprecationDates::Rfc), ["deprecation: @1688083200", "sunset: Sun, 30 Jun 2024 23:59:59 GMT"]);
        assert_eq!(told(DeprecationDates::Profile), ["deprecation: 2023-06-30T00:00:00Z", "sunset: 2024-06-30T23:59:59Z"]);
        assert_eq!(dates(Some("soon"), None, DeprecationDates::Rfc), []);
    }
}
