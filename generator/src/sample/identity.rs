//! Identifiers: what an entity of this index is called by, realistic for the identifier's name and unique in its collection.

use smie_wire::model::ClassId;
use smie_wire::schema::{Attribute, Schema};

use super::person::{Person, control_digit};
use super::{pattern, values};

/// The value of one of a class's identifiers, for the entity of this index.
pub(super) fn value(schema: &Schema, seed: u64, class: ClassId, attribute: &Attribute, index: u64) -> String {
    if let Some(text) = attribute.pattern.as_deref().and_then(|pattern| pattern::nth(pattern, index)) {
        return text;
    }
    let class = &schema.class(class).wire;
    let number = index + 1;
    match attribute.wire.to_ascii_lowercase().as_str() {
        "fodselsnummer" | "personnummer" => Person::new(seed, index).national_id(),
        "organisasjonsnummer" => organisation_number(index),
        "feidenavn" => format!("{}{number}@fylke.no", Person::new(seed, index).account()),
        "brukernavn" => format!("{}{number}", Person::new(seed, index).account().replace('.', "")),
        "mappeid" | "kildesystemid" => format!("{:02}/{:05}", 24 - index / 99_999 % 25, index % 99_999 + 1),
        "soknadsnummer" => format!("SØK-2024-{number:05}"),
        "navn" | "namn" => format!("{} {number}", values::called(class, index)),
        "elevnummer" | "ansattnummer" | "skolenummer" | "fakturanummer" | "ordrenummer" | "leverandornummer" => {
            (100_000 + number).to_string()
        }
        "bokstavkode" => letters(index),
        "nummerkode" => format!("{number:03}"),
        "id" | "uid" | "uuid" => values::uuid(seed, class, index),
        _ => format!("{}-{number}", initials(class)),
    }
}

/// Nine digits of modulus 11 that begin with 3, where no real organisation is.
pub(super) fn organisation_number(index: u64) -> String {
    // Of ten numbers that differ in the eighth digit, at most one has no control digit, so nine of them serve.
    let weights = [3, 2, 7, 6, 5, 4, 3, 2];
    let seven = format!("3{:06}", index / 9 % 1_000_000);
    let eights = (0..10).map(|eighth| format!("{seven}{eighth}"));
    let mut valid = eights.filter_map(|eight| control_digit(&eight, &weights).map(|digit| format!("{eight}{digit}")));
    valid.nth(usize::try_from(index % 9).unwrap_or_default()).unwrap_or(seven)
}

/// `AAA`, `AAB`, …, longer when three letters are used up.
fn letters(index: u64) -> String {
    let mut rest = index;
    let mut letters = Vec::new();
    while rest > 0 || letters.len() < 3 {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// The capitals of a class's name, or its first two letters.
fn initials(class: &str) -> String {
    let capitals: String = class.chars().filter(char::is_ascii_uppercase).collect();
    if capitals.len() > 1 { capitals } else { class.chars().take(2).collect::<String>().to_ascii_uppercase() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn organisation_numbers_are_valid_and_unique() {
        let numbers: HashSet<String> = (0..20_000).map(organisation_number).collect();
        assert_eq!(numbers.len(), 20_000);
        for number in numbers {
            let digit = control_digit(&number[..8], &[3, 2, 7, 6, 5, 4, 3, 2]).expect("a control digit");
            assert_eq!((number.len(), &number[..1], &number[8..]), (9, "3", digit.to_string().as_str()));
        }
    }

    #[test]
    fn letter_codes_never_repeat() {
        assert_eq!(letters(0), "AAA");
        assert_eq!((0..20_000).map(letters).collect::<HashSet<_>>().len(), 20_000);
    }
}
