//! Dates and points in time, in the years around 2024; ends come after beginnings.

use jiff::ToSpan;
use jiff::civil::{Date, date as civil};
use smie_wire::profile::DateForm;

use super::Owner;
use crate::sample::person::Person;
use crate::sample::rng::Rng;

pub(super) fn date(owner: &Owner<'_>, name: &str, rng: &mut Rng) -> String {
    let day = if name.contains("fodsel") { Person::new(owner.seed, owner.index).birth } else { day(name, rng) };
    match owner.dates {
        DateForm::Date => day.to_string(),
        DateForm::NoonUtc => format!("{day}T12:00:00Z"),
    }
}

pub(super) fn datetime(name: &str, rng: &mut Rng) -> String {
    let day = day(name, rng);
    format!("{day}T{:02}:{:02}:00Z", rng.between(6, 15), 15 * rng.between(0, 3))
}

fn day(name: &str, rng: &mut Rng) -> Date {
    let ends = ["slutt", "slut", "til", "opphor", "utlop", "forfall", "avsluttet", "slettet"];
    let from = if ends.iter().any(|word| name.starts_with(word)) { civil(2025, 1, 1) } else { civil(2021, 1, 1) };
    from.saturating_add(rng.between(0, 1_200).days())
}
