//! Random filters, random things, and what the one says of the other by the plainest means: a tree of `serde_json` and no sharing of code.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A filter as its meaning.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    And(Vec<Ask>),
    Or(Vec<Ask>),
    Not(Box<Ask>),
    Compare { path: Vec<&'static str>, kind: Kind, op: &'static str, value: String },
    Each { path: Vec<&'static str>, every: bool, inner: Box<Ask> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Time,
    Boolean,
}

const ORDER: [&str; 6] = ["eq", "ne", "gt", "lt", "ge", "le"];
const PARTS: [&str; 3] = ["startswith", "contains", "endswith"];
const TEXTS: [&str; 10] = ["", "a", "A", "aB", "Åse", "åse", "a'b", "a\"\\b", "ÆØÅ ø", "æøå Ø"];
const NUMBERS: [&str; 7] = ["0", "-1", "1", "10", "2", "-10", "99"];
const FRACTIONS: [&str; 6] = ["0.5", "-0.25", "1.0", "10", "2.75", "0"];
const TIMES: [&str; 4] = ["2024-01-01T00:00:00Z", "2024-01-01T00:00:01Z", "1999-12-31T23:59:59Z", "2030-06-01T12:00:00Z"];
const HREFS: [&str; 3] = ["http://h/a/b/ting/systemid/1", "http://h/a/b/ting/systemid/2", "http://x/y"];

/// Paths and what is at their end.
const PLACES: [(&[&str], Kind); 10] = [
    (&["systemId", "identifikatorverdi"], Kind::Text),
    (&["navn"], Kind::Text),
    (&["aktiv"], Kind::Boolean),
    (&["antall"], Kind::Number),
    (&["vekt"], Kind::Number),
    (&["pris"], Kind::Number),
    (&["opprettet"], Kind::Time),
    (&["periode", "start"], Kind::Time),
    (&["periode", "beskrivelse"], Kind::Text),
    (&["kjernehus", "nummer"], Kind::Number),
];

fn compare(path: Vec<&'static str>, kind: Kind) -> BoxedStrategy<Ask> {
    let pick = |words: &'static [&'static str]| prop::sample::select(words);
    let op = match kind {
        Kind::Text => prop_oneof![pick(&ORDER), pick(&PARTS)].boxed(),
        Kind::Boolean => pick(&ORDER[..2]).boxed(),
        Kind::Number | Kind::Time => pick(&ORDER).boxed(),
    };
    let value = match kind {
        Kind::Text => prop_oneof![pick(&TEXTS), pick(&HREFS)].boxed(),
        Kind::Number => prop_oneof![pick(&NUMBERS), pick(&FRACTIONS)].boxed(),
        Kind::Time => pick(&TIMES).boxed(),
        Kind::Boolean => pick(&["true", "false"]).boxed(),
    };
    (op, value).prop_map(move |(op, value)| Ask::Compare { path: path.clone(), kind, op, value: value.to_owned() }).boxed()
}

fn joined(leaf: BoxedStrategy<Ask>, size: u32) -> BoxedStrategy<Ask> {
    leaf.prop_recursive(3, size, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Ask::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Ask::Or),
            inner.prop_map(|ask| Ask::Not(Box::new(ask))),
        ]
    })
    .boxed()
}

fn each(path: Vec<&'static str>, inner: BoxedStrategy<Ask>) -> BoxedStrategy<Ask> {
    (any::<bool>(), joined(inner, 4))
        .prop_map(move |(every, inner)| Ask::Each { path: path.clone(), every, inner: Box::new(inner) })
        .boxed()
}

