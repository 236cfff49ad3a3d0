//! Pages of rows that do not follow each other in the index: in an order that the client asks for, or nested in a parent.
//!
//! All candidates are looked at, so this runs apart from the threads that answer. Of what is found only row numbers are kept; the page itself is rendered like any
//! other. Texts are ordered without case, by letter, with the letters after z in the order of the model's language; what lacks a value comes last; equals stand in
//! order of creation.

use std::cmp::Ordering;
use std::sync::Arc;

use smie_wire::model::{Gdpr, Scalar, Type};
use smie_wire::schema::{CollectionId, Schema};

use super::narrow::Narrow;
use super::paging::{Cursor, Place, Query};
use super::problem::Problem;
use super::render::Renderer;
use super::tail::Told;
use crate::entity::Entity;
use crate::filter::compare_numbers;
use crate::index::{Collection, Key, Row};

/// The order that a client asks for: attributes, the most important first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Order {
    by: Vec<Term>,
    /// Letters after z, in order.
    letters: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    attribute: u16,
    key: usize,
    kind: Compared,
    descending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compared {
    Text,
    Number,
    /// As the bytes stand: times, dates, booleans, codes.
    Bytes,
}

/// A value to sort by.
#[derive(Debug, PartialEq, Eq)]
enum SortKey {
    Text(String),
    Number(String),
    None,
}

impl Order {
    /// Reads `sort`: names of attributes separated by commas, `-` before what descends.
    ///
    /// # Errors
    /// A name that is no attribute with an order.
    pub(super) fn read(query: &Query, schema: &Schema, id: CollectionId) -> Result<Option<Self>, Problem> {
        let Some(text) = &query.sort else { return Ok(None) };
        let class = schema.class(schema.collection(id).class);
        let term = |word: &str| {
            let (name, descending) = word.strip_prefix('-').map_or((word.strip_prefix('+').unwrap_or(word), false), |name| (name, true));
            let found = class.attributes.iter().position(|a| a.wire == name);
            let kind =
                found.map(|at| &class.attributes[at]).filter(|a| !a.sensitive && a.gdpr != Some(Gdpr::NationalId) && !a.bounds.is_list());
            let kind = kind.and_then(|attribute| match attribute.ty {
                Type::Scalar(Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double | Scalar::Decimal) => Some(Compared::Number),
                Type::Scalar(Scalar::String | Scalar::Uri | Scalar::Uuid) | Type::Identifikator => Some(Compared::Text),
                Type::Scalar(Scalar::Date | Scalar::DateTime | Scalar::Boolean) | Type::Enum(_) => Some(Compared::Bytes),
                _ => None,
            });
            let name: String = name.chars().take(40).collect();
            match found.zip(kind) {
                Some((at, kind)) => Ok(Term { attribute: at as u16, key: name.len() + 3, kind, descending }),
                None => Err(Problem::Query(format!("`sort`: there is no order by `{name}`"))),
            }
        };
        let letters = match schema.languages.first().map(String::as_str) {
            Some("sv" | "fi") => "åäö",
            Some("nb" | "nn" | "no" | "da") => "æøå",
            _ => "",
        };
        let by = text.split(',').map(str::trim).map(term).collect::<Result<_, _>>()?;
        Ok(Some(Self { by, letters }))
    }

    fn keys(&self, entity: &Entity) -> Vec<SortKey> {
        let key = |term: &Term| {
            let Some(value) = entity.member(term.attribute).and_then(|member| std::str::from_utf8(member.get(term.key..)?).ok()) else {
                return SortKey::None;
            };
            match term.kind {
                Compared::Number => SortKey::Number(value.trim_matches('"').to_owned()),
                Compared::Bytes => SortKey::Text(value.to_owned()),
                Compared::Text => SortKey::Text(self.folded(value)),
            }
        };
        self.by.iter().map(key).collect()
    }

    /// A text by which texts stand in their order.
    fn folded(&self, json: &str) -> String {
        let text = json.strip_prefix("{\"identifikatorverdi\":").unwrap_or(json);
        let ranked = |c: char| match self.letters.chars().position(|letter| letter == c) {
            // After z, and before all other letters.
            Some(at) => char::from(b'{' + at as u8),
            None => c,
        };
        text.chars().flat_map(char::to_lowercase).map(ranked).collect()
    }

    fn compare(&self, a: &[SortKey], b: &[SortKey]) -> Ordering {
        let terms = self.by.iter().zip(a.iter().zip(b));
        terms.map(|(term, (a, b))| term.compare(a, b)).find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
    }
}

impl Term {
    fn compare(&self, a: &SortKey, b: &SortKey) -> Ordering {
        let order = match (a, b) {
            (SortKey::None, SortKey::None) => return Ordering::Equal,
            (SortKey::None, _) => return Ordering::Greater,
            (_, SortKey::None) => return Ordering::Less,
            (SortKey::Number(a), SortKey::Number(b)) => compare_numbers(a, b).unwrap_or(Ordering::Equal),
            (SortKey::Text(a), SortKey::Text(b)) => a.cmp(b),
            _ => Ordering::Equal,
        };
        if self.descending { order.reverse() } else { order }
    }
}

/// The rows of a page.
#[derive(Debug)]
pub(super) struct Chosen {
    pub(super) rows: Arc<Collection>,
    pub(super) picked: Vec<u32>,
    pub(super) told: Told,
}

/// Chooses the rows of a page. `within` are the rows that may be on it; `None` = all.
pub(super) fn choose(
    rows: Arc<Collection>,
    within: Option<Vec<u32>>,
    query: &Query,
    narrow: &Narrow,
    order: Option<&Order>,
    renderer: &Renderer,
) -> Chosen {
    let mut found: Vec<(Vec<SortKey>, u32)> = Vec::new();
    let mut look = |row: u32, resource: &Arc<crate::index::Resource>| {
        let changed = query.since.is_none_or(|since| resource.stamp() > since);
        if changed && narrow.matches(Row::Living(resource), renderer) {
            found.push((order.map_or_else(Vec::new, |order| order.keys(resource.entity())), row));
        }
    };
    match within {
        Some(within) => {
            for row in within {
                if let Some(resource) = rows.rows().get(row as usize) {
                    look(row, resource);
                }
            }
        }
        None => rows.rows().visit(0, &mut |row, resource| {
            look(row as u32, resource);
            std::ops::ControlFlow::Continue(())
        }),
    }
    if let Some(order) = order {
        found.sort_by(|(a, _), (b, _)| order.compare(a, b));
    }
    let matching = found.len() as u64;
    let from = match query.cursor.as_ref().and_then(Cursor::key) {
        Some(Key::Row(last)) => found.partition_point(|(_, row)| *row <= last) as u64,
        _ => query.offset.min(matching),
    };
    let left = matching - from;
    let count = if query.is_outside() {
        0
    } else if query.size == 0 {
        left
    } else {
        left.min(query.size)
    };
    let picked: Vec<u32> = found.iter().skip(from as usize).take(count as usize).map(|(_, row)| *row).collect();
    let last = picked.last().filter(|_| order.is_none() && query.since.is_none()).map(|row| Place::Row(Key::Row(*row)));
    let told = Told { count, matching: Some(matching), more: !query.is_outside() && count < left, last };
    Chosen { rows, picked, told }
}
