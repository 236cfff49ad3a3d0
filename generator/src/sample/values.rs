//! Values of attributes: by type, then by what the attribute's name says.
//!
//! Names are compared as they stand on the wire, in lower case, so that one table serves every profile. A value keeps to the
//! attribute's pattern and bounds before it keeps to its name.

mod text;
mod times;

use smie_wire::model::Scalar;
use smie_wire::profile::DateForm;
use smie_wire::schema::Attribute;

use super::pattern;
use super::rng::{Rng, word};

pub(super) use text::called;

/// What a value belongs to.
pub(super) struct Owner<'a> {
    pub(super) seed: u64,
    /// Wire name of the served class.
    pub(super) class: &'a str,
    /// Index of the entity.
    pub(super) index: u64,
    pub(super) dates: DateForm,
}

/// One value, as JSON text.
pub(super) fn scalar(owner: &Owner<'_>, attribute: &Attribute, scalar: Scalar, position: u64, rng: &mut Rng) -> String {
    let name = attribute.wire.to_ascii_lowercase();
    let quoted = |text: String| serde_json::Value::String(text).to_string();
    match scalar {
        Scalar::String => {
            let by_pattern = attribute.pattern.as_deref().and_then(|p| pattern::random(p, rng));
            quoted(by_pattern.unwrap_or_else(|| fit(text::text(owner, &name, position, rng), attribute)))
        }
        Scalar::Boolean => (if name == "passiv" { rng.percent(5) } else { rng.percent(50) }).to_string(),
        Scalar::Int => whole(attribute, &name, rng, i64::from(i32::MAX)).to_string(),
        Scalar::Long => whole(attribute, &name, rng, i64::MAX).to_string(),
        Scalar::Float | Scalar::Double => hundredths(attribute, &name, rng, true),
        Scalar::Decimal => quoted(hundredths(attribute, &name, rng, false)),
        Scalar::Date => quoted(times::date(owner, attribute, &name, rng)),
        Scalar::DateTime => quoted(times::datetime(attribute, &name, rng)),
        Scalar::Duration => quoted(format!("P{}D", rng.between(1, 30))),
        Scalar::Uri => quoted(format!("https://example.no/{name}/{}", owner.index + 1)),
        Scalar::Uuid => quoted(from_bits(rng.next(), rng.next())),
        Scalar::Binary => quoted("U21pZQ==".to_owned()),
    }
}

/// A UUID for the entity of this index, of version 8: our own making, without time in it.
pub(super) fn uuid(seed: u64, class: &str, index: u64) -> String {
    let mut rng = Rng::new(&[seed, word(class), index, 0x1D]);
    from_bits(rng.next(), rng.next())
}

fn from_bits(high: u64, low: u64) -> String {
    let (high, low) = (high & !0xF000 | 0x8000, low & !(0b11 << 62) | 0b10 << 62);
    format!("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, high >> 16 & 0xFFFF, high & 0xFFFF, low >> 48, low & 0xFFFF_FFFF_FFFF)
}

fn bound<T: std::str::FromStr>(text: Option<&str>) -> Option<T> {
    text.and_then(|text| text.trim().parse().ok())
}

/// Cuts or fills a text to the length that the attribute asks for.
fn fit(text: String, attribute: &Attribute) -> String {
    let least = bound::<usize>(attribute.min.as_deref()).unwrap_or(0).min(10_000);
    let most = bound::<usize>(attribute.max.as_deref()).unwrap_or(usize::MAX);
    let length = text.chars().count();
    if (least..=most).contains(&length) {
        return text;
    }
    text.chars().chain(std::iter::repeat('x')).take(length.max(least).min(most)).collect()
}

/// What numbers of this name are like: the range of whole numbers.
fn range(name: &str) -> (i64, i64) {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["prosent", "procent"]) {
        (1_000, 10_000)
    } else if has(&["belop", "belopp", "pris", "sats", "kostnad"]) {
        (1_000, 5_000_000)
    } else if has(&["lonn", "lon"]) {
        (35_000_000, 95_000_000)
    } else if has(&["minutt"]) {
        (5, 90)
    } else if has(&["antall", "antal", "rekkefolge", "versjon", "nummer"]) {
        (1, 30)
    } else if has(&["atferd", "orden"]) {
        (0, 5)
    } else if has(&["time"]) {
        (10, 120)
    } else {
        (1, 1_000)
    }
}