pub(super) fn ask() -> BoxedStrategy<Ask> {
    let plain = prop::sample::select(&PLACES[..]).prop_flat_map(|(path, kind)| compare(path.to_vec(), kind));
    let lines = each(vec!["v", "linjer"], compare(vec!["v"], Kind::Text));
    let address = prop_oneof![compare(vec!["v", "poststed"], Kind::Text), compare(vec!["v", "nummer"], Kind::Number), lines];
    let leaf = prop_oneof![
        4 => plain,
        1 => each(vec!["kjonnsord"], compare(vec!["v"], Kind::Text)),
        1 => each(vec!["adresser"], address.boxed()),
        1 => each(vec!["links", "deler"], compare(vec!["v", "href"], Kind::Text)),
    ];
    joined(leaf.boxed(), 8)
}

impl Ask {
    pub(super) fn text(&self) -> String {
        match self {
            Self::And(asks) => asks.iter().map(|a| a.inside(matches!(a, Self::And(_) | Self::Or(_)))).collect::<Vec<_>>().join(" and "),
            Self::Or(asks) => asks.iter().map(|a| a.inside(matches!(a, Self::Or(_)))).collect::<Vec<_>>().join("  or "),
            Self::Not(ask) => format!("not {}", ask.inside(matches!(**ask, Self::And(_) | Self::Or(_)))),
            Self::Compare { path, kind, op, value } => {
                let bare = *kind != Kind::Text && *kind != Kind::Time && value.len() % 2 == 0;
                let value = if bare { value.clone() } else { format!("'{}'", value.replace('\'', "''")) };
                format!("{} {op} {value}", path.join("/"))
            }
            Self::Each { path, every, inner } => format!("{}/{}(v:{})", path.join("/"), if *every { "all" } else { "any" }, inner.text()),
        }
    }

    fn inside(&self, parentheses: bool) -> String {
        if parentheses { format!("({})", self.text()) } else { self.text() }
    }

    pub(super) fn holds(&self, scope: &Value) -> bool {
        match self {
            Self::And(asks) => asks.iter().all(|ask| ask.holds(scope)),
            Self::Or(asks) => asks.iter().any(|ask| ask.holds(scope)),
            Self::Not(ask) => !ask.holds(scope),
            Self::Compare { path, kind, op, value } => at(scope, path).is_some_and(|found| compares(found, *kind, op, value)),
            Self::Each { path, every, inner } => {
                let list = at(scope, path).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                let mut said = list.iter().map(|element| inner.holds(element));
                if *every { !list.is_empty() && said.all(|s| s) } else { said.any(|s| s) }
            }
        }
    }
}

fn at<'v>(scope: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().filter(|step| **step != "v").try_fold(scope, |value, step| match (value, *step) {
        (Value::String(_), "identifikatorverdi") => Some(value),
        (value, "links") => value.get("_links"),
        (value, step) => value.get(step),
    })
}

fn compares(found: &Value, kind: Kind, op: &str, value: &str) -> bool {
    let order = match kind {
        Kind::Text => {
            let found = found.as_str().unwrap();
            match op {
                "startswith" => return found.starts_with(value),
                "contains" => return found.contains(value),
                "endswith" => return found.ends_with(value),
                _ => found.to_lowercase().cmp(&value.to_lowercase()),
            }
        }
        Kind::Number => {
            let found = found.as_f64().or_else(|| found.as_str()?.parse().ok()).unwrap();
            found.partial_cmp(&value.parse::<f64>().unwrap()).unwrap()
        }
        Kind::Time => found.as_str().unwrap().cmp(value),
        Kind::Boolean => found.as_bool().unwrap().cmp(&value.parse().unwrap()),
    };
    match op {
        "eq" => order.is_eq(),
        "ne" => order.is_ne(),
        "gt" => order.is_gt(),
        "lt" => order.is_lt(),
        "ge" => order.is_ge(),
        _ => order.is_le(),
    }
}

fn maybe<T: Clone + std::fmt::Debug + 'static>(values: &'static [T]) -> impl Strategy<Value = Option<T>> {
    prop::option::of(prop::sample::select(values))
}

fn texts() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(&TEXTS[..]), 0..3)
}

