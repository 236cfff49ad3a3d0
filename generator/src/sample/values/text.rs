//! Text by name: names of people and things, addresses, numbers that are text.

use super::Owner;
use crate::sample::identity::organisation_number;
use crate::sample::person::Person;
use crate::sample::rng::Rng;
use crate::sample::words::{CASES, NAMED, PHRASES, PLACES, STREETS, TITLES};

/// A text for the attribute of this lower-case name; `position` counts the values of a list.
pub(super) fn text(owner: &Owner<'_>, name: &str, position: u64, rng: &mut Rng) -> String {
    person(owner, name)
        .or_else(|| contact(owner, name, position, rng))
        .or_else(|| archive(owner, name, rng))
        .or_else(|| by_ending(owner, name, rng))
        .unwrap_or_else(|| rng.pick(PHRASES).unwrap_or_default().to_owned())
}

fn person(owner: &Owner<'_>, name: &str) -> Option<String> {
    let person = || Person::new(owner.seed, owner.index);
    Some(match name {
        "fornavn" | "fornamn" => person().given.to_owned(),
        "mellomnavn" | "mellannamn" => person().middle.to_owned(),
        "etternavn" | "efternamn" => person().family.to_owned(),
        "fodselsnummer" | "personnummer" => person().national_id(),
        "partnavn"
        | "korrespondansepartnavn"
        | "kontaktperson"
        | "forfatter"
        | "mottaker"
        | "avskrevetav"
        | "opprettetav"
        | "avsluttetav" => {
            let person = person();
            format!("{} {}", person.given, person.family)
        }
        "sip" => format!("sip:{}@example.no", person().account()),
        name if name.contains("epost") || name.contains("email") => format!("{}{}@example.no", person().account(), owner.index + 1),
        _ => return None,
    })
}

fn contact(owner: &Owner<'_>, name: &str, position: u64, rng: &mut Rng) -> Option<String> {
    // Postal code and place belong together, so both follow the entity.
    let place = PLACES[usize::try_from(owner.index % PLACES.len() as u64).unwrap_or_default()];
    Some(match name {
        "postnummer" => place.0.to_owned(),
        "poststed" | "postort" => place.1.to_owned(),
        "adresselinje" if position > 0 => format!("H{:02}{:02}", rng.between(1, 5), rng.between(1, 8)),
        "adresselinje" | "gateadresse" => format!("{} {}", rng.pick(STREETS).unwrap_or_default(), rng.between(1, 120)),
        "nettsted" | "url" => "https://example.no/".to_owned(),
        "domenenavn" => "example.no".to_owned(),
        name if name.contains("mobil") => format!("+47{}", rng.between(40_000_000, 49_999_999)),
        name if name.contains("telefon") => format!("+47{}", rng.between(21_000_000, 79_999_999)),
        "organisasjonsnummer" => organisation_number(owner.index),
        "organisasjonsnavn" | "juridisknavn" => {
            format!("{} {}", place.1, rng.pick(&["kommune", "videregående skole", "AS", "fylkesarkiv"]).unwrap_or_default())
        }
        _ => return None,
    })
}

fn archive(owner: &Owner<'_>, name: &str, rng: &mut Rng) -> Option<String> {
    let number = owner.index + 1;
    Some(match name {
        "tittel" | "offentligtittel" | "titel" => rng.pick(CASES).unwrap_or_default().to_owned(),
        "jobbtittel" | "stillingstittel" => rng.pick(TITLES).unwrap_or_default().to_owned(),
        "saksaar" | "journalar" => rng.between(2019, 2025).to_string(),
        "filnavn" => format!("dokument-{number}.pdf"),
        "format" => "application/pdf".to_owned(),
        "data" | "bilde" => "U21pZQ==".to_owned(),
        "filstorrelse" => rng.between(1_000, 9_000_000).to_string(),
        "sjekksumalgoritme" => "SHA-256".to_owned(),
        "sjekksum" => (0..4).map(|_| format!("{:016x}", rng.next())).collect(),
        "kallesignal" => format!("L{}", letter(rng)) + &letter(rng) + &letter(rng),
        _ => return None,
    })
}

fn by_ending(owner: &Owner<'_>, name: &str, rng: &mut Rng) -> Option<String> {
    let number = owner.index + 1;
    if name.ends_with("navn") || name.ends_with("namn") || name == "benamning" {
        return Some(called(owner.class, owner.index));
    }
    if name.ends_with("kode") || name.ends_with("kod") {
        return Some(format!("{}{number:03}", owner.class.chars().take(1).collect::<String>()));
    }
    if name.ends_with("nummer") {
        return Some(rng.between(1, 9_999).to_string());
    }
    (name.ends_with("id") && name.len() > 2).then(|| format!("{}-{number}", &owner.class.to_ascii_uppercase()))
}

fn letter(rng: &mut Rng) -> String {
    char::from(b'A' + u8::try_from(rng.below(26)).unwrap_or_default()).to_string()
}

/// What a thing of this class is called: from the table of words, or the class's name and a number.
pub(in crate::sample) fn called(class: &str, index: u64) -> String {
    let class_name = class.to_ascii_lowercase();
    let at = |length: usize| usize::try_from(index % length.max(1) as u64).unwrap_or_default();
    if class_name == "skole" {
        return format!("{} videregående skole", PLACES[at(PLACES.len())].1);
    }
    match NAMED.iter().find(|(name, _)| *name == class_name) {
        Some((_, names)) => names[at(names.len())].to_owned(),
        None => format!("{class} {}", index + 1),
    }
}