fn whole(attribute: &Attribute, name: &str, rng: &mut Rng, most: i64) -> i64 {
    let (low, high) = range(name);
    let least = bound::<i64>(attribute.min.as_deref()).unwrap_or(i64::MIN);
    let most = bound::<i64>(attribute.max.as_deref()).unwrap_or(most).min(most);
    let (from, to) = (low.max(least), high.min(most));
    match (from <= to, least <= most) {
        (true, _) => rng.between(from, to),
        // The name suggests numbers outside the bounds: stay near the bound that is given.
        (false, true) if least > high => rng.between(least, least.saturating_add(100).min(most)),
        (false, true) => rng.between(most.saturating_sub(100).max(least), most),
        (false, false) => least,
    }
}

/// A number with two decimals. `binary` numbers drop the decimals that they cannot hold.
fn hundredths(attribute: &Attribute, name: &str, rng: &mut Rng, binary: bool) -> String {
    let (low, high) = range(name);
    let parse = |text: Option<&str>| bound::<f64>(text).filter(|number| number.is_finite());
    let (least, most) = (parse(attribute.min.as_deref()), parse(attribute.max.as_deref()));
    let inside = |number: f64| least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most);
    #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
    let number = rng.between(low * 100, high * 100) as f64 / 100.0;
    let number = if inside(number) { number } else { least.or(most).unwrap_or(number) };
    if binary { serde_json::Value::from(number).to_string() } else { format!("{number:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smie_wire::model::{Bounds, Docs, Type};

    fn attribute(wire: &str, min: Option<&str>, max: Option<&str>) -> Attribute {
        let ty = Type::Scalar(Scalar::Long);
        let (min, max) = (min.map(str::to_owned), max.map(str::to_owned));
        Attribute {
            sensitive: false,
            name: wire.to_owned(),
            wire: wire.to_owned(),
            ty,
            bounds: Bounds::ONE,
            writable: false,
            gdpr: None,
            pattern: None,
            min,
            max,
            deprecated: None,
            docs: Docs::default(),
        }
    }

    #[test]
    fn numbers_stay_within_bounds_whatever_the_name_suggests() {
        let mut rng = Rng::new(&[1]);
        for (min, max) in [(Some("5"), Some("7")), (Some("99999999999"), None), (None, Some("-4")), (None, None), (Some("3"), None)] {
            let attribute = attribute("prosent", min, max);
            for _ in 0..100 {
                let number = whole(&attribute, "prosent", &mut rng, i64::MAX);
                assert!(bound::<i64>(min).is_none_or(|min| number >= min) && bound::<i64>(max).is_none_or(|max| number <= max), "{number}");
                let number: f64 = hundredths(&attribute, "prosent", &mut rng, false).parse().expect("a number");
                assert!(bound::<f64>(min).is_none_or(|min| number >= min) && bound::<f64>(max).is_none_or(|max| number <= max), "{number}");
            }
        }
    }

    #[test]
    fn dates_and_times_stay_within_bounds() {
        let owner = Owner { seed: 1, class: "elev", index: 1, dates: DateForm::Date };
        let bounded = |scalar, min, max| Attribute { ty: Type::Scalar(scalar), ..attribute("dato", Some(min), Some(max)) };
        for index in 0..20 {
            let mut rng = Rng::new(&[index]);
            let date = bounded(Scalar::Date, "1990-01-01", "1990-01-31");
            assert_eq!(scalar(&owner, &date, Scalar::Date, 0, &mut rng), "\"1990-01-31\"");
            let time = bounded(Scalar::DateTime, "2090-01-01T00:00:00+01:00", "2090-01-31T00:00:00Z");
            assert_eq!(scalar(&owner, &time, Scalar::DateTime, 0, &mut rng), "\"2089-12-31T23:00:00Z\"");
        }
    }

    #[test]
    fn texts_are_cut_and_filled_by_characters() {
        assert_eq!(fit("Ødegård".to_owned(), &attribute("navn", None, Some("3"))), "Øde");
        assert_eq!(fit("Ås".to_owned(), &attribute("navn", Some("4"), None)), "Åsxx");
        assert_eq!(fit("Ås".to_owned(), &attribute("navn", Some("1"), Some("2"))), "Ås");
    }

    #[test]
    fn uuids_are_of_version_8_and_variant_10() {
        let id = uuid(1, "Elev", 7);
        assert_eq!((id.len(), &id[14..15]), (36, "8"));
        assert!("89ab".contains(&id[19..20]));
    }
}
