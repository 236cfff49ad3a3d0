//! Dates and points in time, in the years around 2024; ends come after beginnings.

use jiff::ToSpan;
use jiff::civil::{Date, date as civil};
use smie_wire::model::Limit;
use smie_wire::profile::DateForm;
use smie_wire::schema::Attribute;

use super::Owner;
use crate::sample::person::Person;
use crate::sample::rng::Rng;

pub(super) fn date(owner: &Owner<'_>, attribute: &Attribute, name: &str, rng: &mut Rng) -> String {
    let day = if name.contains("fodsel") { Person::new(owner.seed, owner.index).birth } else { day(name, rng) };
    let day = match inside(attribute, Limit::Date(day.into())) {
        Limit::Date(date) => date.civil(),
        _ => day,
    };
    match owner.dates {
        DateForm::Date => day.to_string(),
        DateForm::NoonUtc => format!("{day}T12:00:00Z"),
    }
}

pub(super) fn datetime(attribute: &Attribute, name: &str, rng: &mut Rng) -> String {
    let day = day(name, rng);
    let text = format!("{day}T{:02}:{:02}:00Z", rng.between(6, 15), 15 * rng.between(0, 3));
    match text.parse().map(|time| inside(attribute, Limit::Time(time))) {
        Ok(Limit::Time(time)) => time.to_string(),
        _ => text,
    }
}

/// The value, or the bound of the attribute that it is beyond.
fn inside(attribute: &Attribute, value: Limit) -> Limit {
    let bound = |text: Option<&str>| text.and_then(|text| Limit::read(attribute.ty, text).ok());
    let (least, most) = (bound(attribute.min.as_deref()), bound(attribute.max.as_deref()));
    let value = least.filter(|least| value < *least).unwrap_or(value);
    most.filter(|most| value > *most).unwrap_or(value)
}

fn day(name: &str, rng: &mut Rng) -> Date {
    let ends = ["slutt", "slut", "til", "opphor", "utlop", "forfall", "avsluttet", "slettet"];
    let from = if ends.iter().any(|word| name.starts_with(word)) { civil(2025, 1, 1) } else { civil(2021, 1, 1) };
    from.saturating_add(rng.between(0, 1_200).days())
}