fn address() -> impl Strategy<Value = Value> {
    (maybe(&TEXTS), texts(), maybe(&NUMBERS)).prop_map(|(place, lines, number)| {
        let mut out = Map::new();
        put(&mut out, "poststed", place.map(Value::from));
        out.insert("linjer".to_owned(), json!(lines));
        put(&mut out, "nummer", number.map(|n| n.parse::<i64>().unwrap().into()));
        Value::Object(out)
    })
}

fn put(out: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        out.insert(name.to_owned(), value);
    }
}

/// A thing with any of its members missing.
pub(super) fn thing() -> impl Strategy<Value = Value> {
    let plain = (maybe(&TEXTS), prop::option::of(any::<bool>()), maybe(&NUMBERS), maybe(&FRACTIONS), maybe(&FRACTIONS), maybe(&TIMES));
    let period = prop::option::of((maybe(&TIMES), maybe(&TEXTS)));
    let lists = (texts(), prop::collection::vec(address(), 0..3), prop::option::of(address()));
    let links = prop::collection::vec(prop::sample::select(&HREFS[..]), 0..3);
    (plain, period, lists, links).prop_map(|((name, active, number, weight, price, time), period, (words, addresses, house), links)| {
        let mut out = Map::new();
        out.insert("systemId".to_owned(), "aB".into());
        put(&mut out, "navn", name.map(Value::from));
        put(&mut out, "aktiv", active.map(Value::from));
        put(&mut out, "antall", number.map(|n| n.parse::<i64>().unwrap().into()));
        put(&mut out, "vekt", weight.map(|w| w.parse::<f64>().unwrap().into()));
        put(&mut out, "pris", price.map(Value::from));
        put(&mut out, "opprettet", time.map(Value::from));
        put(
            &mut out,
            "periode",
            period.map(|(start, words)| {
                let mut out = Map::new();
                put(&mut out, "start", start.map(Value::from));
                put(&mut out, "beskrivelse", words.map(Value::from));
                Value::Object(out)
            }),
        );
        out.insert("kjonnsord".to_owned(), json!(words));
        out.insert("adresser".to_owned(), json!(addresses));
        put(&mut out, "kjernehus", house);
        let links: Vec<_> = links.into_iter().map(|href| json!({"href": href})).collect();
        out.insert("_links".to_owned(), json!({"deler": links}));
        Value::Object(out)
    })
}

/// Texts that are nearly filters, and texts that are not at all.
pub(super) fn garbage() -> BoxedStrategy<String> {
    let words = prop::sample::select(
        &[
            "navn",
            "antall",
            "aktiv",
            "dato",
            "links",
            "deler",
            "self",
            "adresser",
            "periode",
            "start",
            "systemId",
            "v",
            "href",
            "eq",
            "ne",
            "gt",
            "contains",
            "in",
            "and",
            "or",
            "not",
            "any",
            "all",
            "(",
            ")",
            "/",
            ":",
            ",",
            "'",
            "''",
            "'x'",
            "'true'",
            "1",
            "-1.5e3",
            "1e",
            "true",
            " ",
            "  ",
            "å",
            "a\u{30a}",
            "\u{0}",
            "-",
            "\"",
            "@",
            "'2024-01-01'",
            "_links",
            "kommune",
            "😀",
        ][..],
    );
    let near = prop::collection::vec(words, 0..16);
    let torn = (ask(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), ".{0,3}").prop_map(|(ask, from, to, with)| {
        let mut letters: Vec<char> = ask.text().chars().collect();
        let (from, to) = (from.index(letters.len() + 1), to.index(letters.len() + 1));
        letters.splice(from.min(to)..(from.min(to) + 3).min(letters.len()), with.chars());
        letters.into_iter().collect::<String>()
    });
    prop_oneof![near.prop_map(|words| words.concat()), prop::collection::vec(".{0,8}", 0..4).prop_map(|t| t.join(" ")), torn, ".*"].boxed()
}
